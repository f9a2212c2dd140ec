/** Editing the line of a query at the bottom of a screen: the same keys and actions on every one. */
import type { Direction, Unit } from '../prompt/line-editor.ts';
import type { Keymap } from '../terminal/keymap.ts';

export type QueryAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'moveCursor'; readonly direction: Direction; readonly unit: Unit }
  | { readonly type: 'erase'; readonly direction: Direction }
  | { readonly type: 'kill'; readonly direction: Direction; readonly unit: Unit };

/** Where a screen has other uses for Ctrl-B and Ctrl-F, its own keys come first. */
export const queryKeys: Keymap<unknown, QueryAction> = [
  {
    keys: ['left', 'ctrl+b'],
    help: 'one character back',
    action: { type: 'moveCursor', direction: 'back', unit: 'char' },
  },
  {
    keys: ['right', 'ctrl+f'],
    help: 'one character on',
    action: { type: 'moveCursor', direction: 'forward', unit: 'char' },
  },
  {
    keys: ['home', 'ctrl+a'],
    help: 'to the beginning',
    action: { type: 'moveCursor', direction: 'back', unit: 'line' },
  },
  { keys: ['end', 'ctrl+e'], help: 'to the end', action: { type: 'moveCursor', direction: 'forward', unit: 'line' } },
  { keys: ['backspace', 'ctrl+h'], help: 'delete the character before', action: { type: 'erase', direction: 'back' } },
  { keys: ['delete'], help: 'delete the character', action: { type: 'erase', direction: 'forward' } },
  { keys: ['ctrl+w'], help: 'delete the word before', action: { type: 'kill', direction: 'back', unit: 'word' } },
  { keys: ['ctrl+u'], help: 'delete the text', action: { type: 'kill', direction: 'back', unit: 'line' } },
];
