import type { Keymap } from '../terminal/keymap.ts';
import type { KeyHint } from '../widgets/key-help.ts';
import type { OrderBy } from './call-source.ts';
import { availableColumns } from './columns.ts';
import { type BrowseState, isBrief, rowCount } from './model.ts';

export type BrowseAction =
  | { readonly type: 'toggle' }
  | { readonly type: 'select'; readonly index: number }
  | { readonly type: 'toggleAt'; readonly index: number }
  /** Zooms in to a row, or out where the tree begins with it. */
  | { readonly type: 'zoomAt'; readonly index: number }
  | { readonly type: 'openHeaviest' }
  | { readonly type: 'openBelow' }
  | { readonly type: 'closeBelow' }
  | { readonly type: 'mergeRecursion' }
  | { readonly type: 'joinChains' }
  | { readonly type: 'hideRuntime' }
  | { readonly type: 'zoomIn' }
  | { readonly type: 'zoomOut' }
  | { readonly type: 'zoomReset' }
  | { readonly type: 'nextOrder' }
  | { readonly type: 'reverseOrder' }
  /** By this, or backwards where it is so already. */
  | { readonly type: 'orderBy'; readonly by: OrderBy }
  | { readonly type: 'nextColumns' }
  | { readonly type: 'mark' }
  | { readonly type: 'clearMarks' }
  | { readonly type: 'jumpToHeaviest'; readonly rank: number }
  | { readonly type: 'nextMatch' }
  | { readonly type: 'stopOrLeave' };

type Keys = Keymap<BrowseState, BrowseAction>;

const needsRow = (state: BrowseState) => (rowCount(state) === 0 ? 'no samples' : undefined);

const RANKS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export const browseKeys: Keys = [
  { keys: ['space'], help: 'open or close', action: { type: 'toggle' }, unavailable: needsRow },
  { keys: ['e', '*'], help: 'open the heaviest path below', action: { type: 'openHeaviest' }, unavailable: needsRow },
  { keys: ['E'], help: 'open all below', action: { type: 'openBelow' }, unavailable: needsRow },
  { keys: ['C'], help: 'close all below', action: { type: 'closeBelow' }, unavailable: needsRow },
  {
    keys: ['z'],
    help: 'begin at the row: show it and what is inside',
    action: { type: 'zoomIn' },
    unavailable: needsRow,
  },
  {
    keys: ['Z', 'backspace'],
    help: 'back to where it began before',
    action: { type: 'zoomOut' },
    unavailable: ({ tops, middles }) => (tops.length === 0 && middles.length < 2 ? 'this is all of it' : undefined),
  },
  { keys: ['0'], help: 'back to all of it', action: { type: 'zoomReset' } },
  ...RANKS.map((key) => ({
    keys: [key],
    help: 'the row with the largest flat value, the next largest …',
    action: { type: 'jumpToHeaviest', rank: Number(key) } as const,
    unavailable: needsRow,
  })),
  { keys: ['R'], help: 'functions that call themselves: one row, or one per call', action: { type: 'mergeRecursion' } },
  { keys: ['x'], help: 'calls that only lead to one another: one row, or one each', action: { type: 'joinChains' } },
  { keys: ['r'], help: 'hide the frames of the runtime, or show them', action: { type: 'hideRuntime' } },
  {
    keys: ['c'],
    help: 'other columns',
    action: { type: 'nextColumns' },
    unavailable: ({ model }) => (availableColumns(model).length < 2 ? 'there are no other columns' : undefined),
  },
  { keys: ['o'], help: 'another order', action: { type: 'nextOrder' } },
  { keys: ['O'], help: 'the order backwards', action: { type: 'reverseOrder' } },
  {
    keys: ['m'],
    help: 'mark the function: commands are for all that are marked',
    action: { type: 'mark' },
    unavailable: needsRow,
  },
  {
    keys: ['M'],
    help: 'clear all marks',
    action: { type: 'clearMarks' },
    unavailable: ({ marked }) => (marked.size === 0 ? 'nothing is marked' : undefined),
  },
  { keys: ['escape'], help: 'stop what is under way; else back', action: { type: 'stopOrLeave' } },
];

export const sandwichKeys: Keys = [
  {
    keys: ['tab'],
    help: 'the next function that matches',
    action: { type: 'nextMatch' },
    unavailable: ({ model }) => (model.answer.matches.length < 2 ? 'no other function matches' : undefined),
  },
  ...browseKeys,
];

export function keyHints({ model, tops, middles, job }: BrowseState): readonly KeyHint[] {
  if (job !== undefined && !isBrief(job)) return [{ key: 'Esc', word: 'stop' }];
  const next = model.answer.matches.length > 1 ? [{ key: 'Tab', word: 'next match' }] : [];
  const out = tops.length > 0 || middles.length > 1 ? [{ key: 'Z', word: 'back out' }] : [];
  return [
    ...next,
    ...out,
    { key: 'e', word: 'heaviest path' },
    { key: 'z', word: 'zoom' },
    { key: 'c', word: 'columns' },
    { key: 'o', word: 'order' },
    { key: 'f', word: 'focus' },
    { key: 'm', word: 'mark' },
  ];
}
