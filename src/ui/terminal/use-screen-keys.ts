import { useApp, useInput, useStdout } from 'ink';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { ScreenEnds, ScreenResult } from '../screen-result.ts';
import { isTerminal } from './is-terminal.ts';
import { type KeyPress, keyPresses } from './key-press.ts';
import type { KeyHandling } from './keymap.ts';
import { MOUSE_OFF, MOUSE_ON } from './mouse.ts';
import { tellOverdrawn } from './painter.ts';
import { useEnd } from './use-end.ts';
import { useKeymap } from './use-keymap.ts';
import { useMousePresses } from './use-mouse-presses.ts';
import type { Store } from './use-store.ts';

const NO_KEYS: readonly KeyPress[] = [];

/** Turns keys into actions on the store of a full screen, from those typed ahead to the one that ends it. */
export function useScreenKeys<State extends { readonly result: ScreenResult | undefined }, Action>(
  store: Store<State, Action>,
  handling: KeyHandling<State, Action>,
  { typedAhead = NO_KEYS, stop, hasMouse = false, onDone }: ScreenEnds,
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
  useMousePresses(press, hasMouse);
  const { suspendTerminal } = useApp();
  const { stdout } = useStdout();
  useEffect(() => {
    if (!hasMouse || !isTerminal(stdout)) return undefined;
    stdout.write(MOUSE_ON);
    return () => void stdout.write(MOUSE_OFF);
  }, [hasMouse, stdout]);
  const suspend = async (work: () => Promise<void>) => {
    if (hasMouse) stdout.write(MOUSE_OFF);
    await suspendTerminal(work);
    if (hasMouse) stdout.write(MOUSE_ON);
    tellOverdrawn(stdout);
  };
  useInput((input, key) => {
    const isStop = stop !== undefined && keyPresses(input, key).some(({ name }) => name === 'ctrl+z');
    if (isStop && store.current().result === undefined) void suspend(stop);
  });
  useEnd(store.state.result, (result) => onDone(result, later.current, store.current()));
}
