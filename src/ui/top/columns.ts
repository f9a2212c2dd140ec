/** The columns of the table: which there are, which have room, and what stands in them. */
import { at, type Int64, type Int64Column } from '../../base/int64.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import { shareLabel, shareOf, type ValueLabels, valueLabel } from '../../report/value-labels.ts';
import type { BesideValues, TableData } from '../../report/views/table.ts';
import type { SortKey } from '../../report/views/table-arrangement.ts';
import { columnOf } from './row-order.ts';

/** Which columns are shown. */
export type ColumnSet = 'values' | 'flat change' | 'cum change' | 'beside';

/** A column of values. Shares are those of the column in front of them. */
export interface TableColumn {
  readonly kind: 'value' | 'share' | 'sum';
  readonly key: SortKey;
  readonly heading: string;
  readonly width: number;
  /** Columns are left out where there is no room, those that weigh least first. */
  readonly weight: number;
}

const VALUE_WIDTH = 10;
const SHARE_WIDTH = 7;
/** More than any weight: what rows are ordered by is the last to be left out. */
const SORTED = 20;

/** The sets of columns that a table can show. */
export function columnSets({ before, beside }: TableData): readonly ColumnSet[] {
  return [
    'values',
    ...(before === undefined ? [] : (['flat change', 'cum change'] as const)),
    ...(beside === undefined ? [] : (['beside'] as const)),
  ];
}

/** The columns of a set. What the rows are ordered by weighs most. */
export function columnsOf(
  table: TableData,
  beside: BesideValues | undefined,
  { set, sortKey }: { readonly set: ColumnSet; readonly sortKey: SortKey },
): readonly TableColumn[] {
  const [flat, cum] = sortKey.startsWith('cum') ? [0, 10] : [10, 0];
  switch (set) {
    case 'values':
      return [
        value('flat', 'flat', flat + 3),
        share('flat', flat + 2),
        { kind: 'sum', key: 'flat', heading: 'sum%', width: SHARE_WIDTH, weight: 1 },
        value('cum', 'cum', cum + 3),
        share('cum', cum + 2),
      ];
    case 'flat change':
      return [
        value('flatBefore', 'before', 2),
        value('flatAfter', 'after', 3),
        value('flat', 'change', 5),
        share('flat', 4, 'change%'),
      ];
    case 'cum change':
      return [
        value('cumBefore', 'before', 2),
        value('cumAfter', 'after', 3),
        value('cum', 'change', 5),
        share('cum', 4, 'change%'),
      ];
    case 'beside': {
      const name = safeText(table.beside?.replace(/^.*_/, '') ?? '');
      return [
        value('flat', 'flat', flat + 4),
        value('flatBeside', name, flat + 3),
        value('cum', 'cum', cum + 4),
        value('cumBeside', `cum ${name}`, cum + 3),
      ];
    }
  }

  function value(key: SortKey, heading: string, weight: number): TableColumn {
    const widest = widestLabel(columnOf(table, beside, key), labelsOf(table, beside, key));
    // In front of a heading there may be an arrow and a sign, in front of a value another sign.
    const width = Math.max(VALUE_WIDTH, textWidth(heading) + 2, widest + 1);
    return { kind: 'value', key, heading, width, weight: key === sortKey ? weight + SORTED : weight };
  }

  function share(key: 'flat' | 'cum', weight: number, heading = `${key}%`): TableColumn {
    return { kind: 'share', key, heading, width: SHARE_WIDTH, weight };
  }
}

/** How wide the largest values of a column are, and the total; all others are not wider, as they have the same unit. */
const widestLabel = memoizeRecent(8, (column: Int64Column | undefined, labels: ValueLabels): number => {
  if (column === undefined) return 0;
  let [least, most] = [0, 0];
  for (let row = 1; row < column.length; row++) {
    if (column[row] < column[least]) least = row;
    if (column[row] > column[most]) most = row;
  }
  const extremes = column.length === 0 ? [] : [at(column, least), at(column, most)];
  return Math.max(...[...extremes, labels.total].map((value) => textWidth(safeText(valueLabel(labels, value)))));
});

function labelsOf({ labels }: TableData, beside: BesideValues | undefined, key: SortKey): ValueLabels {
  return key.endsWith('Beside') && beside !== undefined ? beside.labels : labels;
}

/** A column with its place on the screen. */
export interface PlacedColumn extends TableColumn {
  readonly x: number;
}

/** The cells before the first column: the mark of the selected row, and that of a marked one. */
export const MARKS_WIDTH = 2;
const LEAST_NAME_WIDTH = 16;
/** Between the last column and the name. */
const NAME_GAP = 2;

export interface TableLayout {
  readonly columns: readonly PlacedColumn[];
  readonly nameX: number;
  readonly nameWidth: number;
}

/** The columns that leave room for names. One always stays. */
export function layoutOf(columns: readonly TableColumn[], width: number): TableLayout {
  let shown = columns;
  const widthOf = (placed: readonly TableColumn[]) => placed.reduce((sum, column) => sum + column.width + 1, -1);
  while (shown.length > 1 && MARKS_WIDTH + widthOf(shown) + NAME_GAP + LEAST_NAME_WIDTH > width) {
    const least = Math.min(...shown.map(({ weight }) => weight));
    shown = shown.filter(({ weight }) => weight > least);
  }
  const widest = Math.max(1, width - MARKS_WIDTH - NAME_GAP - 1);
  let x = MARKS_WIDTH;
  const placed = shown.map((column) => {
    const inPlace = { ...column, x, width: Math.min(column.width, widest) };
    x += inPlace.width + 1;
    return inPlace;
  });
  const nameX = x - 1 + NAME_GAP;
  return { columns: placed, nameX, nameWidth: Math.max(1, width - nameX) };
}

/** What stands in a cell. */
export interface Cell {
  readonly text: string;
  /** Of the total, for its colour. */
  readonly share: number;
  /** In a comparison: above zero where it has grown, below where it has shrunk; 0 for what is no change. */
  readonly sign: number;
}

const BLANK = { share: 0, sign: 0 };

/** The cell of a row; `sum` is that of the flat values down to it. */
export function cellOf(
  table: TableData,
  beside: BesideValues | undefined,
  column: TableColumn,
  { row, sum }: { readonly row: number; readonly sum: Int64 },
): Cell {
  const { kind, key, width } = column;
  if (kind === 'sum') return { ...BLANK, text: rightAligned(fittedShare(table.labels, sum, width), width) };
  const values = columnOf(table, beside, key);
  return values === undefined
    ? { ...BLANK, text: rightAligned('…', width) }
    : valueCell(table, beside, column, at(values, row));
}

export function valueCell(
  table: TableData,
  beside: BesideValues | undefined,
  { kind, key, width }: TableColumn,
  value: Int64,
): Cell {
  const labels = labelsOf(table, beside, key);
  const isChange = table.isDiff && (key === 'flat' || key === 'cum' || key.endsWith('Beside'));
  const sign = isChange ? Number(value > 0) - Number(value < 0) : 0;
  const text =
    kind === 'share' ? fittedShare(labels, value, width) : `${sign > 0 ? '+' : ''}${valueLabel(labels, value)}`;
  return { text: rightAligned(text, width), share: shareOf(labels, value), sign };
}

const LEAST_SHARE = '0.001';

/** As reports write it; where that has no room, a tiny share as less than another, a huge one without decimals. */
function fittedShare(labels: ValueLabels, value: Int64, width: number): string {
  const text = shareLabel(labels, value).trim();
  if (text.length <= width) return text;
  const percent = Number.parseFloat(text);
  return percent < Number(LEAST_SHARE) ? `<${LEAST_SHARE}%` : `${Math.round(percent)}%`;
}

export function rightAligned(text: string, width: number): string {
  const cut = cutToWidth(safeText(text), width);
  return ' '.repeat(Math.max(0, width - textWidth(cut))) + cut;
}
