import { useInput, usePaste } from 'ink';
import { type KeyPress, keyPresses, lineOfPaste } from './key-press.ts';
import { actionOfKey, type KeyHandling } from './keymap.ts';
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

/** Turns keys into actions on a store, by a keymap. */
export function useKeymap<State, Action>(
  store: Store<State, Action>,
  handling: KeyHandling<State, Action> & Listening,
): void {
  const { onText, isActive = true } = handling;
  useKeyPresses(
    (presses) => {
      for (const press of presses) {
        const action = actionOfKey(press, store.current(), handling);
        if (action !== undefined) store.dispatch(action);
      }
    },
    (text) => {
      const line = lineOfPaste(text);
      if (onText !== undefined && line !== '' && line.length <= PASTE_LIMIT) store.dispatch(onText(line));
    },
    { isActive },
  );
}
