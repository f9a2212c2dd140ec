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
  | { readonly type: 'zoomIn' }
  | { readonly type: 'zoomAt'; readonly place: number }
  | { readonly type: 'zoomOut' }
  | { readonly type: 'zoomReset' }
  | { readonly type: 'mark' }
  | { readonly type: 'clearMarks' }
  | { readonly type: 'toggleDetails' }
  | { readonly type: 'openHeaviest' }
  | { readonly type: 'openBelow' }
  | { readonly type: 'closeBelow' }
  | { readonly type: 'toggleRuntime' }
  | { readonly type: 'jump'; readonly nth: number }
  | { readonly type: 'filter'; readonly kind: 'focus' | 'ignore' };

const needsZoom = ({ zooms }: GoroutinesState) => (zooms.length === 0 ? 'these are all there are' : undefined);

const needsRow = (state: GoroutinesState) => (selectedRow(state) === undefined ? 'nothing is selected' : undefined);

function needsFilter(state: GoroutinesState): string | undefined {
  const target = targetOf(state);
  if (target === undefined) return 'nothing is selected';
  if (target.frame ?? target.tag) return undefined;
  return state.marked.size > 1
    ? 'no filter selects all that is marked'
    : 'nothing in the samples tells this row from others';
}

export const goroutinesKeys: Keymap<GoroutinesState, GoroutinesAction> = [
  { keys: ['tab'], help: 'group by the next: stack, state, wait …', action: { type: 'nextGrouping', by: 1 } },
  { keys: ['shift+tab'], help: 'group by the one before', action: { type: 'nextGrouping', by: -1 } },
  { keys: ['space'], help: 'open or close', action: { type: 'toggle' }, unavailable: needsRow },
  { keys: ['e'], help: 'open down to the largest stack', action: { type: 'openHeaviest' }, unavailable: needsRow },
  { keys: ['E'], help: 'open all below', action: { type: 'openBelow' }, unavailable: needsRow },
  { keys: ['C'], help: 'close all below', action: { type: 'closeBelow' }, unavailable: needsRow },
  {
    keys: ['z'],
    help: 'zoom in: only these goroutines, whatever they are grouped by',
    action: { type: 'zoomIn' },
    unavailable: needsRow,
  },
  { keys: ['Z', 'backspace'], help: 'zoom out', action: { type: 'zoomOut' }, unavailable: needsZoom },
  { keys: ['0'], help: 'show all again', action: { type: 'zoomReset' }, unavailable: needsZoom },
  { keys: ['m'], help: 'mark: commands are for all that is marked', action: { type: 'mark' }, unavailable: needsRow },
  {
    keys: ['M'],
    help: 'clear all marks',
    action: { type: 'clearMarks' },
    unavailable: ({ marked }) => (marked.size === 0 ? 'nothing is marked' : undefined),
  },
  { keys: ['w'], help: 'who they are, and who waits for whom', action: { type: 'toggleDetails' } },
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

export function goroutinesHints({ answer, grouping, order, zooms }: GoroutinesState): readonly KeyHint[] {
  if (answer.type === 'other') return [];
  const groupings = groupingsOf(answer.goroutines);
  const next = groupings[(groupings.indexOf(grouping) + 1) % groupings.length];
  return [
    { key: 'Tab', word: `by ${GROUPING_NAMES[next]}` },
    ...(zooms.length > 0 ? [{ key: 'Z', word: 'back out' }] : []),
    { key: 'w', word: 'who waits for whom' },
    { key: 'z', word: 'zoom' },
    { key: 'o', word: `order: ${ORDER_NAMES[order]}` },
    { key: 'f', word: 'focus' },
    { key: 'm', word: 'mark' },
    { key: 's', word: 'source' },
  ];
}
