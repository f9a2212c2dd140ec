import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignProfiles } from '../../src/profile/align.ts';
import { compareWithBase } from '../../src/profile/compare.ts';
import { mergeProfiles } from '../../src/profile/merge.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { keepSamples } from '../../src/profile/sample-subset.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { drawProfile } from '../support/draw-profile.ts';
import { contentOf } from '../support/profile-content.ts';
import { randomProfile } from '../support/random-profile.ts';

/** Profiles as they are merged: aligned, if only with themselves. */
const random = randomProfile.map(({ bytes }) => alignProfiles([decodeProfile(bytes)])[0]);
const twoOfAKind = fc.tuple(random, random).filter(([a, b]) => typesOf(a) === typesOf(b));
const typesOf = ({ valueTypes, periodType }: Profile) => JSON.stringify([valueTypes, periodType]);

/** The sums of all columns, as int64. */
const sumsOf = ({ samples }: Profile) =>
  samples.values.map((column) =>
    BigInt.asIntN(
      64,
      Array.from(column, BigInt).reduce((a, b) => a + b, 0n),
    ),
  );

/** Samples by what they are made of, without the ids that merging gives anew. */
function samplesOf(profile: Profile) {
  const { samples, locations } = contentOf(profile);
  const byId = new Map(
    locations.map(({ id, ...rest }) => [id, JSON.stringify(rest, (_, v) => (typeof v === 'bigint' ? String(v) : v))]),
  );
  return samples.map(({ stack, labels }) =>
    JSON.stringify([stack.map((id) => byId.get(id)), labels.map(String).sort()]),
  );
}

describe('merging', () => {
  test('adds up', () => {
    fc.assert(
      fc.property(twoOfAKind, ([a, b]) => {
        const [x, y] = [sumsOf(a), sumsOf(b)];
        expect(sumsOf(mergeProfiles([a, b]))).toEqual(x.map((sum, i) => BigInt.asIntN(64, sum + y[i])));
      }),
    );
  });

  test('leaves no two samples that are the same, and none that is empty', () => {
    fc.assert(
      fc.property(twoOfAKind, ([a, b]) => {
        const merged = mergeProfiles([a, b]);
        const samples = samplesOf(merged);
        expect(new Set(samples).size).toBe(samples.length);
        expect(contentOf(merged).samples.every(({ values }) => values.some((value) => value !== 0n))).toBe(true);
      }),
    );
  });

  test('once more changes nothing', () => {
    fc.assert(
      fc.property(random, (profile) => {
        const once = mergeProfiles([profile]);
        expect(contentOf(mergeProfiles([once]))).toEqual(contentOf(once));
      }),
    );
  });

  test('keeps only what samples use, and gives ids in the order of use', () => {
    const merged = mergeProfiles([drawProfile('main;idle 0\nmain;a 5'), drawProfile('main;b 7\nmain;a 1')]);
    const { samples, locations } = contentOf(merged);
    expect(samples.map(({ stack, values }) => [stack, values])).toEqual([
      [[1n, 2n], [6n]],
      [[3n, 2n], [7n]],
    ]);
    expect(locations.map(({ lines }) => lines[0][0])).toEqual(['a', 'main', 'b']);
  });

  test.each([
    [[5n, 0n], 0n],
    [[0n, 5n], 5n],
    [[5n, 0n, 7n], 7n],
    [[9n, 3n, 7n], 3n],
  ])('times %s come to %s', (times, time) => {
    const profiles = times.map((timeNanos) => ({ ...drawProfile('main 1'), timeNanos }));
    expect(mergeProfiles(profiles).timeNanos).toBe(time);
  });

  test('durations add up, the longest period counts, comments come once', () => {
    const of = (durationNanos: bigint, period: bigint, ...comments: string[]) => ({
      ...drawProfile('main 1'),
      durationNanos,
      period,
      comments,
    });
    const merged = mergeProfiles([of(2n, 10n, 'x', 'y'), of(3n, 7n, 'y', 'z')]);
    expect(merged).toMatchObject({ durationNanos: 5n, period: 10n, comments: ['x', 'y', 'z'] });
  });
});

describe('comparing', () => {
  // pprof subtracts by way of doubles: beyond 2^53 it leaves a rest, and so do we.
  const exact = random.filter(({ samples }) => samples.values.every((column) => column instanceof Float64Array));

  test('a profile minus itself is empty', () => {
    fc.assert(
      fc.property(exact, (profile) => {
        expect(compareWithBase(profile, { base: profile, isDiff: false, normalize: false }).samples.length).toBe(0);
      }),
    );
  });

  test('a profile minus nothing is itself, merged', () => {
    fc.assert(
      fc.property(random, (profile) => {
        const base = { ...keepSamples(profile, new Int32Array(0)), comments: [], durationNanos: 0n };
        const compared = compareWithBase(profile, { base, isDiff: false, normalize: false });
        expect(contentOf(compared)).toEqual(contentOf(mergeProfiles([profile])));
      }),
    );
  });

  test('the samples of a base that is told apart carry a label', () => {
    const compared = compareWithBase(drawProfile('main 5'), {
      base: drawProfile('main 3'),
      isDiff: true,
      normalize: false,
    });
    expect(contentOf(compared).samples.map(({ values, labels }) => [values, labels])).toEqual([
      [[5n], []],
      [[-3n], [['pprof::base', 'true']]],
    ]);
  });

  test('a normalized profile has the totals of its base', () => {
    const base = drawProfile('main;a 30\nmain;b 70');
    const compared = compareWithBase(drawProfile('main;a 5\nmain;b 5'), { base, isDiff: false, normalize: true });
    expect(contentOf(compared).samples.map(({ values }) => values)).toEqual([[20n], [-20n]]);
  });
});

describe('aligning', () => {
  const typed = (...types: readonly string[]): Profile => {
    const valueTypes = types.map((name) => {
      const [type, unit] = name.split('/');
      return { type, unit };
    });
    const drawn = drawProfile('main 7\nmain;idle 0');
    return {
      ...drawn,
      valueTypes,
      samples: { ...drawn.samples, values: types.map((_, i) => Float64Array.of(7 + i, i)) },
    };
  };
  const values = (profile: Profile) => profile.samples.values.map((column) => [...column]);

  test('values come in the finest unit; what is zero in it is left out', () => {
    const [a, b] = alignProfiles([typed('n/count', 'cpu/ms'), typed('n/count', 'cpu/microseconds')]);
    expect(a.valueTypes[1]).toEqual({ type: 'cpu', unit: 'microseconds' });
    expect(values(a)).toEqual([
      [7, 0],
      [8000, 1000],
    ]);
    expect(values(b)).toEqual([
      [7, 0],
      [8, 1],
    ]);
  });

  test('only the types that all have stay, in the order of the first', () => {
    const [a, b] = alignProfiles([typed('x/count', 'y/count', 'z/count'), typed('z/count', 'x/count')]);
    expect([values(a), values(b)]).toEqual([
      [
        [7, 0],
        [9, 2],
      ],
      [
        [8, 1],
        [7, 0],
      ],
    ]);
  });

  test('a type that a profile has twice is missing', () => {
    const [{ valueTypes, defaultValueType }] = alignProfiles([
      { ...typed('x/count', 'x/count', 'y/count'), defaultValueType: 'x' },
    ]);
    expect([valueTypes, defaultValueType]).toEqual([[{ type: 'y', unit: 'count' }], 'y']);
  });

  test.each([
    ['x/count', 'y/count', 'profiles have empty common sample type list'],
    ['x/count', 'x/ms', 'sample types: incompatible types: {x count 0 0} {x ms 0 0}'],
    ['x/bytes', 'x/ms', 'sample types: incompatible types: {x bytes 0 0} {x ms 0 0}'],
  ])('%s and %s do not go together', (a, b, message) => {
    expect(() => alignProfiles([typed(a), typed(b)])).toThrow(message);
  });
});
