import { editorOf, type LineEditor } from '../prompt/line-editor.ts';
import type { ScreenResult } from '../screen-result.ts';
import type { TerminalSize } from '../terminal/use-terminal-size.ts';
import type { LinePattern } from './line-pattern.ts';
import { visibleText } from './styled-line.ts';

export interface PagerModel {
  /** Finished and safe for a terminal, coloured by SGR sequences or not. */
  readonly lines: readonly string[];
  /** What the lines are the output of. */
  readonly title: string;
}

/** Which way a search goes. */
export type SearchDirection = 'forward' | 'backward';

/** What a line typed at the bottom is for: a search in a direction, or choosing the lines on show. */
export type EntryPurpose = SearchDirection | 'filter';

export interface Search {
  /** How the typed text is read. */
  readonly pattern: LinePattern;
  /** How else it could be read, should no line match. */
  readonly others: readonly LinePattern[];
  readonly direction: SearchDirection;
}

/** A search under way. */
export interface Scan {
  readonly direction: SearchDirection;
  /** The position that is looked at first. */
  readonly from: number;
  /** How many lines have been looked at. */
  readonly done: number;
}

/** The lines on show are those that match. */
export interface LineFilter {
  readonly pattern: LinePattern;
  /** How else the typed text could be read, should no line match. */
  readonly others: readonly LinePattern[];
  /** The lines that match, as far as is known. */
  readonly lines: readonly number[];
  /** How many lines have been looked at. */
  readonly done: number;
}

/** The part of the state that a search can be taken back to. */
export interface View {
  /** The line and the row of it on top of the screen. */
  readonly top: { readonly line: number; readonly row: number };
  /** The first column on the screen where lines are cut. */
  readonly left: number;
  readonly search: Search | undefined;
  /** The line a search has led to, until one goes elsewhere. */
  readonly found: number | undefined;
}

export interface PagerState extends View {
  readonly model: PagerModel;
  /** Whether long lines go on in the next row instead of being cut. */
  readonly isWrapped: boolean;
  readonly filter: LineFilter | undefined;
  readonly scan: Scan | undefined;
  /** The line being typed, and what it began with. */
  readonly entry: { readonly purpose: EntryPurpose; readonly query: LineEditor; readonly before: View } | undefined;
  /** Digits typed in front of a key. */
  readonly count: string;
  /** The first row of the key help; undefined while it is not shown. */
  readonly help: number | undefined;
  /** Something to tell about the last key; empty for nothing. */
  readonly note: string;
  readonly result: ScreenResult | undefined;
}

export function initialPager(model: PagerModel): PagerState {
  return {
    model,
    top: { line: 0, row: 0 },
    left: 0,
    isWrapped: false,
    search: undefined,
    found: undefined,
    filter: undefined,
    scan: undefined,
    entry: undefined,
    count: '',
    help: undefined,
    note: '',
    result: undefined,
  };
}

export function emptyQuery(): LineEditor {
  return editorOf('');
}

/** Whether lines are still being chosen. */
export function isFiltering({ filter, model }: PagerState): boolean {
  return filter !== undefined && filter.done < model.lines.length;
}

/** Whether there are lines left to look at: they are looked at some at a time, with time for keys in between. */
export function isWorking(state: PagerState): boolean {
  return state.scan !== undefined || isFiltering(state);
}

/** The cells that lines have on the screen. */
export interface PagerLayout {
  readonly width: number;
  readonly height: number;
}

/** The last column stays free: terminals disagree on what follows a letter there. The last row is not for lines. */
export function pagerLayout({ columns, rows }: TerminalSize): PagerLayout {
  return { width: Math.max(1, columns - 1), height: Math.max(1, rows - 1) };
}

/** A line without its colours. */
export function textOf({ model }: PagerState, line: number): string {
  return visibleText(model.lines[line]);
}
