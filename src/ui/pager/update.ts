import { unreachable } from '../../base/errors.ts';
import { erase, insert, kill, type LineEditor, move } from '../prompt/line-editor.ts';
import { type PagerAction, pagerKeys } from './keys.ts';
import { readingsOf } from './line-pattern.ts';
import {
  emptyQuery,
  isFiltering,
  type PagerLayout,
  type PagerState,
  type SearchDirection,
  type View,
} from './model.ts';
import { countOf, lastPlace, movedBy, type Place, placeInView, withTop } from './places.ts';
import { widestInView } from './rows-in-view.ts';
import { continueWork, startFilter, startSearch } from './scan.ts';

/** The state behind an action. */
export function update(before: PagerState, action: PagerAction, layout: PagerLayout): PagerState {
  if (before.result !== undefined) return before;
  if (action.type === 'work') return continueWork(before, layout);
  if (action.type === 'insert' && before.entry === undefined) return withDigits(before, action.text);

  // A key ends a search that is still under way, and whatever was told about the one before.
  const state = { ...before, note: '', count: '', scan: undefined };
  const count = before.count === '' ? undefined : Number(before.count);
  const { entry } = state;
  switch (action.type) {
    case 'move':
      return movedTo(state, movedBy(state, placeInView(state, layout), action.by * (count ?? 1), layout), layout);
    case 'movePages': {
      const rows = Math.sign(action.by) * (count ?? Math.max(1, Math.floor(Math.abs(action.by) * layout.height)));
      return movedTo(state, movedBy(state, placeInView(state, layout), rows, layout), layout);
    }
    case 'moveTo':
      return movedTo(state, placeOfEnd(state, action.end, count, layout), layout);
    case 'moveSideways':
      return movedSideways(state, action.by * (count ?? Math.max(1, Math.floor(layout.width / 2))), layout);
    case 'moveToColumn':
      return movedSideways(state, action.end === 'first' ? -Infinity : Infinity, layout);
    case 'toggleWrap': {
      const note = state.isWrapped ? 'long lines are cut' : 'long lines are wrapped';
      return { ...state, isWrapped: !state.isWrapped, left: 0, top: { ...state.top, row: 0 }, note };
    }
    case 'startEntry':
      return { ...state, entry: { purpose: action.purpose, query: emptyQuery(), before: viewOf(state) } };
    case 'insert':
      return entry === undefined ? state : withQuery(state, insert(entry.query, action.text), layout);
    case 'moveCursor':
      if (entry === undefined) return state;
      return { ...before, entry: { ...entry, query: move(entry.query, action.direction, action.unit) } };
    case 'erase':
      // As in less and vi, deleting with nothing typed takes back the key that began it.
      if (entry?.query.text === '') return { ...state, ...entry.before, entry: undefined };
      return entry === undefined ? state : withQuery(state, erase(entry.query, action.direction), layout);
    case 'kill':
      if (entry === undefined) return state;
      return withQuery(state, kill(entry.query, action.direction, action.unit), layout);
    case 'acceptEntry':
      return accepted({ ...state, note: before.note, scan: before.scan }, layout);
    case 'cancelEntry':
      return entry === undefined ? state : { ...state, ...entry.before, entry: undefined };
    case 'repeatSearch':
      return repeatedSearch(state, action.isReversed, layout);
    case 'showHelp':
      return { ...state, help: 0 };
    case 'scrollHelp': {
      const last = Math.max(0, pagerKeys.length - layout.height);
      return { ...state, help: Math.max(0, Math.min((state.help ?? 0) + action.by, last)) };
    }
    case 'hideHelp':
      return { ...state, help: undefined };
    case 'note':
      return { ...state, note: action.text };
    case 'leave':
      return leaving(before, state);
    default:
      return unreachable(action);
  }
}

/** How many digits a count can have. */
const MOST_DIGITS = 9;

function withDigits(state: PagerState, text: string): PagerState {
  return /^\d+$/.test(text) ? { ...state, count: (state.count + text).slice(0, MOST_DIGITS) } : state;
}

/** Where the user goes, the next search begins. */
function movedTo(state: PagerState, place: Place, layout: PagerLayout): PagerState {
  return withTop({ ...state, found: undefined }, place, layout);
}

function placeOfEnd(state: PagerState, end: 'first' | 'last', count: number | undefined, layout: PagerLayout): Place {
  if (count !== undefined) return { position: Math.max(0, Math.min(count, countOf(state)) - 1), row: 0 };
  return end === 'first' ? { position: 0, row: 0 } : lastPlace(state, layout);
}

function movedSideways(state: PagerState, by: number, layout: PagerLayout): PagerState {
  if (state.isWrapped) return { ...state, note: 'w cuts long lines first' };
  const last = Math.max(0, widestInView(state, layout) - layout.width);
  // Lines further up may have been longer: their columns are not left by a step to the right.
  return { ...state, left: Math.max(0, Math.min(state.left + by, by > 0 ? Math.max(last, state.left) : Infinity)) };
}

function viewOf({ top, left, search, found }: PagerState): View {
  return { top, left, search, found };
}

/** Another text is searched from where the search began, so that deleting letters goes back. */
function withQuery(state: PagerState, query: LineEditor, layout: PagerLayout): PagerState {
  const { entry } = state;
  if (entry === undefined) return state;
  if (entry.purpose === 'filter') return { ...state, entry: { ...entry, query } };
  const typing = { ...state, ...entry.before, entry: { ...entry, query } };
  if (query.text === '') return typing;
  const direction = entry.purpose;
  const [pattern, ...others] = readingsOf(query.text);
  return startSearch(typing, { pattern, others, direction }, { direction, skips: false }, layout);
}

function accepted(state: PagerState, layout: PagerLayout): PagerState {
  const { entry } = state;
  if (entry === undefined) return state;
  const { purpose, query } = entry;
  const closed = { ...state, entry: undefined };
  if (purpose === 'filter') {
    if (query.text !== '') return startFilter(closed, query.text, layout);
    return { ...closed, filter: undefined };
  }
  if (query.text !== '') return closed;
  // Enter alone searches once more for the same.
  const { search } = closed;
  if (search === undefined) return closed;
  return startSearch(closed, { ...search, direction: purpose }, { direction: purpose, skips: true }, layout);
}

function repeatedSearch(state: PagerState, isReversed: boolean, layout: PagerLayout): PagerState {
  const { search } = state;
  if (search === undefined) return state;
  const opposite: Readonly<Record<SearchDirection, SearchDirection>> = { forward: 'backward', backward: 'forward' };
  const direction = isReversed ? opposite[search.direction] : search.direction;
  return startSearch(state, search, { direction, skips: true }, layout);
}

/** Leaving first gives up what takes a while, and digits typed by mistake. */
function leaving(before: PagerState, state: PagerState): PagerState {
  if (isFiltering(before)) return { ...state, filter: undefined, note: 'stopped' };
  if (before.scan !== undefined) return { ...state, note: 'stopped' };
  return before.count === '' ? { ...state, result: { type: 'back' } } : state;
}
