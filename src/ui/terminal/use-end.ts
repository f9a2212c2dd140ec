import { useEffect, useEffectEvent } from 'react';

/** Calls back once a screen's state holds the result it ends with, after the frame that shows it. */
export function useEnd<Result>(result: Result | undefined, onEnd: (result: Result) => void): void {
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (result !== undefined) end(result);
  }, [result]);
}
