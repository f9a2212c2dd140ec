import { describe, expect, test } from 'vitest';
import { ACTION_NAMES, isActionName, isKeyName, keyNameOf } from '../../src/shell/language/key-names.ts';

describe('keyNameOf', () => {
  test.each([
    ['ctrl+x', 'ctrl+x'],
    ['Ctrl-X', 'ctrl+x'],
    ['C-x', 'ctrl+x'],
    ['^X', 'ctrl+x'],
    ['^_', 'ctrl+_'],
    ['alt+b', 'alt+b'],
    ['M-b', 'alt+b'],
    ['Meta-B', 'alt+b'],
    ['alt-.', 'alt+.'],
    ['alt--', 'alt+-'],
    ['alt++', 'alt++'],
    ['alt+shift+b', 'alt+b'],
    ['Ctrl-Alt-Left', 'ctrl+alt+left'],
    ['C-M-left', 'ctrl+alt+left'],
    ['M-C-left', 'ctrl+alt+left'],
    ['S-Tab', 'shift+tab'],
    ['shift+alt+left', 'alt+shift+left'],
    ['PgUp', 'pageup'],
    ['Escape', 'escape'],
    ['DEL', 'delete'],
    ['ctrl+space', 'ctrl+space'],
    ['alt+é', 'alt+é'],
    // What a terminal cannot tell from other keys.
    ['ctrl+h', 'backspace'],
    ['^I', 'tab'],
    ['ctrl+[', 'escape'],
    ['ctrl+/', 'ctrl+_'],
  ])('%s is %s', (text, name) => {
    expect(keyNameOf(text)).toBe(name);
    expect(keyNameOf(name)).toBe(name);
  });

  test.each([
    'x',
    'X',
    ' ',
    'space',
    'shift+a',
    '',
    '-',
    'ctrl+',
    'ctrl+1',
    'ctrl+é',
    'f5',
    'ctrl+foo',
    'hyper+x',
    'toString',
    'Enter',
    'ctrl+m',
  ])('%s is none', (text) => {
    expect(keyNameOf(text)).toBeUndefined();
    expect(isKeyName(text)).toBe(false);
  });
});

test('actions have names of their own, and help', () => {
  expect(isActionName('undo')).toBe(true);
  expect(isActionName('toString')).toBe(false);
  const help = Object.values(ACTION_NAMES);
  expect(new Set(help).size).toBe(help.length);
});
