/** The nodes of a graph, of either kind: entries, or the nodes of a call tree. */
import { collectGraphEdges, type GraphEdges } from './call-edges.ts';
import { entrySamples } from './entry-samples.ts';
import { type EntryQuestion, type EntryValues, entryValues } from './entry-values.ts';
import type { NodeSamples } from './node-tags.ts';
import { buildTreeNodes, callsAmong, type TreeNodes, treeEdges, withoutCalls } from './tree-nodes.ts';
import { type Cutoffs, flagsOf, isBelow, largeEntries, onceMore, type TrimOptions } from './trim.ts';

export interface NodeOptions extends Omit<TrimOptions, 'order' | 'nodeCount'> {
  /** Keeps an entry apart for every path that leads to it. */
  readonly callTree: boolean;
}

/** Nodes, and the calls among them. */
export interface GraphNodes {
  readonly question: EntryQuestion;
  /** By node: the entry it stands for. */
  readonly entryOf: Int32Array;
  /** By node of a call tree: the node that calls it, NONE at a root. Undefined where nodes are entries. */
  readonly callerOf: Int32Array | undefined;
  readonly values: EntryValues;
  /** The nodes that have a value. Others are there as far as they connect these. */
  readonly present: Int32Array;
  readonly edges: GraphEdges;
  /** What is left when only some nodes are kept, in their order: calls step over the others. */
  readonly only: (kept: Int32Array) => GraphNodes;
  /** The samples of some nodes, as far as `isWanted` holds for them; there may be more. */
  readonly samples: (nodes: Int32Array, isWanted: (sample: number) => boolean) => NodeSamples;
}

/** The nodes that are not too small. */
export interface LargeNodes {
  readonly nodes: GraphNodes;
  /** How many were left out. */
  readonly droppedCount: number;
  readonly cutoffs: Cutoffs;
}

export function largeNodes(question: EntryQuestion, options: NodeOptions): LargeNodes {
  if (options.callTree) {
    const tree = buildTreeNodes(question, options);
    const everything = new Uint8Array(tree.entryOf.length).fill(1);
    return { ...tree, nodes: treeNodes(question, tree, everything) };
  }
  const { remaining, droppedCount, cutoffs } = largeEntries(entryValues(question), options);
  const { length } = question.table.entries;
  // As long as nothing is left out, calls also go through entries that have no value.
  const nodes =
    droppedCount === 0
      ? entryNodes(question, remaining, new Uint8Array(length).fill(1), options)
      : remainingEntries(question, remaining, options);
  return { nodes, droppedCount, cutoffs };
}

function remainingEntries(of: EntryQuestion, kept: Int32Array, options: NodeOptions): GraphNodes {
  const { question, entries } = onceMore(of, kept, options);
  return entryNodes(question, entries, flagsOf(entries, question.table.entries.length), options);
}

function entryNodes(
  question: EntryQuestion,
  present: Int32Array,
  isKept: Uint8Array,
  options: NodeOptions,
): GraphNodes {
  return {
    question,
    entryOf: Int32Array.from(isKept.keys()),
    callerOf: undefined,
    values: entryValues(question),
    present,
    edges: collectGraphEdges(question, isKept),
    only: (kept) => remainingEntries(question, kept, options),
    samples: (entries, isWanted) => entrySamples(question, entries, isWanted),
  };
}

function treeNodes(question: EntryQuestion, tree: TreeNodes, isKept: Uint8Array): GraphNodes {
  const { entryOf, values, calls, samples, present, cutoffs } = tree;
  return {
    question,
    entryOf,
    callerOf: calls.caller,
    values,
    present,
    edges: treeEdges(calls, values, isKept),
    only(kept) {
      const isPresent = flagsOf(present, entryOf.length);
      const isKeptNow = flagsOf(kept, entryOf.length).map((flag, node) =>
        isPresent[node] === 1 ? flag : isKept[node],
      );
      // pprof has left light calls out before, and does not make calls anew here: what they lead to is cut off.
      const isLight = (node: number) => isPresent[node] === 1 && isBelow(values.cum, node, cutoffs.edge);
      const left = callsAmong(withoutCalls(calls, isLight), isKeptNow);
      return treeNodes(question, { ...tree, calls: left, present: kept }, isKeptNow);
    },
    samples: () => samples,
  };
}
