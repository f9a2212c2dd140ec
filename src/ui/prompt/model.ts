import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, padToWidth, textWidth } from '../../base/text-width.ts';
import type { Completion } from '../../shell/language/complete.ts';
import type { KeyPress } from '../terminal/key-press.ts';
import { editorOf, type LineEditor } from './line-editor.ts';
import { lineWindow } from './line-window.ts';
import { type StatusParts, statusText } from './status-text.ts';

/** How a prompt ends. `cursor` tells where editing went on, so that the same line can be shown again. */
export type PromptResult =
  | { readonly type: 'line'; readonly line: string }
  | { readonly type: 'end' }
  | { readonly type: 'find'; readonly text: string; readonly cursor: number }
  | { readonly type: 'clear'; readonly text: string; readonly cursor: number };

/** What a prompt knows but does not change. */
export interface PromptContext {
  complete(line: string, cursor: number): Completion;
  /** Oldest first. */
  readonly history: readonly string[];
}

export interface PromptState {
  readonly editor: LineEditor;
  readonly mode: PromptMode;
  /** A note under the line, until the next key; empty for none. */
  readonly hint: string;
  readonly result: PromptResult | undefined;
  /** Keys that came after the end of this line. They belong to the next prompt. */
  readonly typedAhead: readonly KeyPress[];
}

export type PromptMode = { readonly type: 'edit' } | HistoryMode | SearchMode | MenuMode;

/** Going through earlier lines, of those that begin as the unfinished line does. */
export interface HistoryMode {
  readonly type: 'history';
  /** The entry that is shown. */
  readonly index: number;
  /** The unfinished line, for the way back. */
  readonly draft: LineEditor;
}

/** Searching in earlier lines; the editor shows the one found, its cursor at the match. */
export interface SearchMode {
  readonly type: 'search';
  readonly query: string;
  /** The entry that is shown; the length of the history while none is. */
  readonly index: number;
  readonly isFailed: boolean;
  readonly before: LineEditor;
}

/** Choosing among completions; the editor shows the line with the selected one. */
export interface MenuMode {
  readonly type: 'menu';
  readonly completion: Completion;
  readonly selected: number | undefined;
  /** The line without any of them. */
  readonly before: LineEditor;
}

export const EDIT: PromptMode = { type: 'edit' };

export function initialPrompt(text: string, cursor = text.length): PromptState {
  return { editor: editorOf(text, cursor), mode: EDIT, hint: '', result: undefined, typedAhead: [] };
}

/** One candidate on the screen. */
export interface MenuRow {
  /** Its place among all candidates. */
  readonly index: number;
  /** Padded to one width for all rows. */
  readonly text: string;
  readonly help: string;
  readonly isSelected: boolean;
}

/** Everything a prompt shows, as text that fits the terminal and is safe for it. */
export interface PromptRows {
  readonly prompt: string;
  readonly before: string;
  readonly after: string;
  /** How much of `after` a search matched. */
  readonly matchLength: number;
  readonly cursorX: number;
  readonly status: string;
  readonly menu: readonly MenuRow[];
  /** A note below everything; empty for none. */
  readonly note: string;
}

/** The rows of a menu at most. */
const MENU_ROWS = 8;

/** The widest a candidate is drawn while there is help to show beside it, as a share of the terminal. */
const CANDIDATE_SHARE = 0.6;

/**
 * What to draw in a terminal of some size. All rows together leave the last row of the screen free, and the last
 * column: that keeps the terminal from scrolling or wrapping by itself.
 */
export function rowsInView(
  { editor, mode, hint }: PromptState,
  prompt: string,
  status: StatusParts,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): PromptRows {
  const width = Math.max(1, columns - 1);
  const shownPrompt = cutToWidth(
    mode.type === 'search' ? searchPrompt(mode) : safeText(prompt),
    Math.floor(width / 2),
    'start',
  );
  const promptWidth = textWidth(shownPrompt);
  const line = lineWindow(editor.text, editor.cursor, columns - promptWidth);
  const rowsBelow = Math.max(0, rows - 2);
  const menu = mode.type === 'menu' ? menuRows(mode, rowsBelow - 1, width) : [];
  const hidden = mode.type === 'menu' ? mode.completion.candidates.length - menu.length : 0;
  const note = menu.length > 0 && hidden > 0 ? `… ${hidden} more` : hint;
  const rowsLeft = rowsBelow - 1 - menu.length;
  return {
    prompt: shownPrompt,
    before: line.before,
    after: line.after,
    matchLength: mode.type === 'search' && !mode.isFailed ? mode.query.length : 0,
    cursorX: promptWidth + line.cursorX,
    status: rowsBelow > 0 ? statusText(status, width) : '',
    menu,
    note: rowsLeft > 0 ? cutToWidth(note, width) : '',
  };
}

/** As bash words it. */
function searchPrompt({ query, isFailed }: SearchMode): string {
  return `(${isFailed ? 'failed ' : ''}reverse-i-search)\`${safeText(query)}': `;
}

/**
 * What stays on the screen of a finished line, over as many rows as it takes: a text, of which the prompt is the first
 * part. What is too long even for the whole screen loses its end.
 */
export function finishedLine(
  prompt: string,
  text: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): { readonly prompt: string; readonly line: string } {
  const shownPrompt = safeText(prompt);
  const room = columns * Math.max(1, rows - 1) - textWidth(shownPrompt);
  return { prompt: shownPrompt, line: cutToWidth(safeText(text), room) };
}

/** The page of candidates with the selected one. The row for `… n more` is left free where it is needed. */
function menuRows({ completion, selected = -1 }: MenuMode, rows: number, width: number): MenuRow[] {
  const { candidates } = completion;
  const isWhole = candidates.length <= Math.min(MENU_ROWS, rows);
  const size = isWhole ? candidates.length : Math.min(MENU_ROWS, rows - 1);
  if (size <= 0) return [];
  const page = Math.floor(Math.max(0, selected) / size);
  const first = Math.max(0, Math.min(page * size, candidates.length - size));
  const shown = candidates.slice(first, first + size);
  const texts = shown.map(({ text }) => safeText(text));
  // Two cells for the mark of the selected one, two between a candidate and its help.
  const hasHelp = shown.some(({ help }) => help !== undefined);
  const widest = Math.max(...texts.map(textWidth));
  const textColumn = Math.min(widest, Math.floor(hasHelp ? width * CANDIDATE_SHARE : width - 2));
  return shown.map(({ help = '' }, i) => ({
    index: first + i,
    text: padToWidth(cutToWidth(texts[i], textColumn, 'middle'), textColumn),
    help: cutToWidth(safeText(help), width - textColumn - 4),
    isSelected: first + i === selected,
  }));
}
