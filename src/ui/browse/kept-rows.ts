/**
 * Which rows are open, by the names of their functions: what is kept of a tree when another one takes its place, as a
 * filter was set or recursion is merged.
 *
 *     ▾ main            main: serve: parse
 *       ▾ serve
 *         ▾ parse       `scan` and `render` are not open, and so are not kept
 *             scan
 *         ▸ render
 */
import type { CallNode } from '../../analysis/call-tree.ts';
import type { Steps } from '../../analysis/tree-steps.ts';
import { type CallSource, linksOf } from './call-source.ts';
import { isOpen, pathTo } from './open-rows.ts';
import type { RowList } from './row-list.ts';

/** An open row, with the open rows below it. The one on top has no name. */
export interface OpenNames {
  readonly name: string;
  readonly below: Map<string, OpenNames>;
}

/** No more open rows than this are kept, those on top. */
const MOST_KEPT = 20_000;

/** How many rows are looked at in one step. */
const STEP_ROWS = 1000;

/** Rows that are open, and whether there are more than are kept. */
export interface KeptRows {
  readonly open: OpenNames;
  readonly isCut: boolean;
}

export function* openNames(rows: RowList, names: readonly string[]): Steps<KeptRows> {
  const top: OpenNames = { name: '', below: new Map() };
  // The open rows from the top down to the one before.
  const path: { readonly depth: number; readonly open: OpenNames }[] = [{ depth: -1, open: top }];
  let kept = 0;
  for (let row = 0; row < rows.length && kept <= MOST_KEPT; row++) {
    if (row % STEP_ROWS === STEP_ROWS - 1) yield;
    if (!isOpen(rows, row) || kept++ === MOST_KEPT) continue;
    const node = rows.node(row);
    while (path[path.length - 1].depth >= node.depth) path.pop();
    let { open } = path[path.length - 1];
    for (const { entry } of linksOf(node)) open = addedBelow(open, names[entry]);
    path.push({ depth: node.depth, open });
  }
  return { open: top, isCut: kept > MOST_KEPT };
}

function addedBelow(open: OpenNames, name: string): OpenNames {
  let inner = open.below.get(name);
  if (inner === undefined) {
    inner = { name, below: new Map() };
    open.below.set(name, inner);
  }
  return inner;
}

/** What became of functions that call themselves since rows were kept: their calls were made one row, or several. */
export type RecursionChange = 'none' | 'merged' | 'split';

/** What is open below a row, of what is open below its caller; undefined where the row is closed. */
export function openBelow(
  open: OpenNames,
  node: CallNode,
  names: readonly string[],
  change: RecursionChange,
): OpenNames | undefined {
  let at: OpenNames | undefined = open;
  for (const { entry } of linksOf(node)) at = at && openOf(at, names[entry], change);
  return at;
}

function openOf(open: OpenNames, name: string, change: RecursionChange): OpenNames | undefined {
  if (change === 'split' && open.name === name) return open;
  const inner = open.below.get(name);
  if (inner !== undefined || change !== 'merged') return inner;
  const again = open.below.get(open.name);
  return again && openOf(again, name, change);
}

/** The functions from the first row down to a node. */
export function pathOfNames(node: CallNode, root: CallNode, names: readonly string[]): readonly string[] {
  return pathTo(node, root).flatMap((row) => linksOf(row).map(({ entry }) => names[entry]));
}

interface FoundNode {
  readonly node: CallNode;
  readonly isWhole: boolean;
}

/**
 * The node at the end of a path, or as far along it as the tree goes; undefined where it has nothing of it. Where the
 * path leads nowhere as it is, functions that call themselves count as one.
 */
export function* nodeAtPath(
  source: CallSource,
  path: readonly string[],
  names: readonly string[],
): Steps<FoundNode | undefined> {
  const exact = yield* walked(source, path, names, false);
  if (exact?.isWhole) return exact;
  const merged = path.filter((name, i) => name !== path[i - 1]);
  return (yield* walked(source, merged, names, true)) ?? exact;
}

function* walked(
  source: CallSource,
  path: readonly string[],
  names: readonly string[],
  skipsRecursion: boolean,
): Steps<FoundNode | undefined> {
  let node = source.root;
  let at = 0;
  while (at < path.length) {
    while (!source.open(node)) yield;
    const steps = source
      .callees(node)
      .map((callee) => ({ callee, end: followed(callee, path, at, names, skipsRecursion) }));
    const [best] = steps.filter(({ end }) => end > at);
    const next = best ?? (skipsRecursion ? steps.find(({ end }) => end === at) : undefined);
    if (next === undefined) break;
    node = next.callee;
    at = next.end;
  }
  return node === source.root ? undefined : { node, isWhole: at === path.length };
}

/** How far along a path one is behind a row; -1 where the row is not on it. */
function followed(
  node: CallNode,
  path: readonly string[],
  from: number,
  names: readonly string[],
  skipsRecursion: boolean,
): number {
  let at = from;
  for (const { entry } of linksOf(node)) {
    if (at === path.length) break;
    if (names[entry] === path[at]) at++;
    else if (!skipsRecursion || at === 0 || names[entry] !== path[at - 1]) return -1;
  }
  return at;
}
