import { ACTION_NAMES, type ActionName } from '../../shell/language/key-names.ts';
import type { KeyBinding, Keymap } from '../terminal/keymap.ts';
import type { Direction, LetterCase, Unit } from './line-editor.ts';
import type { PromptState } from './model.ts';

export type PromptAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'move'; readonly direction: Direction; readonly unit: Unit }
  | { readonly type: 'erase'; readonly direction: Direction }
  | { readonly type: 'kill'; readonly direction: Direction; readonly unit: Unit }
  | { readonly type: 'yank' }
  | { readonly type: 'yankOlder' }
  | { readonly type: 'yankLastWord' }
  | { readonly type: 'transposeChars' }
  | { readonly type: 'transposeNames' }
  | { readonly type: 'changeCase'; readonly letterCase: LetterCase }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  | { readonly type: 'history'; readonly direction: Direction }
  | { readonly type: 'historyEnd'; readonly direction: Direction }
  | { readonly type: 'search'; readonly direction: Direction }
  | { readonly type: 'searchAgain'; readonly direction: Direction }
  | { readonly type: 'takeMatch' }
  | { readonly type: 'runMatch' }
  | { readonly type: 'complete' }
  | { readonly type: 'selectCandidate'; readonly direction: Direction }
  | { readonly type: 'takeCandidate' }
  | { readonly type: 'runPaste' }
  | { readonly type: 'joinPaste' }
  | { readonly type: 'cancel' }
  | { readonly type: 'clearLine' }
  | { readonly type: 'submit' }
  | { readonly type: 'eraseOrEnd' }
  | { readonly type: 'find' }
  | { readonly type: 'open' }
  | { readonly type: 'clearScreen' }
  | { readonly type: 'suspend' }
  /** Escape with the keys of vi. */
  | { readonly type: 'viNormal' }
  /** A letter in the normal mode of vi. */
  | { readonly type: 'viKey'; readonly key: string }
  /** A key the user has bound to a line, or to an action that does not exist. */
  | { readonly type: 'runBinding'; readonly binding: string };

/** What the names of actions stand for. */
export const ACTIONS: Readonly<Record<ActionName, PromptAction>> = {
  'accept-line': { type: 'submit' },
  complete: { type: 'complete' },
  'previous-history': { type: 'history', direction: 'back' },
  'next-history': { type: 'history', direction: 'forward' },
  'beginning-of-history': { type: 'historyEnd', direction: 'back' },
  'end-of-history': { type: 'historyEnd', direction: 'forward' },
  'reverse-search-history': { type: 'search', direction: 'back' },
  'find-function': { type: 'find' },
  'open-view': { type: 'open' },
  'clear-screen': { type: 'clearScreen' },
  'clear-line': { type: 'clearLine' },
  'delete-or-leave': { type: 'eraseOrEnd' },
  suspend: { type: 'suspend' },

  'backward-char': { type: 'move', direction: 'back', unit: 'char' },
  'forward-char': { type: 'move', direction: 'forward', unit: 'char' },
  'backward-word': { type: 'move', direction: 'back', unit: 'name' },
  'forward-word': { type: 'move', direction: 'forward', unit: 'name' },
  'beginning-of-line': { type: 'move', direction: 'back', unit: 'line' },
  'end-of-line': { type: 'move', direction: 'forward', unit: 'line' },

  'backward-delete-char': { type: 'erase', direction: 'back' },
  'delete-char': { type: 'erase', direction: 'forward' },
  'unix-word-rubout': { type: 'kill', direction: 'back', unit: 'word' },
  'backward-kill-word': { type: 'kill', direction: 'back', unit: 'name' },
  'kill-word': { type: 'kill', direction: 'forward', unit: 'name' },
  'backward-kill-line': { type: 'kill', direction: 'back', unit: 'line' },
  'kill-line': { type: 'kill', direction: 'forward', unit: 'line' },
  yank: { type: 'yank' },
  'yank-pop': { type: 'yankOlder' },
  'yank-last-arg': { type: 'yankLastWord' },
  undo: { type: 'undo' },
  redo: { type: 'redo' },
  'transpose-chars': { type: 'transposeChars' },
  'transpose-words': { type: 'transposeNames' },
  'upcase-word': { type: 'changeCase', letterCase: 'upper' },
  'downcase-word': { type: 'changeCase', letterCase: 'lower' },
  'capitalize-word': { type: 'changeCase', letterCase: 'capital' },
};

type PromptKeymap = Keymap<PromptState, PromptAction>;

function does(name: ActionName, ...keys: readonly string[]): KeyBinding<PromptState, PromptAction> {
  return { keys, help: ACTION_NAMES[name], action: ACTIONS[name] };
}

/** The keys of the line. Ctrl-H is Backspace for a terminal, Ctrl-I is Tab, Ctrl-J and Ctrl-M are Enter. */
export const lineKeys: PromptKeymap = [
  does('accept-line', 'enter'),
  does('complete', 'tab'),
  does('previous-history', 'up', 'ctrl+p'),
  does('next-history', 'down', 'ctrl+n'),
  does('beginning-of-history', 'alt+<'),
  does('end-of-history', 'alt+>'),
  does('reverse-search-history', 'ctrl+r'),
  does('find-function', 'ctrl+t'),
  does('open-view', 'ctrl+o'),
  does('clear-screen', 'ctrl+l'),
  does('clear-line', 'ctrl+c'),
  does('delete-or-leave', 'ctrl+d'),
  does('suspend', 'ctrl+z'),

  does('backward-char', 'left', 'ctrl+b'),
  does('forward-char', 'right', 'ctrl+f'),
  does('backward-word', 'alt+b', 'ctrl+left', 'alt+left'),
  does('forward-word', 'alt+f', 'ctrl+right', 'alt+right'),
  does('beginning-of-line', 'ctrl+a', 'home'),
  does('end-of-line', 'ctrl+e', 'end'),

  does('backward-delete-char', 'backspace'),
  does('delete-char', 'delete'),
  does('unix-word-rubout', 'ctrl+w'),
  does('backward-kill-word', 'alt+backspace', 'ctrl+backspace'),
  does('kill-word', 'alt+d', 'ctrl+delete', 'alt+delete'),
  does('backward-kill-line', 'ctrl+u'),
  does('kill-line', 'ctrl+k'),
  does('yank', 'ctrl+y'),
  does('yank-pop', 'alt+y'),
  does('yank-last-arg', 'alt+.'),
  does('undo', 'ctrl+_'),
  does('redo', 'alt+_', 'alt+/'),
  does('transpose-words', 'alt+t'),
  does('upcase-word', 'alt+u'),
  does('downcase-word', 'alt+l'),
  does('capitalize-word', 'alt+c'),
];

const viEscape: PromptKeymap = [{ keys: ['escape'], help: 'commands of vi', action: { type: 'viNormal' } }];

/** In normal mode: the keys that are no letters. Letters go to vi.ts, and so do the arrows and the like as letters. */
export const viNormalKeys: PromptKeymap = [
  ...viEscape,
  { keys: ['left', 'backspace'], help: 'one character back', action: { type: 'viKey', key: 'h' } },
  { keys: ['right'], help: 'one character on', action: { type: 'viKey', key: 'l' } },
  { keys: ['home', 'ctrl+a'], help: 'to the beginning', action: { type: 'viKey', key: '0' } },
  { keys: ['end', 'ctrl+e'], help: 'to the end', action: { type: 'viKey', key: '$' } },
  { keys: ['delete'], help: 'delete the character', action: { type: 'viKey', key: 'x' } },
  does('redo', 'ctrl+r'),
  does('accept-line', 'enter'),
  does('previous-history', 'up', 'ctrl+p'),
  does('next-history', 'down', 'ctrl+n'),
  does('find-function', 'ctrl+t'),
  does('open-view', 'ctrl+o'),
  does('clear-screen', 'ctrl+l'),
  does('clear-line', 'ctrl+c'),
  does('delete-or-leave', 'ctrl+d'),
  does('suspend', 'ctrl+z'),
];

/** While a menu of completions is open; the other keys of the line close it and do what they do. */
export const menuKeys: PromptKeymap = [
  { keys: ['tab'], help: 'next completion, after what is certain', action: { type: 'complete' } },
  { keys: ['down', 'ctrl+n'], help: 'next completion', action: { type: 'selectCandidate', direction: 'forward' } },
  { keys: ['shift+tab'], help: 'completion before', action: { type: 'selectCandidate', direction: 'back' } },
  { keys: ['up', 'ctrl+p'], help: 'completion before', action: { type: 'selectCandidate', direction: 'back' } },
  { keys: ['enter'], help: 'take the selected completion', action: { type: 'takeCandidate' } },
  { keys: ['escape', 'ctrl+g'], help: 'close the menu', action: { type: 'cancel' } },
];

/** While searching in earlier lines; the other keys of the line take the one found and do what they do. */
export const searchKeys: PromptKeymap = [
  { keys: ['ctrl+r', 'up', 'ctrl+p'], help: 'earlier match', action: { type: 'search', direction: 'back' } },
  { keys: ['ctrl+s', 'down', 'ctrl+n'], help: 'later match', action: { type: 'search', direction: 'forward' } },
  { keys: ['enter'], help: 'run the line found', action: { type: 'runMatch' } },
  {
    keys: ['tab', 'right', 'left', 'home', 'end', 'ctrl+a', 'ctrl+e', 'ctrl+f', 'ctrl+b'],
    help: 'edit the line found',
    action: { type: 'takeMatch' },
  },
  { keys: ['escape', 'ctrl+g', 'ctrl+c'], help: 'back to the line before the search', action: { type: 'cancel' } },
];

/** While it is asked what to do with several pasted lines. No other keys count. */
export const pasteKeys: PromptKeymap = [
  { keys: ['enter'], help: 'run the lines', action: { type: 'runPaste' } },
  { keys: ['e'], help: 'put them into the line as one', action: { type: 'joinPaste' } },
  { keys: ['escape', 'ctrl+g', 'ctrl+c'], help: 'drop them', action: { type: 'cancel' } },
];

/** The keys that count in a state, most particular first. */
export function keysOf({ mode, vi }: PromptState): PromptKeymap {
  if (mode.type === 'paste') return pasteKeys;
  if (mode.type === 'search') return SEARCHING;
  if (vi?.mode === 'normal') return viNormalKeys;
  const isVi = vi !== undefined;
  if (mode.type !== 'menu') return isVi ? VI_LINE : lineKeys;
  if (mode.selected !== undefined) return SELECTING;
  if (mode.isByItself) return isVi ? VI_OFFERED_MENU : OFFERED_MENU;
  return OPEN_MENU;
}

const VI_LINE = [...viEscape, ...lineKeys];
const SEARCHING = [...searchKeys, ...lineKeys];
const SELECTING = [...menuKeys, ...lineKeys];

/** Enter runs the line as long as no completion is selected. */
const OPEN_MENU = SELECTING.filter(({ action }) => action.type !== 'takeCandidate');

/** A menu that came by itself must not be in the way: Up leads to earlier lines, and with vi Escape to normal mode. */
const OFFERED_MENU = OPEN_MENU.filter(({ action, keys }) => action.type !== 'selectCandidate' || !keys.includes('up'));
const VI_OFFERED_MENU = [...viEscape, ...OFFERED_MENU];
