/** The rows a prompt is made of, and what they have in common in all its modes. */
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import type { LetterRange } from '../../search/rank-names.ts';
import type { NamePiece } from '../widgets/name-pieces.ts';
import type { LineEditor } from './line-editor.ts';
import { type LinePiece, type StyledPart, styledWindow } from './line-window.ts';
import type { StatusParts } from './status-text.ts';

/** One row, as text that fits the terminal and is safe for it. */
export type PromptRow =
  | { readonly type: 'line'; readonly prompt: string; readonly pieces: readonly LinePiece[]; readonly ghost: string }
  | { readonly type: 'choice'; readonly choice: Choice }
  | { readonly type: 'faint'; readonly text: string }
  | { readonly type: 'problem'; readonly text: string }
  | { readonly type: 'plain'; readonly text: string };

/** A completion, or an earlier line that a search found. */
export interface Choice {
  readonly pieces: readonly NamePiece[];
  /** In a column of its own. */
  readonly help: string;
  readonly isSelected: boolean;
}

export interface PromptRows {
  readonly rows: readonly PromptRow[];
  /** Where the cursor of the terminal stands. */
  readonly cursor: { readonly x: number; readonly y: number };
}

export interface PromptLayout {
  readonly prompt: string;
  readonly status: StatusParts;
  readonly columns: number;
  readonly rows: number;
  /** The form of a function's name to show; without, it is shown whole. */
  readonly shorten?: ((name: string) => string) | undefined;
}

/** The cells there are for text: the last column stays free. */
export const widthOf = ({ columns }: PromptLayout) => Math.max(1, columns - 1);

/** The rows there are below the line: the last row of the screen stays free. */
export const roomOf = ({ rows }: PromptLayout) => Math.max(0, rows - 2);

/** The row of the line, and the cell the cursor stands on. */
export interface LineRow {
  readonly row: PromptRow;
  readonly cursorX: number;
}

/** The line that is typed, with what is suggested behind it. */
export function lineRow(
  { text, cursor }: LineEditor,
  layout: PromptLayout,
  parts: readonly StyledPart[],
  suggestion: string,
): LineRow {
  const { prompt, columns } = layout;
  const shownPrompt = cutToWidth(safeText(prompt), Math.floor(widthOf(layout) / 2), 'start');
  const promptWidth = textWidth(shownPrompt);
  const { pieces, cursorX } = styledWindow(text, cursor, columns - promptWidth, parts);
  const ghost = cutToWidth(safeText(suggestion), columns - 1 - promptWidth - cursorX);
  return { row: { type: 'line', prompt: shownPrompt, pieces, ghost }, cursorX: promptWidth + cursorX };
}

/** Says how many are not shown. */
export function moreText(count: number): string {
  return `… ${count} more`;
}

/** The first of the page that the selected one is on. The last page is full, too. */
export function pageStart(selected: number, size: number, count: number): number {
  const page = Math.floor(Math.max(0, selected) / size);
  return Math.max(0, Math.min(page * size, count - size));
}

/** Places of letters, ascending, as ranges. */
export function rangesOf(places: readonly number[]): readonly LetterRange[] {
  const ranges: [number, number][] = [];
  for (const at of places) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === at) last[1] = at + 1;
    else ranges.push([at, at + 1]);
  }
  return ranges;
}

/** The same, to be marked in a line. */
export function matchedParts(places: readonly number[]): readonly StyledPart[] {
  return rangesOf(places).map(([start, end]) => ({ start, end, style: 'matched' }));
}
