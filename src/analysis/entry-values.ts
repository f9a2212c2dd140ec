import { addUpColumn, at, divide, type Int64, type Int64Column } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { nextTurn } from '../base/turn.ts';
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

/** How many samples are added up in one turn: a few milliseconds. */
const TURN_SAMPLES = 20_000;

/** The same in turns, so that other questions about the profile need not wait. Made once per question. */
export const entryValuesInTurns = memoizeByIdentity(async (question: EntryQuestion): Promise<EntryValues> => {
  const { profile, table, shownValues, counted } = question;
  const { column, divisor } = shownValues;
  // Wide columns and means are rare, and small.
  if (!(column instanceof Float64Array) || divisor !== undefined) return entryValues(question);
  const stacks = new StackSums(profile, table);
  for (let from = 0; from < counted.length; from += TURN_SAMPLES) {
    if (from > 0) await nextTurn();
    stacks.add(column, counted.subarray(from, from + TURN_SAMPLES));
  }
  await nextTurn();
  const flat = addUpLeaves(profile, table, column, counted);
  return { flat, cum: stacks.finish(), flatDivisor: undefined, cumDivisor: undefined };
});

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

function addUpStacks(profile: Profile, table: EntryTable, part: Float64Array, counted: Int32Array): Float64Array {
  const sums = new StackSums(profile, table);
  sums.add(part, counted);
  return sums.finish();
}

/** Sums of the samples per entry of their stacks. */
class StackSums {
  readonly #profile: Profile;
  readonly #table: EntryTable;
  readonly #onlyEntry: Int32Array;
  /** By entry: its sum and the last sample it was counted in. */
  readonly #sums: Float64Array;

  constructor(profile: Profile, table: EntryTable) {
    this.#profile = profile;
    this.#table = table;
    this.#onlyEntry = onlyEntries(table);
    this.#sums = new Float64Array(2 * table.entries.length);
    for (let entry = 0; entry < table.entries.length; entry++) this.#sums[2 * entry + 1] = NONE;
  }

  /**
   * The hot loop of most reports: every frame of every sample. What it needs of an entry, its sum and the last sample it
   * was counted in (so that recursion counts once), lie side by side, and most locations have one frame, which is found
   * without a detour: a frame costs two reads from memory that is not in order.
   */
  add(part: Float64Array, counted: Int32Array): void {
    const { stackStart, stackEnd } = this.#profile.samples;
    const { stacks } = this.#profile;
    const { frames, frameStart } = this.#table;
    const onlyEntry = this.#onlyEntry;
    const sums = this.#sums;
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
  }

  finish(): Float64Array {
    return Float64Array.from({ length: this.#sums.length / 2 }, (_, entry) => this.#sums[2 * entry]);
  }
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
