import { unreachable } from '../../base/errors.ts';
import type { ViewAnswer, ViewQuestion } from '../../report/views/index.ts';
import type { BesideValues, Grouping, TableData } from '../../report/views/table.ts';
import type { SortKey } from '../../report/views/table-arrangement.ts';
import type { NameMatch } from '../../search/rank-names.ts';
import type { Movement, Reply, Room } from '../screen/spec.ts';
import { rowCommand } from '../widgets/row-commands.ts';
import { windowAround } from '../widgets/scroll.ts';
import { columnSets } from './columns.ts';
import type { TopAction } from './keys.ts';
import {
  askedOf,
  bodyHeight,
  groupings,
  isSameTable,
  isShown,
  marksOf,
  placeOf,
  selectedName,
  selectedTarget,
  sortKeys,
  type TopState,
  withRows,
  withSortColumn,
  withTable,
} from './model.ts';
import { filterOn, filterRows, isFiltering, withLike } from './row-filter.ts';

export function updateTop(state: TopState, action: TopAction | Movement, room: Room): Reply<TopState> {
  const { rows, selected, sort } = state;
  switch (action.type) {
    case 'move':
      return { own: select(state, selected + action.by, room) };
    case 'movePages':
      return { own: select(state, selected + Math.trunc(action.by * Math.max(2, bodyHeight(room) - 1)), room) };
    case 'moveTo':
      return { own: select(state, action.end === 'first' ? 0 : rows.length - 1, room) };
    case 'aside':
      return sortedBy(state, nextOf(sortKeys(state), sort.key, action.by), room);
    case 'nextSort':
      return sortedBy(state, nextOf(sortKeys(state), sort.key, 1), room);
    case 'sortBy':
      if (action.key === sort.key) return updateTop(state, { type: 'reverse' }, room);
      return sortedBy(state, action.key, room);
    case 'reverse':
      return { own: reordered({ ...state, sort: { ...sort, isReversed: !sort.isReversed } }, room) };
    case 'nextColumns':
      return { own: withNextColumns(state, room) };
    case 'nextGrouping':
      return { own: groupedBy(state, nextOf(groupings(state), state.grouping, action.by), room) };
    case 'groupBy':
      return { own: groupedBy(state, action.grouping, room) };
    case 'mark':
      return { own: select(withMark(state), selected + 1, room) };
    case 'clearMarks':
      return { own: withMarks(state, new Set()) };
    case 'clearFilter':
      return { own: filtered(state, '', room) };
    case 'select':
      return { own: select(state, action.place, room) };
    case 'open':
      return opened(select(state, action.place, room));
    default:
      return unreachable(action);
  }
}

function nextOf<Value>(values: readonly Value[], value: Value, by: number): Value {
  return values[(values.indexOf(value) + by + values.length) % values.length];
}

function select(state: TopState, wanted: number, room: Room): TopState {
  const { length } = state.rows;
  const selected = Math.max(0, Math.min(wanted, length - 1));
  return {
    ...state,
    selected,
    first: windowAround(selected, { first: state.first, length, height: bodyHeight(room) }).first,
  };
}

/** The rows anew, the selected one staying selected. */
function reordered(state: TopState, room: Room): TopState {
  const next = withRows(state, placeOf(state));
  return select(next, next.selected, room);
}

function sortedBy(state: TopState, key: SortKey, room: Room): Reply<TopState> {
  const own = reordered({ ...state, sort: { key, isReversed: false } }, room);
  return key.endsWith('Growth')
    ? { own, note: 'by growth: what has grown most is first, what has shrunk last' }
    : { own };
}

function withNextColumns(state: TopState, room: Room): TopState {
  const next = { ...state, columns: nextOf(columnSets(state.table), state.columns, 1) };
  const sorted = withSortColumn(next);
  return sorted === next ? next : reordered(sorted, room);
}

function groupedBy(state: TopState, grouping: Grouping, room: Room): TopState {
  const name = selectedName(state);
  const places = name === undefined ? state.places : new Map(state.places).set(state.table.asked.grouping, name);
  const next = { ...state, grouping, places };
  const known = state.known.find(({ asked }) => isSameTable(asked, askedOf(next)));
  return known === undefined || state.isStale ? next : placed(withTable(next, known), room);
}

/** With the selected row on the screen. */
function placed(state: TopState, room: Room): TopState {
  return select(state, state.selected, room);
}

function withMark(state: TopState): TopState {
  const name = selectedName(state);
  if (name === undefined) return state;
  const marks = new Set(marksOf(state));
  if (!marks.delete(name)) marks.add(name);
  return withMarks(state, marks);
}

function withMarks(state: TopState, marks: ReadonlySet<string>): TopState {
  return { ...state, marks: new Map(state.marks).set(state.table.asked.grouping, marks) };
}

function opened(state: TopState): Reply<TopState> {
  const line = rowCommand('browse').lineFor(selectedTarget(state), state.facts.options);
  return line === undefined ? { own: state } : { own: state, result: { type: 'run', line, effect: 'open' } };
}

/** The rows that a typed text leaves. Those on the screen stay there as long as a pattern is looked for. */
export function filtered(state: TopState, text: string, room: Room): TopState {
  if (text === state.filter.text) return state;
  const next = { ...state, filter: filterRows(state.table, text) };
  return isFiltering(next.table, next.filter) ? next : reordered(next, room);
}

export const filterWork = {
  isUnfinished: ({ table, filter }: TopState) => isFiltering(table, filter),
  step(state: TopState, room: Room): TopState {
    const next = { ...state, filter: filterOn(state.table, state.filter) };
    return isFiltering(next.table, next.filter) ? next : reordered(next, room);
  },
};

/** What the table waits for. */
export function topQuestion(state: TopState): ViewQuestion | undefined {
  if (!isShown(state)) return { type: 'table', argument: askedOf(state) };
  const { asked } = state.table;
  if (state.columns === 'beside' && state.beside === undefined) return { type: 'tableBeside', argument: asked };
  const { isLikeWanted, text } = state.filter;
  return isLikeWanted ? { type: 'tableMatches', argument: { asked, text } } : undefined;
}

export function topArrived(
  state: TopState,
  question: ViewQuestion,
  answer: ViewAnswer | Error,
  room: Room,
): Reply<TopState> {
  if (answer instanceof Error) return withoutAnswer(state, question, answer);
  switch (question.type) {
    case 'table': {
      const table = answer as TableData;
      if (isSameTable(table.asked, askedOf(state))) return { own: placed(withTable(state, table), room) };
      return { own: { ...state, known: [...state.known, table] } };
    }
    case 'tableBeside': {
      if (!isSameTable(question.argument, state.table.asked)) return { own: state };
      const own = reordered({ ...state, beside: answer as BesideValues }, room);
      // Where the table opened in an order that was not known yet, nobody chose the row it began with.
      const isOpening = state.selected === 0 && state.sort.key === state.request.arrangement.sortKey;
      return { own: isOpening ? select(own, 0, room) : own };
    }
    case 'tableMatches':
      if (question.argument.text !== state.filter.text) return { own: state };
      return {
        own: reordered({ ...state, filter: withLike(state.filter, answer as readonly NameMatch[]) }, room),
      };
    default:
      return { own: state };
  }
}

/** Goes back to what can be shown. */
function withoutAnswer(state: TopState, question: ViewQuestion, { message }: Error): Reply<TopState> {
  switch (question.type) {
    case 'table':
      return { own: withTable({ ...state, grouping: state.table.asked.grouping }, state.known[0]), note: message };
    case 'tableBeside':
      return { own: { ...state, columns: 'values' }, note: message };
    case 'tableMatches':
      return { own: { ...state, filter: withLike(state.filter, []) }, note: message };
    default:
      return { own: state, note: message };
  }
}
