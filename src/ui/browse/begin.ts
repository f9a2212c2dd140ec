import { presentEntries } from '../../analysis/trim.ts';
import type { TreeAnswer } from '../../report/views/tree.ts';
import type { Reply, Room, SessionFacts } from '../screen/spec.ts';
import type { CallSource } from './call-source.ts';
import { availableColumns } from './columns.ts';
import {
  type BrowseState,
  closedHalves,
  openedTrees,
  openInParts,
  type Settings,
  type TreeKind,
  type TreeModel,
  treeModel,
} from './model.ts';
import { open, type Rows, reveal } from './open-rows.ts';
import { rebuilt } from './rebuild.ts';
import { centered } from './selection.ts';

/** What a view begins with, before it is known how large it is drawn. */
const USUAL_ROOM: Room = { width: 79, height: 22 };

/** How many rows above the one it opens at the screen shows, at most. */
const CALLERS_ABOVE = 6;

/**
 * The tree as it opens: at the heaviest node that matches the pattern, its callees on show; without a pattern down to
 * where the stacks part. A sandwich begins in the middle.
 */
export function beginTree(
  kind: TreeKind,
  { answer, pattern, facts }: { readonly answer: TreeAnswer; readonly pattern: string; readonly facts: SessionFacts },
  kept: BrowseState | undefined,
): Reply<BrowseState> {
  if (kept?.model.answer === answer) return { own: { ...kept, model: { ...kept.model, facts } } };
  const model = treeModel(kind, answer, facts);
  return kept === undefined ? begun(model, pattern) : { own: resumed(model, kept) };
}

function begun(model: TreeModel, pattern: string): Reply<BrowseState> {
  const settings: Settings = {
    mergesRecursion: false,
    hasChains: false,
    order: { by: 'cum', isReversed: false },
    columns: availableColumns(model)[0],
  };
  const state = closedState(model, settings, model.answer.matches.slice(0, 1));
  if (model.kind === 'sandwich') return { own: centered(state, USUAL_ROOM) };
  const { source, rows } = state.below;
  if (rows.length === 0) return { own: state, note: 'no samples' };
  if (pattern === '') return { own: withBelow(state, openWhileOne(rows, source)) };
  const match = model.answer.path && state.below.tree.nodeAt(model.answer.path);
  if (match === undefined) return { own: state, note: `no function matches ${pattern}` };
  const { rows: shown, row } = reveal(rows, source, match);
  const opened = withBelow(state, open(shown, source, row));
  return { own: { ...opened, selected: row, first: Math.max(0, row - CALLERS_ABOVE) } };
}

function closedState(model: TreeModel, settings: Settings, middles: readonly number[]): BrowseState {
  return {
    model,
    settings,
    middles,
    tops: [],
    ...closedHalves(model, settings, openedTrees(model)),
    selected: 0,
    first: 0,
    marked: new Set(),
    job: undefined,
    told: '',
  };
}

function withBelow(state: BrowseState, rows: Rows): BrowseState {
  return { ...state, below: { ...state.below, rows } };
}

/** Opens the rows that are the only ones their callers call. */
function openWhileOne(rows: Rows, source: CallSource): Rows {
  let opened = rows;
  while (opened[opened.length - 1].depth === opened.length && !opened[opened.length - 1].isLeaf) {
    opened = open(opened, source, opened.length - 1);
  }
  return opened;
}

/** The view as it was left, on other data: what has the same name is open, selected and marked as before. */
function resumed(model: TreeModel, kept: BrowseState): BrowseState {
  const columns = availableColumns(model);
  const settings = {
    ...kept.settings,
    columns: columns.includes(kept.settings.columns) ? kept.settings.columns : columns[0],
  };
  const { names } = model.view;
  const namesBefore = kept.model.view.names;
  const entries = new Map(names.map((name, entry) => [name, entry]));
  const entriesNow = (before: Iterable<number>) =>
    Array.from(before, (entry) => entries.get(namesBefore[entry])).filter((entry) => entry !== undefined);
  // A function may have its name yet and no samples any more: it was hidden.
  const present = presentEntries(model.view.values, false);
  const middles = entriesNow(kept.middles).filter((entry) => present.includes(entry));
  const state = {
    ...closedState(model, settings, middles.length === 0 ? model.answer.matches.slice(0, 1) : middles),
    marked: new Set(entriesNow(kept.marked)),
    first: kept.first,
  };
  return rebuilt(state, openedTrees(model), openInParts(kept), USUAL_ROOM);
}
