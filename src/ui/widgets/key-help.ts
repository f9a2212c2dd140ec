/** What keys are called on screen: for the line of keys at the bottom and for the table of all keys. */
import type { Keymap } from '../terminal/keymap.ts';

const NAMES: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  escape: 'Esc',
  space: 'Space',
};

/** `^F` for `ctrl+f`, `Alt-B`, `PgUp`, `↓`, `Enter`, and letters as they are. */
export function keyLabel(name: string): string {
  const [, modifier, key = name] = /^(ctrl|alt|shift)\+(.+)$/.exec(name) ?? [];
  const label = NAMES[key] ?? (key.length > 1 ? key[0].toUpperCase() + key.slice(1) : key);
  if (modifier === 'ctrl' && key.length === 1) return `^${key.toUpperCase()}`;
  if (modifier === undefined) return label;
  return `${modifier[0].toUpperCase()}${modifier.slice(1)}-${key.length === 1 ? key.toUpperCase() : label}`;
}

/** One key in the line at the bottom, with a word for what it does. */
export interface KeyHint {
  readonly key: string;
  readonly word: string;
}

/** As many of the hints as fit into `width` cells, two blanks apart. */
export function hintsThatFit(hints: readonly KeyHint[], width: number): readonly KeyHint[] {
  let used = -2;
  const tooWide = hints.findIndex(({ key, word }) => {
    used += key.length + word.length + 3;
    return used > width;
  });
  return tooWide === -1 ? hints : hints.slice(0, tooWide);
}

export interface KeyHelpRow {
  readonly keys: string;
  readonly help: string;
}

/** A keymap as a table: every binding with all its keys; neighbours that are explained alike are one row. */
export function keyHelpRows<State, Action>(keymap: Keymap<State, Action>): readonly KeyHelpRow[] {
  const rows: KeyHelpRow[] = [];
  for (const { keys, help } of keymap) {
    const labels = keys.map(keyLabel).join(' ');
    const last = rows.at(-1);
    if (last?.help === help) rows[rows.length - 1] = { keys: `${last.keys} ${labels}`, help };
    else rows.push({ keys: labels, help });
  }
  return rows.map(({ keys, help }) => ({ keys: keys.replace('1 2 3 4 5 6 7 8 9', '1-9'), help }));
}
