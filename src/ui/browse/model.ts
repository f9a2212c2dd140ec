import { type CallNode, CallTree } from '../../analysis/call-tree.ts';
import { UserError } from '../../base/errors.ts';
import { compilePattern } from '../../base/regex.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import type { ProfileView } from '../../report/profile-view.ts';
import { shortRanges } from '../../report/short-ranges.ts';
import { foldCase } from '../../search/fold-case.ts';
import type { LetterRange } from '../../search/rank-names.ts';
import { editorOf, type LineEditor } from '../prompt/line-editor.ts';
import { lineWindow } from '../prompt/line-window.ts';
import type { ScreenResult } from '../screen-result.ts';
import { type NamePiece, namePieces } from '../widgets/name-pieces.ts';
import { windowAround } from '../widgets/scroll.ts';
import {
  columnHeadings,
  columnsWidth,
  GAP,
  MARK_WIDTH,
  type ValueCell,
  type ValueColumns,
  valueCells,
  valueColumns,
} from '../widgets/value-columns.ts';
import { type CallSource, isOpen, openHeaviest, type Rows, reveal } from './open-rows.ts';
import { heaviestMatch, type Targets, targetsOf } from './tree-search.ts';

export interface BrowseModel {
  readonly view: ProfileView;
  readonly tree: CallSource;
  /** The functions whose names contain a text; those of the last one are kept. */
  targetsOf(text: string): Targets;
}

export function browseModel(view: ProfileView, tree = new CallTree(view.question)): BrowseModel {
  let last: { readonly text: string; readonly targets: Targets } | undefined;
  const targetsOfText = (text: string) => {
    if (last?.text !== text)
      last = { text, targets: targetsOf(view.question, (entry) => findText(view.names[entry], text) !== undefined) };
    return last.targets;
  };
  return { view, tree, targetsOf: targetsOfText };
}

/** Where a name contains a text. Upper and lower case are one, unless the text has an upper case letter. */
export function findText(name: string, text: string): LetterRange | undefined {
  const folded = foldCase(text);
  const start = folded === text ? foldCase(name).indexOf(folded) : name.indexOf(text);
  return start === -1 || text === '' ? undefined : [start, start + text.length];
}

/** The part of the state that a search can be taken back to. */
export interface Place {
  readonly rows: Rows;
  /** The selected row. */
  readonly selected: number;
  /** The first row on the screen. */
  readonly first: number;
}

export interface BrowseState extends Place {
  readonly model: BrowseModel;
  /** What n and N look for; empty before the first search. */
  readonly searched: string;
  /** The search being typed, and where it began. */
  readonly search: { readonly query: LineEditor; readonly from: Place } | undefined;
  /** The first row of the key help; undefined while it is not shown. */
  readonly help: number | undefined;
  /** Something to tell about the last key; empty for nothing. */
  readonly note: string;
  readonly result: ScreenResult | undefined;
}

/**
 * The tree as it opens: at the heaviest node that matches the pattern, its callees on show; without a pattern down to
 * where the stacks part.
 */
export function initialBrowse(model: BrowseModel, pattern: string): BrowseState {
  const { tree } = model;
  const rows = tree.callees(tree.root);
  const state = {
    model,
    rows,
    selected: 0,
    first: 0,
    searched: '',
    search: undefined,
    help: undefined,
    note: '',
    result: undefined,
  };
  if (rows.length === 0) return { ...state, note: 'no samples' };
  if (pattern === '') return { ...state, rows: openWhileOne(rows, tree) };

  const found = findPattern(model, pattern);
  if (typeof found === 'string') return { ...state, note: found };
  const shown = reveal(rows, tree, found);
  const first = Math.max(0, shown.row - CALLERS_ABOVE);
  return { ...state, rows: openHeaviest(shown.rows, tree, shown.row, 1), selected: shown.row, first };
}

/** How many rows above the one it opens at the screen shows, at most. */
const CALLERS_ABOVE = 6;

/** Opens the rows that are the only ones their callers call. */
function openWhileOne(rows: Rows, tree: CallSource): Rows {
  let opened = rows;
  while (opened[opened.length - 1].depth === opened.length && !opened[opened.length - 1].isLeaf) {
    opened = openHeaviest(opened, tree, opened.length - 1, 1);
  }
  return opened;
}

/** The heaviest node whose name matches a pattern, or why there is none. */
function findPattern({ view, tree }: BrowseModel, pattern: string): CallNode | string {
  try {
    const compiled = compilePattern(pattern);
    const found = heaviestMatch(
      tree,
      targetsOf(view.question, (entry) => compiled.test(view.names[entry])),
    );
    return found ?? `no function matches ${pattern}`;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

export function selectedEntry({ rows, selected }: BrowseState): number | undefined {
  return rows.at(selected)?.entry;
}

export interface BrowseRow {
  readonly cells: readonly ValueCell[];
  /** What stands between the values and the name: how deep the row is, and whether it is open. */
  readonly indent: string;
  readonly name: string;
  /** What of the name is shown. */
  readonly pieces: readonly NamePiece[];
  readonly isSelected: boolean;
}

/** How the screen is shared out. */
export interface BrowseLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: ValueColumns;
  readonly nameWidth: number;
}

/** The profile, the headings of the columns, and the keys. */
const OTHER_ROWS = 3;

/** The last column stays free: terminals disagree on what follows a letter there. */
export function browseLayout(size: { readonly columns: number; readonly rows: number }): BrowseLayout {
  const width = size.columns - 1;
  const columns = valueColumns(width);
  return {
    width,
    height: Math.max(1, size.rows - OTHER_ROWS),
    columns,
    nameWidth: Math.max(1, width - MARK_WIDTH - columnsWidth(columns) - GAP.length),
  };
}

/** The rows on the screen, and no others: a tree may have a million of them. */
export function rowsInView(state: BrowseState, layout: BrowseLayout): readonly BrowseRow[] {
  const { model, rows, selected } = state;
  const { first, end } = windowAround(selected, { first: state.first, length: rows.length, height: layout.height });
  const indentation = indentationAt(rows.at(selected)?.depth ?? 1, layout.nameWidth);
  const searched = state.search?.query.text ?? state.searched;
  return rows.slice(first, end).map((node, i) => {
    const mark = node.isLeaf ? '·' : isOpen(rows, first + i) ? '▾' : '▸';
    const indent = `${indentOf(node.depth, indentation)}${mark} `;
    const name = model.view.names[node.entry];
    const range = findText(name, searched);
    const short = model.view.shorten(name);
    const width = layout.nameWidth - indent.length;
    return {
      cells: valueCells(model.view, layout.columns, node),
      indent,
      name,
      pieces: namePieces(short, width, range && shortRanges(name, short, [range])),
      isSelected: first + i === selected,
    };
  });
}

interface Indentation {
  /** Levels that are not indented any more, as the selected row is far inside. */
  readonly hidden: number;
  /** Cells per level. */
  readonly step: number;
  readonly widest: number;
}

/** The tree moves to the left so far that the selected row begins in the left third: its name and callees have room. */
function indentationAt(selectedDepth: number, nameWidth: number): Indentation {
  const step = nameWidth >= 80 ? 2 : 1;
  const levels = Math.floor(nameWidth / 3 / step);
  const widest = Math.max(1, Math.floor(nameWidth / 2), nameWidth - 24);
  return { hidden: Math.max(0, selectedDepth - 1 - levels), step, widest };
}

/**
 * Rows further out than the hidden levels have their depth in front; those too deep to be indented stop at the widest.
 *
 *     ‹2▾ serve            hidden: 2, widest: 2
 *     ‹ ▾ parse
 *     ‹  ▾ scan
 *     ‹   ▾ next
 *     ‹  ›· step
 */
function indentOf(depth: number, { hidden, step, widest }: Indentation): string {
  const level = depth - 1 - hidden;
  if (level < 0) return `‹${depth}`;
  const indent = level * step <= widest ? ' '.repeat(level * step) : `${' '.repeat(widest - 1)}›`;
  return hidden === 0 ? indent : `‹ ${indent}`;
}

/** The line on top: what is shown, then the note, or the whole name of the selected function where that was cut. */
export function headerText(
  { model, rows, selected, note }: BrowseState,
  width: number,
): { readonly title: string; readonly rest: string } {
  const { valueType, label, total, names } = model.view;
  const title = cutToWidth(safeText(`${valueType.type} ${label(total)}`), width);
  const room = width - textWidth(title) - GAP.length;
  const node = rows.at(selected);
  const place = node === undefined ? '' : `depth ${node.depth}  ${names[node.entry]}`;
  return { title, rest: cutToWidth(safeText(note === '' ? place : note), Math.max(0, room)) };
}

export function headingsText({ columns, width }: BrowseLayout): string {
  return cutToWidth(`${' '.repeat(MARK_WIDTH)}${columnHeadings(columns)}${GAP}call tree`, width);
}

/** The line the search is typed into. */
export function searchLine(query: LineEditor, width: number): { readonly text: string; readonly cursorX: number } {
  const { before, after, cursorX } = lineWindow(query.text, query.cursor, width - 1);
  return { text: `/${before}${after}`, cursorX: cursorX + 1 };
}

export function emptyQuery(): LineEditor {
  return editorOf('');
}
