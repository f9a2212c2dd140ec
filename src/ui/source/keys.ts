import type { Keymap } from '../terminal/keymap.ts';
import { functionOf, hotLines, type SourceState, textOf } from './model.ts';

export type SourceAction =
  /** To the next hot line, or the one before. */
  | { readonly type: 'hotLine'; readonly by: 1 | -1 }
  /** To the heaviest line, the second … counted from 1. */
  | { readonly type: 'nthLine'; readonly nth: number }
  | { readonly type: 'nextFunction'; readonly by: 1 | -1 }
  | { readonly type: 'scrollAside'; readonly by: number }
  | { readonly type: 'scrollToStart' }
  | { readonly type: 'goBack' }
  | { readonly type: 'selectRow'; readonly row: number }
  | { readonly type: 'selectCallee'; readonly callee: number }
  | { readonly type: 'toggleDetails' }
  | { readonly type: 'toggleCode' }
  | { readonly type: 'edit' };

const SCROLL_CELLS = 8;

const needsOtherFunctions = ({ answer }: SourceState) =>
  answer.functions.length < 2 ? 'no other function matches' : undefined;
const needsVisited = ({ visited }: SourceState) => (visited.length === 0 ? 'Esc goes back from here' : undefined);
const needsFile = (state: SourceState) => {
  const source = textOf(state)?.source;
  if (source === undefined) return 'the file is still being read';
  return source.type === 'missing' ? `there is no file to edit: ${source.reason}` : undefined;
};
const needsHotLines = (state: SourceState) =>
  hotLines(functionOf(state)).length === 0 ? 'no line has a value' : undefined;

export const sourceKeys: Keymap<SourceState, SourceAction> = [
  { keys: [']'], help: 'next hot line', action: { type: 'hotLine', by: 1 }, unavailable: needsHotLines },
  { keys: ['['], help: 'hot line before', action: { type: 'hotLine', by: -1 }, unavailable: needsHotLines },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => ({
    keys: [String(nth)],
    help: `to the line that costs ${['', 'the most', 'second most', 'third most'][nth] ?? `${nth}th most`}`,
    action: { type: 'nthLine', nth } as const,
    unavailable: (state: SourceState) =>
      functionOf(state).lines.size < nth ? `only ${functionOf(state).lines.size} lines have values` : undefined,
  })),
  {
    keys: ['tab'],
    help: 'next function that matches',
    action: { type: 'nextFunction', by: 1 },
    unavailable: needsOtherFunctions,
  },
  {
    keys: ['shift+tab'],
    help: 'function before',
    action: { type: 'nextFunction', by: -1 },
    unavailable: needsOtherFunctions,
  },
  { keys: ['backspace'], help: 'back to the caller', action: { type: 'goBack' }, unavailable: needsVisited },
  { keys: ['>'], help: 'scroll to the right', action: { type: 'scrollAside', by: SCROLL_CELLS } },
  { keys: ['<'], help: 'scroll to the left', action: { type: 'scrollAside', by: -SCROLL_CELLS } },
  { keys: ['0'], help: 'scroll to the beginning of lines', action: { type: 'scrollToStart' } },
  { keys: ['w'], help: 'what the line calls: show or hide', action: { type: 'toggleDetails' } },
  { keys: ['d'], help: 'its instructions: show or hide', action: { type: 'toggleCode' } },
  { keys: ['e'], help: 'open the line in your editor', action: { type: 'edit' }, unavailable: needsFile },
];
