import { describe, expect, test } from 'vitest';
import { readLegacyProfile } from '../../../src/profile/legacy/read-legacy.ts';
import { shownMappings, shownSamples, shownTypes } from './shown-profile.ts';

type Word = number | bigint;

interface Drawing {
  readonly header?: readonly Word[];
  readonly size?: 4 | 8;
  readonly bigEndian?: boolean;
  readonly end?: readonly Word[];
  readonly text?: string;
}

const NATIVE = [0, 3, 0, 10000, 0];
const JAVA = [0, 3, 1, 10000, 0];

/** A profile of these samples: a count, and a stack. */
function drawCpu(
  samples: readonly (readonly [count: Word, ...stack: Word[]])[],
  { header = NATIVE, size = 8, bigEndian = false, end = [0, 1, 0], text = '' }: Drawing = {},
): Uint8Array {
  const words = [...header, ...samples.flatMap(([count, ...stack]) => [count, stack.length, ...stack]), ...end];
  const bytes = Buffer.alloc(words.length * size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  words.forEach((word, at) => {
    if (size === 4) view.setUint32(at * 4, Number(word), !bigEndian);
    else view.setBigUint64(at * 8, BigInt.asUintN(64, BigInt(word)), !bigEndian);
  });
  return Buffer.concat([bytes, Buffer.from(text, 'latin1')]);
}

function samplesOf(...drawing: Parameters<typeof drawCpu>): string[] {
  const profile = readLegacyProfile(drawCpu(...drawing));
  if (profile === undefined) throw new Error('no CPU profile');
  return shownSamples(profile);
}

const STACKS = [
  [1, 0x10, 0x21],
  [2, 0x10, 0x31, 0x41],
] as const;

describe.each([4, 8] as const)('words of %d bytes', (size) => {
  test.each([false, true])('the larger end first: %s', (bigEndian) => {
    const profile = readLegacyProfile(drawCpu(STACKS, { size, bigEndian, text: '0-25: /a\n' }));
    if (profile === undefined) throw new Error('no CPU profile');
    expect(shownTypes(profile)).toBe('samples/count cpu/nanoseconds');
    expect(profile).toMatchObject({ period: 10_000_000n, periodType: { type: 'cpu', unit: 'nanoseconds' } });
    expect(shownSamples(profile)).toEqual(['1 10000000: 0x10 0x20', '2 20000000: 0x10 0x30 0x40']);
    expect(shownMappings(profile)).toEqual(['0-25 /a: 10 20', '0-ffffffffffffffff: 30 40']);
  });
});

describe('a header', () => {
  test.each([
    [[0, 3, 2, 10000, 0]],
    [[0, 3, 0, 0, 0]],
    [[0, 3, 0, 10000, 1]],
    [[0, 2, 0, 10000, 0]],
    [[1, 3, 0, 10000, 0]],
    [[0, 3, 0, 10000]],
  ])('is not %j', (header) => {
    expect(readLegacyProfile(drawCpu([], { header, end: [] }))).toBeUndefined();
  });

  test('is enough', () => {
    expect(samplesOf([], { end: [] })).toEqual([]);
  });

  test('may have any period', () => {
    const profile = readLegacyProfile(drawCpu([[1, 5]], { header: [0, 3, 0, -1, 0] }));
    expect(profile?.period).toBe(-1000n);
    expect(readLegacyProfile(drawCpu([[1, 5]], { header: [0, 3, 0, -1, 0], size: 4 }))?.period).toBe(4294967295000n);
  });
});

describe('samples', () => {
  test.each<[string, Parameters<typeof drawCpu>, string[]]>([
    [
      'end with the words 0, 1, 0',
      [STACKS, { end: [0, 1, 0, 5, 1, 7] }],
      ['1 10000000: 0x10 0x20', '2 20000000: 0x10 0x30 0x40'],
    ],
    ['end with the file', [[[1, 5]], { end: [] }], ['1 10000000: 0x5']],
    ['may have no stack', [[[1]]], ['1 10000000:']],
    ['may count nothing', [[[0, 0x10], [0]]], ['0 0: 0x10', '0 0:']],
    [
      'wrap around',
      [[[2n ** 63n - 1n, 5], [-1, 5, 5], [1]]],
      ['9223372036854775807 -10000000: 0x5', '-1 -10000000: 0x5', '1 10000000:'],
    ],
    [
      'have addresses of 64 bits',
      [[[1, -1, 0], [1], [1]]],
      ['1 10000000: 0xffffffffffffffff 0xffffffffffffffff', '1 10000000:', '1 10000000:'],
    ],
    [
      'may lack words of the last stack',
      [[[1]], { end: [1, 2, 5], text: '\x01\x01\x01\x01' }],
      ['1 10000000:', '1 10000000: 0x5 0xffffffffffffffff'],
    ],
  ])('%s', (_, drawing, samples) => {
    expect(samplesOf(...drawing)).toEqual(samples);
  });

  test.each<[string, Drawing]>([
    ['half an end', { end: [0, 1] }],
    ['a count without depth', { end: [5] }],
    ['a depth beyond the file', { end: [1, 1000, 5] }],
    ['a huge depth', { end: [1, -1, 5] }],
    ['odd bytes', { end: [], text: 'abc' }],
  ])('with %s make another file of it', (_, drawing) => {
    expect(readLegacyProfile(drawCpu(STACKS, drawing))).toBeUndefined();
  });
});

describe('second frames', () => {
  const stacks = (count: number, handled: number) =>
    Array.from({ length: count }, (_, i): [number, ...number[]] => [
      1,
      0x1000 + i,
      ...(i < handled ? [0x51] : []),
      0x61 + i,
      0x71,
    ]);
  const lengthsOf = (samples: readonly [number, ...number[]][]) =>
    new Set(samplesOf(samples).map((sample) => sample.split(' 0x').length - 1));

  test('that nearly all stacks share are those of the signal handler', () => {
    expect(lengthsOf(stacks(64, 64))).toEqual(new Set([3]));
    expect(lengthsOf(stacks(64, 62))).toEqual(new Set([3]));
    expect(lengthsOf(stacks(64, 61))).toEqual(new Set([3, 4]));
    expect(lengthsOf(stacks(31, 30))).toEqual(new Set([3, 4]));
  });

  test('are removed twice', () => {
    expect(
      samplesOf([
        [1, 0x10, 0x21, 0x31, 0x41, 0x51],
        [2, 0x11, 0x21, 0x31, 0x41, 0x61],
      ]),
    ).toEqual(['1 10000000: 0x10 0x40 0x50', '2 20000000: 0x11 0x40 0x60']);
  });

  test('that repeat the leaf are removed, and stay locations', () => {
    const profile = readLegacyProfile(
      drawCpu([
        [1, 0x10, 0x10, 0x31],
        [1, 0x20],
      ]),
    );
    expect(profile && shownSamples(profile)).toEqual(['1 10000000: 0x10 0x30', '1 10000000: 0x20']);
    expect(profile && Array.from(profile.locations.address)).toEqual([0x10n, 0xfn, 0x30n, 0x20n]);
  });
});

test('Java keeps all frames, explains them, and gives no addresses', () => {
  const text = '0x10 f (a.java:3)\n  0x21 g\nnothing';
  expect(
    samplesOf(
      [
        [1, 0x10, 0x10, 0x21],
        [1, 0x10, 0x10, 0x30],
      ],
      { header: JAVA, text },
    ),
  ).toEqual(['1 10000000: 0x0 0x0 0x0', '1 10000000: 0x0 0x0 0x0']);
  const profile = readLegacyProfile(drawCpu([[1, 0x10, 0x21, 0x30]], { header: JAVA, text }));
  expect(profile?.functions.length).toBe(2);
  expect(profile && shownMappings(profile)).toEqual(['0-ffffffffffffffff: 0']);
});
