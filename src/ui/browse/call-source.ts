/**
 * What the rows of a tree are taken from. A tree is looked at through layers: one that makes a row of every chain of
 * calls, one that orders rows, one that begins further inside. All of them are made while one looks, as the tree is.
 */
import type { CallNode, CallTree } from '../../analysis/call-tree.ts';
import { compareText } from '../../base/byte-text.ts';
import { abs, compare, type Int64 } from '../../base/int64.ts';

export interface CallSource {
  /** Not a row: the first rows are its callees. */
  readonly root: CallNode;
  /** In the order of rows. */
  callees(node: CallNode): readonly CallNode[];
  /** The callee with the largest cum value. Undefined at a leaf. */
  heaviest(node: CallNode): CallNode | undefined;
}

export function sourceOf(tree: CallTree, root = tree.root): CallSource {
  return {
    root,
    callees: (node) => tree.callees(node),
    heaviest: (node) => tree.callees(node).at(0),
  };
}

/** Calls that only ever lead to one another, as one row. Its entry, callees and flat value are those of the last call. */
export interface Chain extends CallNode {
  readonly links: readonly CallNode[];
}

/** The nodes a row stands for, the outermost first. */
export function linksOf(node: CallNode): readonly CallNode[] {
  return 'links' in node ? (node as Chain).links : [node];
}

/** Makes one row of nodes whose samples all go on to a single callee. */
export function inChains({ root, callees }: CallSource): CallSource {
  const known = new WeakMap<CallNode, readonly Chain[]>();
  const chainFrom = (first: CallNode, caller: CallNode): Chain => {
    const links = [first];
    let last = first;
    for (let next = onlyCallee(last); next !== undefined; next = onlyCallee(last)) {
      links.push(next);
      last = next;
    }
    const { entry, flat, cum, isLeaf, sampleCount } = last;
    return { entry, flat, cum, isLeaf, sampleCount, caller, depth: caller.depth + 1, links };
  };
  const onlyCallee = (node: CallNode) => {
    const next = callees(node).at(0);
    return next?.sampleCount === node.sampleCount ? next : undefined;
  };
  const chains = (node: CallNode) => {
    let made = known.get(node);
    if (made === undefined) {
      made = callees(linksOf(node).at(-1) ?? node).map((callee) => chainFrom(callee, node));
      known.set(node, made);
    }
    return made;
  };
  return { root, callees: chains, heaviest: (node) => chains(node).at(0) };
}

export type OrderBy = 'cum' | 'flat' | 'change' | 'name';

/** How rows with the same caller are ordered: heaviest first, most grown first, or by name; or all that backwards. */
export interface RowOrder {
  readonly by: OrderBy;
  readonly isReversed: boolean;
}

export function inOrder(source: CallSource, { by, isReversed }: RowOrder, names: readonly string[]): CallSource {
  if (by === 'cum' && !isReversed) return source;
  const known = new WeakMap<CallNode, readonly CallNode[]>();
  const callees = (node: CallNode) => {
    let ordered = known.get(node);
    if (ordered === undefined) {
      ordered = by === 'cum' ? source.callees(node) : source.callees(node).toSorted(COMPARISONS[by](names));
      if (isReversed) ordered = ordered.toReversed();
      known.set(node, ordered);
    }
    return ordered;
  };
  return { ...source, callees };
}

type Comparison = (a: CallNode, b: CallNode) => number;

const size = (value: Int64) => abs(value);

const COMPARISONS: Readonly<Record<Exclude<OrderBy, 'cum'>, (names: readonly string[]) => Comparison>> = {
  flat: () => (a, b) => compare(size(b.flat), size(a.flat)),
  change: () => (a, b) => compare(b.cum, a.cum),
  name: (names) => (a, b) => compareText(names[linksOf(a)[0].entry], names[linksOf(b)[0].entry]),
};

/** The part of a tree that begins with a node, which is its only first row. */
export function beginningAt(source: CallSource, top: CallNode): CallSource {
  const root = top.caller ?? source.root;
  return {
    root,
    callees: (node) => (node === root ? [top] : source.callees(node)),
    heaviest: (node) => (node === root ? top : source.heaviest(node)),
  };
}
