import type { Key } from 'ink';

/** One key as keymaps name it: `up`, `enter`, `ctrl+r`, `alt+b`, `pageup`, or the character typed; `click` and `wheelup`. */
export interface KeyPress {
  readonly name: string;
  /** The character to insert; empty for keys that type nothing. */
  readonly text: string;
  /** With Alt: the character as typed, capital or not. Terminals send the same for Escape and then the character. */
  readonly char?: string;
  /** Where the mouse was, counted from 0. */
  readonly at?: { readonly x: number; readonly y: number };
}

/** Ink's flags, in the order they are looked at. */
const NAMED_KEYS: readonly (readonly [flag: keyof Key, name: string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
];

/** The Escape key. */
export const ESCAPE: KeyPress = { name: 'escape', text: '' };

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The keys in one input event of Ink. Fast typing and slow lines deliver several characters in one event, Enter among
 * them, so text is taken apart; a modified or named key always comes alone.
 */
export function keyPresses(input: string, key: Key): KeyPress[] {
  if (key.eventType === 'release') return [];
  const named = NAMED_KEYS.find(([flag]) => key[flag])?.[1];
  // Two quick presses of Escape look like Escape with Alt.
  if (named === 'escape' && key.meta) return [ESCAPE, ESCAPE];
  const modifiers = `${key.ctrl ? 'ctrl+' : ''}${key.meta ? 'alt+' : ''}`;
  if (named !== undefined) return [{ name: `${modifiers}${key.shift ? 'shift+' : ''}${named}`, text: '' }];
  if (modifiers === '') return typedKeys(input);
  // Keys that Ink has no word for, such as F5, come without input.
  if (input === '') return [];
  const name = modifiers + nameOfChar(input.toLowerCase());
  return [key.meta && !key.ctrl ? { name, text: '', char: input } : { name, text: '' }];
}

/** What terminals say of the mouse (SGR 1006): the button, the column, the row, `M` for pressed or `m` for released. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with it
export const MOUSE_SEQUENCES = /\u001b\[<(\d+);(\d+);(\d+)([Mm])/g;

const MOUSE_NAMES: Readonly<Record<string, string>> = { 0: 'click', 64: 'wheelup', 65: 'wheeldown' };

/** The press that a sequence tells of; none where it is a release, or a button that does nothing. */
export function mousePresses([, button, column, row, end]: RegExpMatchArray): KeyPress[] {
  const name = end === 'M' ? MOUSE_NAMES[button] : undefined;
  return name === undefined ? [] : [{ name, text: '', at: { x: Number(column) - 1, y: Number(row) - 1 } }];
}

/** The keys that type a text: one per character as a reader sees it, Enter for each line end. */
export function typedKeys(text: string): KeyPress[] {
  // Taking long texts apart into characters is slow; the common ones need not be.
  if (ASCII.test(text)) return Array.from(text.replaceAll('\r\n', '\n'), typedKey);
  return Array.from(graphemes.segment(text), ({ segment }) => typedKey(segment));
}

const ASCII = /^\p{ASCII}*$/u;

function typedKey(char: string): KeyPress {
  if (char === '\r' || char === '\n' || char === '\r\n') return { name: 'enter', text: '' };
  if (char === '\t') return { name: 'tab', text: '' };
  if (char === '\u007f' || char === '\b') return { name: 'backspace', text: '' };
  if (char === '\u001b') return ESCAPE;
  if (char === '\0') return { name: 'ctrl+space', text: '' };
  if (char < ' ') {
    // Ctrl-A to Ctrl-Z, then Ctrl-\ ] ^ _.
    const code = char.charCodeAt(0);
    return { name: `ctrl+${String.fromCharCode(code + (code <= 26 ? 0x60 : 0x40))}`, text: '' };
  }
  return { name: nameOfChar(char), text: char };
}

function nameOfChar(char: string): string {
  return char === ' ' ? 'space' : char;
}

/** Pasted text on one line: line ends and tabs become spaces, other control characters go. */
export function lineOfPaste(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(CONTROLS, '');
}

const CONTROLS = /\p{Control}/gu;
