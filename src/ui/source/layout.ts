import type { Room } from '../screen/spec.ts';
import { windowAround } from '../widgets/scroll.ts';
import { type ValueColumns, valueColumns } from '../widgets/value-columns.ts';
import { functionOf, rowCount, rowOfLine, type SourceState, textOf } from './model.ts';

/** How a view shares its room out, in rows and columns. */
export interface SourceLayout {
  readonly columns: ValueColumns;
  /** Rows that tell where the missing file was looked for. */
  readonly problem: number;
  /** Rows of the source. */
  readonly body: number;
  /** Rows below it, with their title; 0 for none. */
  readonly pane: number;
  readonly paneShows: 'callees' | 'code';
  /** Columns for instructions beside the source; 0 for none. */
  readonly side: number;
}

/** What is shown, and the headings of the columns. */
export const TITLE_ROWS = 2;

/** From here on there is room for two texts side by side, and for rows below the source. */
const WIDE = 120;
const HIGH = 12;
const MOST_DETAILS = 9;
const LEAST_DETAILS = 4;
const MOST_PROBLEM = 6;
/** How much of the width instructions take beside the source. */
const CODE_SHARE = 0.45;

export function layoutOf(state: SourceState, { width, height }: Room): SourceLayout {
  const { hasCode, hasDetails, callee } = state;
  const side = hasCode && width >= WIDE ? Math.floor(width * CODE_SHARE) : 0;
  // A callee that is selected has to be seen.
  const isCode = hasCode && side === 0 && callee === undefined;
  const wanted = isCode ? height >> 1 : Math.min(MOST_DETAILS, height >> 2);
  const least = callee === undefined ? 0 : Math.min(LEAST_DETAILS, height - TITLE_ROWS - 1);
  const pane = (hasDetails || isCode) && height >= HIGH ? wanted : Math.max(0, least);
  const source = textOf(state)?.source;
  const mostProblem = Math.max(0, (height - TITLE_ROWS - pane) >> 1);
  const problem = source?.type === 'missing' ? Math.min(MOST_PROBLEM, 2 + source.tried.length, mostProblem) : 0;
  const body = Math.max(1, height - TITLE_ROWS - problem - pane);
  return { columns: valueColumns(width - side), problem, body, pane, paneShows: isCode ? 'code' : 'callees', side };
}

/** Whether a callee that is selected would be seen: a row for it below the title of the pane. */
export function hasRoomForCallees(state: SourceState, room: Room): boolean {
  return layoutOf({ ...state, callee: 0 }, room).pane >= 2;
}

/** The rows of the source on the screen. Where nobody scrolled, as much of the function as goes with its selected line. */
export function sourceWindow(state: SourceState, body: number): { readonly first: number; readonly end: number } {
  const selected = rowOfLine(state, state.line);
  const { firstLine } = functionOf(state);
  const top = rowOfLine(state, firstLine);
  const chosen = selected >= top && selected - top < body ? top : selected - (body >> 1);
  const first = Math.max(0, state.first ?? chosen);
  return windowAround(selected, { first, length: rowCount(state), height: body });
}
