import { expect, test } from 'vitest';
import { hintsThatFit, keyHelpRows, keyLabel } from '../../../src/ui/widgets/key-help.ts';

test.each([
  ['ctrl+f', '^F'],
  ['alt+b', 'Alt-B'],
  ['shift+tab', 'Shift-Tab'],
  ['ctrl+left', 'Ctrl-←'],
  ['pageup', 'PgUp'],
  ['enter', 'Enter'],
  ['G', 'G'],
  ['/', '/'],
  ['+', '+'],
])('%s is called %s', (name, label) => {
  expect(keyLabel(name)).toBe(label);
});

const hints = [
  { key: 'q', word: 'back' },
  { key: '/', word: 'search' },
];

test.each([
  [16, 2],
  [15, 1],
  [6, 1],
  [5, 0],
])('in %i cells %i hints fit', (width, count) => {
  expect(hintsThatFit(hints, width)).toHaveLength(count);
});

test('a keymap as a table', () => {
  expect(keyHelpRows([{ keys: ['down', 'ctrl+n'], help: 'next row', action: 1 }])).toEqual([
    { keys: '↓ ^N', help: 'next row' },
  ]);
});
