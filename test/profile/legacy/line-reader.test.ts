import { describe, expect, test } from 'vitest';
import { LineReader, textOfLatin1, trimSpace } from '../../../src/profile/legacy/line-reader.ts';

const reading = (text: string, options = {}) => new LineReader(Buffer.from(text, 'latin1'), options);

function linesOf(reader: LineReader): string[] {
  const lines: string[] = [];
  while (reader.next()) lines.push(reader.text);
  return lines;
}

describe('lines', () => {
  test.each([
    ['', []],
    ['\n', ['']],
    ['a', ['a']],
    ['a\nb', ['a', 'b']],
    ['a\r\n\r\nb\r\r\n\r', ['a', '', 'b\r', '']],
    ['\xff\x00\xe9\n', ['\xff\x00\xe9']],
  ])('of %j', (text, lines) => {
    const reader = reading(text);
    expect(linesOf(reader)).toEqual(lines);
    expect(reader.isStuck).toBe(false);
    reader.expectEnd();
  });

  test('the last one stays', () => {
    const reader = reading('a\nb\n');
    linesOf(reader);
    expect(reader.text).toBe('b');
  });

  test('a start may be skipped', () => {
    expect(linesOf(reading('\0\0a\nb', { start: 2 }))).toEqual(['a', 'b']);
  });

  test('one that is cut off can be told', () => {
    const reader = reading('a\nb');
    reader.next();
    expect(reader.isTerminated).toBe(true);
    reader.next();
    expect(reader.isTerminated).toBe(false);
  });

  test('of 64 KiB or more, with their ends, are refused', () => {
    const long = 'x'.repeat(2 ** 16 - 1);
    expect(linesOf(reading(`${long}\n${long}`))).toEqual([long, long]);
    for (const longer of [`${long}x`, `${long}x\n`, `${long}\r\n`]) {
      const reader = reading(`a\n${longer}b\n`);
      expect(linesOf(reader)).toEqual(['a']);
      expect(reader.isStuck).toBe(true);
      expect(() => reader.expectEnd()).toThrow('bufio.Scanner: token too long');
    }
    expect(linesOf(reading(`${long}xxx`, { longest: Number.POSITIVE_INFINITY }))).toHaveLength(1);
  });

  test.each(['#', '# x', '', ' ', ' \t\v\f# x', '\xc2\xa0', '\xe3\x80\x80#', '\xc2\x85'])('%j is a comment', (line) => {
    const reader = reading(`${line}\nx`);
    reader.next();
    expect(reader.isComment).toBe(true);
    expect(reader.nextMeaningful()).toBe(true);
    expect(reader.text).toBe('x');
  });

  test.each(['x#', '-', '\xa0#', '\x85', '\x1c', '\0', '\xef\xbb\xbf#'])('%j is none', (line) => {
    const reader = reading(line);
    expect(reader.nextMeaningful()).toBe(true);
  });
});

test.each([
  ['', ''],
  [' \t\r\n', ''],
  [' a b ', 'a b'],
  ['\xc2\xa0\xe2\x80\xa8a\xe1\x9a\x80\xe2\x81\x9f', 'a'],
  ['\xa0a\x85', '\xa0a\x85'],
  ['\xe2\x80a\x80', '\xe2\x80a\x80'],
  ['\xe2\x80\x8b', '\xe2\x80\x8b'],
])('%j trimmed is %j', (text, trimmed) => {
  expect(trimSpace(text)).toBe(trimmed);
});

test('trimming agrees with the white space of Unicode', () => {
  for (let code = 1; code < 0x3100; code++) {
    const space = Buffer.from(String.fromCharCode(code)).toString('latin1');
    // What JavaScript trims but for the byte order mark, and U+0085, which it does not.
    const isSpace = (String.fromCharCode(code).trim() === '' && code !== 0xfeff) || code === 0x85;
    expect(trimSpace(`${space}x${space}`) === 'x', code.toString(16)).toBe(isSpace);
  }
});

test('text of bytes is what they say in UTF-8', () => {
  expect(textOfLatin1('a\xc3\xa9\xff')).toBe('aé\udcff');
});
