import { useApp, useInput } from 'ink';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { ScreenEnds, ScreenResult } from '../screen-result.ts';
import { type KeyPress, keyPresses } from './key-press.ts';
import type { KeyHandling } from './keymap.ts';
import { useEnd } from './use-end.ts';
import { useKeymap } from './use-keymap.ts';
import type { Store } from './use-store.ts';

const NO_KEYS: readonly KeyPress[] = [];

/** Turns keys into actions on the store of a full screen, from those typed ahead to the one that ends it. */
export function useScreenKeys<State extends { readonly result: ScreenResult | undefined }, Action>(
  store: Store<State, Action>,
  handling: KeyHandling<State, Action>,
  { typedAhead = NO_KEYS, stop, onDone }: ScreenEnds,
): void {
  const later = useRef(NO_KEYS);
  const press = useKeymap(store, {
    ...handling,
    isOver: ({ result }) => result !== undefined,
    onLater: (presses) => {
      later.current = [...later.current, ...presses];
    },
  });
  const begin = useEffectEvent(() => press(typedAhead));
  useEffect(() => begin(), []);
  const { suspendTerminal } = useApp();
  useInput((input, key) => {
    const isStop = stop !== undefined && keyPresses(input, key).some(({ name }) => name === 'ctrl+z');
    if (isStop && store.current().result === undefined) void suspendTerminal(stop);
  });
  useEnd(store.state.result, (result) => onDone(result, later.current));
}
