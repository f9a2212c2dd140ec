/** The values beside the names: which there are, and how many of them fit. */
import type { CallNode } from '../../analysis/call-tree.ts';
import { add, type Int64, negate } from '../../base/int64.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import { valueLabel } from '../../report/value-labels.ts';
import { GAP, MARK_WIDTH } from '../widgets/value-columns.ts';
import type { OrderBy } from './call-source.ts';
import type { ColumnSums } from './column-sums.ts';
import { type BrowseState, type ColumnSet, halfOf, type Place, type TreeModel, valuesAt } from './model.ts';

/** A value as it is drawn. */
export interface Cell {
  readonly text: string;
  /** The share of the total that its colour shows. */
  readonly share: number;
  /** Below zero for what shrank, above for what grew; 0 where nothing is compared. */
  readonly sign: number;
}

interface Column {
  readonly heading: string;
  /** What rows are ordered by at the use of the heading. */
  readonly order?: OrderBy;
  readonly width: number;
  cell(state: BrowseState, place: Place): Cell;
}

/** Columns that come and go together: a value with its percentage. */
type Group = readonly Column[];

const VALUE_WIDTH = 10;
const PERCENT_WIDTH = 7;

/** Percentages of smaller shares have more digits than there is room for. */
const LEAST_SHARE = 0.0001;

/** The sets there are for what is shown, the first one to begin with. */
export function availableColumns({ answer }: TreeModel): readonly ColumnSet[] {
  const types: readonly ColumnSet[] = answer.companion === undefined ? [] : ['types'];
  if (answer.base !== undefined) return ['change', 'values', 'of caller', ...types];
  return ['values', 'of caller', ...types, ...(answer.isDiff ? (['change'] as const) : [])];
}

const EMPTY: Cell = { text: '', share: 0, sign: 0 };
/** Stands for a value that is still being worked out. */
const UNKNOWN: Cell = { text: '…', share: 0, sign: 0 };

function valueCell({ view, answer }: TreeModel, value: Int64, hasSign = answer.isDiff): Cell {
  const sign = hasSign ? Math.sign(Number(value)) : 0;
  return { text: `${sign > 0 ? '+' : ''}${view.label(value)}`, share: view.share(value), sign };
}

function percentCell({ view, answer }: TreeModel, value: Int64): Cell {
  const sign = answer.isDiff ? Math.sign(Number(value)) : 0;
  const share = view.share(value);
  const text = view.percent(value);
  // Cut digits would tell another percentage: `2.9e-07%` is not `2.9e-0…`.
  return { text: textWidth(text) > PERCENT_WIDTH && share < LEAST_SHARE ? '<0.01%' : text, share, sign };
}

/** A value with its share of the total. */
function pair(order: OrderBy, name: string, valueAt: (state: BrowseState, place: Place) => Int64 | undefined): Group {
  const cell = (cellOf: typeof percentCell) => (state: BrowseState, place: Place) => {
    const value = valueAt(state, place);
    return value === undefined ? EMPTY : cellOf(state.model, value);
  };
  return [
    { heading: name, order, width: VALUE_WIDTH, cell: cell((model, value) => valueCell(model, value)) },
    { heading: `${name}%`, order, width: PERCENT_WIDTH, cell: cell(percentCell) },
  ];
}

const cum = (state: BrowseState, place: Place) => valuesAt(state, place).cum;

/** What calls a function has no flat value of it. */
const flat = (state: BrowseState, place: Place) => (place.part === 'above' ? undefined : valuesAt(state, place).flat);

/** The share of the row that this one is inside of. */
const ofCaller: Column = {
  heading: 'parent%',
  width: PERCENT_WIDTH + 1,
  cell(_, { node }) {
    const { caller } = node;
    const whole = caller === undefined ? 0 : Number(caller.cum);
    if (whole === 0) return EMPTY;
    const share = Number(node.cum) / whole;
    return { text: `${(100 * share).toFixed(2)}%`, share: Math.min(1, Math.abs(share)), sign: 0 };
  },
};

/** A sum that may still have to be worked out. */
function summed(heading: string, cellOf: (state: BrowseState, sum: Int64, value: Int64) => Cell): Column {
  return {
    heading,
    width: Math.max(VALUE_WIDTH, textWidth(heading)),
    cell(state, place) {
      const sum = sumsOf(state, place)?.known(place.node);
      return sum === undefined ? UNKNOWN : cellOf(state, sum, place.node.cum);
    },
  };
}

function sumsOf({ above, below }: BrowseState, { part }: Place): ColumnSums | undefined {
  return halfOf({ above, below }, part === 'middle' ? 'above' : part).sums;
}

/** The row whose values are still to be worked out, where there is one among some. */
export function unknownSum(
  state: BrowseState,
  places: Iterable<Place>,
): { readonly sums: ColumnSums; readonly node: CallNode } | undefined {
  for (const place of places) {
    const sums = sumsOf(state, place);
    if (sums === undefined) return undefined;
    if (sums.known(place.node) === undefined) return { sums, node: place.node };
  }
  return undefined;
}

function groupsOf({ model, settings }: BrowseState): readonly Group[] {
  const { answer, kind, view } = model;
  // From the leaves on, a row has what the function at the first one spent when it was called like that.
  const name = kind === 'bottomup' ? 'flat' : 'cum';
  switch (settings.columns) {
    case 'values':
      return kind === 'bottomup' ? [pair('cum', 'flat', cum)] : [pair('flat', 'flat', flat), pair('cum', 'cum', cum)];
    case 'of caller':
      return [pair('cum', name, cum), [ofCaller]];
    case 'types': {
      const companion = view.question.profile.valueTypes[answer.companion ?? 0];
      const labels = { ...answer.data.labels, type: companion.type, unit: companion.unit };
      const label = (_: BrowseState, sum: Int64): Cell => {
        const sign = answer.isDiff ? Math.sign(Number(sum)) : 0;
        return { text: `${sign > 0 ? '+' : ''}${valueLabel(labels, sum)}`, share: 0, sign };
      };
      const [value, percent] = pair('cum', view.valueType.type, cum);
      const width = Math.max(VALUE_WIDTH, textWidth(value.heading));
      return [
        [summed(companion.type, label)],
        [
          { ...value, width },
          { ...percent, heading: `${name}%` },
        ],
      ];
    }
    case 'change': {
      if (answer.base === undefined) return [pair('change', 'change', cum)];
      // The base was subtracted: its values are below zero.
      const before = summed('before', ({ model: of }, sum) => valueCell(of, negate(sum), false));
      const after = summed('after', ({ model: of }, sum, value) => valueCell(of, add(value, negate(sum)), false));
      return [[before], [after], pair('change', 'change', cum)];
    }
  }
}

/** What is left for names, at least. */
const NAMES_WIDTH = 26;

const widthOf = (columns: readonly Column[]) => columns.reduce((sum, { width }) => sum + width + 1, -1);

/** The columns that fit, those further left going first. */
export interface Layout {
  readonly columns: readonly Column[];
  readonly nameWidth: number;
}

export function layoutIn(state: BrowseState, width: number): Layout {
  const groups = groupsOf(state);
  const room = width - MARK_WIDTH - GAP.length - NAMES_WIDTH;
  let columns = groups.flat();
  for (let from = 1; from < groups.length && widthOf(columns) > room; from++) columns = groups.slice(from).flat();
  if (widthOf(columns) > room) columns = columns.slice(-1);
  return { columns, nameWidth: Math.max(1, width - MARK_WIDTH - widthOf(columns) - GAP.length) };
}

export function headingText({ columns }: Layout): string {
  return columns.map(({ heading, width }) => heading.padStart(width)).join(' ');
}

/** What the heading in a cell of the first line orders rows by; undefined where it orders by nothing. */
export function orderAt({ columns }: Layout, x: number): OrderBy | undefined {
  let end = MARK_WIDTH;
  for (const { width, order } of columns) {
    end += width + 1;
    if (x < end) return order;
  }
  return 'name';
}

/** The values of a row, each as wide as its column. */
export function cellsAt(state: BrowseState, { columns }: Layout, place: Place): readonly Cell[] {
  return columns.map((column) => {
    const cell = column.cell(state, place);
    return { ...cell, text: cutToWidth(cell.text, column.width).padStart(column.width) };
  });
}
