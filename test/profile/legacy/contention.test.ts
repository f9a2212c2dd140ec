import { describe, expect, test } from 'vitest';
import { read, readOrFail, shownSamples, shownTypes } from './shown-profile.ts';

const SAMPLE = '100 2 @ 0x5 0x6\n';

test.each(['--- contentionz 1 ---', '--- contentionz x', '--- mutex:', '--- mutex: x', '--- contention:'])(
  '%s is a heading',
  (heading) => {
    const profile = readOrFail(`${heading}\n${SAMPLE}`);
    expect(shownTypes(profile)).toBe('contentions/count delay/nanoseconds');
    expect(profile.periodType).toEqual({ type: 'contentions', unit: 'count' });
    expect(shownSamples(profile)).toEqual(['2 100: 0x4 0x5']);
  },
);

test.each(['--- contentionz', '--- mutex', ' --- mutex:', 'x--- mutex:', '\n--- mutex:', '# c\n--- mutex:'])(
  '%j is none',
  (heading) => {
    expect(read(`${heading}\n${SAMPLE}`)).toBeUndefined();
  },
);

describe('attributes', () => {
  test.each([
    ['', '2 100', 1n, 0n],
    ['cycles/second=2000000000', '2 50', 1n, 0n],
    [' cycles/second\t=  0x77359400 ', '2 50', 1n, 0n],
    ['cycles/second=\xc2\xa02_000_000_000\xe2\x80\x83', '2 50', 1n, 0n],
    ['cycles/second=017', '2 6666666666', 1n, 0n],
    ['cycles/second=1', '2 100000000000', 1n, 0n],
    ['cycles/second=9223372036854775807', '2 0', 1n, 0n],
    ['cycles/second=0', '2 100', 1n, 0n],
    ['cycles/second=-1', '2 100', 1n, 0n],
    ['sampling period=7', '14 100', 7n, 0n],
    ['sampling period=3\ncycles/second=2000000000', '6 150', 3n, 0n],
    ['cycles/second=2000000000\nsampling period=0', '2 100', 0n, 0n],
    ['cycles/second=2000000000\nsampling period=-3', '2 100', -3n, 0n],
    ['ms since reset=1500', '2 100', 1n, 1_500_000_000n],
    ['ms since reset=9223372036854775807', '2 100', 1n, -1_000_000n],
    ['discarded samples=x', '2 100', 1n, 0n],
    ['cycles/second=5\n\n# c\ncycles/second=2000000000', '2 50', 1n, 0n],
  ])('%j', (lines, values, period, durationNanos) => {
    const profile = readOrFail(`--- contention:\n${lines}\n${SAMPLE}`);
    expect(shownSamples(profile)).toEqual([`${values}: 0x4 0x5`]);
    expect(profile).toMatchObject({ period, durationNanos });
  });

  test.each([
    'format=x',
    'resolution=1',
    'foo=1',
    '=1',
    'x',
    'Cycles/second=1',
    'cycles/second=x',
    'cycles/second=',
    'sampling period=1e3',
    'a=b=c',
  ])('that are of something else: %s', (line) => {
    expect(read(`--- contention:\n${line}\n${SAMPLE}`)).toBeUndefined();
  });
});

describe('a sample', () => {
  const HEADING = '--- contention:\ncycles/second=2000000000\nsampling period=3\n';

  test.each([
    [' 100  2 @ 0x5', '6 150: 0x4'],
    ['x100 2 @0x5 # 0x6', '6 150: 0x4'],
    ['-100 2 @ 0x5,0x6', '6 150: 0x4'],
    ['100 2 3 @ 0x5x0x6', '9 3: 0x4 0x5'],
    ['a 5 6 @ 0x5 @ 0x6', '18 7: 0x4'],
    ['100 @ 0x5', '0 15: 0x4'],
    ['1.5 2 @', '6 7:'],
    ['100 2 @ 0xAB zz 5', '6 150:'],
    ['1 2 3 @x 4 5 @ 0x5', '9 3:'],
    ['9223372036854775807 9223372036854775807 @ 0x0', '9223372036854775805 -9223372036854775808: 0xffffffffffffffff'],
  ])('%j', (line, sample) => {
    expect(shownSamples(readOrFail(`${HEADING}${line}\n`))).toEqual([sample]);
  });

  test.each(['100 2  @ 0x5', '100 2@ 0x5', '5 @ 0x5', '100\t2\t@\t0x5', '100 -2 @ 0x5', 'x'])('is not %j', (line) => {
    expect(read(`${HEADING}${SAMPLE}${line}\n`)).toBeUndefined();
  });

  test.each([
    [
      '99999999999999999999 2 @ 0x5',
      'malformed sample: 99999999999999999999 2 @ 0x5: strconv.ParseInt: parsing "99999999999999999999": value out of range',
    ],
    [
      '1 2 @ 0x10000000000000000',
      'malformed sample: 1 2 @ 0x10000000000000000: failed to parse as hex 64-bit number: 0x10000000000000000',
    ],
  ])('may be damaged: %s', (line, message) => {
    expect(() => read(`${HEADING}${line}\n`)).toThrow(message);
  });

  test('comes before dashes, and after them may be a memory map', () => {
    const profile = readOrFail(`${HEADING}${SAMPLE}# c\n\n --- x\n7 7 @ 0x9\nx --- Memory map: ---\n0-10: /a\n`);
    expect(shownSamples(profile)).toEqual(['6 150: 0x4 0x5']);
    expect(profile.mappings[0].file).toBe('/a');
  });

  test('of digits without end is looked at but once', () => {
    const digits = '1'.repeat(60_000);
    const start = performance.now();
    expect(read(`${HEADING}${digits}\n`)).toBeUndefined();
    expect(() => read(`${HEADING}${`${digits} `.repeat(1)}@ 0x5\n`)).toThrow('value out of range');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
