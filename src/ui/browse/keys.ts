import type { KeyHandling, Keymap } from '../terminal/keymap.ts';
import { type FunctionCommand, functionCommand, whyNot } from '../widgets/function-commands.ts';
import type { KeyHint } from '../widgets/key-help.ts';
import { type QueryAction, queryKeys } from '../widgets/query-keys.ts';
import { type BrowseState, selectedEntry } from './model.ts';
import type { SearchDirection } from './tree-search.ts';

export type BrowseAction =
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'movePages'; readonly by: number }
  | { readonly type: 'moveTo'; readonly end: 'first' | 'last' }
  | { readonly type: 'open' }
  | { readonly type: 'close' }
  | { readonly type: 'toggle' }
  | { readonly type: 'openHeaviest' }
  | { readonly type: 'startSearch' }
  | QueryAction
  | { readonly type: 'acceptSearch' }
  | { readonly type: 'cancelSearch' }
  | { readonly type: 'repeatSearch'; readonly direction: SearchDirection }
  | { readonly type: 'run'; readonly command: FunctionCommand['name'] }
  | { readonly type: 'showHelp' }
  | { readonly type: 'scrollHelp'; readonly by: number }
  | { readonly type: 'hideHelp' }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'leave' };

const needsSearch = ({ searched }: BrowseState) => (searched === '' ? '/ searches first' : undefined);

function runs(name: FunctionCommand['name'], help: string): Keymap<BrowseState, BrowseAction>[number] {
  const command = functionCommand(name);
  return {
    keys: [command.key],
    help,
    action: { type: 'run', command: name },
    unavailable: (state) => {
      const entry = selectedEntry(state);
      return entry === undefined ? 'no function is selected' : whyNot(command, state.model.view, entry);
    },
  };
}

export const browseKeys: Keymap<BrowseState, BrowseAction> = [
  { keys: ['down', 'j', 'ctrl+n'], help: 'next row', action: { type: 'move', by: 1 } },
  { keys: ['up', 'k', 'ctrl+p'], help: 'row before', action: { type: 'move', by: -1 } },
  { keys: ['right', 'l'], help: 'open, or go to the first callee', action: { type: 'open' } },
  { keys: ['left', 'h'], help: 'close, or go to the caller', action: { type: 'close' } },
  { keys: ['enter', 'space'], help: 'open or close', action: { type: 'toggle' } },
  { keys: ['e', '*'], help: 'open the heaviest path below', action: { type: 'openHeaviest' } },
  { keys: ['pagedown'], help: 'one page down', action: { type: 'movePages', by: 1 } },
  { keys: ['pageup'], help: 'one page up', action: { type: 'movePages', by: -1 } },
  { keys: ['ctrl+d'], help: 'half a page down', action: { type: 'movePages', by: 0.5 } },
  { keys: ['ctrl+u'], help: 'half a page up', action: { type: 'movePages', by: -0.5 } },
  { keys: ['g', 'home'], help: 'first row', action: { type: 'moveTo', end: 'first' } },
  { keys: ['G', 'end'], help: 'last row', action: { type: 'moveTo', end: 'last' } },
  { keys: ['/'], help: 'search the whole tree for a name', action: { type: 'startSearch' } },
  { keys: ['n'], help: 'next match', action: { type: 'repeatSearch', direction: 'next' }, unavailable: needsSearch },
  {
    keys: ['N'],
    help: 'match before',
    action: { type: 'repeatSearch', direction: 'previous' },
    unavailable: needsSearch,
  },
  runs('focus', 'focus: keep only samples that go through the function'),
  runs('ignore', 'ignore: drop the samples that go through the function'),
  runs('peek', 'peek: print its callers and callees'),
  runs('source', 'list: print its source, with values'),
  { keys: ['?'], help: 'this help', action: { type: 'showHelp' } },
  { keys: ['q', 'escape', 'ctrl+c'], help: 'back to the prompt', action: { type: 'leave' } },
];

/** While a search is typed. */
export const searchKeys: Keymap<BrowseState, BrowseAction> = [
  { keys: ['enter'], help: 'stay at the match', action: { type: 'acceptSearch' } },
  { keys: ['escape', 'ctrl+c', 'ctrl+g'], help: 'back to where the search began', action: { type: 'cancelSearch' } },
  { keys: ['down', 'ctrl+n'], help: 'next match', action: { type: 'repeatSearch', direction: 'next' } },
  { keys: ['up', 'ctrl+p'], help: 'match before', action: { type: 'repeatSearch', direction: 'previous' } },
  ...queryKeys,
];

/** While the key help is shown. */
export const helpKeys: Keymap<BrowseState, BrowseAction> = [
  { keys: ['down', 'j'], help: 'next row', action: { type: 'scrollHelp', by: 1 } },
  { keys: ['up', 'k'], help: 'row before', action: { type: 'scrollHelp', by: -1 } },
  { keys: ['pagedown', 'space'], help: 'one page down', action: { type: 'scrollHelp', by: 10 } },
  { keys: ['pageup'], help: 'one page up', action: { type: 'scrollHelp', by: -10 } },
  { keys: ['?', 'q', 'escape', 'enter', 'ctrl+c'], help: 'back to the tree', action: { type: 'hideHelp' } },
];

/** The keys that count in a state; while a search is typed all other letters go into it. */
export const keyHandling: KeyHandling<BrowseState, BrowseAction> = {
  keymap: ({ search, help }) => {
    if (help !== undefined) return helpKeys;
    return search === undefined ? browseKeys : searchKeys;
  },
  onText: (text) => ({ type: 'insert', text }),
  onUnavailable: (text) => ({ type: 'note', text }),
};

export function keyHints({ help }: BrowseState): readonly KeyHint[] {
  if (help !== undefined)
    return [
      { key: 'Esc', word: 'back to the tree' },
      { key: '↑↓', word: 'scroll' },
    ];
  return [
    { key: 'q', word: 'back' },
    { key: '?', word: 'keys' },
    { key: '/', word: 'search' },
    { key: 'e', word: 'heaviest path' },
    { key: 'f', word: 'focus' },
    { key: 'i', word: 'ignore' },
    { key: 'p', word: 'peek' },
    { key: 's', word: 'source' },
  ];
}
