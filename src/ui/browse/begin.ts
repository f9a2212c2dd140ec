import { presentEntries } from '../../analysis/trim.ts';
import type { TreeAnswer } from '../../report/views/tree.ts';
import type { Reply, Room, SessionFacts } from '../screen/spec.ts';
import { type CallSource, PLAIN } from './call-source.ts';
import { availableColumns } from './columns.ts';
import { withRebuilding } from './jobs.ts';
import {
  type BrowseState,
  closedHalves,
  openedTrees,
  type Settings,
  selectedNames,
  type TreeKind,
  type TreeModel,
  treeModel,
} from './model.ts';
import { open, reveal } from './open-rows.ts';
import type { RowList } from './row-list.ts';
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
  const settings: Settings = { ...PLAIN, mergesRecursion: false, columns: availableColumns(model)[0] };
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
  const trees = openedTrees(model);
  return {
    model,
    settings,
    trees,
    arrangement: PLAIN,
    middles,
    tops: [],
    ...closedHalves(model, settings.columns, trees),
    selected: 0,
    first: 0,
    marked: new Set(),
    job: undefined,
    told: '',
  };
}

function withBelow(state: BrowseState, rows: RowList): BrowseState {
  return { ...state, below: { ...state.below, rows } };
}

/** Opens the rows that are the only ones their callers call. */
function openWhileOne(rows: RowList, source: CallSource): RowList {
  let opened = rows;
  for (;;) {
    const last = opened.node(opened.length - 1);
    if (last.depth !== opened.length || last.isLeaf) break;
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
  // A function may have its name yet and no samples any more: it was hidden.
  const present = kept.middles.length === 0 ? undefined : presentEntries(model.view.values, false);
  const middles = entriesNow(model, kept, kept.middles).filter((entry) => present?.includes(entry));
  const state = {
    ...closedState(model, settings, middles.length === 0 ? model.answer.matches.slice(0, 1) : middles),
    marked: new Set(entriesNow(model, kept, kept.marked)),
    first: kept.first,
  };
  return withRebuilding(state, { before: kept, selected: selectedNames(kept) }, USUAL_ROOM);
}

/** Entries by the names they had before, those that are still there. */
function entriesNow(model: TreeModel, kept: BrowseState, before: Iterable<number>): readonly number[] {
  const wanted = Array.from(before, (entry) => kept.model.view.names[entry]);
  if (wanted.length === 0) return [];
  const entries = new Map(model.view.names.map((name, entry) => [name, entry]));
  return wanted.map((name) => entries.get(name)).filter((entry) => entry !== undefined);
}
