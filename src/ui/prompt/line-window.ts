import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import type { SyntaxRole } from '../../report/palettes.ts';

/** The part of a line that is on the screen, in two pieces, and the cell the cursor stands on. */
export interface LineWindow {
  readonly before: string;
  /** From the cursor on. */
  readonly after: string;
  readonly cursorX: number;
}

/** How a part of the line is drawn: by what it is, as what a search matched, or plain. */
export type LineStyle = SyntaxRole | 'matched' | undefined;

/** A part of the line to be drawn in a style of its own. */
export interface StyledPart {
  readonly start: number;
  readonly end: number;
  readonly style: LineStyle;
}

/** Text of one style, safe for the terminal. */
export interface LinePiece {
  readonly text: string;
  readonly style: LineStyle;
}

export interface StyledWindow {
  readonly pieces: readonly LinePiece[];
  readonly cursorX: number;
}

/**
 * The part of a line around its cursor that fits into `width` cells, with `…` where it goes on. A line that is too long
 * moves by half a window at a time, and where it stands follows from the cursor alone:
 *
 *     focus=runtime.mallocgc top -cum 20▏      in 24 cells:
 *     …top -cum 20▏
 */
export function lineWindow(text: string, cursor: number, width: number): LineWindow {
  const drawn = drawnText(text);
  const at = drawnText(text.slice(0, cursor)).length;
  const { lead, from, to, tail, cursorX } = framed(drawn, at, width);
  return { before: lead + drawn.slice(from, at), after: drawn.slice(at, to) + tail, cursorX };
}

/** The same in pieces by their styles. The parts are in order and apart from each other. */
export function styledWindow(text: string, cursor: number, width: number, parts: readonly StyledPart[]): StyledWindow {
  const drawn = drawnText(text);
  const frame = framed(drawn, drawnText(text.slice(0, cursor)).length, width);
  return { pieces: piecesOf(text, drawn, frame, parts), cursorX: frame.cursorX };
}

/** The line from its beginning, in pieces, as far as it fits into `width` cells. */
export function styledLine(text: string, width: number, parts: readonly StyledPart[]): readonly LinePiece[] {
  const drawn = drawnText(text);
  const cut = cutToWidth(drawn, width);
  const isWhole = cut === drawn;
  const tail = isWhole ? '' : '…';
  const frame = { lead: '', from: 0, to: Math.max(0, cut.length - tail.length), tail: cut === '' ? '' : tail };
  return piecesOf(text, drawn, frame, parts);
}

/** Which part of the text as it is drawn is shown, and what stands for the rest. */
interface Frame {
  readonly lead: string;
  readonly from: number;
  readonly to: number;
  readonly tail: string;
}

function framed(drawn: string, at: number, width: number): Frame & { readonly cursorX: number } {
  const before = drawn.slice(0, at);
  const after = drawn.slice(at);
  const beforeWidth = textWidth(before);
  // The cursor needs a cell of its own behind the end.
  const room = Math.max(2, width - 1);
  if (beforeWidth + textWidth(after) <= room) {
    return { lead: '', from: 0, to: drawn.length, tail: '', cursorX: beforeWidth };
  }
  const step = Math.max(1, Math.floor(room / 2));
  const start = beforeWidth < room ? 0 : Math.ceil((beforeWidth - room + 1) / step) * step;
  const cursorX = beforeWidth - start;
  const { lead, from } = start === 0 ? { lead: '', from: 0 } : fromCell(before, start);
  const fitting = fittingLength(after, room - cursorX);
  return { lead, from, to: at + fitting, tail: fitting < after.length ? '…' : '', cursorX };
}

function piecesOf(
  text: string,
  drawn: string,
  { lead, from, to, tail }: Frame,
  parts: readonly StyledPart[],
): readonly LinePiece[] {
  const pieces: LinePiece[] = [];
  const add = (piece: string, style: LineStyle) => {
    if (piece !== '') pieces.push({ text: piece, style });
  };
  const placeOf = drawn === text ? (at: number) => at : (at: number) => drawnText(text.slice(0, at)).length;
  add(lead, undefined);
  let at = from;
  for (const { start, end, style } of parts) {
    const first = Math.max(at, placeOf(start));
    const last = Math.min(to, placeOf(end));
    if (first >= last) continue;
    add(drawn.slice(at, first), undefined);
    add(drawn.slice(first, last), style);
    at = last;
  }
  add(drawn.slice(at, to), undefined);
  add(tail, undefined);
  return pieces;
}

/** How a line looks while it is edited: safe for the terminal, a line end in it one sign. */
function drawnText(text: string): string {
  return text.includes('\n') ? text.split('\n').map(safeText).join('↵') : safeText(text);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Where the text goes on from a cell, its first cell taken by `…`. A wide character cut in two is blank. */
function fromCell(text: string, start: number): { readonly lead: string; readonly from: number } {
  const lead = (x: number) => `…${' '.repeat(Math.max(0, x - start - 1))}`;
  let x = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    if (x > start) return { lead: lead(x), from: index };
    x += textWidth(segment);
  }
  return { lead: lead(x), from: text.length };
}

/** How much of the text fits; all of it, or with a cell to spare for `…`. */
function fittingLength(text: string, width: number): number {
  if (textWidth(text) <= width) return text.length;
  let x = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    x += textWidth(segment);
    if (x > width - 1) return index;
  }
  return text.length;
}
