/**
 * What the rows of a tree are taken from. A tree is looked at through layers: one that makes a row of every chain of
 * calls, one that orders rows, one that begins further inside. All of them are made while one looks, as the tree is.
 */
import type { CallNode, CallTree } from '../../analysis/call-tree.ts';
import { type Steps, sorting } from '../../analysis/tree-steps.ts';
import { compareText } from '../../base/byte-text.ts';
import { abs, compare, type Int64 } from '../../base/int64.ts';

export interface CallSource {
  /** Not a row: the first rows are its callees. */
  readonly root: CallNode;
  /** Does a step towards the callees of a node, about a millisecond; true when they are there. */
  open(node: CallNode): boolean;
  /** In the order of rows. All that is left to do for them is done. */
  callees(node: CallNode): readonly CallNode[];
  /** The same in the order of their cum values, the heaviest first. */
  heaviestFirst(node: CallNode): readonly CallNode[];
}

export function sourceOf(tree: CallTree, root = tree.root): CallSource {
  const callees = (node: CallNode) => tree.callees(node);
  return { root, open: (node) => tree.open(node), callees, heaviestFirst: callees };
}

/** What a layer makes of the callees of nodes: in steps, and kept. */
function layer<Node extends CallNode>(
  make: (node: CallNode) => Steps<readonly Node[]>,
): Pick<CallSource, 'open'> & { callees(node: CallNode): readonly Node[] } {
  const made = new WeakMap<CallNode, readonly Node[]>();
  const begun = new WeakMap<CallNode, Steps<readonly Node[]>>();
  const open = (node: CallNode) => {
    if (made.has(node)) return true;
    const steps = begun.get(node) ?? make(node);
    const step = steps.next();
    if (step.done) {
      made.set(node, step.value);
      begun.delete(node);
    } else {
      begun.set(node, steps);
    }
    return step.done === true;
  };
  const callees = (node: CallNode) => {
    for (;;) {
      const known = made.get(node);
      if (known !== undefined) return known;
      open(node);
    }
  };
  return { open, callees };
}

/** All steps of another layer. */
function* opening(source: CallSource, node: CallNode): Steps<readonly CallNode[]> {
  while (!source.open(node)) yield;
  return source.callees(node);
}

/** Calls that only ever lead to one another, as one row. Its entry, callees and flat value are those of the last call. */
export interface Chain extends CallNode {
  readonly links: readonly CallNode[];
}

/** The nodes a row stands for, the outermost first. */
export function linksOf(node: CallNode): readonly CallNode[] {
  return 'links' in node ? (node as Chain).links : [node];
}

/** How many samples are looked at in one step, and how many of them a call costs besides. */
const STEP_SAMPLES = 8192;
const LINK_COST = 32;

/** Makes one row of nodes whose samples all go on to a single callee. */
export function inChains(source: CallSource): CallSource {
  const { open, callees } = layer(function* (caller): Steps<readonly Chain[]> {
    const chains: Chain[] = [];
    let looked = 0;
    for (const first of yield* opening(source, linksOf(caller).at(-1) ?? caller)) {
      const links = [first];
      for (let last = first; !last.isLeaf; ) {
        looked += last.sampleCount + LINK_COST;
        if (looked > STEP_SAMPLES) {
          looked = 0;
          yield;
        }
        const [next] = yield* opening(source, last);
        if (next.sampleCount !== last.sampleCount) break;
        links.push(next);
        last = next;
      }
      chains.push(chainOf(links, caller));
    }
    return chains;
  });
  return { root: source.root, open, callees, heaviestFirst: callees };
}

function chainOf(links: readonly CallNode[], caller: CallNode): Chain {
  const { entry, flat, cum, isLeaf, sampleCount } = links[links.length - 1];
  return { entry, flat, cum, isLeaf, sampleCount, caller, depth: caller.depth + 1, links };
}

export type OrderBy = 'cum' | 'flat' | 'change' | 'name';

/** How rows with the same caller are ordered: heaviest first, most grown first, or by name; or all that backwards. */
export interface RowOrder {
  readonly by: OrderBy;
  readonly isReversed: boolean;
}

/** What decides which rows there are, and their order. */
export interface Arrangement {
  readonly hasChains: boolean;
  readonly order: RowOrder;
}

/** The rows of a tree as it is. */
export const PLAIN: Arrangement = { hasChains: false, order: { by: 'cum', isReversed: false } };

/** The rows of a tree in an arrangement. What is worked out for one of them is kept as long as the tree is. */
export function arrangedSource(
  tree: CallTree,
  { hasChains, order }: Arrangement,
  names: readonly string[],
): CallSource {
  const known = arrangements.get(tree) ?? new Map<string, CallSource>();
  arrangements.set(tree, known);
  const kept = (key: string, make: () => CallSource) => {
    const source = known.get(key) ?? make();
    known.set(key, source);
    return source;
  };
  const rows = hasChains ? 'chains' : 'calls';
  const plain = kept(rows, () => {
    const { root, shape } = tree;
    const source = sourceOf(tree, shape.through === undefined ? root : (tree.callees(root).at(0) ?? root));
    return hasChains ? inChains(source) : source;
  });
  const { by, isReversed } = order;
  const forwards = by === 'cum' ? plain : kept(`${rows} by ${by}`, () => inOrder(plain, by, names));
  return isReversed ? kept(`${rows} by ${by} backwards`, () => backwards(forwards)) : forwards;
}

const arrangements = new WeakMap<CallTree, Map<string, CallSource>>();

function inOrder(source: CallSource, by: Exclude<OrderBy, 'cum'>, names: readonly string[]): CallSource {
  const order = COMPARISONS[by](names);
  const { open, callees } = layer(function* (node) {
    return yield* sorting(yield* opening(source, node), order);
  });
  return { ...source, open, callees };
}

function backwards(source: CallSource): CallSource {
  const { open, callees } = layer(function* (node) {
    return (yield* opening(source, node)).toReversed();
  });
  return { ...source, open, callees };
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
    open: (node) => node === root || source.open(node),
    callees: (node) => (node === root ? [top] : source.callees(node)),
    heaviestFirst: (node) => (node === root ? [top] : source.heaviestFirst(node)),
  };
}
