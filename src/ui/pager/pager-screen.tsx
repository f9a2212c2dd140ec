import { useEffect } from 'react';
import type { Theme } from '../../report/theme.ts';
import type { ScreenEnds } from '../screen-result.ts';
import { useScreenKeys } from '../terminal/use-screen-keys.ts';
import { type Store, useStore } from '../terminal/use-store.ts';
import { useTerminalSize } from '../terminal/use-terminal-size.ts';
import { keyHandling, type PagerAction } from './keys.ts';
import { initialPager, isWorking, type PagerState, pagerLayout } from './model.ts';
import { update } from './update.ts';
import { PagerView } from './view.tsx';

export interface PagerScreenProps extends ScreenEnds {
  /** Output as it stands in the scrollback afterwards: safe for a terminal, with or without colours. */
  readonly lines: readonly string[];
  /** What the output is of: the line that was typed. */
  readonly title: string;
  readonly theme: Theme;
  /** The signs that are not ASCII, or what stands for them. */
}

/** Output under the keyboard: scrolling, searching, choosing lines. */
export function PagerScreen({ lines, title, theme, ...ends }: PagerScreenProps) {
  const layout = pagerLayout(useTerminalSize());
  const store = useStore(
    (state: PagerState, action: PagerAction) => update(state, action, layout),
    () => initialPager({ lines, title }),
  );
  useScreenKeys(store, keyHandling, ends);
  useWork(store);

  return <PagerView state={store.state} layout={layout} theme={theme} />;
}

/** How long lines are looked at before keys are. */
const WORK_MILLIS = 30;

/** Goes on with what takes a while, until it is done or a key ends it. */
function useWork({ state, current, dispatch }: Store<PagerState, PagerAction>): void {
  useEffect(() => {
    if (!isWorking(state)) return undefined;
    const timer = setTimeout(() => {
      const end = performance.now() + WORK_MILLIS;
      do dispatch({ type: 'work' });
      while (isWorking(current()) && performance.now() < end);
    });
    return () => clearTimeout(timer);
  }, [state, current, dispatch]);
}
