/**
 * Two profiles entry by entry: what each entry had before, what it has after, and what that changed.
 *
 * Entries are the same where reports print the same name for them. So code that moved to other addresses, or a binary in
 * another directory, is no change. Several entries of one profile that print alike are counted as one, each sample once.
 */
import { compareText } from '../base/byte-text.ts';
import { add, compare, type Int64, negate, roundAwayFromZero, toInt64 } from '../base/int64.ts';
import { memoizeByIdentity, memoizeRecent } from '../base/memoize.ts';
import { rowsWhere } from '../profile/sample-subset.ts';
import { asColumn, NONE } from '../profile/tables.ts';
import { type EntryTable, entryNames } from './entries.ts';
import { type EntryQuestion, entryValues, shownCum, shownFlat } from './entry-values.ts';
import { type EntryOrder, flagsOf, presentEntries } from './trim.ts';

/** One of the profiles, and what its values are multiplied by to be compared with those of the other. */
export interface DiffSide {
  readonly question: EntryQuestion;
  readonly ratio: number;
}

/** A row for every name that has a value on either side. Plain data. */
export interface ProfileDiff {
  readonly names: readonly string[];
  readonly before: readonly Int64[];
  readonly after: readonly Int64[];
  /** After minus before; wraps around, as all values do. */
  readonly change: readonly Int64[];
  /** 1 for rows that have a value only after. */
  readonly isNew: Uint8Array;
  /** 1 for rows that have a value only before. */
  readonly isGone: Uint8Array;
}

/**
 * Compares by flat or by cum values. Names are looked up once per pair of entry tables, so that another measure, sample type
 * or filter only takes time for its sums.
 */
export function diffEntries(before: DiffSide, after: DiffSide, measure: EntryOrder): ProfileDiff {
  const [old, now] = [oneEntryPerName(before.question), oneEntryPerName(after.question)];
  const { names, oldEntry, nowEntry } = nameRows(old.table, now.table);
  const [from, to] = [measured(old, measure, before.ratio), measured(now, measure, after.ratio)];
  const rows: string[] = [];
  const values = { before: [] as Int64[], after: [] as Int64[], change: [] as Int64[] };
  const [isNew, isGone] = [new Uint8Array(names.length), new Uint8Array(names.length)];
  for (let i = 0; i < names.length; i++) {
    const [isThen, isNow] = [from.has(oldEntry[i]), to.has(nowEntry[i])];
    if (!isThen && !isNow) continue;
    isNew[rows.length] = isThen ? 0 : 1;
    isGone[rows.length] = isNow ? 0 : 1;
    const [valueBefore, valueAfter] = [from.valueOf(oldEntry[i]), to.valueOf(nowEntry[i])];
    values.before.push(valueBefore);
    values.after.push(valueAfter);
    values.change.push(add(valueAfter, negate(valueBefore)));
    rows.push(names[i]);
  }
  return { names: rows, ...values, isNew: isNew.slice(0, rows.length), isGone: isGone.slice(0, rows.length) };
}

/** The values of one side by entry. NONE, an entry that is not there, has none. */
function measured(question: EntryQuestion, measure: EntryOrder, ratio: number) {
  const sums = entryValues(question);
  const isPresent = flagsOf(presentEntries(sums, false), sums.flat.length);
  const shown = measure === 'flat' ? shownFlat : shownCum;
  return {
    has: (entry: number) => isPresent[entry] === 1,
    valueOf: (entry: number): Int64 => (isPresent[entry] === 1 ? multiplied(shown(sums, entry), ratio) : 0),
  };
}

/** The names of two tables, each once, with the entry it has in each; NONE where it has none. */
interface NameRows {
  readonly names: readonly string[];
  readonly oldEntry: Int32Array;
  readonly nowEntry: Int32Array;
}

const nameRows = memoizeRecent(2, (old: EntryTable, now: EntryTable): NameRows => {
  const oldNames = entryNames(old);
  const nowNames = entryNames(now);
  const names = oldNames.slice();
  const nowEntry = new Int32Array(oldNames.length + nowNames.length).fill(NONE);
  const oldEntryOf = entriesByName(old);
  for (let entry = 0; entry < nowNames.length; entry++) {
    const row = oldEntryOf.get(nowNames[entry]) ?? names.push(nowNames[entry]) - 1;
    nowEntry[row] = entry;
  }
  const oldEntry = Int32Array.from(names, (_, row) => (row < oldNames.length ? row : NONE));
  return { names, oldEntry, nowEntry: nowEntry.subarray(0, names.length) };
});

/** A value times a ratio: exact for whole ratios, else rounded, halves away from zero. */
export function multiplied(value: Int64, ratio: number): Int64 {
  if (ratio === 1) return value;
  if (Number.isSafeInteger(ratio)) return toInt64(BigInt(value) * BigInt(ratio));
  return roundAwayFromZero(Number(value) * ratio);
}

/** The first entry of every name. */
const entriesByName = memoizeByIdentity((table: EntryTable): ReadonlyMap<string, number> => {
  const entries = new Map<string, number>();
  const names = entryNames(table);
  for (let entry = names.length - 1; entry >= 0; entry--) entries.set(names[entry], entry);
  return entries;
});

/** The same question about entries that all have different names. */
const oneEntryPerName = memoizeByIdentity((question: EntryQuestion): EntryQuestion => {
  const table = withOneEntryPerName(question.table);
  return table === question.table ? question : { ...question, table };
});

const withOneEntryPerName = memoizeByIdentity((table: EntryTable): EntryTable => {
  const { entries, frames, frameStart } = table;
  const firstOf = entriesByName(table);
  if (firstOf.size === entries.length) return table;
  const names = entryNames(table);
  const kept = rowsWhere(entries.length, (entry) => firstOf.get(names[entry]) === entry);
  const placeOfName = new Map(Array.from(kept, (entry, place) => [names[entry], place]));
  const placeOf = Int32Array.from(names, (name) => placeOfName.get(name) ?? NONE);
  return {
    entries: Array.from(kept, (entry) => entries[entry]),
    frameStart,
    frames: asColumn(Int32Array.from({ length: frames.length }, (_, frame) => placeOf[frames[frame]])),
  };
});

/** Some rows of a comparison in the order to show them, and what else has changed. */
export interface LargestChanges {
  /** What changed most first, up or down; then by name. */
  readonly rows: Int32Array;
  /** How many rows changed and were not chosen, or were too many. */
  readonly hiddenCount: number;
  /** Their share of all that has changed, up or down, from 0 to 1. */
  readonly hiddenShare: number;
}

/** The rows that changed most, of those that are wanted; at most `limit`, where it is not 0. */
export function largestChanges(
  { names, change }: ProfileDiff,
  isWanted: (row: number) => boolean,
  limit: number,
): LargestChanges {
  const sizes = new Float64Array(change.length);
  for (let row = 0; row < sizes.length; row++) sizes[row] = Math.abs(Number(change[row]));
  const changed = rowsWhere(sizes.length, (row) => sizes[row] !== 0);
  const wanted = changed.filter(isWanted);
  const rows = largestRows(wanted, sizes, limit).sort(
    (a, b) => sizes[b] - sizes[a] || exactOrder(sizes[a], change[a], change[b]) || compareText(names[a], names[b]),
  );
  const shown = limit > 0 ? rows.slice(0, limit) : rows;
  const all = sumOf(sizes, changed);
  return {
    rows: shown,
    hiddenCount: changed.length - shown.length,
    hiddenShare: all === 0 ? 0 : Math.max(0, 1 - sumOf(sizes, shown) / all),
  };
}

/** The larger of two values first that are of the same size as doubles: exact where those are not. */
function exactOrder(size: number, a: Int64, b: Int64): number {
  if (size <= Number.MAX_SAFE_INTEGER) return 0;
  return compare(magnitude(b), magnitude(a));
}

function magnitude(value: Int64): bigint {
  return value < 0 ? -BigInt(value) : BigInt(value);
}

/** At least the `limit` largest rows: sorting bare sizes to find the smallest of them is far faster than sorting all rows. */
function largestRows(rows: Int32Array, sizes: Float64Array, limit: number): Int32Array {
  if (limit <= 0 || limit >= rows.length) return rows;
  const inOrder = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) inOrder[i] = sizes[rows[i]];
  inOrder.sort();
  const smallest = inOrder[inOrder.length - limit];
  return rows.filter((row) => sizes[row] >= smallest);
}

function sumOf(sizes: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += sizes[row];
  return sum;
}
