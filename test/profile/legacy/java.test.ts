import { describe, expect, test } from 'vitest';
import { stringAt } from '../../../src/profile/strings.ts';
import { NONE, type Profile } from '../../../src/profile/tables.ts';
import { read, readOrFail, shownSamples, shownTypes } from './shown-profile.ts';

const HEAP = '--- heapz 1 ---\nformat = java\nresolution = bytes\n';
const CONTENTION = '--- contentionz 1 ---\nformat = java\nresolution = us\n';

/** What each location stands for: `main Main.java:7`, or nothing. */
function shownFrames({ locations, lines, functions, strings }: Profile): string[] {
  return Array.from({ length: locations.length }, (_, location) => {
    if (locations.lineStart[location] === locations.lineEnd[location]) return '';
    const line = locations.lineStart[location];
    const fn = lines.function[line];
    return `${stringAt(strings, functions.name[fn])} ${stringAt(strings, functions.fileName[fn])}:${lines.line[line]}`;
  });
}

test('a heap profile has objects and space, the other way round', () => {
  const profile = readOrFail(`${HEAP}1000000 4 @ 0x5\n 123456789 77 @ 0x5\n0 5 @ 0x5\n`);
  expect(shownTypes(profile)).toBe('inuse_objects/count inuse_space/bytes');
  expect(shownSamples(profile)).toEqual([
    '10 2636738: 0x0 bytes=250000',
    '80 129542160: 0x0 bytes=1603334',
    '0 0: 0x0 bytes=0',
  ]);
  expect(profile.period).toBe(0n);
});

test('a contention profile has counts and delays, for each one sampled', () => {
  const profile = readOrFail(`${CONTENTION}sampling period = 10\nms since reset = 017\n100 2 @ 0x5\n`);
  expect(shownTypes(profile)).toBe('contentions/count delay/us');
  expect(shownSamples(profile)).toEqual(['20 1000: 0x0']);
  expect(profile).toMatchObject({
    period: 10n,
    durationNanos: 15_000_000n,
    periodType: { type: 'contentions', unit: 'count' },
  });
});

test.each([
  [' --- heapz 1 --- \r\nresolution=b\n', 'inuse_objects/count inuse_space/b'],
  ['--- heapz 1 ---\nresolution = b c # d\n', 'inuse_objects/count inuse_space/b c'],
  ['--- heapz 1 ---\n \nformat=java=x\n\nresolution=a=b\nresolution=kb\n', 'inuse_objects/count inuse_space/kb'],
  ['--- heapz 1 ---\n+resolution=b\n', 'inuse_objects/count inuse_space/b'],
  ['--- heapz 1 ---\nresolution=  ;\n', 'inuse_objects/count inuse_space/'],
  ['--- contentionz 1 ---\nresolution=b\nsampling period=-5\n', 'contentions/count delay/b'],
  ['--- heapz 1 ---\n', ''],
  ['--- heapz 1 ---\n#\nresolution=b\n', ''],
  ['--- heapz 1 ---\nresolution=b', ''],
])('attributes: %j', (text, types) => {
  expect(shownTypes(readOrFail(text))).toBe(types);
});

test.each([
  '--- heapz 1 ---',
  '\n--- heapz 1 ---\n',
  '--- heapz 2 ---\n',
  '--- heapz 1 --- x\n',
  '--- heapz 1 ---\nformat=dalvik\n',
  '--- heapz 1 ---\nsampling period=3\n',
  '--- heapz 1 ---\nms since reset=3\n',
  '--- heapz 1 ---\n#x=y\n',
  '--- heapz 1 ---\nx=resolution=b\n',
  '--- contentionz 1 ---\nformat=java\ncycles/second=1\n',
])('it is not %j', (text) => {
  expect(read(text)).toBeUndefined();
});

describe('a sample', () => {
  test.each([
    ['100 2 @ 0x5 0x6', ['2 100: 0x0 0x0']],
    ['\t x100  2  @  0x5 0xAB', ['2 100: 0x0']],
    ['100 2 3 @ 0x5', ['3 2: 0x0']],
    ['100 2 @ 5', ['2 100:']],
    ['1 2 @ 0x5\n\n \n3 4 @ 0x5', ['2 1: 0x0', '4 3: 0x0']],
    ['1 2 @ 0x5\n#\n3 4 @ 0x5', ['2 1: 0x0']],
    ['100 @ 0x5', []],
    ['100 2 @0x5', []],
    ['100\t2 @ 0x5', []],
    ['9223372036854775807 0 @ 0x5', ['0 9223372036854775807: 0x0']],
  ])('%j', (lines, samples) => {
    expect(shownSamples(readOrFail(`${CONTENTION}${lines}\n`))).toEqual(samples);
  });

  test('that is cut off does not count', () => {
    expect(shownSamples(readOrFail(`${CONTENTION}1 2 @ 0x5\n3 4 @ 0x5`))).toEqual(['2 1: 0x0']);
  });

  test.each([
    [`${HEAP} 1 0 @ 0x5 \n`, 'parsing sample 1 0 @ 0x5: second value must be non-zero'],
    [
      `${HEAP}99999999999999999999 1 @ 0x5\n`,
      'parsing sample 99999999999999999999 1 @ 0x5: strconv.ParseInt: parsing "99999999999999999999": value out of range',
    ],
    [
      `${HEAP}1 1 @ 0x10000000000000000\n`,
      'malformed sample: 1 1 @ 0x10000000000000000: failed to parse as hex 64-bit number: 0x10000000000000000',
    ],
    [
      `${CONTENTION} sampling period = 0x \n`,
      'failed to parse attribute sampling period = 0x: strconv.ParseInt: parsing "0x": invalid syntax',
    ],
    ['--- heapz 1 ---\n1 2 @ 0x5\n', 'missing sample type information'],
  ])('or the file is damaged: %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('a location', () => {
  const framesOf = (lines: string) => shownFrames(readOrFail(`${CONTENTION}1 2 @ 0x5 0xab\n${lines}`));

  test.each([
    ['0x5 f (a.java:12)', 'f a.java:12'],
    ['\t0x05\t  f g (a b.java:12) ', 'f g a b.java:12'],
    ['0x5 f (g) (x:y:9)', 'f (g) x:y:9'],
    ['0x5 f\t(a:1)', 'f a:1'],
    ['0x5 f  (a:1)', 'f  a:1'],
    ['0x5 f (a:1)(b:2)', 'f a:1)(b:2'],
    ['0x5 f (a:-5)', 'f a:0'],
    ['0x5 f (a:9223372036854775808)', 'f a:0'],
    ['0x5 f (a/b:012)', 'f a/b:12'],
    ['0x5 f (:1)', 'f :1:0'],
    ['0x5 f (p/q/z.so)', 'f z.so:0'],
    ['0x5 f (p//)', 'f p:0'],
    ['0x5 f ()', 'f .:0'],
    ['0x5 f (a.java:x)', 'f a.java:x:0'],
    ['0x5 f (p) x (q)', 'f (p) x q:0'],
    ['0x5 (f) (g)', '(f) g:0'],
    ['0x5 f(a:1)', 'f(a:1) :0'],
    ['0x5 (a:1)', '(a:1) :0'],
    ['0x5 f (a:1) x', 'f (a:1) x :0'],
    ['0x5 the generated stub/JIT!', 'STUB :0'],
    ['0x5 generated stub/JIT (a:1)', 'generated stub/JIT a:1'],
    ['0x5 \xc3\xa9 (\xff:1)', 'é \udcff:1'],
    ['0x5 f\n0x5 g', 'g :0'],
    ['x\n\n0x5 f', 'f :0'],
    ['5 f', ''],
    ['0X5 f', ''],
    ['x 0x5 f', ''],
    ['0x5 ', ''],
    ['0x6 f', ''],
  ])('%j', (lines, frame) => {
    expect(framesOf(lines)).toEqual([frame, '']);
  });

  test('may be spelt in capitals', () => {
    expect(framesOf('0xAB f')).toEqual(['', 'f :0']);
  });

  test('shares its function with others of that name, and the file of the first', () => {
    const profile = readOrFail(`${CONTENTION}1 2 @ 0x5 0xab\n0x7 f (never:1)\n0xab f (a:1)\n0x5 f (b:2)\n`);
    expect(shownFrames(profile)).toEqual(['f a:2', 'f a:1']);
    expect(profile.functions.length).toBe(1);
  });

  test('that is explained belongs to no mapping', () => {
    const { locations, mappings } = readOrFail(`${CONTENTION}1 2 @ 0x5 0xab\n0xab f\n`);
    expect([locations.mapping[0], locations.mapping[1]]).toEqual([0, NONE]);
    expect(mappings).toHaveLength(1);
  });

  test('with an address of more than 64 bits is damaged', () => {
    expect(() => framesOf(' 0x10000000000000000 f')).toThrow(
      'parsing sample 0x10000000000000000 f: strconv.ParseUint: parsing "10000000000000000": value out of range',
    );
  });
});

test('long lines are read, and looked at but once', () => {
  const word = 'x '.repeat(100_000);
  const parentheses = ' ('.repeat(100_000);
  const start = performance.now();
  const profile = readOrFail(`${CONTENTION}1 2 @ 0x5\n0x5 f${parentheses}:1)\n0x5 ${word}\n`);
  expect(profile.functions.length).toBe(2);
  expect(performance.now() - start).toBeLessThan(2000);
});
