import { GrowingInt32, GrowingInt64 } from '../base/growing.ts';
import { abs, add, at, compare, type Int64, pick } from '../base/int64.ts';
import { rowsWhere } from '../profile/sample-subset.ts';
import { NONE } from '../profile/tables.ts';
import type { GraphEdges } from './call-edges.ts';
import type { EntryQuestion, EntryValues } from './entry-values.ts';
import type { NodeSamples } from './node-tags.ts';
import { type TreePlace, TreeWalk } from './tree-walk.ts';
import { type Cutoffs, cutoffsOf, hasValue, type TrimOptions } from './trim.ts';

/** The nodes of a call tree that are large enough to be of interest, callers before their callees. */
export interface TreeNodes {
  readonly entryOf: Int32Array;
  readonly values: EntryValues;
  readonly calls: TreeCalls;
  readonly samples: NodeSamples;
  /** The nodes that have a value, in order. The others connect these. */
  readonly present: Int32Array;
  /** How many were left out for being small. */
  readonly droppedCount: number;
  readonly cutoffs: Cutoffs;
}

/** The calls of a tree, by callee: none has two callers. */
export interface TreeCalls {
  /** The nearest node above that was not left out; NONE at a root. */
  readonly caller: Int32Array;
  /** 1 where nodes between the two were left out. */
  readonly isResidual: Uint8Array;
  /** 1 where the callee, and all that were left out above it, were inlined. */
  readonly isInline: Uint8Array;
}

type TreeOptions = Pick<TrimOptions, 'nodeFraction' | 'edgeFraction' | 'dropNegative'>;

/** Makes the nodes of the call tree, without the small ones: of those a large profile has millions. */
export function buildTreeNodes(question: EntryQuestion, options: TreeOptions): TreeNodes {
  const cutoffs = cutoffsOf(flatSum(question, options.dropNegative), options);
  const walk = new TreeWalk(question);
  const rows = new TreeRows();
  const present = new GrowingInt32();
  let droppedCount = 0;
  walk.run((place) => {
    const isPresent = hasValue(place.flat, place.cum, options.dropNegative);
    if (isPresent && cutoffs.node > 0 && compare(abs(place.cum), cutoffs.node) < 0) {
      droppedCount++;
      return NONE;
    }
    if (isPresent) present.push(rows.length);
    return rows.push(place);
  });
  const { entryOf, values, calls, start, end } = rows.finish(question.shownValues.divisor !== undefined);
  const samples = { of: (node: number) => walk.order.subarray(start[node], end[node]), leaf: walk.leaf };
  return { entryOf, values, calls, samples, present: present.finish(), droppedCount, cutoffs };
}

/** The sum of the flat values of all nodes that are present. */
function flatSum(question: EntryQuestion, dropNegative: boolean): Int64 {
  let sum: Int64 = 0;
  if (dropNegative) {
    new TreeWalk(question).run(({ flat, cum }) => {
      if (hasValue(flat, cum, dropNegative)) sum = add(sum, flat);
      return NONE;
    });
    return sum;
  }
  const { samples } = question.profile;
  for (const sample of question.counted) {
    if (samples.stackStart[sample] < samples.stackEnd[sample]) sum = add(sum, at(question.shownValues.column, sample));
  }
  return sum;
}

/** The columns of nodes that are being collected. */
class TreeRows {
  readonly #entryOf = new GrowingInt32();
  readonly #caller = new GrowingInt32();
  readonly #isResidual = new GrowingInt32();
  readonly #isInline = new GrowingInt32();
  readonly #start = new GrowingInt32();
  readonly #end = new GrowingInt32();
  readonly #flat = new GrowingInt64();
  readonly #cum = new GrowingInt64();
  readonly #flatDivisor = new GrowingInt64();
  readonly #cumDivisor = new GrowingInt64();

  get length(): number {
    return this.#entryOf.length;
  }

  push(place: TreePlace): number {
    this.#entryOf.push(place.entry);
    this.#caller.push(place.caller);
    this.#isResidual.push(Number(place.isResidual));
    this.#isInline.push(Number(place.isInline));
    this.#start.push(place.start);
    this.#end.push(place.end);
    this.#flat.push(place.flat);
    this.#cum.push(place.cum);
    this.#flatDivisor.push(place.flatDivisor);
    this.#cumDivisor.push(place.cumDivisor);
    return this.length - 1;
  }

  finish(isMean: boolean) {
    const divisor = (column: GrowingInt64) => (isMean ? column.finish() : undefined);
    const values: EntryValues = {
      flat: this.#flat.finish(),
      cum: this.#cum.finish(),
      flatDivisor: divisor(this.#flatDivisor),
      cumDivisor: divisor(this.#cumDivisor),
    };
    const calls: TreeCalls = {
      caller: this.#caller.finish(),
      isResidual: Uint8Array.from(this.#isResidual.finish()),
      isInline: Uint8Array.from(this.#isInline.finish()),
    };
    return { entryOf: this.#entryOf.finish(), values, calls, start: this.#start.finish(), end: this.#end.finish() };
  }
}

/** The calls of a tree without those of some callees, which become roots. */
export function withoutCalls(calls: TreeCalls, isLeftOut: (callee: number) => boolean): TreeCalls {
  return { ...calls, caller: calls.caller.map((caller, callee) => (isLeftOut(callee) ? NONE : caller)) };
}

/** The calls of a tree of which only some nodes are kept: callees of those left out go to the next one above. */
export function callsAmong({ caller, isResidual, isInline }: TreeCalls, isKept: Uint8Array): TreeCalls {
  const calls: TreeCalls = { caller: caller.slice(), isResidual: isResidual.slice(), isInline: isInline.slice() };
  for (let node = 0; node < caller.length; node++) {
    // A caller that was left out knows its own by now, as it comes before.
    const above = caller[node];
    if (above === NONE || isKept[above] === 1) continue;
    calls.caller[node] = calls.caller[above];
    calls.isResidual[node] = 1;
    calls.isInline[node] &= calls.isInline[above];
  }
  return calls;
}

/** The edges from callers to those callees that are kept. */
export function treeEdges(
  { caller, isResidual, isInline }: TreeCalls,
  values: EntryValues,
  isKept: Uint8Array,
): GraphEdges {
  const callees = rowsWhere(caller.length, (node) => caller[node] !== NONE && isKept[node] === 1);
  return {
    length: callees.length,
    caller: Int32Array.from(callees, (node) => caller[node]),
    callee: callees,
    weight: pick(values.cum, callees),
    divisor: values.cumDivisor && pick(values.cumDivisor, callees),
    isResidual: Uint8Array.from(callees, (node) => isResidual[node]),
    isInline: Uint8Array.from(callees, (node) => isInline[node]),
  };
}
