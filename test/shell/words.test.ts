import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quotedWord, splitCommands, splitLine, splitWords, unquoted } from '../../src/shell/language/words.ts';
import '../support/properties.ts';

const texts = (line: string) => splitWords(line, 'shell').map(({ text }) => text);

describe('words of the shell', () => {
  test.each([
    ['top 10 json', ['top', '10', 'json']],
    ["peek 'struct { F uintptr }'", ['peek', 'struct { F uintptr }']],
    ['peek "say \\"hi\\""', ['peek', 'say "hi"']],
    [String.raw`peek "a\.b"`, ['peek', String.raw`a\.b`]],
    ['top -"a b"', ['top', '-a b']],
    ['hot="a b"', ['hot=a b']],
    ['suspects -catalogue="a b"', ['suspects', '-catalogue=a b']],
    ["list core::fmt::<&'a str>", ['list', "core::fmt::<&'a", 'str>']],
    ['peek a"b', ['peek', 'a"b']],
    ["peek ''", ['peek', '']],
    ['peek "a"b', ['peek', 'ab']],
  ])('%s', (line, expected) => {
    expect(texts(line)).toEqual(expected);
  });

  test('know where they stand and whether they are quoted', () => {
    expect(splitWords(`top "-cum"`, 'shell')).toEqual([
      { text: 'top', isQuoted: false, start: 0, end: 3 },
      { text: '-cum', isQuoted: true, start: 4, end: 10 },
    ]);
  });

  test('a quote that is not closed is a mistake, and a letter to pprof', () => {
    expect(() => splitWords('peek "a b', 'shell')).toThrow('the quote before "a b" is not closed');
    expect(splitLine('peek "a b', 'shell').openQuote).toBe(5);
    expect(splitWords('peek "a b', 'pprof').map(({ text }) => text)).toEqual(['peek', '"a', 'b']);
  });

  test('any text is one word once it is quoted', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\\"')),
        (text) => {
          expect(texts(`save ${quotedWord(text)}`)).toEqual(['save', text]);
        },
      ),
    );
  });

  test("pprof's are those between blanks", () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        const words = splitWords(line, 'pprof');
        expect(words.map(({ text }) => text)).toEqual(line.split(/\s+/).filter((word) => word !== ''));
        for (const { text, start, end } of words) expect(line.slice(start, end)).toBe(text);
      }),
    );
  });
});

test.each([
  ['"a b"', 'a b'],
  ["'a'b'", "'a'b'"],
  ['"a" "b"', '"a" "b"'],
  ['"', '"'],
  ['a"b"', 'a"b"'],
  ['', ''],
])('the value %s without quotes', (value, expected) => {
  expect(unquoted(value)).toBe(expected);
});

test.each([
  ['top 10; peek foo', ['top 10', 'peek foo']],
  ["top; peek 'a; b' ;; tags;", ['top', "peek 'a; b'", 'tags']],
  ['focus="a;b"; top', ['focus="a;b"', 'top']],
  ["peek don't; top", ["peek don't", 'top']],
  ['', []],
])('the commands of %s', (line, expected) => {
  expect(splitCommands(line)).toEqual(expected);
});
