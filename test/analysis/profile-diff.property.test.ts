import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countedSamples } from '../../src/analysis/counted.ts';
import { buildEntries, entryNames, type Granularity } from '../../src/analysis/entries.ts';
import type { EntryQuestion } from '../../src/analysis/entry-values.ts';
import {
  type DiffSide,
  diffEntries,
  largestChanges,
  multiplied,
  type ProfileDiff,
} from '../../src/analysis/profile-diff.ts';
import { samplesAt, samplesThrough, sumOfSamples } from '../../src/analysis/samples-through.ts';
import type { EntryOrder } from '../../src/analysis/trim.ts';
import { compareText } from '../../src/base/byte-text.ts';
import { add, type Int64, negate } from '../../src/base/int64.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { drawProfile } from '../support/draw-profile.ts';
import { randomProfile } from '../support/random-profile.ts';

const granularity = fc.constantFrom<Granularity>('functions', 'filefunctions', 'files', 'lines', 'addresses');
const measure = fc.constantFrom<EntryOrder>('flat', 'cum');

function questionOf(profile: EntryQuestion['profile'], by: Granularity): EntryQuestion {
  const options = { granularity: by, noInlines: false, showColumns: false, keepsObjects: false, keepsPaths: false };
  const table = buildEntries(profile, { ...options, trimPath: '', sourcePath: '' });
  const shownValues = { column: profile.samples.values[0], divisor: undefined };
  return { profile, table, shownValues, counted: countedSamples(shownValues) };
}

const side = (bytes: Uint8Array, by: Granularity, ratio = 1): DiffSide => ({
  question: questionOf(decodeProfile(bytes), by),
  ratio,
});

interface Row {
  readonly before: Int64;
  readonly after: Int64;
  readonly change: Int64;
  readonly presence: string;
}

/** The rows by their names, each of which occurs once. */
function rowsOf({ names, before, after, change, isNew, isGone }: ProfileDiff): Map<string, Row> {
  expect(new Set(names).size).toBe(names.length);
  const presence = (row: number) => `${isNew[row] === 1 ? 'new' : ''}${isGone[row] === 1 ? 'gone' : ''}`;
  return new Map(
    names.map((name, i) => [name, { before: before[i], after: after[i], change: change[i], presence: presence(i) }]),
  );
}

const wrapped = (sum: bigint) => BigInt.asIntN(64, sum);

/** By printed name: the sums of the samples that have it as their leaf, or anywhere, counted one by one. */
function plainSums({ profile, table, counted, shownValues }: EntryQuestion, by: EntryOrder): Map<string, bigint> {
  const names = entryNames(table);
  const sums = new Map<string, bigint>();
  for (const sample of counted) {
    const frames: string[] = [];
    for (let depth = profile.samples.stackStart[sample]; depth < profile.samples.stackEnd[sample]; depth++) {
      const location = profile.stacks[depth];
      const end = table.frameStart[location + 1];
      for (let frame = table.frameStart[location]; frame < end; frame++) frames.push(names[table.frames[frame]]);
    }
    for (const name of new Set(by === 'flat' ? frames.slice(0, 1) : frames)) {
      sums.set(name, wrapped((sums.get(name) ?? 0n) + BigInt(shownValues.column[sample])));
    }
  }
  return sums;
}

describe('a diff', () => {
  test('has before and after what counting the samples one by one gives, and their difference', () => {
    fc.assert(
      fc.property(randomProfile, randomProfile, granularity, measure, (a, b, by, of) => {
        const [before, after] = [side(a.bytes, by), side(b.bytes, by)];
        const rows = rowsOf(diffEntries(before, after, of));
        const [sumsBefore, sumsAfter] = [plainSums(before.question, of), plainSums(after.question, of)];
        for (const [name, row] of rows) {
          expect(BigInt(row.before)).toBe(sumsBefore.get(name) ?? 0n);
          expect(BigInt(row.after)).toBe(sumsAfter.get(name) ?? 0n);
          expect(add(row.before, row.change)).toBe(row.after);
        }
        for (const [name, sum] of [...sumsBefore, ...sumsAfter]) if (sum !== 0n) expect(rows.has(name)).toBe(true);
      }),
    );
  });

  test('of a profile with itself has no change, and nothing new or gone', () => {
    fc.assert(
      fc.property(randomProfile, granularity, measure, ({ bytes }, by, of) => {
        const diff = diffEntries(side(bytes, by), side(bytes, by), of);
        for (const { change, presence } of rowsOf(diff).values()) expect([change, presence]).toEqual([0, '']);
        expect(largestChanges(diff, () => true, 0)).toMatchObject({ rows: new Int32Array(0), hiddenCount: 0 });
      }),
    );
  });

  test('the other way round is its negation', () => {
    const opposite: Readonly<Record<string, string>> = { new: 'gone', gone: 'new', '': '' };
    fc.assert(
      fc.property(randomProfile, randomProfile, granularity, measure, (a, b, by, of) => {
        const forth = rowsOf(diffEntries(side(a.bytes, by), side(b.bytes, by), of));
        const back = rowsOf(diffEntries(side(b.bytes, by), side(a.bytes, by), of));
        const turned = Array.from(forth, ([name, { before, after, change, presence }]) => [
          name,
          { before: after, after: before, change: negate(change), presence: opposite[presence] },
        ]);
        expect(back).toEqual(new Map(turned as [string, Row][]));
      }),
    );
  });

  test('scales what was before, and nothing else', () => {
    fc.assert(
      fc.property(randomProfile, randomProfile, fc.constantFrom(1000, 0.5, 1 / 3), measure, (a, b, ratio, of) => {
        const plain = rowsOf(diffEntries(side(a.bytes, 'functions'), side(b.bytes, 'functions'), of));
        const scaled = rowsOf(diffEntries(side(a.bytes, 'functions', ratio), side(b.bytes, 'functions'), of));
        expect([...scaled.keys()]).toEqual([...plain.keys()]);
        for (const [name, { before, after, change, presence }] of scaled) {
          const unscaled = plain.get(name);
          expect(before).toBe(multiplied(unscaled?.before ?? 0, ratio));
          expect([after, presence]).toEqual([unscaled?.after, unscaled?.presence]);
          expect(add(before, change)).toBe(after);
        }
      }),
    );
  });

  test('chooses the rows that sorting all of them would', () => {
    fc.assert(
      fc.property(randomProfile, randomProfile, fc.nat(6), fc.nat(3), (a, b, limit, skipped) => {
        const diff = diffEntries(side(a.bytes, 'lines'), side(b.bytes, 'lines'), 'cum');
        const isWanted = (row: number) => skipped === 0 || row % (skipped + 1) !== 0;
        const size = (row: number) => (diff.change[row] < 0 ? -BigInt(diff.change[row]) : BigInt(diff.change[row]));
        const order = (x: number, y: number) =>
          size(x) === size(y) ? compareText(diff.names[x], diff.names[y]) : size(x) < size(y) ? 1 : -1;
        const changed = [...diff.names.keys()].filter((row) => diff.change[row] !== 0);
        const sorted = changed.filter(isWanted).sort(order);
        const expected = limit === 0 ? sorted : sorted.slice(0, limit);
        const { rows, hiddenCount, hiddenShare } = largestChanges(diff, isWanted, limit);
        expect([...rows]).toEqual(expected);
        expect(hiddenCount).toBe(changed.length - expected.length);
        expect(hiddenShare).toBeGreaterThanOrEqual(0);
        expect(hiddenShare).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test('code at another address, or in a binary in another directory, is the same code', () => {
  const before = questionOf(drawProfile('main@/src/a.go:10;f@/src/a.go:20 5'), 'functions');
  const after = questionOf(drawProfile('main@/other/a.go:11;f@/other/a.go:25 5'), 'functions');
  const { change, isNew, isGone } = diffEntries({ question: before, ratio: 1 }, { question: after, ratio: 1 }, 'cum');
  expect([change, [...isNew], [...isGone]]).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
});

test('the samples through some entries, and those that end in them, are those that looking at each finds', () => {
  fc.assert(
    fc.property(randomProfile, granularity, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (a, by, bits) => {
      const { question } = side(a.bytes, by);
      const { profile, table, counted, shownValues } = question;
      const isWanted = Uint8Array.from(table.entries, (_, entry) => (bits[entry % bits.length] ? 1 : 0));
      const wantedFrames = (sample: number, count: number) => {
        const { stackStart, stackEnd } = profile.samples;
        const stack = Array.from(
          { length: stackEnd[sample] - stackStart[sample] },
          (_, i) => profile.stacks[stackStart[sample] + i],
        );
        return stack
          .flatMap((location) =>
            Array.from(table.frames as unknown as Int32Array).slice(
              table.frameStart[location],
              table.frameStart[location + 1],
            ),
          )
          .slice(0, count)
          .some((entry) => isWanted[entry] === 1);
      };
      const through = [...counted].filter((sample) => wantedFrames(sample, Number.POSITIVE_INFINITY));
      expect([...samplesThrough(question, isWanted)]).toEqual(through);
      expect([...samplesAt(question, isWanted)]).toEqual([...counted].filter((sample) => wantedFrames(sample, 1)));
      const sum = through.reduce((so, sample) => so + BigInt(shownValues.column[sample]), 0n);
      expect(BigInt(sumOfSamples(shownValues, Int32Array.from(through)))).toBe(wrapped(sum));
    }),
  );
});
