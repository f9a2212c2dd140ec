import type { Keymap } from '../terminal/keymap.ts';
import type { KeyHint } from '../widgets/key-help.ts';
import { selectedRow, type TagMark, type TagsState } from './model.ts';

export type TagsAction =
  | { readonly type: 'mark'; readonly as: TagMark }
  | { readonly type: 'clearMarks' }
  | { readonly type: 'apply' }
  | { readonly type: 'nextOrder' }
  | { readonly type: 'reverse' }
  | { readonly type: 'openAll' }
  | { readonly type: 'closeAll' }
  | { readonly type: 'group' }
  | { readonly type: 'toggle'; readonly place: number };

const needsRow = (state: TagsState) => (selectedRow(state) === undefined ? 'nothing is selected' : undefined);

export const tagsKeys: Keymap<TagsState, TagsAction> = [
  {
    keys: ['space', 'm'],
    help: 'mark the value, to be kept: tagfocus',
    action: { type: 'mark', as: 'keep' },
    unavailable: needsRow,
  },
  {
    keys: ['i'],
    help: 'mark the value, to be dropped: tagignore',
    action: { type: 'mark', as: 'drop' },
    unavailable: needsRow,
  },
  {
    keys: ['f'],
    help: 'filter by what is marked, or keep the samples of the selected row',
    action: { type: 'apply' },
    unavailable: needsRow,
  },
  { keys: ['M'], help: 'take all marks away', action: { type: 'clearMarks' } },
  {
    keys: ['b'],
    help: 'group the call tree by the key: tagroot; once more opens the tree',
    action: { type: 'group' },
    unavailable: needsRow,
  },
  { keys: ['o'], help: 'order by value, or by name', action: { type: 'nextOrder' } },
  { keys: ['O'], help: 'the other way round', action: { type: 'reverse' } },
  { keys: ['E'], help: 'open all keys, and the ranges of numbers', action: { type: 'openAll' } },
  { keys: ['C'], help: 'close all', action: { type: 'closeAll' } },
];

export function tagsHints({ marks }: TagsState): readonly KeyHint[] {
  return [
    { key: '→', word: 'open' },
    { key: 'Space', word: 'keep' },
    { key: 'i', word: 'drop' },
    { key: 'f', word: marks.size === 0 ? 'filter' : `filter by ${marks.size} marked` },
    { key: 'b', word: 'group tree' },
    { key: 'o', word: 'order' },
  ];
}
