import { compareText } from '../base/byte-text.ts';
import { abs, add, at, compare, type Int64, type Int64Column, pick, truncate } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { rowsWhere } from '../profile/sample-subset.ts';
import { type CallEdges, collectEdges, type EdgeQuestion } from './call-edges.ts';
import { type EntryTable, entryNames, keyText } from './entries.ts';
import { type EntryQuestion, type EntryValues, entryValues } from './entry-values.ts';

export type EntryOrder = 'flat' | 'cum';

export interface TrimOptions {
  readonly order: EntryOrder;
  /** How many entries to show at most; 0 and less: all. */
  readonly nodeCount: number;
  /** Entries with less than this share of all flat values in their cum value are left out. */
  readonly nodeFraction: number;
  /** The same for calls. */
  readonly edgeFraction: number;
  /** Leaves out entries whose value is negative. */
  readonly dropNegative: boolean;
}

/** The entries of a report, without those too small to be of interest. */
export interface TrimmedEntries {
  readonly question: EntryQuestion;
  readonly table: EntryTable;
  readonly values: EntryValues;
  /** The entries to show, in the order to show them. */
  readonly shown: Int32Array;
  /** 1 for the entries that calls are followed through; the others are stepped over. */
  readonly kept: Uint8Array;
  /** How many were left out for being small. */
  readonly droppedCount: number;
  /** How many were left then, before the limit on their number. */
  readonly remainingCount: number;
  /** Calls lighter than this are left out. */
  readonly edgeCutoff: Int64;
}

/** Adds up the entries, leaves out the small ones, and puts the rest in order. */
export function trimEntries(question: EntryQuestion, options: TrimOptions): TrimmedEntries {
  const { table } = question;
  const values = entryValues(question);
  const present = presentEntries(values, options.dropNegative);

  let flatSum: Int64 = 0;
  for (const entry of present) flatSum = add(flatSum, at(values.flat, entry));
  const nodeCutoff = abs(truncate(Number(flatSum) * options.nodeFraction));
  const edgeCutoff = abs(truncate(Number(flatSum) * options.edgeFraction));

  const isLarge = (entry: number) => compare(abs(at(values.cum, entry)), nodeCutoff) >= 0;
  const remaining = nodeCutoff > 0 ? present.filter(isLarge) : present;
  const droppedCount = present.length - remaining.length;

  const sorted = remaining.sort(entryComparator(table, values, options.order));
  const isLimited = options.nodeCount > 0 && options.nodeCount < sorted.length;
  const shown = isLimited ? sorted.subarray(0, options.nodeCount) : sorted;

  // As long as nothing is left out, calls also go through entries that have no value.
  const keepsAll = droppedCount === 0 && !isLimited;
  const kept = new Uint8Array(table.entries.length).fill(keepsAll ? 1 : 0);
  for (const entry of shown) kept[entry] = 1;
  return { question, table, values, shown, kept, droppedCount, remainingCount: sorted.length, edgeCutoff };
}

/** The entries that have a value; without those below zero, where they are to be dropped. */
export function presentEntries(values: EntryValues, dropNegative: boolean): Int32Array {
  return rowsWhere(values.flat.length, (entry) => isPresent(values, entry, dropNegative));
}

function isPresent({ flat, cum }: EntryValues, entry: number, dropNegative: boolean): boolean {
  const [flatValue, cumValue] = [at(flat, entry), at(cum, entry)];
  if (flatValue === 0 && cumValue === 0) return false;
  return !(dropNegative && (flatValue < 0 || (flatValue === 0 && cumValue < 0)));
}

/** The largest first; then by name; a mean is ordered by the sums it is made from. */
export function entryComparator(table: EntryTable, { flat, cum }: EntryValues, order: EntryOrder) {
  const [first, second] = order === 'flat' ? [flat, cum] : [cum, flat];
  const names = entryNames(table);
  return (a: number, b: number): number =>
    descending(first, a, b) ||
    compareText(names[a], names[b]) ||
    descending(second, a, b) ||
    compareText(keyText(table.entries[a]), keyText(table.entries[b]));
}

function descending(column: Int64Column, a: number, b: number): number {
  return compare(abs(at(column, b)), abs(at(column, a)));
}

/** The calls among the entries shown, or the part of them that is asked for, without the light ones. */
export function trimmedEdges(trimmed: TrimmedEntries, part: Omit<EdgeQuestion, 'kept'> = {}): CallEdges {
  const { profile, table, shownValues, counted } = trimmed.question;
  const edges = collectEdges(profile, table, shownValues.column, counted, { kept: trimmed.kept, ...part });
  if (!(trimmed.edgeCutoff > 0)) return edges;
  const heavy = rowsWhere(edges.length, (edge) => compare(abs(at(edges.weight, edge)), trimmed.edgeCutoff) >= 0);
  return edgeRows(edges, heavy);
}

function edgeRows(edges: CallEdges, rows: Int32Array): CallEdges {
  return {
    length: rows.length,
    caller: Int32Array.from(rows, (row) => edges.caller[row]),
    callee: Int32Array.from(rows, (row) => edges.callee[row]),
    weight: pick(edges.weight, rows),
    isResidual: Uint8Array.from(rows, (row) => edges.isResidual[row]),
    isInline: Uint8Array.from(rows, (row) => edges.isInline[row]),
  };
}

/** The calls by one of their ends, each list in pprof's order: heaviest first, then by the names of caller and callee. */
export function edgesBy(
  end: 'caller' | 'callee',
  edges: CallEdges,
  table: EntryTable,
): ReadonlyMap<number, readonly number[]> {
  const names = entryNames(table);
  const lists = new Map<number, number[]>();
  for (let edge = 0; edge < edges.length; edge++) {
    const list = lists.get(edges[end][edge]);
    if (list === undefined) lists.set(edges[end][edge], [edge]);
    else list.push(edge);
  }
  for (const list of lists.values()) {
    list.sort(
      (a, b) =>
        descending(edges.weight, a, b) ||
        compareText(names[edges.caller[a]], names[edges.caller[b]]) ||
        compareText(names[edges.callee[a]], names[edges.callee[b]]),
    );
  }
  return lists;
}

export type InlineMark = '' | ' (inline)' | ' (partial-inline)';

/** How the entries shown were called: a mark for those that were inlined into all, or some, of their callers. */
export const inlineMarks = memoizeByIdentity((trimmed: TrimmedEntries): ((entry: number) => InlineMark) => {
  const callees = sometimesInlined(trimmed);
  if (callees === undefined) return () => '';
  const edges = trimmedEdges(trimmed, { callees });
  const inlined = new Uint8Array(trimmed.table.entries.length);
  const called = new Uint8Array(trimmed.table.entries.length);
  for (let edge = 0; edge < edges.length; edge++) {
    (edges.isInline[edge] === 1 ? inlined : called)[edges.callee[edge]] = 1;
  }
  return (entry) => (inlined[entry] === 0 ? '' : called[entry] === 0 ? ' (inline)' : ' (partial-inline)');
});

/** The shown entries that have an inlined frame somewhere; undefined where there is none. */
function sometimesInlined({ table, shown }: TrimmedEntries): Uint8Array | undefined {
  const { entries, frames, frameStart } = table;
  const isShown = new Uint8Array(entries.length);
  for (const entry of shown) isShown[entry] = 1;
  const inlined = new Uint8Array(entries.length);
  let count = 0;
  for (let location = 0; location + 1 < frameStart.length; location++) {
    for (let frame = frameStart[location]; frame < frameStart[location + 1] - 1; frame++) {
      if (isShown[frames[frame]] === 0) continue;
      inlined[frames[frame]] = 1;
      count++;
    }
  }
  return count === 0 ? undefined : inlined;
}
