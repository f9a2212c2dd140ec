import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, padToWidth, textWidth } from '../../base/text-width.ts';
import { shortRanges } from '../../report/short-ranges.ts';
import type { Theme } from '../../report/theme.ts';
import type { Look, Room } from '../screen/spec.ts';
import { drawPieces, drawSelectedPieces } from '../widgets/draw-name.ts';
import { type NamePiece, namePieces } from '../widgets/name-pieces.ts';
import { GAP, MARK_WIDTH } from '../widgets/value-columns.ts';
import { linksOf } from './call-source.ts';
import { type Cell, cellsAt, headingText, type Layout, layoutIn } from './columns.ts';
import { progressText } from './jobs.ts';
import {
  type BrowseState,
  depthAt,
  findText,
  halfOf,
  isMarked,
  listHeight,
  type Place,
  placeAt,
  ROOM_FOR_DETAILS,
  rowCount,
  rowsInView,
  selectedPlace,
  valuesAt,
} from './model.ts';
import { isOpen } from './open-rows.ts';

/** The headings, the rows on the screen and no others, and what is told of the selected one. */
export function drawTree(state: BrowseState, room: Room, { theme, searched }: Look): readonly string[] {
  const layout = layoutIn(state, room.width);
  const { first, end } = rowsInView(state, room);
  const indentation = indentationOf(state, layout.nameWidth);
  const lines = [theme.heading(cutToWidth(headings(state, layout), room.width))];
  for (let index = first; index < end; index++) {
    const place = placeAt(state, index);
    if (place === undefined) break;
    const isSelected = index === state.selected;
    lines.push(drawRow(state, place, { layout, indentation, searched, isSelected }, theme));
  }
  if (room.height < ROOM_FOR_DETAILS) return lines.slice(0, room.height);
  while (lines.length < listHeight(room) + 1) lines.push('');
  const progress = progressText(state);
  const detail = cutToWidth(safeText(progress === '' ? detailText(state) : progress), room.width);
  return [...lines, progress === '' ? theme.faint(detail) : theme.accent(detail)];
}

const TITLES = { browse: 'call tree', bottomup: 'callers of leaves', sandwich: 'callers above, callees below' };

function headings({ model, settings }: BrowseState, layout: Layout): string {
  const { by, isReversed } = settings.order;
  const order = by === 'cum' && !isReversed ? '' : `, by ${by}${isReversed ? ' backwards' : ''}`;
  const merged = settings.mergesRecursion ? ', recursion merged' : '';
  return `${' '.repeat(MARK_WIDTH)}${headingText(layout)}${GAP}${TITLES[model.kind]}${order}${merged}`;
}

interface RowLook {
  readonly layout: Layout;
  readonly indentation: Indentation;
  readonly searched: string;
  readonly isSelected: boolean;
}

function drawRow(
  state: BrowseState,
  place: Place,
  { layout, indentation, searched, isSelected }: RowLook,
  theme: Theme,
): string {
  const { node } = place;
  const cells = cellsAt(state, layout, place);
  const isMiddle = place.part === 'middle';
  const indent = isMiddle ? '── ' : `${indentOf(depthAt(state, place), indentation)}${openMark(state, place)} `;
  const name = state.model.view.names[node.entry];
  const pieces = piecesOf(state, place, layout.nameWidth - indent.length, searched);
  const mark = isMarked(state, node) ? '*' : ' ';
  if (isSelected) {
    const values = cells.map(({ text }) => text).join(' ');
    return `>${theme.accent(mark)}${theme.selected(values + GAP + indent)}${drawSelectedPieces(pieces, theme)}`;
  }
  const values = cells.map((cell) => drawCell(cell, theme)).join(' ');
  if (isMiddle)
    return ` ${theme.accent(mark)}${values}${GAP}${theme.heading(indent)}${drawPieces(name, pieces, theme)}`;
  return ` ${mark === ' ' ? mark : theme.accent(mark)}${values}${GAP}${indent}${drawPieces(name, pieces, theme)}`;
}

function drawCell({ text, share, sign }: Cell, theme: Theme): string {
  return sign === 0 ? theme.heat(text, share) : theme.change(text, sign);
}

function openMark(state: BrowseState, place: Place): string {
  if (place.part === 'middle') return '';
  if (place.node.isLeaf) return '·';
  return isOpen(halfOf(state, place.part).rows, place.row) ? '▾' : '▸';
}

/** Whether a cell of a row is the mark that tells if it is open, or the one beside it. */
export function isOnMark(state: BrowseState, index: number, x: number, room: Room): boolean {
  const place = placeAt(state, index);
  if (place === undefined || place.part === 'middle') return false;
  const { nameWidth } = layoutIn(state, room.width);
  const indent = indentOf(depthAt(state, place), indentationOf(state, nameWidth));
  const mark = room.width - nameWidth + textWidth(indent);
  return x === mark || x === mark + 1;
}

/** Between the calls of a chain. */
const LINK = ' › ';

/** Stands for calls of a chain that there is no room for. */
const ELSEWHERE = `…${LINK}`;

/** What is shown of the name of a row, or of the names of a chain, the letters searched for marked. */
function piecesOf(state: BrowseState, { node }: Place, width: number, searched: string): readonly NamePiece[] {
  const { view, facts } = state.model;
  const links = linksOf(node);
  const name = view.names[node.entry];
  const range = findText(name, searched);
  const short = facts.shorten(name);
  const ranges = range && shortRanges(name, short, [range]);
  if (links.length === 1) return namePieces(short, width, ranges);
  // The last call tells most: the others give way to it.
  const isRoomy = textWidth(short) + ELSEWHERE.length + ` (${links.length} frames)`.length <= width;
  const count = isRoomy ? ` (${links.length} frames)` : ` (${links.length})`;
  const last = namePieces(short, Math.max(1, width - count.length), ranges);
  const lastWidth = last.reduce((sum, { text }) => sum + textWidth(text), 0);
  const names = links.slice(0, -1).map(({ entry }) => facts.shorten(view.names[entry]));
  const before = chainBefore(names, width - lastWidth - count.length);
  const matched = findText(before, searched);
  return [
    ...namePieces(before, textWidth(before), matched && [matched]),
    ...last,
    ...(lastWidth + count.length <= width ? [{ text: count, isMatched: false }] : []),
  ];
}

/** The first calls of a chain: all where there is room, else the first one, else that there are some, or nothing. */
function chainBefore(names: readonly string[], width: number): string {
  const whole = names.join(LINK) + LINK;
  if (textWidth(whole) <= width) return whole;
  const firstOnly = `${names[0]}${LINK}${ELSEWHERE}`;
  if (names.length > 1 && textWidth(firstOnly) <= width) return firstOnly;
  return ELSEWHERE.length <= width ? ELSEWHERE : '';
}

interface Indentation {
  /** Levels that are not indented any more, as the selected row is far inside. */
  readonly hidden: number;
  /** Cells per level. */
  readonly step: number;
  readonly widest: number;
}

/** The tree moves to the left so far that the selected row begins in the left third: its name and callees have room. */
function indentationOf(state: BrowseState, nameWidth: number): Indentation {
  const selected = selectedPlace(state);
  const selectedDepth = selected === undefined ? 1 : depthAt(state, selected);
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

/** Where the selected row is, and the whole name of its function. */
function detailText(state: BrowseState): string {
  const place = selectedPlace(state);
  if (place === undefined) return 'no samples';
  const { names } = state.model.view;
  const at = `${(state.selected + 1).toLocaleString('en')}/${rowCount(state).toLocaleString('en')}`;
  const depth = place.part === 'middle' ? '' : `${GAP}depth ${depthAt(state, place)}`;
  return `${padToWidth(at, 7)}${depth}${GAP}${linksOf(place.node)
    .map(({ entry }) => names[entry])
    .join(LINK)}`;
}

/** The selected row in words. */
export function describeTree(state: BrowseState): readonly string[] {
  const place = selectedPlace(state);
  if (place === undefined) return ['no samples'];
  const { view } = state.model;
  const { flat, cum } = valuesAt(state, place);
  const label = (name: string, value: typeof cum) => `${name} ${view.label(value)}, ${view.percent(value)}`;
  const values = place.part === 'above' || state.model.kind === 'bottomup' ? [] : [label('flat', flat)];
  const mark = openMark(state, place);
  const inside = mark === '▾' ? 'open' : mark === '▸' ? 'closed' : mark === '·' ? 'no calls' : 'in the middle';
  const names = linksOf(place.node).map(({ entry }) => view.names[entry]);
  return [
    names.join(', calls '),
    [...values, label(state.model.kind === 'bottomup' ? 'flat' : 'cum', cum)].join(', '),
    `${inside}, depth ${depthAt(state, place)}, row ${state.selected + 1} of ${rowCount(state)}`,
    ...(isMarked(state, place.node) ? ['marked'] : []),
    ...(progressText(state) === '' ? [] : [progressText(state)]),
  ];
}
