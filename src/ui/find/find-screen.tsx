import { useEffect, useEffectEvent, useState } from 'react';
import type { Neighbors as FoundNeighbors } from '../../analysis/neighbors.ts';
import type { NameSearch, ProfileView } from '../../report/profile-view.ts';
import type { Theme } from '../../report/theme.ts';
import type { ScreenEnds } from '../screen-result.ts';
import { useScreenKeys } from '../terminal/use-screen-keys.ts';
import { useStore } from '../terminal/use-store.ts';
import { useTerminalSize } from '../terminal/use-terminal-size.ts';
import { isTooSmall, TooSmall } from '../widgets/too-small.tsx';
import { type FindAction, keyHandling } from './keys.ts';
import { type FindState, findLayout, findModel, initialFind, type Neighbors, selectedEntry } from './model.ts';
import { update } from './update.ts';
import { FindView } from './view.tsx';

export interface FindScreenProps extends ScreenEnds {
  readonly view: ProfileView;
  /** The names of the view, where they have been made ready already. */
  readonly search?: NameSearch;
  /** What the search begins with. */
  readonly query: string;
  readonly theme: Theme;
  /** Finds out who calls an entry and whom it calls; may take a while. */
  readonly findNeighbors: (entry: number) => Promise<FoundNeighbors>;
}

/** Searches the functions of a profile with every key, and offers what to do with the one found. */
export function FindScreen({ view, search, query, theme, findNeighbors, ...ends }: FindScreenProps) {
  const size = useTerminalSize();
  const store = useStore(
    (state: FindState, action: FindAction) => update(state, action, findLayout(size, state).listHeight),
    () => initialFind(findModel(view, search), query),
  );
  useScreenKeys(store, keyHandling, ends);

  const neighbors = useNeighbors(findNeighbors, selectedEntry(store.state));
  if (isTooSmall(size)) return <TooSmall size={size} />;
  return <FindView state={store.state} layout={findLayout(size, store.state)} neighbors={neighbors} theme={theme} />;
}

/** How long a selection rests before its neighbors are looked up, which takes a pass over all samples. */
const REST_MILLIS = 40;

/** The callers and callees of a function, a moment after it was selected; those of the one before until then. */
function useNeighbors(
  findNeighbors: FindScreenProps['findNeighbors'],
  entry: number | undefined,
): Neighbors | undefined {
  const [neighbors, setNeighbors] = useState<Neighbors>();
  const find = useEffectEvent(findNeighbors);
  useEffect(() => {
    if (entry === undefined) return undefined;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const found = await find(entry);
      if (isWanted) setNeighbors({ entry, ...found });
    }, REST_MILLIS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [entry]);
  return entry === undefined ? undefined : neighbors;
}
