import { shownCum, shownFlat } from '../../analysis/entry-values.ts';
import type { Neighbor } from '../../analysis/neighbors.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth } from '../../base/text-width.ts';
import { type NameSearch, nameSearch, type ProfileView } from '../../report/profile-view.ts';
import { shortRanges } from '../../report/short-ranges.ts';
import type { NameIndex } from '../../search/name-index.ts';
import { type NameMatch, rankNames } from '../../search/rank-names.ts';
import { editorOf, type LineEditor } from '../prompt/line-editor.ts';
import { lineWindow } from '../prompt/line-window.ts';
import type { ScreenResult } from '../screen-result.ts';
import { FUNCTION_COMMANDS, whyNot } from '../widgets/function-commands.ts';
import { type NamePiece, namePieces } from '../widgets/name-pieces.ts';
import { windowAround } from '../widgets/scroll.ts';
import {
  columnHeadings,
  columnsWidth,
  GAP,
  MARK_WIDTH,
  type ValueCell,
  valueCells,
  valueColumns,
  weightCell,
} from '../widgets/value-columns.ts';

/** What the screen searches in: the functions that have a value. */
export interface FindModel {
  readonly view: ProfileView;
  /** The entries the index was built from. */
  readonly entries: Int32Array;
  readonly index: NameIndex;
  /** The matches of a query; those of the last one are kept. */
  matchesOf(query: string): readonly NameMatch[];
}

/** As many as anyone scrolls through; with one word more the right one is on the first screen. */
const MOST_MATCHES = 200;

export function findModel(view: ProfileView, { entries, index }: NameSearch = nameSearch(view)): FindModel {
  let last: { readonly query: string; readonly matches: readonly NameMatch[] } | undefined;
  const matchesOf = (query: string) => {
    if (last?.query !== query) last = { query, matches: rankNames(index, query, MOST_MATCHES) };
    return last.matches;
  };
  return { view, entries, index, matchesOf };
}

export interface FindState {
  readonly model: FindModel;
  readonly query: LineEditor;
  /** The place of the selected match. */
  readonly selected: number;
  /** The first match on the screen. */
  readonly first: number;
  /** The selected row of the menu of commands; undefined while it is closed. */
  readonly menu: number | undefined;
  /** Why the last key did nothing; empty for none. */
  readonly note: string;
  readonly result: ScreenResult | undefined;
}

export function initialFind(model: FindModel, query: string): FindState {
  return { model, query: editorOf(query), selected: 0, first: 0, menu: undefined, note: '', result: undefined };
}

export function matchesIn({ model, query }: FindState): readonly NameMatch[] {
  return model.matchesOf(query.text);
}

/** The entry of the selected match; undefined where nothing matches. */
export function selectedEntry(state: FindState): number | undefined {
  const match = matchesIn(state).at(state.selected);
  return match && state.model.entries[match.index];
}

export interface FindRow {
  readonly cells: readonly ValueCell[];
  readonly name: string;
  /** What of the name is shown. */
  readonly pieces: readonly NamePiece[];
  readonly isSelected: boolean;
}

/** A command of the menu: its key, its name, what it does or why it cannot. */
export interface MenuRow {
  readonly text: string;
  readonly isAvailable: boolean;
  readonly isSelected: boolean;
}

/** A row of the callers or callees of a function. */
export type NeighborRow =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'note'; readonly text: string }
  | {
      readonly type: 'neighbor';
      readonly cell: ValueCell;
      readonly name: string;
      readonly pieces: readonly NamePiece[];
    };

export interface Neighbors {
  readonly entry: number;
  readonly callers: readonly Neighbor[];
  readonly callees: readonly Neighbor[];
}

/** How the rows of the screen are shared out. */
export interface FindLayout {
  readonly width: number;
  readonly listHeight: number;
  readonly previewHeight: number;
  /** Callers and callees stand beside each other, not below. */
  readonly isWide: boolean;
}

/** The query, the headings of the columns, and the keys. */
const OTHER_ROWS = 3;

/** The last column stays free: terminals disagree on what follows a letter there. */
export function findLayout(
  { columns, rows }: { readonly columns: number; readonly rows: number },
  state: FindState,
): FindLayout {
  const body = Math.max(1, rows - OTHER_ROWS);
  const share = body < 12 ? 0 : Math.min(16, Math.floor(body * 0.4));
  const previewHeight =
    state.menu === undefined ? share : Math.max(share, Math.min(FUNCTION_COMMANDS.length + 1, body - 1));
  return { width: columns - 1, listHeight: body - previewHeight, previewHeight, isWide: columns >= 110 };
}

export interface FindRows {
  readonly prompt: string;
  readonly before: string;
  readonly after: string;
  readonly cursorX: number;
  /** On the right of the query. */
  readonly count: string;
  readonly headings: string;
  readonly rows: readonly FindRow[];
}

const PROMPT = 'find: ';

/** The query line and the matches in view. */
export function rowsInView(state: FindState, { width, listHeight }: FindLayout): FindRows {
  const { view, entries } = state.model;
  const matches = matchesIn(state);
  const count = countText(state, matches.length, Math.floor(width / 2));
  const line = lineWindow(state.query.text, state.query.cursor, width - PROMPT.length - count.length - 1);

  const columns = valueColumns(width);
  const nameWidth = width - MARK_WIDTH - columnsWidth(columns) - GAP.length;
  const { first, end } = windowAround(state.selected, {
    first: state.first,
    length: matches.length,
    height: listHeight,
  });
  const rows = matches.slice(first, end).map(({ index, ranges }, i) => {
    const entry = entries[index];
    const values = { flat: shownFlat(view.values, entry), cum: shownCum(view.values, entry) };
    const name = view.names[entry];
    const short = view.shorten(name);
    return {
      cells: valueCells(view, columns, values),
      name,
      pieces: namePieces(short, nameWidth, shortRanges(name, short, ranges)),
      isSelected: first + i === state.selected,
    };
  });
  const headings = cutToWidth(`${' '.repeat(MARK_WIDTH)}${columnHeadings(columns)}${GAP}${headingText(view)}`, width);
  return {
    prompt: PROMPT,
    before: line.before,
    after: line.after,
    cursorX: PROMPT.length + line.cursorX,
    count,
    headings,
    rows,
  };
}

function headingText({ valueType, label, total }: ProfileView): string {
  return safeText(`${valueType.type}, ${label(total)} in total`);
}

function countText({ model, note }: FindState, matches: number, width: number): string {
  const counted = matches === MOST_MATCHES ? `the best ${matches}` : `${matches}`;
  return cutToWidth(note === '' ? `${counted} of ${model.entries.length} functions` : safeText(note), width);
}

/** The commands that Enter offers, in the room below the list. */
export function menuRows(state: FindState, { width, previewHeight }: FindLayout): readonly MenuRow[] {
  const { view } = state.model;
  const selected = state.menu ?? 0;
  const entry = selectedEntry(state);
  if (entry === undefined) return [];
  const { length } = FUNCTION_COMMANDS;
  const { first, end } = windowAround(selected, { first: 0, length, height: previewHeight - 1 });
  return FUNCTION_COMMANDS.slice(first, end).map((command, i) => {
    const reason = whyNot(command, view, entry);
    return {
      text: cutToWidth(`${command.key}  ${command.name.padEnd(7)} ${reason ?? command.help}`, width - MARK_WIDTH),
      isAvailable: reason === undefined,
      isSelected: first + i === selected,
    };
  });
}

/** Callers or callees in at most `height` rows of `width` cells: a heading, then the heaviest of them. */
export function neighborRows(
  { view }: FindModel,
  side: 'callers' | 'callees',
  neighbors: Neighbors,
  { width, height }: { readonly width: number; readonly height: number },
): readonly NeighborRow[] {
  const all = neighbors[side];
  const room = Math.max(0, height - 1);
  const shown = all.slice(0, all.length <= room ? room : Math.max(0, room - 1));
  const rows = shown.map(({ entry, weight }): NeighborRow => {
    const cell = weightCell(view, weight);
    const name = view.names[entry];
    return {
      type: 'neighbor',
      cell,
      name,
      pieces: namePieces(view.shorten(name), width - cell.text.length - GAP.length),
    };
  });
  const heading: NeighborRow = {
    type: 'heading',
    text: cutToWidth(`${side} of ${safeText(view.shorten(view.names[neighbors.entry]))}`, width),
  };
  return [heading, ...rows, ...noteBelow(side, all.length, shown.length, width)].slice(0, height);
}

function noteBelow(side: 'callers' | 'callees', count: number, shown: number, width: number): readonly NeighborRow[] {
  if (count > 0 && shown === count) return [];
  const none = side === 'callers' ? 'none: stacks begin with it' : 'none: stacks end with it';
  return [{ type: 'note', text: cutToWidth(count === 0 ? `  ${none}` : `  … ${count - shown} more`, width) }];
}
