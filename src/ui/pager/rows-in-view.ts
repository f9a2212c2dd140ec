import { type PagerLayout, type PagerState, textOf } from './model.ts';
import { countOf, lineAt, placeInView, rowsFrom } from './places.ts';
import { cellsOf, markMatches, piecesBetween, rowStarts, type StyledPiece, styledPieces } from './styled-line.ts';

export interface PagerRow {
  readonly pieces: readonly StyledPiece[];
  /** Whether it is the line a search has led to. */
  readonly isFound: boolean;
}

/** The rows on the screen, and no others: there may be a million lines. */
export function rowsInView(state: PagerState, layout: PagerLayout): readonly PagerRow[] {
  let drawn: DrawnLine | undefined;
  return rowsFrom(state, placeInView(state, layout), layout).map(({ position, row }) => {
    const line = lineAt(state, position);
    if (drawn?.line !== line) drawn = drawnLine(state, line, layout);
    const { pieces, starts } = drawn;
    const start = starts[row];
    return {
      pieces: piecesBetween(pieces, start, starts[row + 1] ?? start + layout.width),
      isFound: line === state.found,
    };
  });
}

/** A line with its matches, and the cells at which its rows begin. */
interface DrawnLine {
  readonly line: number;
  readonly pieces: readonly StyledPiece[];
  readonly starts: readonly number[];
}

function drawnLine(state: PagerState, line: number, { width }: PagerLayout): DrawnLine {
  const text = textOf(state, line);
  const pieces = markMatches(styledPieces(state.model.lines[line]), state.search?.pattern.rangesIn(text) ?? []);
  return { line, pieces, starts: state.isWrapped ? rowStarts(text, width) : [state.left] };
}

/** The cells of the widest line on the screen. */
export function widestInView(state: PagerState, layout: PagerLayout): number {
  const { position } = placeInView(state, layout);
  let widest = 0;
  for (let i = position; i < Math.min(countOf(state), position + layout.height); i++)
    widest = Math.max(widest, cellsOf(textOf(state, lineAt(state, i))));
  return widest;
}
