import { at } from '../../base/int64.ts';
import { joinedAt } from '../../base/joined-texts.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, padToWidth, textWidth } from '../../base/text-width.ts';
import type { Theme } from '../../report/theme.ts';
import { valueLabel } from '../../report/value-labels.ts';
import type { Grouping } from '../../report/views/table.ts';
import type { SortKey } from '../../report/views/table-arrangement.ts';
import type { Look, MouseUse, Room } from '../screen/spec.ts';
import { drawPieces, drawSelectedPieces } from '../widgets/draw-name.ts';
import {
  type Cell,
  cellOf,
  columnsOf,
  layoutOf,
  MARKS_WIDTH,
  type PlacedColumn,
  rightAligned,
  type TableColumn,
  type TableLayout,
  valueCell,
} from './columns.ts';
import type { TopAction } from './keys.ts';
import { bodyHeight, filterText, groupings, marksOf, selectedRow, type TopState, windowOf } from './model.ts';
import { matchedRanges } from './row-filter.ts';
import { rowNamePieces } from './row-name.ts';

/** The headings, the rows on the screen and no others, and what they add up to. */
export function drawTop(state: TopState, room: Room, { theme }: Look): readonly string[] {
  const layout = layoutIn(state, room);
  const { first, end } = windowOf(state, room);
  const drawn = [drawHeadings(state, layout, theme)];
  const marks = marksOf(state);
  for (let place = first; place < end; place++) drawn.push(drawRow(state, layout, place, marks, theme));
  if (state.rows.length === 0) drawn.push(`  ${theme.faint(cutToWidth(emptyText(state), room.width - MARKS_WIDTH))}`);
  while (drawn.length < bodyHeight(room) + 1) drawn.push('');
  return [...drawn, drawTotals(state, layout.columns, room.width, theme)].slice(0, room.height);
}

function layoutIn(state: TopState, { width }: Room): TableLayout {
  return layoutOf(shownColumns(state), width);
}

function shownColumns({ table, beside, columns, sort }: TopState): readonly TableColumn[] {
  return columnsOf(table, beside, { set: columns, sortKey: sort.key });
}

function emptyText({ filter, table }: TopState): string {
  if (table.names.start.length === 1) return 'no samples';
  return filter.isLikeWanted ? '…' : 'no name matches; 0 shows all rows again';
}

/** The column that rows are ordered by. */
function isSortColumn({ kind, key }: Pick<PlacedColumn, 'kind' | 'key'>, sortKey: SortKey): boolean {
  return kind === 'value' && (key === sortKey || `${key}Growth` === sortKey);
}

function drawHeadings({ sort, ...state }: TopState, { columns, nameX, nameWidth }: TableLayout, theme: Theme): string {
  const arrow = sort.isReversed ? '▴' : '▾';
  const sign = sort.key.endsWith('Growth') ? '±' : '';
  const headings = columns.map((column) =>
    rightAligned(isSortColumn(column, sort.key) ? sign + arrow + column.heading : column.heading, column.width),
  );
  const left = padToWidth(' '.repeat(MARKS_WIDTH) + headings.join(' '), nameX);
  const tabs = tabsOf({ sort, ...state }, nameWidth);
  const drawnTabs = tabs.map(({ text, isShown }) => (isShown ? theme.heading(text) : theme.faint(text)));
  return theme.heading(left) + drawnTabs.join('  ');
}

interface Tab {
  readonly grouping: Grouping;
  readonly text: string;
  readonly isShown: boolean;
}

/** What rows can be grouped by, above the names; where there is little room only what they are. */
function tabsOf(state: Pick<TopState, 'known' | 'grouping' | 'sort'>, width: number): readonly Tab[] {
  const { sort } = state;
  const arrow = sort.key !== 'name' ? '' : sort.isReversed ? '▴' : '▾';
  const tabs = groupings(state).map((grouping): Tab => {
    const isShown = grouping === state.grouping;
    return { grouping, text: isShown ? `[${grouping}${arrow}]` : grouping, isShown };
  });
  if (tabs.reduce((sum, { text }) => sum + text.length + 2, -2) <= width) return tabs;
  return tabs.filter(({ isShown }) => isShown).map((tab) => ({ ...tab, text: cutToWidth(tab.text, width) }));
}

function drawRow(
  state: TopState,
  { columns, nameWidth }: TableLayout,
  place: number,
  marks: ReadonlySet<string>,
  theme: Theme,
): string {
  const { table, beside, facts, filter } = state;
  const row = state.rows[place];
  const name = joinedAt(table.names, row);
  const matched = matchedRanges(filter, row, name);
  const pieces = rowNamePieces(table, row, { shorten: facts.shorten, matched, width: nameWidth });
  const cells = columns.map((column) => cellOf(table, beside, column, { row, sum: at(state.sums, place) }));
  const mark = marks.has(name) ? '*' : ' ';
  if (place === state.selected) {
    const values = `${cells.map(({ text }) => text).join(' ')}  `;
    return `>${theme.accent(mark)}${theme.selected(values)}${drawSelectedPieces(pieces, theme)}`;
  }
  const drawnMark = mark === ' ' ? ' ' : theme.accent(mark);
  return ` ${drawnMark}${drawCells(columns, cells, theme)}  ${drawPieces(name, pieces, theme)}`;
}

/** A value and its share have the same colour: they are drawn as one. */
function drawCells(columns: readonly PlacedColumn[], cells: readonly Cell[], theme: Theme): string {
  const drawn: string[] = [];
  for (let i = 0; i < cells.length; i++) {
    const { share, sign } = cells[i];
    const hasShare = i + 1 < cells.length && columns[i].kind === 'value' && columns[i + 1].kind === 'share';
    const text = hasShare ? `${cells[i].text} ${cells[++i].text}` : cells[i].text;
    if (columns[i].kind === 'sum') drawn.push(theme.faint(text));
    else drawn.push(sign === 0 ? theme.heat(text, share) : theme.change(text, sign));
  }
  return drawn.join(' ');
}

/** What the flat values of the rows add up to, below them; behind that, which row of how many is selected. */
function drawTotals(state: TopState, columns: readonly PlacedColumn[], width: number, theme: Theme): string {
  const { table, rows, sums, selected } = state;
  const total = sums.length === 0 ? 0 : at(sums, sums.length - 1);
  let totals = '';
  for (const column of columns) {
    if (column.key !== 'flat' || column.kind === 'sum') continue;
    totals = padToWidth(totals, column.x) + valueCell(table, undefined, column, total).text;
  }
  const marked = marksOf(state).size;
  const parts = [
    rows.length === 0 ? 'no row' : `row ${selected + 1} of ${rows.length}`,
    marked === 0 ? '' : `${marked} marked`,
    safeText(filterText(state)),
  ];
  const told = `  ${parts.filter((part) => part !== '').join(' · ')}`;
  const text = cutToWidth(told, width - totals.length);
  return theme.faint(totals) + (state.filter.reading.type === 'problem' ? theme.error(text) : theme.faint(text));
}

/** What a click means. */
export function topMouse(state: TopState, { type, x, y }: MouseUse, room: Room): TopAction | undefined {
  if (type !== 'click' && type !== 'doubleclick') return undefined;
  if (y === 0) return headingAction(state, x, room);
  const { first, end } = windowOf(state, room);
  const place = first + y - 1;
  if (y > bodyHeight(room) || place >= end) return undefined;
  return { type: type === 'click' ? 'select' : 'open', place };
}

function headingAction(state: TopState, x: number, room: Room): TopAction | undefined {
  const { columns, nameX, nameWidth } = layoutIn(state, room);
  const column = columns.find((candidate) => x >= candidate.x && x <= candidate.x + candidate.width);
  if (column !== undefined) return { type: 'sortBy', key: column.key };
  let tabX = nameX;
  for (const { grouping, text, isShown } of tabsOf(state, nameWidth)) {
    if (x >= tabX && x < tabX + textWidth(text)) {
      return isShown ? { type: 'sortBy', key: 'name' } : { type: 'groupBy', grouping };
    }
    tabX += textWidth(text) + 2;
  }
  return undefined;
}

/** The table in words. */
export function describeTop(state: TopState): readonly string[] {
  const { table, rows, selected, sort, beside } = state;
  const row = selectedRow(state);
  if (row === undefined) return [emptyText(state)];
  const values = shownColumns(state)
    .filter(({ kind }) => kind !== 'sum')
    .map((column) => `${column.heading} ${cellOf(table, beside, column, { row, sum: 0 }).text.trim()}`);
  const name = joinedAt(table.names, row);
  const mark = marksOf(state).has(name) ? ', marked' : '';
  const filter = filterText(state);
  return [
    `row ${selected + 1} of ${rows.length}${mark}: ${name}`,
    values.join(', '),
    `${table.asked.grouping} by ${sort.key}, ${valueLabel(table.labels, table.labels.total)} in total`,
    ...(filter === '' ? [] : [filter]),
  ];
}
