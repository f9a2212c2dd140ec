import type { KeyHandling, Keymap } from '../terminal/keymap.ts';
import { FUNCTION_COMMANDS, type FunctionCommand, functionCommand, whyNot } from '../widgets/function-commands.ts';
import { type KeyHint, keyLabel } from '../widgets/key-help.ts';
import { type QueryAction, queryKeys } from '../widgets/query-keys.ts';
import { type FindState, selectedEntry } from './model.ts';

export type FindAction =
  | QueryAction
  | { readonly type: 'select'; readonly by: number }
  | { readonly type: 'selectPage'; readonly by: number }
  | { readonly type: 'openMenu' }
  | { readonly type: 'closeMenu' }
  | { readonly type: 'selectCommand'; readonly by: number }
  | { readonly type: 'runSelectedCommand' }
  | { readonly type: 'run'; readonly command: FunctionCommand['name'] }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'leave' };

/** Why there is nothing to do a command with. */
function unavailableFor(name: FunctionCommand['name']): (state: FindState) => string | undefined {
  return (state) => {
    const entry = selectedEntry(state);
    return entry === undefined ? 'no function is selected' : whyNot(functionCommand(name), state.model.view, entry);
  };
}

function runs(name: FunctionCommand['name'], keys: readonly string[]): Keymap<FindState, FindAction>[number] {
  return {
    keys,
    help: functionCommand(name).help,
    action: { type: 'run', command: name },
    unavailable: unavailableFor(name),
  };
}

/** The query takes all letters, so commands have control keys. Ctrl-I is Tab for a terminal, Ctrl-P moves. */
export const findKeys: Keymap<FindState, FindAction> = [
  { keys: ['down', 'ctrl+n', 'ctrl+j'], help: 'next function', action: { type: 'select', by: 1 } },
  { keys: ['up', 'ctrl+p', 'ctrl+k'], help: 'function before', action: { type: 'select', by: -1 } },
  { keys: ['pagedown'], help: 'one page down', action: { type: 'selectPage', by: 1 } },
  { keys: ['pageup'], help: 'one page up', action: { type: 'selectPage', by: -1 } },
  {
    keys: ['enter', 'tab'],
    help: 'choose what to do with the function',
    action: { type: 'openMenu' },
    unavailable: (state) => (selectedEntry(state) === undefined ? 'no function is selected' : undefined),
  },
  runs('focus', ['ctrl+f', 'alt+f']),
  runs('ignore', ['ctrl+x', 'alt+i']),
  runs('peek', ['ctrl+o', 'alt+p']),
  runs('source', ['ctrl+s', 'alt+s']),
  runs('browse', ['ctrl+t', 'alt+b']),
  { keys: ['escape', 'ctrl+c', 'ctrl+g'], help: 'back to the prompt', action: { type: 'leave' } },
  ...queryKeys,
];

/** While the menu of commands is open: letters are keys. */
export const menuKeys: Keymap<FindState, FindAction> = [
  { keys: ['down', 'ctrl+n', 'tab', 'j'], help: 'next command', action: { type: 'selectCommand', by: 1 } },
  { keys: ['up', 'ctrl+p', 'shift+tab', 'k'], help: 'command before', action: { type: 'selectCommand', by: -1 } },
  { keys: ['enter'], help: 'run the selected command', action: { type: 'runSelectedCommand' } },
  ...FUNCTION_COMMANDS.map(({ name, key }) => runs(name, [key])),
  { keys: ['escape', 'left', 'q', 'backspace', 'ctrl+g'], help: 'back to the list', action: { type: 'closeMenu' } },
  { keys: ['ctrl+c'], help: 'back to the prompt', action: { type: 'leave' } },
];

/** The keys that count in a state; all other letters go into the query. */
export const keyHandling: KeyHandling<FindState, FindAction> = {
  keymap: ({ menu }) => (menu === undefined ? findKeys : menuKeys),
  onText: (text) => ({ type: 'insert', text }),
  onUnavailable: (text) => ({ type: 'note', text }),
};

export function keyHints({ menu }: FindState): readonly KeyHint[] {
  const back = { key: 'Esc', word: 'back' };
  if (menu !== undefined) return [back, { key: '↑↓', word: 'move' }, { key: 'Enter', word: 'run' }];
  const commands = findKeys.flatMap(({ keys, action }) =>
    action.type === 'run' ? [{ key: keyLabel(keys[0]), word: action.command }] : [],
  );
  return [back, { key: 'Enter', word: 'commands' }, ...commands];
}
