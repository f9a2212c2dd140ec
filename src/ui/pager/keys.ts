import type { KeyHandling, Keymap } from '../terminal/keymap.ts';
import type { KeyHint } from '../widgets/key-help.ts';
import { type QueryAction, queryKeys } from '../widgets/query-keys.ts';
import { type EntryPurpose, isFiltering, type PagerState } from './model.ts';

export type PagerAction =
  /** Moves by rows; digits typed before say how many instead. */
  | { readonly type: 'move'; readonly by: number }
  /** By screens; after digits by so many rows. */
  | { readonly type: 'movePages'; readonly by: number }
  /** To an end; after digits to that line. */
  | { readonly type: 'moveTo'; readonly end: 'first' | 'last' }
  /** Sideways by half screens; after digits by so many columns. */
  | { readonly type: 'moveSideways'; readonly by: 1 | -1 }
  | { readonly type: 'moveToColumn'; readonly end: 'first' | 'last' }
  | { readonly type: 'toggleWrap' }
  | { readonly type: 'startEntry'; readonly purpose: EntryPurpose }
  | QueryAction
  | { readonly type: 'acceptEntry' }
  | { readonly type: 'cancelEntry' }
  /** In the direction of the search, or against it. */
  | { readonly type: 'repeatSearch'; readonly isReversed: boolean }
  /** Goes on looking through the lines. */
  | { readonly type: 'work' }
  | { readonly type: 'showHelp' }
  | { readonly type: 'scrollHelp'; readonly by: number }
  | { readonly type: 'hideHelp' }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'leave' };

type PagerKeymap = Keymap<PagerState, PagerAction>;

const whileFiltering = (state: PagerState) => (isFiltering(state) ? 'the lines are still being chosen' : undefined);

const needsSearch = (state: PagerState) => (state.search === undefined ? '/ searches first' : whileFiltering(state));

/** Those of less, except that h is the only key for help, as ? searches. */
export const pagerKeys: PagerKeymap = [
  { keys: ['down', 'j', 'enter', 'e', 'ctrl+n', 'ctrl+e'], help: 'next line', action: { type: 'move', by: 1 } },
  { keys: ['up', 'k', 'y', 'ctrl+p', 'ctrl+y'], help: 'line before', action: { type: 'move', by: -1 } },
  { keys: ['space', 'pagedown', 'f', 'ctrl+f', 'ctrl+v'], help: 'one page down', action: { type: 'movePages', by: 1 } },
  { keys: ['b', 'pageup', 'ctrl+b', 'alt+v'], help: 'one page up', action: { type: 'movePages', by: -1 } },
  { keys: ['d', 'ctrl+d'], help: 'half a page down', action: { type: 'movePages', by: 0.5 } },
  { keys: ['u', 'ctrl+u'], help: 'half a page up', action: { type: 'movePages', by: -0.5 } },
  { keys: ['g', 'home', '<'], help: 'first line; 12g goes to line 12', action: { type: 'moveTo', end: 'first' } },
  { keys: ['G', 'end', '>'], help: 'last line', action: { type: 'moveTo', end: 'last' } },
  { keys: ['right'], help: 'half a screen to the right', action: { type: 'moveSideways', by: 1 } },
  { keys: ['left'], help: 'half a screen to the left', action: { type: 'moveSideways', by: -1 } },
  { keys: ['^', 'ctrl+left'], help: 'first column', action: { type: 'moveToColumn', end: 'first' } },
  { keys: ['$', 'ctrl+right'], help: 'end of the longest line in view', action: { type: 'moveToColumn', end: 'last' } },
  { keys: ['w'], help: 'wrap long lines, or cut them', action: { type: 'toggleWrap' } },
  {
    keys: ['/'],
    help: 'search forward for a pattern, or a text',
    action: { type: 'startEntry', purpose: 'forward' },
    unavailable: whileFiltering,
  },
  {
    keys: ['?'],
    help: 'search backward',
    action: { type: 'startEntry', purpose: 'backward' },
    unavailable: whileFiltering,
  },
  { keys: ['n'], help: 'next match', action: { type: 'repeatSearch', isReversed: false }, unavailable: needsSearch },
  { keys: ['N'], help: 'match before', action: { type: 'repeatSearch', isReversed: true }, unavailable: needsSearch },
  {
    keys: ['&'],
    help: 'show only lines that match; all, for nothing',
    action: { type: 'startEntry', purpose: 'filter' },
  },
  { keys: ['h', 'H'], help: 'this help', action: { type: 'showHelp' } },
  { keys: ['q', 'escape', 'ctrl+c', 'Q'], help: 'back to the prompt', action: { type: 'leave' } },
];

/** While a pattern is typed. */
export const entryKeys: PagerKeymap = [
  { keys: ['enter'], help: 'search, or choose the lines', action: { type: 'acceptEntry' } },
  { keys: ['escape', 'ctrl+c', 'ctrl+g'], help: 'back to where it began', action: { type: 'cancelEntry' } },
  ...queryKeys,
];

/** While the key help is shown. */
export const helpKeys: PagerKeymap = [
  { keys: ['down', 'j'], help: 'next row', action: { type: 'scrollHelp', by: 1 } },
  { keys: ['up', 'k'], help: 'row before', action: { type: 'scrollHelp', by: -1 } },
  { keys: ['pagedown', 'space'], help: 'one page down', action: { type: 'scrollHelp', by: 10 } },
  { keys: ['pageup', 'b'], help: 'one page up', action: { type: 'scrollHelp', by: -10 } },
  { keys: ['h', '?', 'q', 'escape', 'enter', 'ctrl+c'], help: 'back to the lines', action: { type: 'hideHelp' } },
];

/** The keys that count in a state; other letters go into the pattern, and digits in front of a key. */
export const keyHandling: KeyHandling<PagerState, PagerAction> = {
  keymap: ({ entry, help }) => {
    if (help !== undefined) return helpKeys;
    return entry === undefined ? pagerKeys : entryKeys;
  },
  onText: (text) => ({ type: 'insert', text }),
  onUnavailable: (text) => ({ type: 'note', text }),
};

export function keyHints({ help }: PagerState): readonly KeyHint[] {
  if (help !== undefined)
    return [
      { key: 'Esc', word: 'back' },
      { key: '↑↓', word: 'scroll' },
    ];
  return [
    { key: 'q', word: 'back' },
    { key: 'h', word: 'keys' },
    { key: '/', word: 'search' },
    { key: '&', word: 'choose lines' },
    { key: 'w', word: 'wrap' },
  ];
}
