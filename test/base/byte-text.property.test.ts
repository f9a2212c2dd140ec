import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfText, compareText, padLeft, textOfBytes } from '../../src/base/byte-text.ts';
import { safeText } from '../../src/base/safe-text.ts';

test('any bytes come back as they were', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      (bytes) => void expect([...bytesOfText(textOfBytes(bytes))]).toEqual([...bytes]),
    ),
  );
});

test('texts sort as their bytes do', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 6 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test('characters above U+FFFF sort behind all others', () =>
  expect(compareText('\u{10000}', '\uffee')).toBeGreaterThan(0));

test('padding counts characters, not code units', () => {
  expect(padLeft('1.50µs', 10)).toBe('    1.50µs');
  expect(padLeft('𝒳', 3)).toBe('  𝒳');
  expect(padLeft('longer than wide', 4)).toBe('longer than wide');
});

test('nothing that a terminal would act on survives', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      expect(safeText(text)).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
  );
  expect(safeText('a\u001b[31mb')).toBe('a\\x1b[31mb');
  expect(safeText('plain text')).toBe('plain text');
});
