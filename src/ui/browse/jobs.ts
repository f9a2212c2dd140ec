/** What takes a while: done at once where that is quick, and gone on with between keys where it is not. */
import type { Reply, Room } from '../screen/spec.ts';
import { atMatch, lookingForMatch } from './go-to-match.ts';
import {
  type BrowseState,
  type Earlier,
  halfOf,
  isBrief,
  type Job,
  type SearchHow,
  selectedPlace,
  Task,
  treesOf,
} from './model.ts';
import { reveal } from './open-rows.ts';
import { isUpToDate, rebuilding, withRebuilt } from './rebuild.ts';
import type { RowList } from './row-list.ts';
import { revealed, select, withRows } from './selection.ts';

/** How long one step takes, about; and how long a key may. */
const STEP_MILLIS = 1;
const KEY_MILLIS = 4;

/** Begins a job, and does as much of it as a key may take. */
export function withJob(state: BrowseState, job: Job, room: Room): BrowseState {
  return goneOn({ ...state, job }, room, KEY_MILLIS, true);
}

/** Begins to work out the rows that are wanted, where others are shown and nothing else is under way. */
export function withWantedRows(state: BrowseState, room: Room): BrowseState {
  if (state.job !== undefined || isUpToDate(state)) return state;
  return withRebuilding(state, { before: state, selected: undefined }, room);
}

/** Begins to work out the rows that are wanted. */
export function withRebuilding(state: BrowseState, { before, selected }: Earlier, room: Room): BrowseState {
  const task = new Task(rebuilding(state, before));
  return withJob(state, { type: 'rebuild', task, before, selected }, room);
}

/** Changes what is wanted while something else may be under way. */
export function withOtherWishes(
  state: BrowseState,
  change: (state: BrowseState) => BrowseState,
  room: Room,
): BrowseState {
  const { job } = state;
  // What was open before the profile became another is nowhere but in the job.
  if (job?.type === 'rebuild' && job.selected !== undefined)
    return withRebuilding(change({ ...state, job: undefined }), job, room);
  return withWantedRows(change(settleJob(state, room)), room);
}

/** Goes on with a job for a moment. */
export function stepJob(state: BrowseState, room: Room): BrowseState {
  return goneOn(state, room, STEP_MILLIS, false);
}

function goneOn(state: BrowseState, room: Room, millis: number, isBegun: boolean): BrowseState {
  const { job } = state;
  if (job === undefined) return state;
  const end = performance.now() + millis;
  while (!isDone(job)) {
    step(job);
    if (performance.now() >= end) break;
  }
  if (isDone(job)) return withWantedRows(finishJob(state, room), room);
  // The first rows are shown at once, the others when all are there.
  return isBegun && job.type === 'unfold' ? withUnfolded(state, job, room) : { ...state };
}

function isDone(job: Job): boolean {
  switch (job.type) {
    case 'unfold':
      return job.unfolding.isDone;
    case 'descend':
      return job.path.isDone;
    case 'rebuild':
    case 'search':
      return job.task.isDone;
    case 'seek':
      return job.flats.isDone || job.flats.found.length >= job.rank;
  }
}

function step(job: Job): void {
  steppedBy(job).step();
}

function steppedBy(job: Job): { step(): void } {
  switch (job.type) {
    case 'unfold':
      return job.unfolding;
    case 'descend':
      return job.path;
    case 'rebuild':
    case 'search':
      return job.task;
    case 'seek':
      return job.flats;
  }
}

/** Goes to a match: at once where it is found quickly. */
export function goToMatch(before: BrowseState, text: string, how: SearchHow, room: Room): Reply<BrowseState> {
  const state = settleJob({ ...before, told: '' }, room);
  if (text === '') return { own: state };
  const searching = withJob(state, { type: 'search', text, task: new Task(lookingForMatch(state, text, how)) }, room);
  const { told } = searching;
  return told === '' ? { own: searching } : { own: { ...searching, told: '' }, note: told };
}

/**
 * Ends a job as another key comes. What that key was pressed for, maybe ahead, is waited for: the callees of one row, or
 * what was open before the profile became another.
 */
export function settleJob(state: BrowseState, room: Room): BrowseState {
  const { job } = state;
  if (job !== undefined && (isBrief(job) || (job.type === 'rebuild' && job.selected !== undefined))) {
    while (!isDone(job)) step(job);
  }
  return finishJob(state, room);
}

/** Stops a job for good: what is shown is what is wanted. */
export function stopJob(state: BrowseState, room: Room): BrowseState {
  const { settings, ...stopped } = finishJob(state, room);
  const { mergesRecursion } = stopped.below.tree.shape;
  return { ...stopped, settings: { ...settings, ...stopped.arrangement, mergesRecursion }, trees: treesOf(stopped) };
}

/** Ends a job with what it has come to. */
export function finishJob(state: BrowseState, room: Room): BrowseState {
  const { job } = state;
  if (job === undefined) return state;
  const ended = { ...state, job: undefined };
  switch (job.type) {
    case 'unfold': {
      const next = { ...withUnfolded(ended, job, room), job: undefined };
      const { isEnough, length } = job.unfolding;
      return isEnough
        ? { ...next, told: `${length.toLocaleString('en')} rows are open; the others stay closed` }
        : next;
    }
    case 'rebuild': {
      const { result } = job.task;
      if (result === undefined) return ended;
      const told = result.isCut ? 'of the many open rows only the first stay open' : '';
      return { ...withRebuilt(ended, result, job.selected, room), told };
    }
    case 'descend': {
      const { part, row, path } = job;
      const { rows, source } = halfOf(ended, part);
      const place = selectedPlace(ended);
      const shown = reveal(rows, source, path.node).rows;
      const at = place?.part === part ? rowAmong(shown, rows, place.row, row) : undefined;
      if (at !== undefined) return withRows(ended, part, shown, at, room);
      return keptPlace(ended, { ...ended, [part]: { ...halfOf(ended, part), rows: shown } }, room);
    }
    case 'search': {
      const { result } = job.task;
      if (result === undefined) return ended;
      const { own, note = '' } = atMatch(ended, result, room);
      return { ...own, told: note };
    }
    case 'seek': {
      const node = job.flats.found.at(job.rank - 1);
      if (node !== undefined) return revealed(ended, 'below', node, room);
      const count = job.flats.found.length;
      return { ...ended, told: job.flats.isDone ? `only ${count} rows have a flat value` : '' };
    }
  }
}

/** The rows as far as they are open, in place of what the job put there before. */
function withUnfolded(state: BrowseState, job: Extract<Job, { readonly type: 'unfold' }>, room: Room): BrowseState {
  const { part, unfolding, start, span } = job;
  const { rows: before } = halfOf(state, part);
  const opened = unfolding.rows();
  const rows = before.with(start, span, opened);
  const next = { ...state, job: { ...job, span: opened.length } };
  const place = selectedPlace(state);
  if (place === undefined || place.part !== part)
    return keptPlace(state, { ...next, [part]: { ...halfOf(state, part), rows } }, room);
  return withRows(next, part, rows, rowAmong(rows, before, place.row, start), room);
}

/** Where a row has come to; `start` where it is not shown any more. */
function rowAmong(rows: RowList, before: RowList, row: number, start: number): number {
  return row < start ? row : Math.max(start, rows.indexOf(before.node(row), start));
}

/** The same row of another part, after rows came above it. */
function keptPlace(before: BrowseState, after: BrowseState, room: Room): BrowseState {
  const by = (after.above?.rows.length ?? 0) - (before.above?.rows.length ?? 0);
  const place = selectedPlace(before);
  const isBelow = place !== undefined && place.part !== 'above';
  return isBelow
    ? select({ ...after, first: after.first + by }, after.selected + by, room)
    : select(after, after.selected, room);
}

/** What is told while a job goes on. */
export function progressText({ job, told }: BrowseState): string {
  switch (job?.type) {
    case 'unfold':
      return `${job.unfolding.length.toLocaleString('en')} rows opened; Esc stops`;
    case 'descend':
      return isBrief(job) ? told : 'opening; Esc stops';
    case 'rebuild':
      return 'arranging the rows; Esc stops';
    case 'search':
      return `looking for ${job.text}; Esc stops`;
    case 'seek':
      return `looking for the largest flat values; Esc stops`;
    default:
      return told;
  }
}
