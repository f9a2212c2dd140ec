import { hasNegativeValues } from '../../analysis/counted.ts';
import type { Int64 } from '../../base/int64.ts';
import { cutToWidth } from '../../base/text-width.ts';
import type { ProfileView } from '../../report/profile-view.ts';
import type { Theme } from '../../report/theme.ts';

/** The columns of values beside a name, as the text reports have them; fewer where the terminal is narrow. */
export type ValueColumns = 'flat and cum' | 'cum' | 'percent';

export function valueColumns(width: number): ValueColumns {
  if (width >= 66) return 'flat and cum';
  return width >= 44 ? 'cum' : 'percent';
}

/** The mark of the selected row, for terminals without colours. */
export const MARK_WIDTH = 2;
/** Between the values and what stands behind them. */
export const GAP = '  ';

const VALUE_WIDTH = 10;
const PERCENT_WIDTH = 7;

/** The cells the columns take. */
export function columnsWidth(columns: ValueColumns): number {
  if (columns === 'percent') return PERCENT_WIDTH;
  const pair = VALUE_WIDTH + 1 + PERCENT_WIDTH;
  return columns === 'cum' ? pair : 2 * pair + 1;
}

export function columnHeadings(columns: ValueColumns): string {
  const pair = (name: string) => `${name.padStart(VALUE_WIDTH)} ${`${name}%`.padStart(PERCENT_WIDTH)}`;
  if (columns === 'percent') return 'cum%'.padStart(PERCENT_WIDTH);
  return columns === 'cum' ? pair('cum') : `${pair('flat')} ${pair('cum')}`;
}

/** A value with its percentage, right-aligned, and what its colour shows. */
export interface ValueCell {
  readonly text: string;
  /** Of the total. */
  readonly share: number;
  /** In a comparison: above zero where it has grown, below where it has shrunk; 0 for what is no change. */
  readonly sign: number;
}

/** The values of one row, one cell for flat and one for cum. */
export function valueCells(
  view: ProfileView,
  columns: ValueColumns,
  values: { readonly flat: Int64; readonly cum: Int64 },
): readonly ValueCell[] {
  if (columns === 'percent') return [cellOf(view, values.cum, percentText(view, values.cum))];
  const shown = columns === 'cum' ? [values.cum] : [values.flat, values.cum];
  return shown.map((value) => weightCell(view, value));
}

export function weightCell(view: ProfileView, value: Int64): ValueCell {
  const text = cutToWidth(changeText(view, value), VALUE_WIDTH).padStart(VALUE_WIDTH);
  return cellOf(view, value, `${text} ${percentText(view, value)}`);
}

function cellOf(view: ProfileView, value: Int64, text: string): ValueCell {
  return { text, share: view.share(value), sign: isComparison(view) ? Math.sign(Number(value)) : 0 };
}

/** A value as reports write it; in a comparison growth has its sign too. */
export function changeText(view: ProfileView, value: Int64): string {
  return `${value > 0 && isComparison(view) ? '+' : ''}${view.label(value)}`;
}

function isComparison({ question }: ProfileView): boolean {
  return hasNegativeValues(question.shownValues.column);
}

function percentText(view: ProfileView, value: Int64): string {
  return view.percent(value).padStart(PERCENT_WIDTH);
}

/** The cells of a row as text, coloured by their shares, or by what has grown and shrunk. */
export function drawCells(cells: readonly ValueCell[], theme: Theme): string {
  return cells.map((cell) => drawCell(cell, cell.text, theme)).join(' ');
}

/** A text in the colour of a cell. */
export function drawCell({ share, sign }: ValueCell, text: string, theme: Theme): string {
  return sign === 0 ? theme.heat(text, share) : theme.change(text, sign);
}

export function cellsText(cells: readonly ValueCell[]): string {
  return cells.map(({ text }) => text).join(' ');
}
