import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiText } from '../../src/base/ascii-text.ts';
import { textWidth } from '../../src/base/text-width.ts';
import { asciiOutput, isAsciiLocale } from '../../src/host/ascii-output.ts';
import '../support/properties.ts';

describe('ASCII', () => {
  test.each([
    ['a … b · c', 'a ~ b - c'],
    ['▾ main.世界', 'v main.????'],
    ['e\u0301clair', 'eclair'],
    ['\u001b[1m█░\u001b[22m', '\u001b[1m#.\u001b[22m'],
  ])('%j', (text, expected) => {
    expect(asciiText(text)).toBe(expected);
  });

  test('takes as many cells, and is ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const ascii = asciiText(text);
        expect(ascii).toMatch(/^\p{ASCII}*$/u);
        expect(textWidth(ascii)).toBe(textWidth(text));
      }),
    );
  });

  test('is written while the look says so', () => {
    const stream = new PassThrough();
    const look = { isAscii: true };
    const output = asciiOutput(stream as unknown as NodeJS.WriteStream, look);
    output.write('a…');
    output.write(Buffer.from('b…'));
    look.isAscii = false;
    output.write('c…');
    expect(stream.read().toString()).toBe('a~b~c…');
  });

  test.each([
    [{}, false],
    [{ LANG: 'en_US.UTF-8' }, false],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, true],
    [{ LANG: 'C.utf8' }, false],
    [{ LC_CTYPE: 'de_DE.ISO-8859-1', LANG: 'C.UTF-8' }, true],
    [{ LANG: 'POSIX' }, true],
    [{ LC_ALL: '', LANG: '' }, false],
  ])('the locale %j', (env, expected) => {
    expect(isAsciiLocale({ env: (name) => (env as Readonly<Record<string, string>>)[name] })).toBe(expected);
  });
});
