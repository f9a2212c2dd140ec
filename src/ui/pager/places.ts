/**
 * Moving among the lines on show, which a filter may have made fewer than there are: positions count those on show,
 * line numbers count all. Where lines are wrapped a place is also a row of its line. Nothing is measured but the lines
 * that are passed, as there may be a million.
 */
import { type PagerLayout, type PagerState, textOf } from './model.ts';
import { rowCount } from './styled-line.ts';

export interface Place {
  readonly position: number;
  /** 0 where lines are cut. */
  readonly row: number;
}

/** How many lines are on show. */
export function countOf({ model, filter }: PagerState): number {
  return filter === undefined ? model.lines.length : filter.lines.length;
}

export function lineAt({ filter }: PagerState, position: number): number {
  return filter === undefined ? position : filter.lines[position];
}

/** The position of a line, or of the first one behind it that is on show. */
export function positionOf({ filter }: PagerState, line: number): number {
  if (filter === undefined) return line;
  let [low, high] = [0, filter.lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (filter.lines[middle] < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rows on the screen from a place on. */
export function rowsFrom(state: PagerState, place: Place, layout: PagerLayout): readonly Place[] {
  const rows: Place[] = [];
  for (let { position, row } = place; position < countOf(state); position++, row = 0) {
    for (const end = rowsAt(state, position, layout); row < end; row++) {
      if (rows.length === layout.height) return rows;
      rows.push({ position, row });
    }
  }
  return rows;
}

function rowsAt(state: PagerState, position: number, { width }: PagerLayout): number {
  return state.isWrapped ? rowCount(textOf(state, lineAt(state, position)), width) : 1;
}

/** The place on top when the last row is at the bottom. */
export function lastPlace(state: PagerState, layout: PagerLayout): Place {
  const end = { position: countOf(state), row: 0 };
  return movedBy(state, end, -layout.height, layout);
}

/** The place on top of the screen: never so far down that rows stay free while there are lines. */
export function placeInView(state: PagerState, layout: PagerLayout): Place {
  const wanted = { position: positionOf(state, state.top.line), row: state.isWrapped ? state.top.row : 0 };
  // A wider screen has fewer rows for the same line.
  const place =
    wanted.row === 0 || wanted.position >= countOf(state)
      ? wanted
      : { ...wanted, row: Math.min(wanted.row, rowsAt(state, wanted.position, layout) - 1) };
  return earlier(place, lastPlace(state, layout));
}

/** Some rows further down, or up where negative; at most to the first row or behind the last one. */
export function movedBy(state: PagerState, { position, row }: Place, by: number, layout: PagerLayout): Place {
  const count = countOf(state);
  if (!state.isWrapped) return { position: Math.max(0, Math.min(position + by, count)), row: 0 };
  let left = row + by;
  let at = position;
  for (; left < 0 && at > 0; at--) left += rowsAt(state, at - 1, layout);
  for (; left > 0 && at < count; at++) {
    const rows = rowsAt(state, at, layout);
    if (left < rows) break;
    left -= rows;
  }
  return { position: at, row: at === count ? 0 : Math.max(0, left) };
}

/** The state with a place on top of the screen, as far as there are rows below it. */
export function withTop(state: PagerState, place: Place, layout: PagerLayout): PagerState {
  if (countOf(state) === 0) return state;
  const { position, row } = earlier(place, lastPlace(state, layout));
  return { ...state, top: { line: lineAt(state, position), row } };
}

/** The state with a place on the screen: where it was not, a quarter of the screen stands above it. */
export function withInView(state: PagerState, place: Place, layout: PagerLayout): PagerState {
  const rows = rowsFrom(state, placeInView(state, layout), layout);
  if (rows.some(({ position, row }) => position === place.position && row === place.row)) return state;
  return withTop(state, movedBy(state, place, -Math.floor(layout.height / 4), layout), layout);
}

function earlier(a: Place, b: Place): Place {
  return a.position < b.position || (a.position === b.position && a.row < b.row) ? a : b;
}
