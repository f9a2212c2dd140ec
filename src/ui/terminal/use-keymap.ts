import { useInput, usePaste } from 'ink';
import { useState } from 'react';
import { type KeyPress, keyPresses, lineOfPaste, typedKeys } from './key-press.ts';
import { actionOfKey, type KeyHandling } from './keymap.ts';
import { Clicks } from './mouse.ts';
import type { Store } from './use-store.ts';

/** Only the screen on top listens: pass `isActive: false` to the others. */
export interface Listening {
  readonly isActive?: boolean;
}

/** Calls `onKeys` with the keys of an input event, in order, and `onPaste` with pasted text as it is. */
export function useKeyPresses(
  onKeys: (presses: readonly KeyPress[]) => void,
  onPaste: (text: string) => void,
  { isActive = true }: Listening = {},
): void {
  useInput((input, key) => onKeys(keyPresses(input, key)), { isActive });
  // Asking for pastes as such also keeps them from being taken for keys on screens that have no line to type into.
  usePaste(onPaste, { isActive });
}

/** Nothing longer is looked for on a screen: a whole file that is pasted by mistake does nothing. */
const PASTE_LIMIT = 5000;

/** A screen that ends while keys still come. */
export interface Ending<State> {
  readonly isOver?: (state: State) => boolean;
  /** Takes the keys that come then. A paste comes as the keys that type it. */
  readonly onLater?: (presses: readonly KeyPress[]) => void;
}

/** Turns keys into actions on a store, by a keymap. The result does so with keys that come from elsewhere. */
export function useKeymap<State, Action>(
  store: Store<State, Action>,
  handling: KeyHandling<State, Action> & Listening & Ending<State>,
): (presses: readonly KeyPress[]) => void {
  const { onText, isActive = true, isOver = () => false, onLater } = handling;
  const [clicks] = useState(() => new Clicks());
  const pressAll = (all: readonly KeyPress[]) => {
    const presses = clicks.named(all, performance.now());
    for (const [i, press] of presses.entries()) {
      if (isOver(store.current())) return onLater?.(presses.slice(i));
      const action = actionOfKey(press, store.current(), handling);
      if (action !== undefined) store.dispatch(action);
    }
  };
  useKeyPresses(
    pressAll,
    (text) => {
      const line = lineOfPaste(text);
      if (line === '' || line.length > PASTE_LIMIT) return;
      if (isOver(store.current())) onLater?.(typedKeys(line));
      else if (onText !== undefined) store.dispatch(onText(line));
    },
    { isActive },
  );
  return pressAll;
}
