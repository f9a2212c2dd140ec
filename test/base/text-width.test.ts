import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { cutToWidth, padToWidth, textWidth } from '../../src/base/text-width.ts';

test('the quick way agrees with string-width on every character it takes', () => {
  for (let code = 0x20; code < 0x3000; code++) {
    const char = String.fromCharCode(code);
    expect(textWidth(char), `U+${code.toString(16)}`).toBe(stringWidth(char));
  }
});

test('it agrees with string-width on mixed texts', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 3 }),
    fc.constantFrom('1\ufe0f\u20e3', '#\u20e3', 'e\u0301', '日', '👩‍👩‍👧', 'ab'),
  );
  fc.assert(
    fc.property(
      fc.array(unit).map((parts) => parts.join('')),
      (text) => {
        expect(textWidth(text)).toBe(stringWidth(text));
      },
    ),
    { numRuns: 500 },
  );
});

test('a very long text is no trouble', () => {
  expect(textWidth('std::__1::vector<日本> '.repeat(5000))).toBe(23 * 5000);
});

test.each([
  ['', 0],
  ['runtime.mallocgc', 16],
  ['日本語', 6],
  ['a\u0301', 1],
  ['👩‍👩‍👧', 2],
  ['a → b · c…', 10],
])('%j is %i cells wide', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test.each([
  ['encoding/json.Marshal', 21, 'end', 'encoding/json.Marshal'],
  ['encoding/json.Marshal', 10, 'end', 'encoding/…'],
  ['encoding/json.Marshal', 10, 'start', '…n.Marshal'],
  ['encoding/json.Marshal', 10, 'middle', 'encod…shal'],
  ['encoding/json.Marshal', 1, 'middle', '…'],
  ['encoding/json.Marshal', 0, 'end', ''],
  ['日本語日本語', 6, 'end', '日本…'],
  ['日本語日本語', 6, 'start', '…本語'],
  ['日本語日本語', 6, 'middle', '日…語'],
] as const)('%s in %i cells, cut at the %s', (text, width, side, expected) => {
  expect(cutToWidth(text, width, side)).toBe(expected);
});

test('a cut text is never wider than asked for', () => {
  const side = fc.constantFrom('start' as const, 'middle' as const, 'end' as const);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), side, (text, width, cutSide) => {
      expect(textWidth(cutToWidth(text, width, cutSide))).toBeLessThanOrEqual(width);
    }),
  );
});

test('padding fills up to the width and no further', () => {
  expect(padToWidth('日本', 6)).toBe('日本  ');
  expect(padToWidth('longer', 3)).toBe('longer');
});
