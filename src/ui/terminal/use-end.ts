import { useApp, useStdout } from 'ink';
import { useEffect, useEffectEvent } from 'react';
import { isTerminal } from './is-terminal.ts';

/** Calls back once a screen's state holds the result it ends with, after the frame that shows it. */
export function useEnd<Result>(result: Result | undefined, onEnd: (result: Result) => void): void {
  const { waitUntilRenderFlush } = useApp();
  const { stdout } = useStdout();
  const end = useEffectEvent(onEnd);
  // A frame that is still due would be drawn again over what comes next. And a turn of the event loop later the rest of
  // the same input has come in: it is typed ahead, not lost.
  const settled = useEffectEvent(() => (isTerminal(stdout) ? waitUntilRenderFlush() : nextTurn()));
  useEffect(() => {
    if (result === undefined) return undefined;
    let isWanted = true;
    void settled().then(() => {
      if (isWanted) end(result);
    });
    return () => {
      isWanted = false;
    };
  }, [result]);
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
