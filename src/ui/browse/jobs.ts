/** What takes a while: done at once where that is quick, and gone on with between keys where it is not. */
import type { Reply, Room } from '../screen/spec.ts';
import { atMatch, searchesFor } from './go-to-match.ts';
import { nodeAtPath } from './kept-rows.ts';
import { type BrowseState, halfOf, indexOfRow, type Job, type SearchHow, selectedPlace } from './model.ts';
import { type Rows, reveal } from './open-rows.ts';
import { revealed, select, withRows } from './selection.ts';

/** How long one step takes, about; and how long a key may. */
const STEP_MILLIS = 1;
const KEY_MILLIS = 4;

/** Begins a job, and does as much of it as a key may take. */
export function withJob(state: BrowseState, job: Job, room: Room): BrowseState {
  return goneOn({ ...state, job }, room, KEY_MILLIS, true);
}

/** Goes on with a job for a moment. */
export function stepJob(state: BrowseState, room: Room): BrowseState {
  return goneOn(state, room, STEP_MILLIS, false);
}

function goneOn(state: BrowseState, room: Room, millis: number, isBegun: boolean): BrowseState {
  const { job } = state;
  if (job === undefined) return state;
  const end = performance.now() + millis;
  while (!isDone(job) && performance.now() < end) step(job);
  if (isDone(job)) return finishJob(state, room);
  // The first rows are shown at once, the others when all are there.
  return isBegun && job.type === 'unfold' ? withUnfolded(state, job, room) : { ...state };
}

function isDone(job: Job): boolean {
  switch (job.type) {
    case 'unfold':
      return job.unfolding.isDone;
    case 'restore':
      return job.unfoldings.every(({ unfolding }) => unfolding.isDone);
    case 'descend':
      return job.path.isDone;
    case 'search':
      return job.searches.every((search) => search.isDone);
    case 'seek':
      return job.flats.isDone || job.flats.found.length >= job.rank;
  }
}

function step(job: Job): void {
  stepOf(job)?.step();
}

/** What goes on next. */
function stepOf(job: Job): { step(): void } | undefined {
  switch (job.type) {
    case 'unfold':
      return job.unfolding;
    case 'restore':
      return job.unfoldings.find(({ unfolding }) => !unfolding.isDone)?.unfolding;
    case 'descend':
      return job.path;
    case 'search':
      return job.searches.find((search) => !search.isDone);
    case 'seek':
      return job.flats;
  }
}

/** Goes to a match: at once where the searches for it are quick, or have been done before. */
export function goToMatch(before: BrowseState, text: string, how: SearchHow, room: Room): Reply<BrowseState> {
  const state = finishJob({ ...before, told: '' }, room);
  if (text === '' || selectedPlace(state) === undefined) return { own: state };
  const job: Job = { type: 'search', text, how, searches: searchesFor(state, text) };
  const end = performance.now() + KEY_MILLIS;
  while (!isDone(job) && performance.now() < end) step(job);
  return isDone(job) ? atMatch(state, text, how, room) : { own: { ...state, job } };
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
    case 'restore':
      return { ...restored(ended, job, room), told: job.isCut ? 'of the many open rows only the first stay open' : '' };
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
      if (!isDone(job)) return ended;
      const { own, note = '' } = atMatch(ended, job.text, job.how, room);
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
  const rows = before.slice(0, start).concat(opened, before.slice(start + span));
  const next = { ...state, job: { ...job, span: opened.length } };
  const place = selectedPlace(state);
  if (place === undefined || place.part !== part)
    return keptPlace(state, { ...next, [part]: { ...halfOf(state, part), rows } }, room);
  return withRows(next, part, rows, rowAmong(rows, before, place.row, start), room);
}

/** Where a row has come to; `start` where it is not shown any more. */
function rowAmong(rows: Rows, before: Rows, row: number, start: number): number {
  return row < start ? row : Math.max(start, rows.indexOf(before[row], start));
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

/** Everything that was open is; the row that was selected is again, or its nearest caller that is still there. */
function restored(
  state: BrowseState,
  { unfoldings, selected }: Extract<Job, { readonly type: 'restore' }>,
  room: Room,
): BrowseState {
  const { names } = state.model.view;
  let next = state;
  for (const { part, unfolding } of unfoldings) {
    next = { ...next, [part]: { ...halfOf(next, part), rows: unfolding.rows() } };
  }
  if (selected === undefined) return select(next, 0, room);
  if (selected.part === 'middle') return select(next, indexOfRow(next, 'middle'), room);
  const found = nodeAtPath(halfOf(next, selected.part).source, selected.path, names);
  if (found !== undefined) return revealed(next, selected.part, found.node, room);
  return select(next, next.above === undefined ? 0 : indexOfRow(next, 'middle'), room);
}

/** What is told while a job goes on. */
export function progressText({ job, told }: BrowseState): string {
  switch (job?.type) {
    case 'unfold':
      return `${job.unfolding.length.toLocaleString('en')} rows opened; Esc stops`;
    case 'restore':
      return 'opening what was open; Esc stops';
    case 'search':
      return `looking for ${job.text}; Esc stops`;
    case 'seek':
      return `looking for the largest flat values; Esc stops`;
    default:
      return told;
  }
}
