/**
 * Looking through the lines for a pattern, to find one or to choose those on show. A million lines take a second or
 * more, so this is done a slice at a time, and keys are listened to in between.
 */
import type { LetterRange } from '../../search/rank-names.ts';
import { readingsOf } from './line-pattern.ts';
import { type PagerLayout, type PagerState, type Search, type SearchDirection, textOf } from './model.ts';
import { countOf, lineAt, placeInView, positionOf, withInView } from './places.ts';
import { cellsOf, rowStarts } from './styled-line.ts';

/** Letters looked at in a slice: a few milliseconds with a pattern of the slower kind. */
const SLICE = 250_000;

/** What looking at a line costs whatever its length, in letters. */
const LINE_COST = 50;

/** Begins a search at the line found before, or else on top of the screen. `skips` leaves out the line found before. */
export function startSearch(
  state: PagerState,
  search: Search,
  { direction, skips }: { readonly direction: SearchDirection; readonly skips: boolean },
  layout: PagerLayout,
): PagerState {
  const count = countOf(state);
  if (count === 0) return { ...state, search, scan: undefined, note: 'there are no lines' };
  const start = state.found === undefined ? placeInView(state, layout).position : positionOf(state, state.found);
  const step = direction === 'forward' ? 1 : -1;
  const from = start + (skips && state.found !== undefined ? step : 0);
  return continueWork({ ...state, search, scan: { direction, from, done: 0 } }, layout);
}

/** A filter by a typed text, its lines not looked at yet. */
export function startFilter(state: PagerState, source: string, layout: PagerLayout): PagerState {
  const [pattern, ...others] = readingsOf(source);
  return continueWork({ ...state, filter: { pattern, others, lines: [], done: 0 }, scan: undefined }, layout);
}

/** Looks at the next slice of lines. */
export function continueWork(state: PagerState, layout: PagerLayout): PagerState {
  return state.scan === undefined ? continueFilter(state) : continueSearch(state, layout);
}

function continueSearch(state: PagerState, layout: PagerLayout): PagerState {
  const { search, scan } = state;
  if (search === undefined || scan === undefined) return state;
  const { direction, from } = scan;
  const { pattern } = search;
  const count = countOf(state);
  let { done } = scan;
  for (let cost = 0; done < count && cost < SLICE; done++) {
    const place = direction === 'forward' ? from + done : from - done;
    const line = lineAt(state, aroundEnds(place, count));
    const text = textOf(state, line);
    if (pattern.test(text)) {
      const note = foundNote(search, place < 0 || place >= count, direction);
      const range = pattern.rangesIn(text)[0] ?? [0, 0];
      return withMatchInView({ ...state, scan: undefined, found: line, note }, { line, text, range }, layout);
    }
    cost += text.length + LINE_COST;
  }
  if (done < count) return { ...state, scan: { ...scan, done } };
  const [next, ...others] = search.others;
  if (next === undefined) return { ...state, scan: undefined, note: `no match for ${pattern.source}` };
  return { ...state, search: { ...search, pattern: next, others }, scan: { ...scan, done: 0 } };
}

function foundNote({ pattern }: Search, wentAround: boolean, direction: SearchDirection): string {
  const aroundNote = direction === 'forward' ? 'went on from the top' : 'went on from the end';
  return [pattern.isLiteral ? LITERAL_NOTE : '', wentAround ? aroundNote : ''].filter(Boolean).join(', ');
}

const LITERAL_NOTE = 'taken as text';

/** How many cells stand beside a match that was out of view. */
const MATCH_MARGIN = 8;

interface Match {
  readonly line: number;
  readonly text: string;
  readonly range: LetterRange;
}

/** Scrolls in both directions no further than it takes to see a match. */
function withMatchInView(state: PagerState, { line, text, range }: Match, layout: PagerLayout): PagerState {
  const position = positionOf(state, line);
  const [start, end] = range.map((index) => cellsOf(text.slice(0, index)));
  if (state.isWrapped) {
    const row = rowStarts(text, layout.width).findLastIndex((rowStart) => rowStart <= start);
    return withInView(state, { position, row }, layout);
  }
  const { left } = state;
  const isSeen = start >= left && end <= left + layout.width;
  // Of a match that is wider than the screen the beginning is seen.
  const moved = start < left ? start - MATCH_MARGIN : Math.min(end + MATCH_MARGIN - layout.width, start);
  return withInView({ ...state, left: isSeen ? left : Math.max(0, moved) }, { position, row: 0 }, layout);
}

function continueFilter(state: PagerState): PagerState {
  const { filter, model } = state;
  if (filter === undefined) return state;
  const chosen: number[] = [];
  let { done } = filter;
  for (let cost = 0; done < model.lines.length && cost < SLICE; done++) {
    const text = textOf(state, done);
    if (filter.pattern.test(text)) chosen.push(done);
    cost += text.length + LINE_COST;
  }
  const lines = chosen.length === 0 ? filter.lines : [...filter.lines, ...chosen];
  if (done < model.lines.length) return { ...state, filter: { ...filter, lines, done } };
  if (lines.length > 0)
    return { ...state, filter: { ...filter, lines, done }, note: filter.pattern.isLiteral ? LITERAL_NOTE : '' };
  const [next, ...others] = filter.others;
  if (next === undefined) return { ...state, filter: undefined, note: `no line matches ${filter.pattern.source}` };
  return { ...state, filter: { pattern: next, others, lines, done: 0 } };
}

/** A position beyond one end is one from the other end. */
function aroundEnds(position: number, count: number): number {
  return ((position % count) + count) % count;
}
