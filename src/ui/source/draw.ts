import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, padToWidth, textWidth } from '../../base/text-width.ts';
import type { Theme } from '../../report/theme.ts';
import type { SourceText } from '../../report/views/source.ts';
import type { Look, Room } from '../screen/spec.ts';
import type { ValueColumns } from '../widgets/value-columns.ts';
import { codeRows, paneRows } from './draw-details.ts';
import { layoutOf, type SourceLayout, sourceWindow, TITLE_ROWS } from './layout.ts';
import { linePieces, markedPieces, type Piece, piecesText, visiblePieces } from './line-cells.ts';
import {
  calleesOfLine,
  costOfLine,
  functionOf,
  heaviestValue,
  type LineCost,
  lineOfRow,
  rowCount,
  rowOfLine,
  type SourceState,
  textOf,
} from './model.ts';
import { readingFor } from './search.ts';
import { colored, label, SHARE_WIDTH, share, shareCell, VALUE_WIDTH, valueCell } from './value-text.ts';

/** Draws a function with its values; below it, or beside it, what its selected line calls and is compiled to. */
export function drawSource(state: SourceState, room: Room, { theme, searched }: Look): readonly string[] {
  const layout = layoutOf(state, room);
  const { width } = room;
  const sourceWidth = layout.side === 0 ? width : width - layout.side - SIDE_GAP.length;
  const text = textOf(state);
  const rows = [titleRow(state, width, theme), headingRow(state, sourceWidth, layout, theme)];
  if (text !== undefined) rows.push(...problemRows(text, layout.problem, sourceWidth, theme));
  const { first, end } = sourceWindow(state, layout.body);
  const painter = { state, text, theme, searched, columns: layout.columns, width: sourceWidth };
  for (let row = first; row < end; row++) rows.push(sourceRow(painter, row));
  if (text === undefined) rows.push(theme.faint(cutToWidth(`  reading ${safeText(functionOf(state).file)} …`, width)));
  const height = TITLE_ROWS + layout.problem + layout.body;
  while (rows.length < height) rows.push('');
  if (layout.side > 0) {
    const code = codeRows(state, { height: rows.length - 1, width: layout.side }, theme);
    for (let i = 1; i < rows.length; i++) {
      rows[i] = padDrawn(rows[i], sourceWidth, theme) + theme.faint(SIDE_GAP) + (code[i - 1] ?? '');
    }
  }
  if (layout.pane > 0) rows.push(...paneRows(state, { height: layout.pane, width }, layout.paneShows, theme));
  return rows.slice(0, room.height);
}

const SIDE_GAP = ' │ ';

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
const SGR = /\u001b\[[\d;]*m/g;

/** A drawn row filled up with blanks: colours take no cells. */
function padDrawn(row: string, width: number, { depth }: Theme): string {
  const plain = depth === 'none' ? row : row.replace(SGR, '');
  return row + ' '.repeat(Math.max(0, width - textWidth(plain)));
}

/** From here on there is room for both values behind a name. */
const ROOMY_TITLE = 60;

/** The function, where it is, and what it costs in all. */
function titleRow(state: SourceState, width: number, theme: Theme): string {
  const { name, file, flat, cum } = functionOf(state);
  const { functions, leftOut } = state.answer;
  const count = functions.length + leftOut;
  const which = count > 1 ? `${state.shown + 1}/${count} ` : '';
  const cums = `  cum ${label(state, cum)} ${share(state, cum)}`;
  const sums = width < ROOMY_TITLE ? cums : `  flat ${label(state, flat)}${cums}`;
  const room = width - textWidth(which) - textWidth(sums);
  const shown = cutToWidth(safeText(state.facts.shorten(name)), Math.max(8, room), 'start');
  const path = `${safeText(file)}${endMark(state)}`;
  const place = cutToWidth(path, Math.max(0, room - textWidth(shown) - 1), 'start');
  return (
    (which === '' ? '' : theme.faint(cutToWidth(which, width))) +
    theme.name(name, cutToWidth(shown, Math.max(0, width - textWidth(which)))) +
    (textWidth(place) < 4 ? '' : theme.faint(` ${place}`)) +
    colored(state, cum, cutToWidth(sums, Math.max(0, width - textWidth(which) - textWidth(shown))), theme)
  );
}

/** Says where the file cannot be the one that was compiled. */
function endMark(state: SourceState): string {
  const source = textOf(state)?.source;
  const last = Math.max(...functionOf(state).lines.keys());
  return source?.type === 'found' && last > source.lines.length
    ? ` (another version: it ends before line ${last})`
    : '';
}

function headingRow(state: SourceState, width: number, { columns }: SourceLayout, theme: Theme): string {
  const values = { 'flat and cum': ['flat', 'cum'], cum: ['cum'], percent: ['cum%'] }[columns];
  const cells = values.map((value) => value.padStart(columns === 'percent' ? SHARE_WIDTH : VALUE_WIDTH));
  const text = `  ${cells.join(' ')}   ${'line'.padStart(numberWidth(state))} source`;
  return theme.heading(cutToWidth(text, width));
}

function numberWidth(state: SourceState): number {
  return Math.max(4, String(lineOfRow(state, rowCount(state) - 1)).length);
}

function problemRows({ source }: SourceText, count: number, width: number, theme: Theme): string[] {
  if (source.type === 'found') return [];
  const tried = source.tried.map((path) => `   looked for ${path}`);
  const shown = tried.slice(0, Math.max(0, count - 2));
  const hint = ' source_path=DIR: where sources are; trim_path=PREFIX: what to cut from names';
  const texts = [theme.error(cutToWidth(` ${safeText(source.reason)}`, width))];
  for (const path of shown) texts.push(theme.faint(cutToWidth(safeText(path), width, 'middle')));
  if (source.tried.length > 0) texts.push(theme.accent(cutToWidth(hint, width)));
  return texts.slice(0, count);
}

interface Painter {
  readonly state: SourceState;
  readonly text: SourceText | undefined;
  readonly theme: Theme;
  readonly searched: string;
  readonly columns: ValueColumns;
  readonly width: number;
}

function sourceRow({ state, text, theme, searched, columns, width }: Painter, row: number): string {
  const line = lineOfRow(state, row);
  const isSelected = row === rowOfLine(state, state.line);
  const cost = costOfLine(state, line);
  const number = String(line).padStart(numberWidth(state));
  const values = `${valueTexts(state, columns, cost).join(' ')} ${heatMark(state, cost)}`;
  const mark = isSelected ? (state.callee === undefined ? '> ' : '- ') : '  ';
  const room = Math.max(0, width - mark.length - textWidth(values) - 1 - number.length - 1);
  const source = drawnText({ state, text, searched, row }, isSelected, room, theme);
  if (cost === undefined) return `${mark}${theme.faint(`${values} ${number}`)} ${source}`;
  const drawnValues = cost.isOther ? theme.faint(values) : colored(state, cost.cum, values, theme);
  return `${mark}${drawnValues} ${number} ${source}`;
}

function valueTexts(state: SourceState, columns: ValueColumns, cost: LineCost | undefined): readonly string[] {
  if (columns === 'percent') return [cost === undefined ? '.'.padStart(SHARE_WIDTH) : shareCell(state, cost.cum)];
  const shown = columns === 'cum' ? [cost?.cum ?? 0] : [cost?.flat ?? 0, cost?.cum ?? 0];
  return shown.map((value) => valueCell(state, value));
}

const LEVELS = ' ▁▂▃▄▅▆▇█';

/** How much a line costs beside the heaviest one of the function; a dot where it is for another function. */
function heatMark(state: SourceState, cost: LineCost | undefined): string {
  const most = heaviestValue(functionOf(state));
  if (cost === undefined || most === 0) return ' ';
  if (cost.isOther) return '·';
  const part = Math.min(1, Math.abs(Number(cost.cum)) / most);
  return LEVELS[part === 0 ? 0 : Math.max(1, Math.round(part * 8))];
}

interface ShownRow {
  readonly state: SourceState;
  readonly text: SourceText | undefined;
  readonly searched: string;
  readonly row: number;
}

function drawnText({ state, text, searched, row }: ShownRow, isSelected: boolean, width: number, theme: Theme): string {
  if (text?.source.type !== 'found') {
    const shown = cutToWidth(safeText(textBySamples(state, lineOfRow(state, row))), width);
    return isSelected ? theme.selected(shown) : theme.faint(shown);
  }
  const { lines } = text.source;
  const ranges = searched === '' ? [] : readingFor(lines, searched).rangesIn(lines[row]);
  const pieces = markedPieces(linePieces(lines[row], row, text.colors), ranges);
  const shown = visiblePieces(pieces, { left: state.left, width });
  if (!isSelected) return shown.map((piece) => drawnPiece(piece, theme)).join('');
  if (ranges.length === 0) return theme.selected(padToWidth(piecesText(shown), width));
  return shown.map((piece) => (piece.kind === 'matched' ? theme.matched : theme.selected)(piece.text)).join('');
}

/** What the samples tell of a line whose text is not there: what it calls, and whose it is. */
function textBySamples(state: SourceState, line: number): string {
  const { shorten } = state.facts;
  const cost = costOfLine(state, line);
  const owner = shorten(cost?.fn.name ?? '');
  const callees = (calleesOfLine(state, line) ?? []).map(({ name }) => (name === '' ? '<unknown>' : shorten(name)));
  if (callees.length === 0) return owner;
  return `${cost?.isOther ? `${owner} ` : ''}calls ${callees.join(', ')}`;
}

function drawnPiece({ text, kind }: Piece, theme: Theme): string {
  switch (kind) {
    case 'matched':
      return theme.matched(text);
    case 'plain':
      return theme.line(text);
    case 'keyword':
      return theme.syntax('flag', text);
    case 'type':
      return theme.syntax('option', text);
    case 'name':
      return theme.syntax('path', text);
    case 'string':
      return theme.syntax('string', text);
    case 'number':
      return theme.syntax('number', text);
    case 'comment':
      return theme.syntax('operator', text);
    default:
      return theme.syntax('pattern', text);
  }
}
