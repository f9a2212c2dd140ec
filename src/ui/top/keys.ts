import type { Grouping } from '../../report/views/table.ts';
import type { SortKey } from '../../report/views/table-arrangement.ts';
import type { Keymap } from '../terminal/keymap.ts';
import type { KeyHint } from '../widgets/key-help.ts';
import { columnSets } from './columns.ts';
import { marksOf, type TopState } from './model.ts';

export type TopAction =
  | { readonly type: 'nextGrouping'; readonly by: 1 | -1 }
  | { readonly type: 'groupBy'; readonly grouping: Grouping }
  | { readonly type: 'nextColumns' }
  | { readonly type: 'nextSort' }
  /** By a column; by the same once more: the other way around. */
  | { readonly type: 'sortBy'; readonly key: SortKey }
  | { readonly type: 'reverse' }
  | { readonly type: 'mark' }
  | { readonly type: 'clearMarks' }
  | { readonly type: 'clearFilter' }
  /** The row at a place in the order. */
  | { readonly type: 'select'; readonly place: number }
  /** The same, and opens the call tree at it. */
  | { readonly type: 'open'; readonly place: number };

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];

/** 1 is the first row, and so on. */
const placeKeys: Keymap<TopState, TopAction> = ORDINALS.map((ordinal, place) => ({
  keys: [String(place + 1)],
  help: `the ${ordinal} row`,
  action: { type: 'select', place },
}));

export const topKeys: Keymap<TopState, TopAction> = [
  {
    keys: ['tab'],
    help: 'group by the next: functions, files, packages, lines',
    action: { type: 'nextGrouping', by: 1 },
  },
  { keys: ['shift+tab'], help: 'group by the one before', action: { type: 'nextGrouping', by: -1 } },
  { keys: ['o'], help: 'order by the next column', action: { type: 'nextSort' } },
  { keys: ['O'], help: 'the other way around', action: { type: 'reverse' } },
  {
    keys: ['c'],
    help: 'other columns: before and after, objects beside bytes',
    action: { type: 'nextColumns' },
    unavailable: ({ table }) => (columnSets(table).length > 1 ? undefined : 'the profile has no other columns'),
  },
  {
    keys: ['m', 'space'],
    help: 'mark the row, for commands on several',
    action: { type: 'mark' },
    unavailable: ({ rows }) => (rows.length > 0 ? undefined : 'nothing is selected'),
  },
  {
    keys: ['M'],
    help: 'clear the marks',
    action: { type: 'clearMarks' },
    unavailable: (state) => (marksOf(state).size > 0 ? undefined : 'nothing is marked'),
  },
  {
    keys: ['0', 'backspace'],
    help: 'all rows again, without the filter',
    action: { type: 'clearFilter' },
    unavailable: ({ filter }) => (filter.text === '' ? 'there is no filter' : undefined),
  },
  ...placeKeys,
];

export function topHints({ table }: TopState): readonly KeyHint[] {
  return [
    { key: 'Tab', word: 'group by' },
    { key: 'o', word: 'order' },
    ...(columnSets(table).length > 1 ? [{ key: 'c', word: 'columns' }] : []),
    { key: 'f', word: 'focus' },
    { key: 's', word: 'source' },
    { key: 'b', word: 'browse' },
    { key: 'm', word: 'mark' },
  ];
}
