import { describe, expect, test } from 'vitest';
import { read, readOrFail, shownSamples, shownTypes } from './shown-profile.ts';

const SAMPLE = '1 @ 0x2\n';

describe('a heading', () => {
  test.each([
    ['goroutine profile: total 1', 'goroutine'],
    ['x-y.z/(\x01 profile: total 99999999999999999999', 'x-y.z/(\x01'],
    ['\xc3\xa9 profile: total 1\r', 'é'],
    ['\xff profile: total 1', '\udcff'],
    ['a\xc2\xa0b\x0b profile: total 1', 'a\u00a0b\x0b'],
    ['heap profile: total 1', 'heap'],
    ['\n \t\n# comment\n\xc2\x85\na profile: total 1', 'a'],
  ])('%j', (heading, name) => {
    const profile = readOrFail(`${heading}\n${SAMPLE}`);
    expect(shownTypes(profile)).toBe(`${name}/count`);
    expect(profile.periodType).toEqual({ type: name, unit: 'count' });
    expect(profile.period).toBe(1n);
    expect(shownSamples(profile)).toEqual(['1: 0x1']);
  });

  test.each([
    'x y profile: total 1',
    ' a profile: total 1',
    ' profile: total 1',
    'a  profile: total 1',
    'a profile:  total 1',
    'a profile: total ',
    'a profile: total 1 ',
    'a profile: total -1',
    'a profile: total 1x',
    'x\na profile: total 1',
    '\x1c\na profile: total 1',
  ])('is not %j', (heading) => {
    expect(read(`${heading}\n${SAMPLE}`)).toBeUndefined();
  });
});

describe('a sample', () => {
  const HEADING = 'a profile: total 1\n';

  test.each([
    ['1 @ 0x2 0x3', ['1: 0x1 0x2']],
    ['01 @ 0x00002 0x1', ['1: 0x1 0x0']],
    ['0 @ 0x0', ['0: 0xffffffffffffffff']],
    ['9223372036854775807 @ 0xffffffffffffffff', ['9223372036854775807: 0xfffffffffffffffe']],
    ['1 @ 0x20000000000000 0x20000000000001', ['1: 0x1fffffffffffff 0x20000000000000']],
    ['1 @ 0x2\r\n\n  # comment\n3 @ 0x2\n---\n9 @ 0x9', ['1: 0x1', '3: 0x1']],
    ['', []],
  ])('%j', (lines, samples) => {
    expect(shownSamples(readOrFail(`${HEADING}${lines}\n`))).toEqual(samples);
  });

  test.each([
    '1 @',
    '1 @ ',
    '1 @  0x2',
    '1  @ 0x2',
    ' 1 @ 0x2',
    '1 @ 0x2 ',
    '1 @ 0x2  0x3',
    '1 @ 0x2 0x3foo',
    '1 @ 0xAB',
    '1 @ 0X2',
    '1 @ 0x',
    '-1 @ 0x2',
    '9223372036854775808 @ 0x2',
    '1 @ 0x10000000000000000',
    ' ---',
    '-- x',
    'x',
  ])('is not %j', (line) => {
    expect(() => read(`${HEADING}${SAMPLE}${line}\n`)).toThrow('malformed profile format');
  });

  test('shares the locations of its addresses with others', () => {
    const { locations, stacks } = readOrFail(`${HEADING}1 @ 0x5 0x6 0x5\n2 @ 0x6 0x7\n`);
    expect(Array.from(locations.address)).toEqual([4n, 5n, 6n]);
    expect(Array.from(locations.id)).toEqual([1n, 2n, 3n]);
    expect(Array.from({ length: 5 }, (_, at) => stacks[at])).toEqual([0, 1, 0, 1, 2]);
  });
});
