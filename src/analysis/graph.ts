/**
 * The graph of a profile: nodes joined by calls. A node is an entry or, in a call tree, an entry at the end of one path
 * from a root. What is small is left out in pprof's order of steps:
 *
 *   nodes below the cut-off ─▶ order ─▶ nodes beyond the limit ─▶ order again ─▶ light calls ─▶ redundant calls
 *
 * Where nodes are left out, calls go from what is left above to what is left below; such a call is *residual*.
 */
import { pick } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { rowsWhere } from '../profile/sample-subset.ts';
import { NONE } from '../profile/tables.ts';
import type { GraphEdges } from './call-edges.ts';
import { type EntryTable, entryNames, keyText } from './entries.ts';
import { entropyScores } from './entropy.ts';
import type { EntryQuestion, EntryValues } from './entry-values.ts';
import { type GraphNodes, largeNodes, type NodeOptions } from './graph-nodes.ts';
import { NodeTagger, type NodeTags, type Tag, type TagQuestion } from './node-tags.ts';
import { redundantEdges } from './redundant-edges.ts';
import { sampleTags } from './sample-tags.ts';
import { type EntryOrder, edgeComparator, edgeRows, flagsOf, heavyEdges, largeOnes, nodeComparator } from './trim.ts';

export interface Graph {
  readonly table: EntryTable;
  /** By node: the entry it stands for. */
  readonly entryOf: Int32Array;
  /** By node of a call tree: the node that calls it, NONE at a root. Undefined in a graph of entries. */
  readonly callerOf: Int32Array | undefined;
  readonly values: EntryValues;
  /** The nodes to show, in the order to show them. */
  readonly shown: Int32Array;
  /** The calls that the nodes shown make, in pprof's order. A callee may be a node without value, which is not shown. */
  readonly edges: GraphEdges;
}

/** A graph without what is small. */
export interface TrimmedGraph extends Graph {
  /** How many nodes were left out for being small. */
  readonly droppedCount: number;
  /** How many calls were left out for being light, as far as pprof counts them. */
  readonly droppedEdgeCount: number;
  /** How many nodes were left before the limit on their number. */
  readonly remainingCount: number;
  /** Adds up the tags of the nodes shown; undefined where the samples have none. */
  readonly tagger: NodeTagger | undefined;
}

export interface GraphOptions extends NodeOptions {
  /** How many nodes to show at most, their tags counting too; 0 and less: all. */
  readonly nodeCount: number;
}

/** The unit of the sizes among tags, and the one to show them in. */
export type SizeUnits = Pick<TagQuestion, 'sizeUnit' | 'shownUnit'>;

/** The graph to be drawn: only what matters, the crossings of paths first. */
export function trimmedGraph(question: EntryQuestion, options: GraphOptions, sizeUnits: SizeUnits): TrimmedGraph {
  const { nodes: large, droppedCount, cutoffs } = largeNodes(question, options);
  const remaining = byEntropy(large);
  const hasLimit = options.nodeCount > 0;
  const candidates = hasLimit ? remaining.subarray(0, options.nodeCount) : remaining;
  const tagQuestion = { cutoff: cutoffs.node, ...sizeUnits };
  const tagger = nodeTagger(large, candidates, tagQuestion);
  const affordable = hasLimit ? affordableNodes(candidates, tagger, options.nodeCount) : candidates;
  // In call trees, pprof does not look at the size of nodes once more.
  const limited = hasLimit && !options.callTree ? largeOnes(affordable, large.values, cutoffs) : affordable;
  const isLimited = limited.length < remaining.length;

  const nodes = isLimited ? large.only(limited) : large;
  const shown = isLimited ? byEntropy(nodes) : remaining;
  const isShown = flagsOf(shown, nodes.entryOf.length);
  const heavy = edgesInOrder(nodes, heavyEdges(nodes.edges, cutoffs.edge, isShown));
  const redundant = redundantEdges(heavy, shown, nodes.entryOf.length);
  const isDrawn = (edge: number) => isShown[heavy.caller[edge]] === 1 && !redundant.has(edge);
  return {
    ...graphOf(nodes, shown),
    edges: graphEdgeRows(heavy, rowsWhere(heavy.length, isDrawn)),
    droppedCount,
    // pprof leaves light calls out before the limit and again behind it; it counts what the second time finds.
    droppedEdgeCount: hasLimit && !isLimited ? 0 : nodes.edges.length - heavy.length,
    remainingCount: remaining.length,
    tagger: nodes.question === large.question ? tagger : nodeTagger(nodes, shown, tagQuestion),
  };
}

/** The whole graph, its nodes in the order of a list. */
export function wholeGraph(
  question: EntryQuestion,
  { order, ...options }: Pick<GraphOptions, 'callTree' | 'dropNegative'> & { readonly order: EntryOrder },
): Graph {
  const { nodes, cutoffs } = largeNodes(question, { ...options, nodeFraction: 0, edgeFraction: 0 });
  const { values, edges } = nodes;
  const [first, second] = order === 'flat' ? [values.flat, values.cum] : [values.cum, values.flat];
  const shown = nodes.present.sort(nodeComparator(first, namesOf(nodes), second, keysOf(nodes)));
  const isShown = flagsOf(shown, nodes.entryOf.length);
  const drawn = heavyEdges(edges, cutoffs.edge, isShown).filter((edge) => isShown[edges.caller[edge]] === 1);
  return { ...graphOf(nodes, shown), edges: edgesInOrder(nodes, drawn) };
}

function graphOf({ question, entryOf, callerOf, values }: GraphNodes, shown: Int32Array): Omit<Graph, 'edges'> {
  return { table: question.table, entryOf, callerOf, values, shown };
}

/** The nodes that have a value, in pprof's order for graphs. */
function byEntropy(nodes: GraphNodes): Int32Array {
  const { values, edges, present } = nodes;
  const scores = entropyScores(values, edges);
  return present.slice().sort(nodeComparator(scores, namesOf(nodes), values.flat, keysOf(nodes)));
}

function edgesInOrder(nodes: GraphNodes, edges: Int32Array): GraphEdges {
  return graphEdgeRows(nodes.edges, edges.sort(edgeComparator(nodes.edges, namesOf(nodes))));
}

function graphEdgeRows(edges: GraphEdges, rows: Int32Array): GraphEdges {
  return { ...edgeRows(edges, rows), divisor: edges.divisor && pick(edges.divisor, rows) };
}

const namesOf = memoizeByIdentity(({ question, entryOf }: GraphNodes): readonly string[] => {
  const names = entryNames(question.table);
  return Array.from(entryOf, (entry) => names[entry]);
});

function keysOf({ question, entryOf }: GraphNodes): (node: number) => string {
  return (node) => keyText(question.table.entries[entryOf[node]]);
}

function nodeTagger(
  { question, samples }: GraphNodes,
  nodes: Int32Array,
  rest: SizeUnits & Pick<TagQuestion, 'cutoff'>,
): NodeTagger | undefined {
  const tags = sampleTags(question.profile);
  if (tags.texts.length === 0) return undefined;
  const ofNodes = samples(nodes, (sample) => tags.textOf[sample] !== NONE);
  return new NodeTagger({ tags, samples: ofNodes, shownValues: question.shownValues, ...rest });
}

/** The first nodes, as far as the limit goes: each costs one, and one for each tag. The one that reaches it is the last. */
function affordableNodes(nodes: Int32Array, tagger: NodeTagger | undefined, limit: number): Int32Array {
  let cost = 0;
  let count = 0;
  while (count < nodes.length && cost < limit) {
    cost += 1 + (tagger === undefined ? 0 : tagCost(tagger.tagsOf(nodes[count])));
    count++;
  }
  return nodes.subarray(0, count);
}

const MOST_TAG_COST = 4;

function tagCost({ tags, sizes }: NodeTags): number {
  const all: readonly Tag[] = [tags, ...sizes.values()].flat();
  return Math.min(MOST_TAG_COST, all.filter(({ flat }) => flat !== 0).length);
}
