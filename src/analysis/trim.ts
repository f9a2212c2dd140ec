import { compareText } from '../base/byte-text.ts';
import { abs, add, at, compare, type Int64, type Int64Column, pick, truncate } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { rowsWhere } from '../profile/sample-subset.ts';
import { type CallEdges, collectEdges, type EdgeQuestion } from './call-edges.ts';
import { type EntryTable, entryNames, keyText } from './entries.ts';
import { type EntryQuestion, type EntryValues, entryValues } from './entry-values.ts';
import { trimmedAgain } from './trimmed-again.ts';

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
export function trimEntries(asked: EntryQuestion, options: TrimOptions): TrimmedEntries {
  const { remaining, droppedCount, cutoffs } = largeEntries(entryValues(asked), options);
  const large = droppedCount > 0 ? onceMore(asked, remaining, options) : { question: asked, entries: remaining };

  const values = entryValues(large.question);
  const sorted = large.entries.sort(entryComparator(large.question.table, values, options.order));
  const limited = options.nodeCount > 0 ? largeOnes(sorted.subarray(0, options.nodeCount), values, cutoffs) : sorted;
  const isLimited = limited.length < sorted.length;
  const { question, entries: shown } = isLimited
    ? onceMore(large.question, limited, options)
    : { question: large.question, entries: sorted };

  // As long as nothing is left out, calls also go through entries that have no value.
  const { table } = question;
  const keepsAll = droppedCount === 0 && !isLimited;
  const kept = keepsAll ? new Uint8Array(table.entries.length).fill(1) : flagsOf(shown, table.entries.length);
  return {
    question,
    table,
    values: entryValues(question),
    shown,
    kept,
    droppedCount,
    remainingCount: sorted.length,
    edgeCutoff: cutoffs.edge,
  };
}

/** What is left of some entries when the graph is made anew of them: all, but where trimming paths again changes those. */
export function onceMore(
  question: EntryQuestion,
  entries: Int32Array,
  { dropNegative }: Pick<TrimOptions, 'dropNegative'>,
): { readonly question: EntryQuestion; readonly entries: Int32Array } {
  const again = trimmedAgain(question);
  if (again === question) return { question, entries };
  const isPresent = flagsOf(presentEntries(entryValues(again), dropNegative), again.table.entries.length);
  return { question: again, entries: entries.filter((entry) => isPresent[entry] === 1) };
}

/** What is too small to be of interest: entries with less than `node` as their cum value, calls with less than `edge`. */
export interface Cutoffs {
  readonly node: Int64;
  readonly edge: Int64;
}

type Fractions = Pick<TrimOptions, 'nodeFraction' | 'edgeFraction'>;

/** The cut-offs as shares of the sum of all flat values. */
export function cutoffsOf(flatSum: Int64, { nodeFraction, edgeFraction }: Fractions): Cutoffs {
  const share = (fraction: number) => abs(truncate(Number(flatSum) * fraction));
  return { node: share(nodeFraction), edge: share(edgeFraction) };
}

/** The entries that have a value worth showing, and how many were left out for being small. */
export function largeEntries(
  values: EntryValues,
  { dropNegative, ...fractions }: Fractions & Pick<TrimOptions, 'dropNegative'>,
): { readonly remaining: Int32Array; readonly droppedCount: number; readonly cutoffs: Cutoffs } {
  const present = presentEntries(values, dropNegative);
  let flatSum: Int64 = 0;
  for (const entry of present) flatSum = add(flatSum, at(values.flat, entry));
  const cutoffs = cutoffsOf(flatSum, fractions);
  const remaining = cutoffs.node > 0 ? largeOnes(present, values, cutoffs) : present;
  return { remaining, droppedCount: present.length - remaining.length, cutoffs };
}

/** The rows whose cum value reaches the cut-off. One value does not even reach zero: that which wraps around to itself. */
export function largeOnes(rows: Int32Array, { cum }: Pick<EntryValues, 'cum'>, cutoffs: Cutoffs): Int32Array {
  return rows.filter((row) => !isBelow(cum, row, cutoffs.node));
}

/** Whether a value of a column does not reach a cut-off, whatever its sign. */
export function isBelow(column: Int64Column, row: number, cutoff: Int64): boolean {
  return compare(abs(at(column, row)), cutoff) < 0;
}

/** A flag per row: 1 for those given. */
export function flagsOf(rows: Iterable<number>, length: number): Uint8Array {
  const flags = new Uint8Array(length);
  for (const row of rows) flags[row] = 1;
  return flags;
}

/** The entries that have a value; without those below zero, where they are to be dropped. */
export function presentEntries({ flat, cum }: EntryValues, dropNegative: boolean): Int32Array {
  return rowsWhere(flat.length, (entry) => hasValue(at(flat, entry), at(cum, entry), dropNegative));
}

/** Whether a node with these values is there at all. */
export function hasValue(flat: Int64, cum: Int64, dropNegative: boolean): boolean {
  if (flat === 0 && cum === 0) return false;
  return !(dropNegative && (flat < 0 || (flat === 0 && cum < 0)));
}

/** The largest first; then by name; a mean is ordered by the sums it is made from. */
export function entryComparator(table: EntryTable, { flat, cum }: EntryValues, order: EntryOrder): NodeComparator {
  const names = entryNames(table);
  const keyOf = (entry: number) => keyText(table.entries[entry]);
  return order === 'flat' ? nodeComparator(flat, names, cum, keyOf) : nodeComparator(cum, names, flat, keyOf);
}

type NodeComparator = (a: number, b: number) => number;

/** The largest by one column first; then by name, by another column, and by all that tells nodes apart. */
export function nodeComparator(
  first: Int64Column,
  names: readonly string[],
  second: Int64Column,
  keyOf: (node: number) => string,
): NodeComparator {
  return (a, b) =>
    descending(first, a, b) ||
    compareText(names[a], names[b]) ||
    descending(second, a, b) ||
    compareText(keyOf(a), keyOf(b));
}

function descending(column: Int64Column, a: number, b: number): number {
  return compare(abs(at(column, b)), abs(at(column, a)));
}

/** The calls among the entries shown, or the part of them that is asked for, without the light ones. */
export function trimmedEdges(trimmed: TrimmedEntries, part: Omit<EdgeQuestion, 'kept'> = {}): CallEdges {
  const { profile, table, shownValues, counted } = trimmed.question;
  const edges = collectEdges(profile, table, shownValues.column, counted, { kept: trimmed.kept, ...part });
  const heavy = heavyEdges(edges, trimmed.edgeCutoff, flagsOf(trimmed.shown, table.entries.length));
  return heavy.length === edges.length ? edges : edgeRows(edges, heavy);
}

/**
 * The edges that are not too light. pprof looks at the calls that the nodes shown receive; those of nodes that are
 * followed through without being shown, having no value, stay whatever they weigh.
 */
export function heavyEdges({ length, callee, weight }: CallEdges, cutoff: Int64, isShown: Uint8Array): Int32Array {
  return rowsWhere(length, (edge) => isShown[callee[edge]] === 0 || !isBelow(weight, edge, cutoff));
}

export function edgeRows(edges: CallEdges, rows: Int32Array): CallEdges {
  return {
    length: rows.length,
    caller: Int32Array.from(rows, (row) => edges.caller[row]),
    callee: Int32Array.from(rows, (row) => edges.callee[row]),
    weight: pick(edges.weight, rows),
    isResidual: Uint8Array.from(rows, (row) => edges.isResidual[row]),
    isInline: Uint8Array.from(rows, (row) => edges.isInline[row]),
  };
}

/** The calls by one of their ends, each list in pprof's order. */
export function edgesBy(
  end: 'caller' | 'callee',
  edges: CallEdges,
  table: EntryTable,
): ReadonlyMap<number, readonly number[]> {
  const lists = new Map<number, number[]>();
  for (let edge = 0; edge < edges.length; edge++) {
    const list = lists.get(edges[end][edge]);
    if (list === undefined) lists.set(edges[end][edge], [edge]);
    else list.push(edge);
  }
  const inOrder = edgeComparator(edges, entryNames(table));
  for (const list of lists.values()) list.sort(inOrder);
  return lists;
}

/** The heaviest first, then by the names of caller and callee. */
export function edgeComparator({ weight, caller, callee }: CallEdges, names: readonly string[]): NodeComparator {
  return (a, b) =>
    descending(weight, a, b) ||
    compareText(names[caller[a]], names[caller[b]]) ||
    compareText(names[callee[a]], names[callee[b]]);
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
  const isShown = flagsOf(shown, entries.length);
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
