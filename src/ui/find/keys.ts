import type { Places } from '../../report/views/places.ts';
import type { KeyHandling, Keymap } from '../terminal/keymap.ts';
import { type KeyHint, keyLabel } from '../widgets/key-help.ts';
import { type QueryAction, queryKeys } from '../widgets/query-keys.ts';
import { type RowCommandName, rowCommand } from '../widgets/row-commands.ts';
import type { Scope } from './matches.ts';
import { commandsFor, type FindState, selectedMatch, whyNothingChosen } from './model.ts';

export type FindAction =
  | QueryAction
  | { readonly type: 'select'; readonly by: number }
  | { readonly type: 'selectPage'; readonly by: number }
  | { readonly type: 'selectAt'; readonly place: number }
  | { readonly type: 'nextScope'; readonly by: number }
  | { readonly type: 'scope'; readonly scope: Scope }
  | { readonly type: 'nextMode' }
  | { readonly type: 'nextPreview' }
  | { readonly type: 'mark' }
  | { readonly type: 'clearMarks' }
  | { readonly type: 'openMenu' }
  | { readonly type: 'closeMenu' }
  | { readonly type: 'selectCommand'; readonly by: number }
  | { readonly type: 'runSelectedCommand' }
  /** The first of these that what is chosen has. */
  | { readonly type: 'run'; readonly commands: readonly RowCommandName[] }
  | { readonly type: 'change'; readonly line: string }
  | { readonly type: 'nextSampleType' }
  /** Goes on with a search that is not through. */
  | { readonly type: 'findOn' }
  | { readonly type: 'places'; readonly places: Places }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'back' }
  | { readonly type: 'leave' };

const needsSelected = (state: FindState) => (selectedMatch(state) === undefined ? 'nothing is selected' : undefined);

function runs(keys: readonly string[], ...commands: readonly RowCommandName[]): Keymap<FindState, FindAction>[number] {
  return { keys, help: `${commands[0]}: ${rowCommand(commands[0]).help}`, action: { type: 'run', commands } };
}

/** The query takes all letters, so commands have control keys. Ctrl-I is Tab for a terminal, Ctrl-P moves. */
export const findKeys: Keymap<FindState, FindAction> = [
  { keys: ['down', 'ctrl+n', 'ctrl+j'], help: 'next match', action: { type: 'select', by: 1 } },
  { keys: ['up', 'ctrl+p', 'ctrl+k'], help: 'match before', action: { type: 'select', by: -1 } },
  { keys: ['pagedown'], help: 'one page down', action: { type: 'selectPage', by: 1 } },
  { keys: ['pageup'], help: 'one page up', action: { type: 'selectPage', by: -1 } },
  { keys: ['tab'], help: 'next scope: all, functions, files, packages, tags', action: { type: 'nextScope', by: 1 } },
  { keys: ['shift+tab'], help: 'scope before', action: { type: 'nextScope', by: -1 } },
  { keys: ['ctrl+t', 'alt+r'], help: 'search fuzzily, exactly, or by pattern', action: { type: 'nextMode' } },
  { keys: ['ctrl+o', 'alt+p'], help: 'preview callers and callees, or the source', action: { type: 'nextPreview' } },
  { keys: ['ctrl+space', 'alt+m'], help: 'mark it', action: { type: 'mark' }, unavailable: needsSelected },
  { keys: ['alt+c'], help: 'take all marks away', action: { type: 'clearMarks' } },
  {
    keys: ['enter'],
    help: 'choose what to do with what is marked, or selected',
    action: { type: 'openMenu' },
    unavailable: whyNothingChosen,
  },
  runs(['ctrl+f', 'alt+f'], 'focus', 'tagfocus'),
  runs(['ctrl+x', 'alt+i'], 'ignore', 'tagignore'),
  runs(['ctrl+s', 'alt+s'], 'source'),
  runs(['alt+b'], 'browse'),
  runs(['alt+t'], 'top', 'tags'),
  runs(['alt+y'], 'copy'),
  { keys: ['alt+v'], help: 'next sample type', action: { type: 'nextSampleType' } },
  { keys: ['alt+u'], help: 'undo: take the last filter back', action: { type: 'change', line: 'undo' } },
  { keys: ['ctrl+r'], help: 'redo', action: { type: 'change', line: 'redo' } },
  { keys: ['escape', 'ctrl+g'], help: 'back', action: { type: 'back' } },
  { keys: ['ctrl+c'], help: 'to the prompt', action: { type: 'leave' } },
  ...queryKeys,
];

const MENU_MOVES: Keymap<FindState, FindAction> = [
  { keys: ['down', 'ctrl+n', 'tab', 'j'], help: 'next command', action: { type: 'selectCommand', by: 1 } },
  { keys: ['up', 'ctrl+p', 'shift+tab', 'k'], help: 'command before', action: { type: 'selectCommand', by: -1 } },
  { keys: ['enter'], help: 'run the selected command', action: { type: 'runSelectedCommand' } },
  { keys: ['escape', 'left', 'q', 'backspace', 'ctrl+g'], help: 'back to the list', action: { type: 'closeMenu' } },
  { keys: ['ctrl+c'], help: 'to the prompt', action: { type: 'leave' } },
];

/** While the menu of commands is open: letters are keys. */
function menuKeys(state: FindState): Keymap<FindState, FindAction> {
  return [...MENU_MOVES, ...commandsFor(state).map((name) => runs([rowCommand(name).key], name))];
}

/** The keys that count in a state; all other letters go into the query. */
export const keyHandling: KeyHandling<FindState, FindAction> = {
  keymap: (state) => (state.menu === undefined ? findKeys : menuKeys(state)),
  onText: (text) => ({ type: 'insert', text }),
  onUnavailable: (text) => ({ type: 'note', text }),
};

const HINTED = new Set(['nextScope', 'nextMode', 'nextPreview', 'mark']);
const HINT_WORDS: Readonly<Record<string, string>> = {
  nextScope: 'scope',
  nextMode: 'fuzzy/exact/regex',
  nextPreview: 'preview',
  mark: 'mark',
};

export function keyHints({ menu }: FindState): readonly KeyHint[] {
  const back = { key: 'Esc', word: 'back' };
  if (menu !== undefined) return [back, { key: '↑↓', word: 'move' }, { key: 'Enter', word: 'run' }];
  const own = findKeys.flatMap(({ keys, action }) =>
    HINTED.has(action.type) && !keys.includes('shift+tab')
      ? [{ key: keyLabel(keys[0]), word: HINT_WORDS[action.type] }]
      : [],
  );
  const commands = findKeys.flatMap(({ keys, action }) =>
    action.type === 'run' ? [{ key: keyLabel(keys[0]), word: action.commands[0] }] : [],
  );
  return [back, { key: 'Enter', word: 'commands' }, ...own, ...commands];
}
