import { addUpColumn, at, divide, type Int64, type Int64Column } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { NONE, type Profile } from '../profile/tables.ts';
import type { ShownValues } from './counted.ts';
import type { EntryTable } from './entries.ts';

/** The sums of a profile's values per entry. */
export interface EntryValues {
  /** Of the samples where the entry is the leaf. */
  readonly flat: Int64Column;
  /** Of the samples where it occurs at all, once per sample. */
  readonly cum: Int64Column;
  /** The divisors of both, where the report shows a mean. */
  readonly flatDivisor: Int64Column | undefined;
  readonly cumDivisor: Int64Column | undefined;
}

/** What is asked of a profile: the sums of which of its values, over which entries. */
export interface EntryQuestion {
  readonly profile: Profile;
  readonly table: EntryTable;
  readonly shownValues: ShownValues;
  readonly counted: Int32Array;
}

/** The sums a question asks for, made once per question. */
export const entryValues = memoizeByIdentity(
  ({ profile, table, shownValues, counted }: EntryQuestion): EntryValues =>
    addUpEntries(profile, table, shownValues, counted),
);

/** Adds up the counted samples per entry. One pass over their stacks, and one over their leaves. */
function addUpEntries(profile: Profile, table: EntryTable, values: ShownValues, counted: Int32Array): EntryValues {
  const flat = (column: Int64Column) => addUpColumn(column, (part) => addUpLeaves(profile, table, part, counted));
  const cum = (column: Int64Column) => addUpColumn(column, (part) => addUpStacks(profile, table, part, counted));
  return {
    flat: flat(values.column),
    cum: cum(values.column),
    flatDivisor: values.divisor && flat(values.divisor),
    cumDivisor: values.divisor && cum(values.divisor),
  };
}

function addUpLeaves(
  { samples, stacks }: Profile,
  table: EntryTable,
  part: Float64Array,
  counted: Int32Array,
): Float64Array {
  const { frames, frameStart } = table;
  const flat = new Float64Array(table.entries.length);
  for (let i = 0; i < counted.length; i++) {
    const sample = counted[i];
    const leaf = samples.stackStart[sample];
    if (leaf < samples.stackEnd[sample]) flat[frames[frameStart[stacks[leaf]]]] += part[sample];
  }
  return flat;
}

/**
 * The hot loop of most reports: every frame of every sample. What it needs of an entry, its sum and the last sample it
 * was counted in (so that recursion counts once), lie side by side, and most locations have one frame, which is found
 * without a detour: a frame costs two reads from memory that is not in order.
 */
function addUpStacks(
  { samples, stacks }: Profile,
  table: EntryTable,
  part: Float64Array,
  counted: Int32Array,
): Float64Array {
  const { frames, frameStart } = table;
  const { stackStart, stackEnd } = samples;
  const onlyEntry = onlyEntries(table);
  const sums = new Float64Array(2 * table.entries.length);
  for (let entry = 0; entry < table.entries.length; entry++) sums[2 * entry + 1] = NONE;
  for (let i = 0; i < counted.length; i++) {
    const sample = counted[i];
    const value = part[sample];
    const end = stackEnd[sample];
    for (let depth = stackStart[sample]; depth < end; depth++) {
      const location = stacks[depth];
      const only = onlyEntry[location];
      if (only !== NONE) {
        if (sums[2 * only + 1] === sample) continue;
        sums[2 * only + 1] = sample;
        sums[2 * only] += value;
        continue;
      }
      const frameEnd = frameStart[location + 1];
      for (let frame = frameStart[location]; frame < frameEnd; frame++) {
        const entry = frames[frame];
        if (sums[2 * entry + 1] === sample) continue;
        sums[2 * entry + 1] = sample;
        sums[2 * entry] += value;
      }
    }
  }
  return Float64Array.from({ length: table.entries.length }, (_, entry) => sums[2 * entry]);
}

/** The entry of each location that has one frame, NONE for those with more. */
function onlyEntries({ frames, frameStart }: EntryTable): Int32Array {
  const only = new Int32Array(frameStart.length - 1);
  for (let location = 0; location < only.length; location++) {
    const first = frameStart[location];
    only[location] = frameStart[location + 1] === first + 1 ? frames[first] : NONE;
  }
  return only;
}

/** The flat value as it is shown: divided, for a mean. */
export function shownFlat({ flat, flatDivisor }: EntryValues, entry: number): Int64 {
  return shownValue(at(flat, entry), flatDivisor && at(flatDivisor, entry));
}

export function shownCum({ cum, cumDivisor }: EntryValues, entry: number): Int64 {
  return shownValue(at(cum, entry), cumDivisor && at(cumDivisor, entry));
}

/** A sum divided by that of its divisors, where it has any. */
export function shownValue(value: Int64, divisor: Int64 | undefined): Int64 {
  return divisor === undefined || divisor === 0 ? value : divide(value, divisor);
}
