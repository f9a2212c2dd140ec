/** Other rows in place of those that are shown, with what is open, selected and zoomed into found again by names. */
import type { CallNode, CallTree } from '../../analysis/call-tree.ts';
import { finished, type Steps } from '../../analysis/tree-steps.ts';
import type { Room } from '../screen/spec.ts';
import { type Arrangement, arrangedSource, PLAIN } from './call-source.ts';
import { nodeAtPath, openBelow, type RecursionChange } from './kept-rows.ts';
import {
  type BrowseState,
  beginningWith,
  closedHalves,
  type Half,
  halfOf,
  indexOfRow,
  type OpenInParts,
  openInParts,
  type Part,
  type Rebuilt,
  type SelectedNames,
  selectedNames,
  treesOf,
} from './model.ts';
import { centered, revealed, select } from './selection.ts';
import { Unfolding } from './unfolding.ts';

/** The rows are those of the newest trees, in the arrangement that is wanted. */
export function isUpToDate({ settings, arrangement, trees, ...halves }: BrowseState): boolean {
  const { hasChains, order } = settings;
  return (
    hasChains === arrangement.hasChains &&
    order.by === arrangement.order.by &&
    order.isReversed === arrangement.order.isReversed &&
    treesOf(halves).every((tree, i) => tree === trees[i])
  );
}

/** Works out the rows that are wanted. What is open of them is what was open before. */
export function* rebuilding({ model, settings, trees }: BrowseState, before: BrowseState): Steps<Rebuilt> {
  const { names } = model.view;
  const opened = yield* openInParts(before);
  const arrangement: Arrangement = { hasChains: settings.hasChains, order: settings.order };
  for (const tree of trees) {
    const source = arrangedSource(tree, arrangement, names);
    while (!source.open(source.root)) yield;
  }
  const { above, below: whole } = closedHalves(model, settings.columns, trees, arrangement);
  const tops: CallNode[] = [];
  for (const path of opened.tops) {
    const found = yield* nodeAtPath(whole.whole, path, names);
    if (found?.isWhole) tops.push(found.node);
  }
  const below = beginningWith(whole, tops.at(-1));
  const change = recursionChange(below.tree, opened);
  const unfolded = function* (half: Half, part: Part): Steps<Half> {
    const start = { nodes: half.source.callees(half.source.root), scope: opened[part].open };
    const unfolding = new Unfolding(half.source, start, (scope, node) => openBelow(scope, node, names, change));
    for (; !unfolding.isDone; unfolding.step()) yield;
    return { ...half, rows: unfolding.rows() };
  };
  return {
    halves: { above: above && (yield* unfolded(above, 'above')), below: yield* unfolded(below, 'below') },
    arrangement,
    tops,
    isCut: opened.above.isCut || opened.below.isCut,
  };
}

function recursionChange({ shape }: CallTree, opened: OpenInParts): RecursionChange {
  if (shape.mergesRecursion === opened.mergesRecursion) return 'none';
  return shape.mergesRecursion ? 'merged' : 'split';
}

/** The rows that were worked out. The row that was selected is again, or its nearest caller that is still there. */
export function withRebuilt(
  before: BrowseState,
  { halves, arrangement, tops }: Rebuilt,
  selected: SelectedNames | undefined,
  room: Room,
): BrowseState {
  const wanted = selected ?? selectedNames(before);
  const state: BrowseState = { ...before, ...halves, arrangement, tops, selected: 0 };
  if (wanted === undefined) return select(state, 0, room);
  if (wanted.part === 'middle') return select(state, indexOfRow(state, 'middle'), room);
  const found = finished(nodeAtPath(halfOf(state, wanted.part).source, wanted.path, state.model.view.names));
  if (found !== undefined) return revealed(state, wanted.part, found.node, room);
  return select(state, state.above === undefined ? 0 : indexOfRow(state, 'middle'), room);
}

/** Other trees have come for those that were wanted. Those of another sandwich are shown at once. */
export function withTrees(state: BrowseState, trees: readonly CallTree[], room: Room): BrowseState {
  const isOther = treesOf(state).some(({ shape }, i) => shape.through !== trees[i].shape.through);
  if (!isOther) return { ...state, trees };
  const halves = closedHalves(state.model, state.settings.columns, trees);
  return centered({ ...state, ...halves, trees, arrangement: PLAIN, tops: [], first: 0, job: undefined }, room);
}
