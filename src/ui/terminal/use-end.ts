import { useEffect, useEffectEvent } from 'react';

/** Calls back once a screen's state holds the result it ends with, after the frame that shows it. */
export function useEnd<Result>(result: Result | undefined, onEnd: (result: Result) => void): void {
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (result === undefined) return undefined;
    // A turn of the event loop later the rest of the same input has come in: it is typed ahead, not lost.
    const turn = setImmediate(() => end(result));
    return () => clearImmediate(turn);
  }, [result]);
}
