import type { Keymap } from '../terminal/keymap.ts';
import type { KeyHint } from '../widgets/key-help.ts';
import { type GoroutinesState, GROUPING_NAMES, ORDER_NAMES, selectedRow, targetOf } from './model.ts';
import { groupingsOf } from './rows.ts';

export type GoroutinesAction =
  | { readonly type: 'nextGrouping'; readonly by: 1 | -1 }
  | { readonly type: 'nextOrder' }
  | { readonly type: 'reverse' }
  | { readonly type: 'toggle' }
  | { readonly type: 'toggleAt'; readonly place: number }
  | { readonly type: 'openHeaviest' }
  | { readonly type: 'openBelow' }
  | { readonly type: 'closeBelow' }
  | { readonly type: 'toggleRuntime' }
  | { readonly type: 'jump'; readonly nth: number }
  | { readonly type: 'filter'; readonly kind: 'focus' | 'ignore' };

const needsRow = (state: GoroutinesState) => (selectedRow(state) === undefined ? 'nothing is selected' : undefined);

function needsFilter(state: GoroutinesState): string | undefined {
  const target = targetOf(state);
  if (target === undefined) return 'nothing is selected';
  return (target.frame ?? target.tag) ? undefined : 'nothing in the samples tells this row from others';
}

export const goroutinesKeys: Keymap<GoroutinesState, GoroutinesAction> = [
  { keys: ['tab'], help: 'group by the next: stack, state, wait …', action: { type: 'nextGrouping', by: 1 } },
  { keys: ['shift+tab'], help: 'group by the one before', action: { type: 'nextGrouping', by: -1 } },
  { keys: ['space'], help: 'open or close', action: { type: 'toggle' }, unavailable: needsRow },
  { keys: ['e'], help: 'open down to the largest stack', action: { type: 'openHeaviest' }, unavailable: needsRow },
  { keys: ['E'], help: 'open all below', action: { type: 'openBelow' }, unavailable: needsRow },
  { keys: ['C'], help: 'close all below', action: { type: 'closeBelow' }, unavailable: needsRow },
  { keys: ['o'], help: 'order by count, longest wait, or name', action: { type: 'nextOrder' } },
  { keys: ['O'], help: 'the other way round', action: { type: 'reverse' } },
  { keys: ['r'], help: "show or hide the runtime's frames", action: { type: 'toggleRuntime' } },
  {
    keys: ['f'],
    help: 'keep only goroutines like these: focus, or tagfocus',
    action: { type: 'filter', kind: 'focus' },
    unavailable: needsFilter,
  },
  {
    keys: ['i'],
    help: 'drop goroutines like these: ignore, or tagignore',
    action: { type: 'filter', kind: 'ignore' },
    unavailable: needsFilter,
  },
  ...Array.from({ length: 9 }, (_, i) => ({
    keys: [String(i + 1)],
    help: i === 0 ? 'the largest group; 2 to 9 for those after it' : `the group of rank ${i + 1}`,
    action: { type: 'jump', nth: i } as const,
  })),
];

export function goroutinesHints({ answer, grouping, order }: GoroutinesState): readonly KeyHint[] {
  if (answer.type === 'other') return [];
  const groupings = groupingsOf(answer.goroutines);
  const next = groupings[(groupings.indexOf(grouping) + 1) % groupings.length];
  return [
    { key: 'Tab', word: `by ${GROUPING_NAMES[next]}` },
    { key: '→', word: 'open' },
    { key: 'o', word: `order: ${ORDER_NAMES[order]}` },
    { key: 'f', word: 'focus' },
    { key: 's', word: 'source' },
  ];
}
