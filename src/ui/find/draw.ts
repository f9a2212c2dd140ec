import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import { shortRanges } from '../../report/short-ranges.ts';
import type { Theme } from '../../report/theme.ts';
import { lineWindow } from '../prompt/line-window.ts';
import type { CursorPlace } from '../terminal/painter.ts';
import { drawPieces, drawSelectedPieces, drawShortName, piecesText } from '../widgets/draw-name.ts';
import { drawKeyLine } from '../widgets/key-line.ts';
import { namePieces } from '../widgets/name-pieces.ts';
import { rowCommand, whyNot } from '../widgets/row-commands.ts';
import { windowAround } from '../widgets/scroll.ts';
import {
  cellsText,
  changeText,
  columnHeadings,
  columnsWidth,
  drawCell,
  drawCells,
  GAP,
  MARK_WIDTH,
  type ValueColumns,
  valueCells,
  valueColumns,
  weightCell,
} from '../widgets/value-columns.ts';
import { keyHints } from './keys.ts';
import { isWaiting, markedMatches, markOf } from './marks.ts';
import { countOf, type Kind, type Match, MOST_MATCHES, nameOf, SCOPES, type Scope, valuesOf } from './matches.ts';
import { commandsFor, type FindState, foundIn, matchesIn, selectedMatch, targetFor } from './model.ts';
import type { Preview, PreviewLine, PreviewList, WeighedName } from './preview.ts';

/** How the rows of the screen are shared out. */
export interface FindLayout {
  readonly width: number;
  readonly listHeight: number;
  readonly previewHeight: number;
  /** Callers and callees stand beside each other, not below. */
  readonly isWide: boolean;
}

/** The query, the scopes, the headings of the columns, and the keys. */
const OTHER_ROWS = 4;
/** The row of the first match. */
export const LIST_TOP = 3;
export const SCOPES_ROW = 1;

/** The last column stays free: terminals disagree on what follows a letter there. */
export function findLayout(
  { columns, rows }: { readonly columns: number; readonly rows: number },
  state: FindState,
): FindLayout {
  const body = Math.max(1, rows - OTHER_ROWS);
  const share = body < 12 ? 0 : Math.min(16, Math.floor(body * 0.4));
  const menuHeight = Math.min(commandsFor(state).length + 1, body - 1);
  const previewHeight = state.menu === undefined ? share : Math.max(share, menuHeight);
  return { width: columns - 1, listHeight: body - previewHeight, previewHeight, isWide: columns >= 110 };
}

/** All rows of the screen, and where the query is typed. */
export interface DrawnFind {
  readonly rows: readonly string[];
  readonly cursor: CursorPlace | undefined;
}

export function drawFind(state: FindState, layout: FindLayout, preview: Preview | undefined, theme: Theme): DrawnFind {
  const { width, listHeight, previewHeight } = layout;
  const query = drawQuery(state, width, theme);
  const below = state.menu === undefined ? drawPreview(state, layout, preview, theme) : drawMenu(state, layout, theme);
  const rows = [
    query.text,
    drawScopes(state, width, theme),
    theme.heading(headingsText(state, width)),
    ...padded(drawList(state, layout, theme), listHeight),
    ...padded(below, previewHeight),
    drawKeyLine(keyHints(state), width, theme),
  ];
  return { rows, cursor: state.menu === undefined ? { x: query.cursorX, y: 0 } : undefined };
}

const padded = (rows: readonly string[], height: number) => [
  ...rows.slice(0, height),
  ...Array.from({ length: Math.max(0, height - rows.length) }, () => ''),
];

function drawQuery(state: FindState, width: number, theme: Theme): { readonly text: string; readonly cursorX: number } {
  const prompt = state.mode === 'fuzzy' ? 'find: ' : `find ${state.mode}: `;
  const told = cutToWidth(tellingText(state), Math.floor(width / 2));
  const line = lineWindow(state.query.text, state.query.cursor, width - prompt.length - textWidth(told) - 1);
  const typed = line.before + line.after;
  const gap = ' '.repeat(Math.max(1, width - prompt.length - textWidth(typed) - textWidth(told)));
  return {
    text: theme.heading(prompt) + theme.line(typed) + gap + theme.faint(told),
    cursorX: prompt.length + line.cursorX,
  };
}

/** On the right of the query: a note, or how much was found. */
function tellingText(state: FindState): string {
  const { isFinished, problem, matches } = foundIn(state);
  if (state.note !== '') return safeText(state.note);
  if (problem !== '') return safeText(problem);
  const counted = matches.length === MOST_MATCHES ? `the best ${matches.length}` : `${matches.length}`;
  const found = `${counted}${isFinished ? '' : '…'} of ${countOf(state.model, state.scope) ?? '…'}`;
  const marked = markedCount(state);
  return marked === 0 ? found : `${marked} marked · ${found}`;
}

/** How many are marked; those that a filter has taken away for now do not count. */
function markedCount({ model, marks }: FindState): number {
  return isWaiting(model, marks) ? marks.size : markedMatches(model, marks).length;
}

/** The words of the row of scopes, with the cells each takes. */
function scopeWords(state: FindState): readonly { readonly scope: Scope; readonly text: string }[] {
  return SCOPES.map((scope) => ({ scope, text: ` ${scope} ${countOf(state.model, scope) ?? '…'} ` }));
}

function drawScopes(state: FindState, width: number, theme: Theme): string {
  let used = 0;
  let drawn = '';
  for (const { scope, text } of scopeWords(state)) {
    // Without colours brackets tell which one is chosen.
    const shown = scope === state.scope ? `[${text.trim()}]` : text;
    if (used + shown.length > width) break;
    used += shown.length;
    drawn += scope === state.scope ? theme.selected(shown) : theme.faint(shown);
  }
  return drawn;
}

/** The scope at a column of their row. */
export function scopeAt(state: FindState, x: number): Scope | undefined {
  let end = 0;
  return scopeWords(state).find(({ text }) => {
    end += text.length;
    return x < end;
  })?.scope;
}

function headingsText({ model: { view } }: FindState, width: number): string {
  const about = safeText(`${view.valueType.type}, ${view.label(view.total)} in total`);
  return cutToWidth(`${' '.repeat(MARK_WIDTH)}${columnHeadings(valueColumns(width))}${GAP}${about}`, width);
}

/** The matches in view. */
function drawList(state: FindState, { width, listHeight }: FindLayout, theme: Theme): string[] {
  const matches = matchesIn(state);
  if (matches.length === 0) return [`  ${theme.faint(cutToWidth(emptyText(state), width - MARK_WIDTH))}`];
  const { first, end } = windowAround(state.selected, {
    first: state.first,
    length: matches.length,
    height: listHeight,
  });
  const columns = valueColumns(width);
  return matches.slice(first, end).map((match, i) => drawMatch(state, match, first + i, { width, columns }, theme));
}

/** Why the list has nothing in it. */
function emptyText(state: FindState): string {
  const { scope, query, mode } = state;
  if (countOf(state.model, scope) === undefined) return 'adding up files, packages and tags …';
  if (!foundIn(state).isFinished) return 'searching …';
  const kind = scope === 'all' ? 'names' : scope;
  if (query.text === '') return `the samples have no ${kind}`;
  const likeness = { fuzzy: 'are like', exact: 'contain', regex: 'match' }[mode];
  return `no ${kind} ${likeness} ${safeText(query.text)}`;
}

const KIND_WORDS: Readonly<Record<Kind, string>> = { functions: '', files: 'file ', packages: 'pkg ', tags: 'tag ' };

function drawMatch(
  state: FindState,
  match: Match,
  place: number,
  { width, columns }: { readonly width: number; readonly columns: ValueColumns },
  theme: Theme,
): string {
  const { view } = state.model;
  const name = nameOf(state.model, match);
  const cells = valueCells(view, columns, valuesOf(state.model, match));
  const kind = state.scope === 'all' ? KIND_WORDS[match.kind] : '';
  const nameWidth = width - MARK_WIDTH - columnsWidth(columns) - GAP.length - kind.length;
  const short = match.kind === 'functions' ? view.shorten(name) : name;
  const pieces = namePieces(short, nameWidth, shortRanges(name, short, match.ranges));
  const mark = state.marks.has(markOf(state.model, match)) ? '*' : ' ';
  if (place === state.selected) {
    return `>${mark}${theme.selected(cellsText(cells) + GAP + kind)}${drawSelectedPieces(pieces, theme)}`;
  }
  const values = `${drawCells(cells, theme)}${GAP}`;
  return ` ${theme.accent(mark)}${values}${kind === '' ? '' : theme.faint(kind)}${drawPieces(name, pieces, theme)}`;
}

/** The commands that Enter offers, in the room below the list. */
function drawMenu(state: FindState, { width, previewHeight }: FindLayout, theme: Theme): string[] {
  const names = commandsFor(state);
  const selected = state.menu ?? 0;
  const height = Math.max(1, previewHeight - 1);
  const { first, end } = windowAround(selected, { first: 0, length: names.length, height });
  const marked = markedCount(state);
  const match = selectedMatch(state);
  const about = marked > 0 ? `${marked} marked` : match === undefined ? '' : safeText(nameOf(state.model, match));
  const rows = names.slice(first, end).map((name, i) => {
    const command = rowCommand(name);
    const reason = whyNot(command, targetFor(state, name), state.facts.options);
    const text = cutToWidth(`${command.key}  ${name.padEnd(9)} ${reason ?? command.help}`, width - MARK_WIDTH);
    if (first + i === selected) return `> ${theme.selected(text)}`;
    return `  ${reason === undefined ? theme.line(text) : theme.faint(text)}`;
  });
  return [theme.faint(cutToWidth(`── ${about}`, width)), ...rows];
}

function drawPreview(
  { model }: FindState,
  { width, previewHeight, isWide }: FindLayout,
  preview: Preview | undefined,
  theme: Theme,
): string[] {
  const height = previewHeight - 1;
  if (preview === undefined || height < 2) return [];
  switch (preview.type) {
    case 'note':
      return ['', theme.faint(cutToWidth(safeText(preview.text), width))];
    case 'source':
      return ['', ...drawSource(model, preview, { width, height }, theme)];
    case 'lists':
      return ['', ...drawLists(model, preview.lists, { width, height, isWide }, theme)];
  }
}

interface Cells {
  readonly text: string;
  readonly width: number;
}

function drawLists(
  model: FindState['model'],
  lists: readonly PreviewList[],
  { width, height, isWide }: { readonly width: number; readonly height: number; readonly isWide: boolean },
  theme: Theme,
): string[] {
  const [left, right] = lists;
  if (right === undefined) return drawNames(model, left, { width, height }, theme).map(({ text }) => text);
  if (!isWide) {
    const above = drawNames(model, left, { width, height: Math.floor(height / 2) }, theme);
    const below = drawNames(model, right, { width, height: height - above.length }, theme);
    return [...above, ...below].map(({ text }) => text);
  }
  const half = Math.floor((width - 3) / 2);
  const [lefts, rights] = [left, right].map((list) => drawNames(model, list, { width: half, height }, theme));
  return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, i) => {
    const { text, width: used } = lefts.at(i) ?? { text: '', width: 0 };
    return `${text}${' '.repeat(half - used)}${theme.faint(' │ ')}${rights.at(i)?.text ?? ''}`;
  });
}

/** Names under their heading in at most `height` rows; those there is no room for are counted. */
function drawNames(
  { view }: FindState['model'],
  { heading, names, none }: PreviewList,
  { width, height }: { readonly width: number; readonly height: number },
  theme: Theme,
): Cells[] {
  const room = Math.max(0, height - 1);
  const shown = names.slice(0, names.length <= room ? room : Math.max(0, room - 1));
  const plain = (text: string, draw: (text: string) => string): Cells => ({ text: draw(text), width: textWidth(text) });
  const named = ({ name, weight, isFunction }: WeighedName): Cells => {
    const cell = weightCell(view, weight);
    const short = isFunction ? view.shorten(name) : name;
    const text = piecesText(namePieces(short, width - cell.text.length - GAP.length));
    return {
      text: `${drawCells([cell], theme)}${GAP}${drawShortName(name, text, theme)}`,
      width: textWidth(cell.text + GAP + text),
    };
  };
  const rest = names.length === 0 ? none : `… ${names.length - shown.length} more`;
  const isAll = names.length > 0 && shown.length === names.length;
  return [
    plain(cutToWidth(safeText(heading), width), theme.heading),
    ...shown.map(named),
    ...(isAll ? [] : [plain(cutToWidth(`  ${rest}`, width), theme.faint)]),
  ].slice(0, height);
}

/** Lines around the hottest one, with what they weigh. */
function drawSource(
  { view }: FindState['model'],
  { heading, lines, hottest }: Extract<Preview, { readonly type: 'source' }>,
  { width, height }: { readonly width: number; readonly height: number },
  theme: Theme,
): string[] {
  const { first, end } = windowAround(Math.min(lines.length - 1, hottest + Math.floor((height - 1) / 2)), {
    first: Math.max(0, hottest - Math.floor((height - 1) / 2)),
    length: lines.length,
    height: height - 1,
  });
  const drawn = lines.slice(first, end).map(({ number, text, values }: PreviewLine) => {
    const cell = values && weightCell(view, values.cum);
    const left = `${(cell?.text ?? '').padStart(columnsWidth('cum'))} ${String(number).padStart(6)}: `;
    const code = cutToWidth(safeText(text.replaceAll('\t', '    ')), Math.max(0, width - left.length));
    return (cell === undefined ? theme.faint(left) : drawCell(cell, left, theme)) + theme.line(code);
  });
  return [theme.heading(cutToWidth(safeText(heading), width)), ...drawn];
}

/** The screen in words, for those who have it read to them. */
export function spokenFind(state: FindState): readonly string[] {
  const match = selectedMatch(state);
  const query = `find ${state.mode} in ${state.scope}: ${safeText(state.query.text)}`;
  if (state.menu !== undefined) {
    const names = commandsFor(state);
    const name = names[state.menu];
    return [query, `command ${state.menu + 1} of ${names.length}: ${name}, ${rowCommand(name).help}`];
  }
  if (match === undefined) return [query, tellingText(state)];
  const { view } = state.model;
  const { cum } = valuesOf(state.model, match);
  const marked = state.marks.has(markOf(state.model, match)) ? ', marked' : '';
  const at = `match ${state.selected + 1} of ${matchesIn(state).length}`;
  return [
    query,
    `${at}: ${KIND_WORDS[match.kind]}${safeText(nameOf(state.model, match))}${marked}, ${changeText(view, cum)}, ${view.percent(cum)}`,
    ...(state.note === '' ? [] : [safeText(state.note)]),
  ];
}
