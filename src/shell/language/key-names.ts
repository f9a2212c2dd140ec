/** What keys are called, and what they can be made to do in the line: for `bind`, and for the prompt that obeys it. */

/** What a key can do in the line, by readline's names where it has one. */
export const ACTION_NAMES = {
  'accept-line': 'run the line',
  complete: 'complete the word',
  'previous-history': 'earlier line that begins like this one',
  'next-history': 'later line that begins like this one',
  'beginning-of-history': 'earliest line',
  'end-of-history': 'back to the line not run yet',
  'reverse-search-history': 'search in earlier lines',
  'find-function': 'find a function',
  'open-view': 'open what was printed last as a view',
  'clear-screen': 'clear the screen',
  'clear-line': 'clear the line',
  'delete-or-leave': 'delete the character, or leave on an empty line',
  suspend: 'stop the shell; fg goes on',

  'backward-char': 'one character back',
  'forward-char': 'one character on, or take the suggestion',
  'backward-word': 'one name back',
  'forward-word': 'one name on, or take one of the suggestion',
  'beginning-of-line': 'to the beginning',
  'end-of-line': 'to the end, or take the suggestion',

  'backward-delete-char': 'delete the character before',
  'delete-char': 'delete the character',
  'unix-word-rubout': 'cut the word before',
  'backward-kill-word': 'cut the name before',
  'kill-word': 'cut the name',
  'backward-kill-line': 'cut back to the beginning',
  'kill-line': 'cut to the end',
  yank: 'insert what was cut',
  'yank-pop': 'insert what was cut before that instead',
  'yank-last-arg': 'insert the last word of an earlier line',
  undo: 'undo',
  redo: 'undo the undoing',
  'transpose-chars': 'exchange the characters around the cursor',
  'transpose-words': 'exchange the names around the cursor',
  'upcase-word': 'the name in capitals',
  'downcase-word': 'the name in small letters',
  'capitalize-word': 'the name with a capital first',
} as const;

export type ActionName = keyof typeof ACTION_NAMES;

export function isActionName(text: string): text is ActionName {
  return Object.hasOwn(ACTION_NAMES, text);
}

/** Keys that are not one character, by all their names. */
const NAMED_KEYS: Readonly<Record<string, string>> = {
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
  pageup: 'pageup',
  pgup: 'pageup',
  pagedown: 'pagedown',
  pgdn: 'pagedown',
  home: 'home',
  end: 'end',
  enter: 'enter',
  return: 'enter',
  ret: 'enter',
  escape: 'escape',
  esc: 'escape',
  tab: 'tab',
  backspace: 'backspace',
  delete: 'delete',
  del: 'delete',
  space: 'space',
  spc: 'space',
};

/** Keys that a terminal cannot tell from others. */
const SAME_KEYS: Readonly<Record<string, string>> = {
  'ctrl+h': 'backspace',
  'ctrl+i': 'tab',
  'ctrl+j': 'enter',
  'ctrl+m': 'enter',
  'ctrl+[': 'escape',
  'ctrl+@': 'ctrl+space',
  'ctrl+/': 'ctrl+_',
};

const MODIFIERS: Readonly<Record<string, 'ctrl' | 'alt' | 'shift'>> = {
  ctrl: 'ctrl',
  control: 'ctrl',
  c: 'ctrl',
  alt: 'alt',
  meta: 'alt',
  m: 'alt',
  a: 'alt',
  shift: 'shift',
  s: 'shift',
};

/**
 * The one name of a key the shell knows it by, such as `ctrl+x`, `alt+shift+left`, `pageup`, from what a user calls it:
 * `Ctrl-X`, `C-x`, `^X`, `M-S-Left`, `PgUp`. Undefined where there is no such key, where a terminal sends nothing for it,
 * for characters without Ctrl or Alt, which are for typing, and for Enter, without which no line could be run.
 */
export function keyNameOf(text: string): string | undefined {
  const { key, modifiers } = partsOf(text.trim());
  const lower = key.toLowerCase();
  const named = Object.hasOwn(NAMED_KEYS, lower) ? NAMED_KEYS[lower] : undefined;
  const isTyped = named === undefined || named === 'space';
  if (named === undefined && [...key].length !== 1) return undefined;
  if (isTyped && !modifiers.has('ctrl') && !modifiers.has('alt')) return undefined;
  if (modifiers.has('ctrl') && named === undefined && !/^[a-z@[\]\\^_/]$/.test(lower)) return undefined;
  // A terminal sends capitals for characters with Shift, and what they mean with Ctrl or Alt is the small letter.
  const shift = modifiers.has('shift') && !isTyped ? 'shift+' : '';
  const name = `${modifiers.has('ctrl') ? 'ctrl+' : ''}${modifiers.has('alt') ? 'alt+' : ''}${shift}${named ?? lower}`;
  const known = SAME_KEYS[name] ?? name;
  return known === 'enter' ? undefined : known;
}

/** Whether it is a key that can be bound, in any of its spellings. */
export function isKeyName(text: string): boolean {
  return keyNameOf(text) !== undefined;
}

interface KeyParts {
  readonly modifiers: ReadonlySet<string>;
  readonly key: string;
}

function partsOf(text: string): KeyParts {
  const modifiers = new Set<string>();
  let key = text;
  if (/^\^.$/u.test(key)) return { modifiers: new Set(['ctrl']), key: key.slice(1) };
  for (;;) {
    const [prefix, word] = /^([a-z]+)[-+](?=.)/i.exec(key) ?? [];
    const modifier = word === undefined ? undefined : MODIFIERS[word.toLowerCase()];
    if (prefix === undefined || modifier === undefined) return { modifiers, key };
    modifiers.add(modifier);
    key = key.slice(prefix.length);
  }
}
