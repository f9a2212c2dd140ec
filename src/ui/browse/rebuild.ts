/** Other trees in place of those that are shown, with what is open, selected and zoomed into found again by names. */
import type { CallTree } from '../../analysis/call-tree.ts';
import type { Room } from '../screen/spec.ts';
import { finishJob, withJob } from './jobs.ts';
import { nodeAtPath } from './kept-rows.ts';
import {
  type BrowseState,
  beginningWith,
  closedHalves,
  type OpenInParts,
  openInParts,
  restoring,
  treesOf,
} from './model.ts';
import { centered } from './selection.ts';

/** The rows of other trees, open as far as they were. */
export function rebuilt(state: BrowseState, trees: readonly CallTree[], opened: OpenInParts, room: Room): BrowseState {
  const { names } = state.model.view;
  const halves = closedHalves(state.model, state.settings, trees);
  const tops = opened.tops.flatMap((path) => {
    const found = nodeAtPath(halves.below.whole, path, names);
    return found?.isWhole ? [found.node] : [];
  });
  const closed = { ...halves, below: beginningWith(halves.below, tops.at(-1)) };
  const next: BrowseState = { ...state, ...closed, tops, selected: 0, first: 0, job: undefined };
  return withJob({ ...next, first: state.first }, restoring(closed, opened, names), room);
}

/** Other trees have come for those that were wanted. */
export function withTrees(state: BrowseState, trees: readonly CallTree[], room: Room): BrowseState {
  const isOther = treesOf(state).some(({ shape }, i) => shape.through !== trees[i].shape.through);
  const opened = openInParts(state);
  if (!isOther) return rebuilt(finishJob(state, room), trees, opened, room);
  const halves = closedHalves(state.model, state.settings, trees);
  return centered({ ...state, ...halves, tops: [], first: 0, job: undefined }, room);
}
