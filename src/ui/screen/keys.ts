import type { KeyHandling, Keymap, MousePress } from '../terminal/keymap.ts';
import type { KeyHint } from '../widgets/key-help.ts';
import { type QueryAction, queryKeys } from '../widgets/query-keys.ts';
import { type RowCommandName, rowCommand, whyNot } from '../widgets/row-commands.ts';
import type { ScreenState } from './model.ts';
import type { Movement, ScreenSpec, SearchDirection } from './spec.ts';

/** What a key does: something of the view's own, or of the frame. */
export type ScreenAction<Action> = { readonly type: 'own'; readonly action: Action | Movement } | FrameAction;

export type FrameAction =
  | { readonly type: 'startSearch' }
  | QueryAction
  | { readonly type: 'acceptSearch' }
  | { readonly type: 'cancelSearch' }
  | { readonly type: 'repeatSearch'; readonly direction: SearchDirection }
  | { readonly type: 'openMenu' }
  | { readonly type: 'moveInMenu'; readonly by: number }
  | { readonly type: 'runSelected' }
  | { readonly type: 'run'; readonly command: RowCommandName }
  | { readonly type: 'change'; readonly line: string }
  | { readonly type: 'nextSampleType'; readonly by: 1 | -1 }
  | { readonly type: 'showHelp' }
  | { readonly type: 'scrollHelp'; readonly by: number }
  | { readonly type: 'closeOverlay' }
  | { readonly type: 'mouse'; readonly press: MousePress }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'back' }
  | { readonly type: 'leave' };

type Keys<Own, Action> = Keymap<ScreenState<Own>, ScreenAction<Action>>;

const movement = (action: Movement) => ({ type: 'own', action }) as const;

const movementKeys: Keymap<unknown, ScreenAction<never>> = [
  { keys: ['down', 'j', 'ctrl+n'], help: 'next row', action: movement({ type: 'move', by: 1 }) },
  { keys: ['up', 'k', 'ctrl+p'], help: 'row before', action: movement({ type: 'move', by: -1 }) },
  { keys: ['right', 'l'], help: 'inside, or to the right', action: movement({ type: 'aside', by: 1 }) },
  { keys: ['left', 'h'], help: 'outside, or to the left', action: movement({ type: 'aside', by: -1 }) },
  { keys: ['pagedown', 'ctrl+f'], help: 'one page down', action: movement({ type: 'movePages', by: 1 }) },
  { keys: ['pageup', 'ctrl+b'], help: 'one page up', action: movement({ type: 'movePages', by: -1 }) },
  { keys: ['ctrl+d'], help: 'half a page down', action: movement({ type: 'movePages', by: 0.5 }) },
  { keys: ['ctrl+u'], help: 'half a page up', action: movement({ type: 'movePages', by: -0.5 }) },
  { keys: ['g', 'home'], help: 'first row', action: movement({ type: 'moveTo', end: 'first' }) },
  { keys: ['G', 'end'], help: 'last row', action: movement({ type: 'moveTo', end: 'last' }) },
];

const sessionKeys: Keymap<unknown, FrameAction> = [
  { keys: ['v'], help: 'next sample type', action: { type: 'nextSampleType', by: 1 } },
  { keys: ['V'], help: 'sample type before', action: { type: 'nextSampleType', by: -1 } },
  { keys: ['u'], help: 'undo: take the last filter back', action: { type: 'change', line: 'undo' } },
  { keys: ['ctrl+r', 'U'], help: 'redo', action: { type: 'change', line: 'redo' } },
  { keys: ['?'], help: 'this help', action: { type: 'showHelp' } },
  { keys: ['escape'], help: 'back: to the view before, or the prompt', action: { type: 'back' } },
  { keys: ['q', 'ctrl+c'], help: 'to the prompt', action: { type: 'leave' } },
];

/** While a search is typed. */
export const searchKeys: Keymap<unknown, FrameAction> = [
  { keys: ['enter'], help: 'stay there', action: { type: 'acceptSearch' } },
  { keys: ['escape', 'ctrl+c', 'ctrl+g'], help: 'back to where the search began', action: { type: 'cancelSearch' } },
  { keys: ['down', 'ctrl+n'], help: 'next match', action: { type: 'repeatSearch', direction: 'next' } },
  { keys: ['up', 'ctrl+p'], help: 'match before', action: { type: 'repeatSearch', direction: 'previous' } },
  ...queryKeys,
];

/** While the menu of commands is open. The keys of the commands count in it as well. */
export const menuKeys: Keymap<unknown, FrameAction> = [
  { keys: ['down', 'j', 'ctrl+n', 'tab'], help: 'next command', action: { type: 'moveInMenu', by: 1 } },
  { keys: ['up', 'k', 'ctrl+p'], help: 'command before', action: { type: 'moveInMenu', by: -1 } },
  { keys: ['enter', 'right', 'l', 'space'], help: 'do it', action: { type: 'runSelected' } },
  { keys: ['escape', 'q', 'left', 'h', 'ctrl+c', 'ctrl+g'], help: 'close the menu', action: { type: 'closeOverlay' } },
];

/** While the table of keys is shown. */
export const helpKeys: Keymap<unknown, FrameAction> = [
  { keys: ['down', 'j'], help: 'next row', action: { type: 'scrollHelp', by: 1 } },
  { keys: ['up', 'k'], help: 'row before', action: { type: 'scrollHelp', by: -1 } },
  { keys: ['pagedown', 'space'], help: 'one page down', action: { type: 'scrollHelp', by: 10 } },
  { keys: ['pageup'], help: 'one page up', action: { type: 'scrollHelp', by: -10 } },
  { keys: ['?', 'q', 'escape', 'enter', 'ctrl+c'], help: 'close', action: { type: 'closeOverlay' } },
];

const needsSearch = ({ searched }: ScreenState<unknown>) => (searched === '' ? '/ searches first' : undefined);

function keysOfSearch<Own, Action>({ search }: ScreenSpec<Own, Action>): Keys<Own, Action> {
  if (search === undefined) return [];
  const start = { keys: ['/'], help: search.help, action: { type: 'startSearch' } } as const;
  if (search.type === 'filter') return [start];
  return [
    start,
    { keys: ['n'], help: 'next match', action: { type: 'repeatSearch', direction: 'next' }, unavailable: needsSearch },
    {
      keys: ['N'],
      help: 'match before',
      action: { type: 'repeatSearch', direction: 'previous' },
      unavailable: needsSearch,
    },
  ];
}

function keysOfCommands<Own, Action>({ commands, target }: ScreenSpec<Own, Action>): Keys<Own, Action> {
  return commands.map((name) => {
    const command = rowCommand(name);
    return {
      keys: [command.key],
      help: `${name}: ${command.help}`,
      action: { type: 'run', command: name },
      unavailable: ({ own, facts }) => whyNot(command, target(own), facts.options),
    };
  });
}

/** All keys of a view, its own first; a key that it uses for something else is not listed twice. */
export function keysOf<Own, Action>(spec: ScreenSpec<Own, Action>): Keys<Own, Action> {
  const own: Keys<Own, Action> = spec.keys.map(({ unavailable, action, ...binding }) => ({
    ...binding,
    action: { type: 'own', action },
    ...(unavailable === undefined ? {} : { unavailable: (state: ScreenState<Own>) => unavailable(state.own) }),
  }));
  const menu: Keys<Own, Action> =
    spec.commands.length === 0
      ? []
      : [{ keys: ['enter'], help: 'the menu of what can be done with the row', action: { type: 'openMenu' } }];
  const taken = new Set(own.flatMap(({ keys }) => keys));
  const shared: Keys<Own, Action> = [
    ...movementKeys,
    ...keysOfSearch(spec),
    ...menu,
    ...keysOfCommands(spec),
    ...sessionKeys,
  ];
  const left = shared.map((binding) => ({ ...binding, keys: binding.keys.filter((key) => !taken.has(key)) }));
  return [...own, ...left.filter(({ keys }) => keys.length > 0)];
}

/** The keys that count in a state; while a search is typed all other letters go into it. */
export function keyHandlingOf<Own, Action>(
  spec: ScreenSpec<Own, Action>,
): KeyHandling<ScreenState<Own>, ScreenAction<Action>> {
  const keys = keysOf(spec);
  const whileMenu: Keys<Own, Action> = [...menuKeys, ...keysOfCommands(spec)];
  const byOverlay = { search: searchKeys, menu: whileMenu, help: helpKeys };
  return {
    keymap: ({ overlay }) => (overlay === undefined ? keys : byOverlay[overlay.type]),
    onText: (text) => ({ type: 'insert', text }),
    onMouse: (press) => ({ type: 'mouse', press }),
    onUnavailable: (text) => ({ type: 'note', text }),
  };
}

/** The keys named at the bottom. */
export function keyHints<Own, Action>(spec: ScreenSpec<Own, Action>, state: ScreenState<Own>): readonly KeyHint[] {
  switch (state.overlay?.type) {
    case 'help':
      return [
        { key: 'Esc', word: 'close' },
        { key: '↑↓', word: 'scroll' },
      ];
    case 'menu':
      return [
        { key: 'Enter', word: 'do it' },
        { key: '↑↓', word: 'choose' },
        { key: 'Esc', word: 'close' },
      ];
    default: {
      const search = spec.search && [{ key: '/', word: spec.search.type === 'filter' ? 'filter' : 'search' }];
      const menu = spec.commands.length === 0 ? [] : [{ key: 'Enter', word: 'menu' }];
      return [
        { key: 'q', word: 'quit' },
        { key: '?', word: 'keys' },
        ...menu,
        ...(search ?? []),
        ...spec.hints(state.own),
      ];
    }
  }
}
