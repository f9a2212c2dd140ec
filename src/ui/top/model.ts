import { compareText } from '../../base/byte-text.ts';
import { add, type Int64, type Int64Column } from '../../base/int64.ts';
import { joinedAt } from '../../base/joined-texts.ts';
import type { BesideValues, Grouping, TableAsked, TableData } from '../../report/views/table.ts';
import type { SortKey, TableArrangement } from '../../report/views/table-arrangement.ts';
import { focusWord, ignoreWord, tableWords } from '../../shell/language/table-words.ts';
import type { ScreenRequest } from '../../shell/outcome.ts';
import type { Room, SessionFacts } from '../screen/spec.ts';
import { joinedTargets, type Target } from '../widgets/row-commands.ts';
import { windowAround } from '../widgets/scroll.ts';
import { type ColumnSet, columnSets } from './columns.ts';
import { filterRows, isFiltering, NO_FILTER, type RowFilter } from './row-filter.ts';
import { rowOrder } from './row-order.ts';
import { rowTarget } from './row-target.ts';

export type TopRequest = Extract<ScreenRequest, { readonly type: 'top' }>;

export interface Sort {
  readonly key: SortKey;
  readonly isReversed: boolean;
}

export interface TopState {
  readonly request: TopRequest;
  readonly facts: SessionFacts;
  /** The selections of the session when the view was opened: those of the request hold until they change. */
  readonly openedWith: { readonly focus: string; readonly ignore: string };
  /** The table the view began with, and the others it was answered since, for the same session. */
  readonly known: readonly TableData[];
  /** What is to be shown. Another table is, until it has come. */
  readonly grouping: Grouping;
  readonly table: TableData;
  /** Whether the table is that of a session which has changed since. */
  readonly isStale: boolean;
  readonly columns: ColumnSet;
  readonly beside: BesideValues | undefined;
  readonly sort: Sort;
  readonly filter: RowFilter;
  /** The rows that the filter leaves, in order. */
  readonly rows: Int32Array;
  /** The sums of their flat values, down to each. */
  readonly sums: Int64Column;
  /** The place of the selected row in `rows`, and of the first one on the screen. */
  readonly selected: number;
  readonly first: number;
  /** The names of marked rows. */
  readonly marks: ReadonlyMap<Grouping, ReadonlySet<string>>;
  /** The names of the rows that were selected last. */
  readonly places: ReadonlyMap<Grouping, string>;
}

/** The state a table opens in; `kept` is the one it was left with. */
export function beginTop(
  answer: TableData,
  request: TopRequest,
  facts: SessionFacts,
  kept: TopState | undefined,
): TopState {
  if (kept !== undefined) {
    if (kept.known[0] === answer) return { ...kept, facts };
    const state: TopState = { ...kept, facts, known: [answer], isStale: true };
    return isSameTable(askedOf(state), answer.asked) ? withTable(state, answer) : state;
  }
  const { focus, ignore, sort } = facts.options;
  const { arrangement } = request;
  const key = arrangement.sortKey ?? (request.byCum || sort === 'cum' ? 'cum' : 'flat');
  const state = withTable(
    {
      request,
      facts,
      openedWith: { focus, ignore },
      known: [answer],
      grouping: answer.asked.grouping,
      table: answer,
      isStale: false,
      columns: columnsFor(answer, key),
      beside: undefined,
      sort: { key, isReversed: arrangement.isReversed },
      filter: NO_FILTER,
      rows: new Int32Array(0),
      sums: new Float64Array(0),
      selected: 0,
      first: 0,
      marks: new Map(),
      places: new Map(),
    },
    answer,
  );
  return withRows(state, state.rows.at(Math.min(arrangement.row, state.rows.length) - 1));
}

/** The columns with the one that rows are ordered by: what changed, where there is a base. */
function columnsFor(table: TableData, key: SortKey): ColumnSet {
  const changes: readonly ColumnSet[] = key.startsWith('cum')
    ? ['cum change', 'flat change']
    : ['flat change', 'cum change'];
  const sets = columnSets(table);
  const likely = [...changes.filter((set) => sets.includes(set)), ...sets];
  return likely.find((columns) => sortKeys({ columns, table }).includes(key)) ?? likely[0];
}

/** What a request asks for at first. */
export function askedFirst({ focus, ignore, arrangement: { grouping } }: TopRequest): TableAsked {
  return { grouping, focus: focus === '' ? undefined : focus, ignore: ignore === '' ? undefined : ignore };
}

/** The selections of the request that still hold: not where the session has got others since. */
function ownSelections({ request, facts: { options }, openedWith }: TopState): Omit<TableAsked, 'grouping'> {
  const { focus, ignore } = askedFirst(request);
  return {
    focus: options.focus === openedWith.focus ? focus : undefined,
    ignore: options.ignore === openedWith.ignore ? ignore : undefined,
  };
}

/** The table that is to be shown. */
export function askedOf(state: TopState): TableAsked & { readonly grouping: Grouping } {
  return { grouping: state.grouping, ...ownSelections(state) };
}

export function isSameTable(a: TableAsked, b: TableAsked): boolean {
  return a.grouping === b.grouping && a.focus === b.focus && a.ignore === b.ignore;
}

/** Whether the table on the screen is the one that is to be shown. */
export function isShown(state: TopState): boolean {
  return !state.isStale && isSameTable(askedOf(state), state.table.asked);
}

/** Shows another table; the filter, the order and the selection stay, as far as it has what they are about. */
export function withTable(state: TopState, table: TableData): TopState {
  const { grouping } = table.asked;
  const place = state.table.asked.grouping === grouping ? selectedName(state) : state.places.get(grouping);
  const sets = columnSets(table);
  const next: TopState = {
    ...state,
    known: state.known.includes(table) ? state.known : [...state.known, table],
    table,
    grouping,
    isStale: false,
    columns: sets.includes(state.columns) ? state.columns : 'values',
    beside: undefined,
    filter: filterRows(table, state.filter.text),
    first: place === undefined ? 0 : state.first,
  };
  return withRows(withSortColumn(next), place === undefined ? undefined : rowOfName(table, place));
}

/** Rows that were ordered by a column which is gone are ordered by the nearest one. */
export function withSortColumn(state: TopState): TopState {
  const keys = sortKeys(state);
  const { key } = state.sort;
  if (keys.includes(key)) return state;
  const likely: readonly SortKey[] = key.startsWith('cum') ? ['cum', 'flat'] : ['flat', 'cum'];
  return { ...state, sort: { key: likely.find((candidate) => keys.includes(candidate)) ?? 'name', isReversed: false } };
}

/** The rows anew, after the filter or the order became another; `row` stays selected, or is selected now. */
export function withRows(state: TopState, row: number | undefined): TopState {
  const { table, beside, sort, filter } = state;
  const order = rowOrder(table, beside, sort.key);
  const left = rowsLeft(order, filter.isLeft);
  const rows = sort.isReversed ? left.toReversed() : left;
  const selected = row === undefined ? -1 : rows.indexOf(row);
  const places =
    row === undefined ? state.places : new Map(state.places).set(table.asked.grouping, joinedAt(table.names, row));
  return { ...state, rows, sums: runningSums(table, rows), selected: Math.max(0, selected), places };
}

/** The row to stay at: the selected one; where none is left, or not yet, the one that was. */
export function placeOf(state: TopState): number | undefined {
  const name = state.places.get(state.table.asked.grouping);
  return selectedRow(state) ?? (name === undefined ? undefined : rowOfName(state.table, name));
}

function rowsLeft(order: Int32Array, isLeft: Uint8Array | undefined): Int32Array {
  if (isLeft === undefined) return order;
  const left = new Int32Array(order.length);
  let length = 0;
  for (let place = 0; place < order.length; place++) {
    if (isLeft[order[place]] === 1) left[length++] = order[place];
  }
  return left.subarray(0, length);
}

/** Those of a narrow column are exact as doubles. */
function runningSums({ values: { flat } }: TableData, rows: Int32Array): Int64Column {
  const sums = flat instanceof Float64Array ? new Float64Array(rows.length) : new BigInt64Array(rows.length);
  let narrow = 0;
  let sum: Int64 = 0;
  for (let place = 0; place < rows.length; place++) {
    const value = flat[rows[place]];
    if (typeof value === 'number') {
      narrow += value;
      sums[place] = narrow;
    } else {
      sum = add(sum, value);
      sums[place] = BigInt(sum);
    }
  }
  return sums;
}

/** The first row of a name. */
function rowOfName({ names }: TableData, name: string): number | undefined {
  let low = 0;
  let high = names.start.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(joinedAt(names, middle), name) < 0) low = middle + 1;
    else high = middle;
  }
  return low < names.start.length - 1 && joinedAt(names, low) === name ? low : undefined;
}

export function selectedRow({ rows, selected }: TopState): number | undefined {
  return rows.at(selected);
}

export function selectedName(state: TopState): string | undefined {
  const row = selectedRow(state);
  return row === undefined ? undefined : joinedAt(state.table.names, row);
}

const NO_MARKS: ReadonlySet<string> = new Set();

/** The names that are marked among the rows shown now. */
export function marksOf({ marks, table }: TopState): ReadonlySet<string> {
  return marks.get(table.asked.grouping) ?? NO_MARKS;
}

/** The marked rows, or the selected one. */
export function topTarget(state: TopState): Target | undefined {
  const { table } = state;
  const marked = [...marksOf(state)].map((name) => rowOfName(table, name)).filter((row) => row !== undefined);
  if (marked.length === 0) return selectedTarget(state);
  return joinedTargets(marked.map((row) => targetOf(state, row)));
}

export function selectedTarget(state: TopState): Target | undefined {
  const row = selectedRow(state);
  return row === undefined ? undefined : targetOf(state, row);
}

function targetOf({ table, facts }: TopState, row: number): Target {
  return rowTarget(table, row, facts.options.granularity);
}

/** The headings and the totals. */
const OTHER_ROWS = 2;

/** How many rows of the table there is room for. */
export function bodyHeight({ height }: Room): number {
  return Math.max(1, height - OTHER_ROWS);
}

/** The places of the rows on the screen. */
export function windowOf({ rows, selected, first }: TopState, room: Room) {
  return windowAround(selected, { first, length: rows.length, height: bodyHeight(room) });
}

/** The columns rows can be ordered by, as they stand on the screen, the name last. */
export function sortKeys({ columns, table }: Pick<TopState, 'columns' | 'table'>): readonly SortKey[] {
  const growth = (key: 'flatGrowth' | 'cumGrowth') => (table.isDiff ? [key] : []);
  switch (columns) {
    case 'values':
      return ['flat', ...growth('flatGrowth'), 'cum', ...growth('cumGrowth'), 'name'];
    case 'flat change':
      return ['flatBefore', 'flatAfter', 'flat', 'flatGrowth', 'name'];
    case 'cum change':
      return ['cumBefore', 'cumAfter', 'cum', 'cumGrowth', 'name'];
    case 'beside':
      return ['flat', 'flatBeside', 'cum', 'cumBeside', 'name'];
  }
}

/** What entries can be grouped by; what the session, or the command, has asked for besides, where that is another. */
export function groupings({ known }: Pick<TopState, 'known'>): readonly Grouping[] {
  const usual: readonly Grouping[] = ['functions', 'files', 'packages', 'lines'];
  const first = known[0].asked.grouping;
  return usual.includes(first) ? usual : [first, ...usual];
}

/** What rows are where nobody says. */
function usualGrouping({ granularity }: SessionFacts['options']): Grouping {
  return (granularity || 'functions') as Grouping;
}

/** How many rows the filter leaves, and what they have; empty where there is none. */
export function filterText({ filter, rows, table }: Pick<TopState, 'filter' | 'rows' | 'table'>): string {
  const { text, reading, like, isLikeWanted } = filter;
  const typed = text.trim();
  const left = `${rows.length} of ${table.names.start.length - 1}`;
  switch (reading.type) {
    case 'all':
      return '';
    case 'problem':
      return reading.problem;
    case 'pattern':
      return isFiltering(table, filter) ? `looking for ${typed} …` : `${left} match ${typed}`;
    case 'exact':
      return `${left} have "${reading.part}"`;
    case 'words':
      if (isLikeWanted) return `looking for names like ${typed} …`;
      return `${left} ${like === undefined ? 'have' : 'are like'} ${typed}`;
  }
}

/** The command that opens the table as it stands, but for the filter and the columns beside. */
export function topLine(state: TopState): string {
  const { focus, ignore } = ownSelections(state);
  const { grouping, sort, facts, filter, selected } = state;
  const usual = facts.options.sort === 'cum' ? 'cum' : 'flat';
  const arrangement: TableArrangement = {
    grouping: grouping === usualGrouping(facts.options) ? undefined : grouping,
    sortKey: sort.key === usual ? undefined : sort.key,
    isReversed: sort.isReversed,
    // Rows that a filter leaves have other numbers than those of the whole table.
    row: filter.text === '' ? selected + 1 : 1,
  };
  const words = [
    ...tableWords(arrangement),
    ...(focus === undefined ? [] : [focusWord(focus)]),
    ...(ignore === undefined ? [] : [ignoreWord(ignore)]),
  ];
  return ['top -i', ...words].join(' ');
}
