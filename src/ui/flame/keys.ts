import type { Keymap } from '../terminal/keymap.ts';
import type { KeyHint } from '../widgets/key-help.ts';
import type { FlameState } from './model.ts';

export type FlameAction =
  | { readonly type: 'zoom' }
  | { readonly type: 'zoomOut' }
  | { readonly type: 'resetZoom' }
  | { readonly type: 'heaviestPath' }
  | { readonly type: 'callee'; readonly place: number }
  | { readonly type: 'nextColoring' }
  | { readonly type: 'flip' }
  | { readonly type: 'turn' }
  /** Selects what lies at a place of the room, and zooms in to it. */
  | { readonly type: 'point'; readonly x: number; readonly y: number; readonly zooms: boolean }
  /** Moves the graph under the screen by some rows. */
  | { readonly type: 'pan'; readonly by: number };

const isZoomed = ({ zoom, tree }: FlameState) =>
  zoom.frame === tree.root && zoom.from === undefined ? 'nothing is zoomed in to' : undefined;

const calleeKeys: Keymap<FlameState, FlameAction> = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((place) => ({
  keys: [`${place}`],
  help: place === 1 ? 'the heaviest frame on this one' : `the frame that is number ${place} by weight`,
  action: { type: 'callee', place },
}));

export const flameKeys: Keymap<FlameState, FlameAction> = [
  { keys: ['z', 'space'], help: 'zoom in to the frame, or to those gathered in ‥', action: { type: 'zoom' } },
  { keys: ['Z', 'backspace'], help: 'zoom out', action: { type: 'zoomOut' }, unavailable: isZoomed },
  { keys: ['0'], help: 'show all again', action: { type: 'resetZoom' }, unavailable: isZoomed },
  { keys: ['e'], help: 'to the end of the heaviest path', action: { type: 'heaviestPath' } },
  { keys: ['o'], help: 'other colours: by package, by value, by change', action: { type: 'nextColoring' } },
  { keys: ['I'], help: 'upside down: the outermost frames at the bottom', action: { type: 'flip' } },
  { keys: ['tab'], help: 'merge stacks from their leaves, or from their roots', action: { type: 'turn' } },
  ...calleeKeys,
];

export function flameHints(): readonly KeyHint[] {
  return [
    { key: 'z', word: 'zoom' },
    { key: 'Z', word: 'out' },
    { key: 'o', word: 'colours' },
    { key: 'I', word: 'flip' },
    { key: 'Tab', word: 'callers' },
    { key: 'f', word: 'focus' },
    { key: 's', word: 'source' },
  ];
}
