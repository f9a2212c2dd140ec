import { useStdin } from 'ink';
import { useEffect, useEffectEvent } from 'react';
import { type KeyPress, MOUSE_SEQUENCES, mousePresses } from './key-press.ts';

/**
 * Calls `onPresses` with what the mouse does. Ink drops sequences that are no keys before anybody hears of them, so they
 * are taken out of the input on its way to Ink.
 */
export function useMousePresses(onPresses: (presses: readonly KeyPress[]) => void, isActive: boolean): void {
  const { stdin } = useStdin();
  const tell = useEffectEvent(onPresses);
  useEffect(() => {
    if (!isActive) return undefined;
    const { read } = stdin;
    stdin.read = (size?: number) => {
      const chunk: unknown = read.call(stdin, size);
      if (typeof chunk !== 'string' || !chunk.includes('\u001b[<')) return chunk as string;
      tell(Array.from(chunk.matchAll(MOUSE_SEQUENCES), mousePresses).flat());
      return chunk.replace(MOUSE_SEQUENCES, '');
    };
    return () => {
      stdin.read = read;
    };
  }, [stdin, isActive]);
}
