import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import { lineWindow } from '../prompt/line-window.ts';
import { type EntryPurpose, isWorking, type PagerLayout, type PagerState } from './model.ts';
import { countOf, lastPlace, placeInView, rowsFrom } from './places.ts';
import { widestInView } from './rows-in-view.ts';

/** What stands in front of a line that is typed. */
export const ENTRY_MARKS: Readonly<Record<EntryPurpose, string>> = { forward: '/', backward: '?', filter: '&' };

/** How the line at the bottom is drawn. */
export interface StatusLook {
  /** What stands between two parts. */
  readonly gap: string;
}

/** The line a pattern is typed into, with the cell of its cursor, and behind it what became of the search so far. */
export interface EntryLine {
  readonly typed: string;
  readonly cursorX: number;
  readonly note: string;
}

/** The cells a note leaves to what is typed, or else it is not shown. */
const TYPING_WIDTH = 20;

/** Undefined while nothing is typed. */
export function entryLine(state: PagerState, width: number, { gap }: StatusLook): EntryLine | undefined {
  const { entry } = state;
  if (entry === undefined) return undefined;
  const note = noteText(state);
  const noteWidth = note === '' ? 0 : textWidth(note) + gap.length;
  const isNoteShown = width - noteWidth >= TYPING_WIDTH;
  const room = Math.max(1, width - 1 - (isNoteShown ? noteWidth : 0));
  const { before, after, cursorX } = lineWindow(entry.query.text, entry.query.cursor, room);
  return {
    typed: `${ENTRY_MARKS[entry.purpose]}${before}${after}`,
    cursorX: cursorX + 1,
    note: isNoteShown ? note : '',
  };
}

/** The parts of the line at the bottom, in their order on the screen. */
const PARTS = ['title', 'position', 'filter', 'search', 'columns', 'note'] as const;

export type StatusPart = (typeof PARTS)[number];

/** Where there is little room, those are left out that come last here. */
const BY_IMPORTANCE: readonly StatusPart[] = ['note', 'position', 'columns', 'filter', 'search', 'title'];

/** A part that is cut to fewer cells than these says nothing any more. */
const LEAST_WIDTH = 8;

/** What the line at the bottom says, as far as there is room. */
export function statusItems(
  state: PagerState,
  layout: PagerLayout,
  { gap }: StatusLook,
): readonly { readonly part: StatusPart; readonly text: string }[] {
  const whole = statusTexts(state, layout);
  const shown = new Map<StatusPart, string>();
  let room = layout.width;
  for (const part of BY_IMPORTANCE) {
    const text = whole[part];
    if (text === '' || room < Math.min(textWidth(text), LEAST_WIDTH)) continue;
    const cut = cutToWidth(text, room);
    shown.set(part, cut);
    room -= textWidth(cut) + gap.length;
  }
  return PARTS.flatMap((part) => {
    const text = shown.get(part);
    return text === undefined ? [] : [{ part, text }];
  });
}

function statusTexts(state: PagerState, layout: PagerLayout): Readonly<Record<StatusPart, string>> {
  const { model, filter, search, count } = state;
  return {
    title: safeText(model.title),
    position: positionText(state, layout),
    filter: filter === undefined ? '' : safeText(`${ENTRY_MARKS.filter}${filter.pattern.source}`),
    search: search === undefined ? '' : safeText(`${ENTRY_MARKS[search.direction]}${search.pattern.source}`),
    columns: columnsText(state, layout),
    note: count === '' ? noteText(state) : `:${count}`,
  };
}

function positionText(state: PagerState, layout: PagerLayout): string {
  const count = countOf(state);
  if (count === 0) return 'no lines';
  const first = placeInView(state, layout);
  const rows = rowsFrom(state, first, layout);
  const last = rows[rows.length - 1];
  const end = lastPlace(state, layout);
  const isAtEnd = first.position === end.position && first.row === end.row;
  const percent = isAtEnd ? 100 : Math.min(99, Math.floor((100 * (last.position + 1)) / count));
  const isNarrow = layout.width < NARROW;
  return `${isNarrow ? '' : 'lines '}${first.position + 1}-${last.position + 1} of ${count}${isNarrow ? ' ' : '  '}${percent}%`;
}

const NARROW = 40;

function columnsText(state: PagerState, layout: PagerLayout): string {
  if (state.isWrapped || countOf(state) === 0) return '';
  const widest = widestInView(state, layout);
  const end = state.left + layout.width;
  if (state.left === 0 && widest <= end) return '';
  return `columns ${state.left + 1}-${end}${widest > end ? ` of ${widest}` : ''}`;
}

function noteText(state: PagerState): string {
  return safeText(progressText(state) ?? state.note);
}

/** How far the work is that takes a while. */
function progressText(state: PagerState): string | undefined {
  const { scan, filter, model } = state;
  if (!isWorking(state)) return undefined;
  const share = scan === undefined ? (filter?.done ?? 0) / model.lines.length : scan.done / countOf(state);
  return `${scan === undefined ? 'choosing lines' : 'searching'} ${Math.floor(100 * share)}%`;
}
