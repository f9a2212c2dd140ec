import type { Keymap } from '../terminal/keymap.ts';
import type { Direction, Unit } from './line-editor.ts';
import type { PromptState } from './model.ts';

export type PromptAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'move'; readonly direction: Direction; readonly unit: Unit }
  | { readonly type: 'erase'; readonly direction: Direction }
  | { readonly type: 'kill'; readonly direction: Direction; readonly unit: Unit }
  | { readonly type: 'yank' }
  | { readonly type: 'yankOlder' }
  | { readonly type: 'undo' }
  | { readonly type: 'history'; readonly direction: Direction }
  | { readonly type: 'search'; readonly direction: Direction }
  | { readonly type: 'complete' }
  | { readonly type: 'selectCandidate'; readonly direction: Direction }
  | { readonly type: 'takeCandidate' }
  | { readonly type: 'leaveSearch' }
  | { readonly type: 'cancel' }
  | { readonly type: 'clearLine' }
  | { readonly type: 'submit' }
  | { readonly type: 'eraseOrEnd' }
  | { readonly type: 'find' }
  | { readonly type: 'clearScreen' };

/** The keys of the line. Ctrl-H is Backspace for a terminal, Ctrl-I is Tab, Ctrl-J and Ctrl-M are Enter. */
export const lineKeys: Keymap<PromptState, PromptAction> = [
  { keys: ['enter'], help: 'run the line', action: { type: 'submit' } },
  { keys: ['tab'], help: 'complete the word', action: { type: 'complete' } },
  {
    keys: ['up', 'ctrl+p'],
    help: 'earlier line that begins like this one',
    action: { type: 'history', direction: 'back' },
  },
  {
    keys: ['down', 'ctrl+n'],
    help: 'later line that begins like this one',
    action: { type: 'history', direction: 'forward' },
  },
  { keys: ['ctrl+r'], help: 'search in earlier lines', action: { type: 'search', direction: 'back' } },
  { keys: ['ctrl+t'], help: 'find a function', action: { type: 'find' } },
  { keys: ['ctrl+l'], help: 'clear the screen', action: { type: 'clearScreen' } },
  { keys: ['ctrl+c'], help: 'clear the line', action: { type: 'clearLine' } },
  { keys: ['ctrl+d'], help: 'delete the character, or leave on an empty line', action: { type: 'eraseOrEnd' } },

  { keys: ['left', 'ctrl+b'], help: 'one character back', action: { type: 'move', direction: 'back', unit: 'char' } },
  { keys: ['right', 'ctrl+f'], help: 'one character on', action: { type: 'move', direction: 'forward', unit: 'char' } },
  {
    keys: ['alt+b', 'ctrl+left', 'alt+left'],
    help: 'one name back',
    action: { type: 'move', direction: 'back', unit: 'name' },
  },
  {
    keys: ['alt+f', 'ctrl+right', 'alt+right'],
    help: 'one name on',
    action: { type: 'move', direction: 'forward', unit: 'name' },
  },
  { keys: ['ctrl+a', 'home'], help: 'to the beginning', action: { type: 'move', direction: 'back', unit: 'line' } },
  { keys: ['ctrl+e', 'end'], help: 'to the end', action: { type: 'move', direction: 'forward', unit: 'line' } },

  { keys: ['backspace'], help: 'delete the character before', action: { type: 'erase', direction: 'back' } },
  { keys: ['delete'], help: 'delete the character', action: { type: 'erase', direction: 'forward' } },
  { keys: ['ctrl+w'], help: 'cut the word before', action: { type: 'kill', direction: 'back', unit: 'word' } },
  {
    keys: ['alt+backspace', 'ctrl+backspace'],
    help: 'cut the name before',
    action: { type: 'kill', direction: 'back', unit: 'name' },
  },
  {
    keys: ['alt+d', 'ctrl+delete', 'alt+delete'],
    help: 'cut the name',
    action: { type: 'kill', direction: 'forward', unit: 'name' },
  },
  { keys: ['ctrl+u'], help: 'cut back to the beginning', action: { type: 'kill', direction: 'back', unit: 'line' } },
  { keys: ['ctrl+k'], help: 'cut to the end', action: { type: 'kill', direction: 'forward', unit: 'line' } },
  { keys: ['ctrl+y'], help: 'insert what was cut', action: { type: 'yank' } },
  { keys: ['alt+y'], help: 'insert what was cut before that instead', action: { type: 'yankOlder' } },
  { keys: ['ctrl+_'], help: 'undo', action: { type: 'undo' } },
];

/** While a menu of completions is open; the other keys of the line close it and do what they do. */
export const menuKeys: Keymap<PromptState, PromptAction> = [
  {
    keys: ['tab', 'down', 'ctrl+n'],
    help: 'next completion',
    action: { type: 'selectCandidate', direction: 'forward' },
  },
  {
    keys: ['shift+tab', 'up', 'ctrl+p'],
    help: 'completion before',
    action: { type: 'selectCandidate', direction: 'back' },
  },
  { keys: ['enter'], help: 'take the selected completion', action: { type: 'takeCandidate' } },
  { keys: ['escape', 'ctrl+g'], help: 'close the menu', action: { type: 'cancel' } },
];

/** While searching in earlier lines; the other keys of the line take the one found and do what they do. */
export const searchKeys: Keymap<PromptState, PromptAction> = [
  { keys: ['ctrl+r', 'up', 'ctrl+p'], help: 'earlier match', action: { type: 'search', direction: 'back' } },
  { keys: ['ctrl+s', 'down', 'ctrl+n'], help: 'later match', action: { type: 'search', direction: 'forward' } },
  { keys: ['escape', 'tab'], help: 'edit the line found', action: { type: 'leaveSearch' } },
  { keys: ['ctrl+g', 'ctrl+c'], help: 'back to the line before the search', action: { type: 'cancel' } },
];

/** The keys that count in a state, most particular first. */
export function keysOf({ mode }: PromptState): Keymap<PromptState, PromptAction> {
  if (mode.type === 'menu') return mode.selected === undefined ? OPEN_MENU : SELECTING;
  return mode.type === 'search' ? SEARCHING : lineKeys;
}

const SELECTING = [...menuKeys, ...lineKeys];
/** Enter runs the line as long as no completion is selected. */
const OPEN_MENU = SELECTING.filter((binding) => binding.action.type !== 'takeCandidate');
const SEARCHING = [...searchKeys, ...lineKeys];
