import { useEffect, useEffectEvent, useState } from 'react';
import type { NameSearch, ProfileView } from '../../report/profile-view.ts';
import type { Theme } from '../../report/theme.ts';
import type { ViewAnswer, ViewQuestion } from '../../report/views/index.ts';
import type { SessionFacts } from '../screen/spec.ts';
import type { ScreenEnds } from '../screen-result.ts';
import type { KeyHandling, MousePress } from '../terminal/keymap.ts';
import { useScreenKeys } from '../terminal/use-screen-keys.ts';
import { type Store, useStore } from '../terminal/use-store.ts';
import { useTerminalSize } from '../terminal/use-terminal-size.ts';
import { ScreenRows } from '../widgets/screen-rows.tsx';
import { isTooSmall, TooSmall } from '../widgets/too-small.tsx';
import { drawFind, type FindLayout, findLayout, LIST_TOP, SCOPES_ROW, scopeAt, spokenFind } from './draw.ts';
import { type FindAction, keyHandling } from './keys.ts';
import { type FindState, foundIn, initialFind } from './model.ts';
import { aboutOf, type PreviewAnswer, previewOf, previewQuestion } from './preview.ts';
import { update } from './update.ts';

type Ask = <Question extends ViewQuestion>(question: Question) => Promise<ViewAnswer<Question>>;

export interface FindScreenProps extends ScreenEnds {
  readonly view: ProfileView;
  /** The names of the view, where they have been made ready already. */
  readonly search?: NameSearch;
  /** What the search begins with. */
  readonly query: string;
  readonly facts: SessionFacts;
  readonly theme: Theme;
  /** Asks about the profile. Rejects with UserError. */
  readonly ask: Ask;
  /** The state that `onDone` was given when the screen was left. */
  readonly kept?: FindState | undefined;
}

/** Searches the names of a profile with every key, and offers what to do with those found. */
export function FindScreen({ view, search, query, facts, theme, ask, kept, ...ends }: FindScreenProps) {
  const size = useTerminalSize();
  const store = useStore(
    (state: FindState, action: FindAction) => update(state, action, findLayout(size, state).listHeight),
    () => initialFind({ view, search, facts, query, kept }),
  );
  const layout = findLayout(size, store.state);
  useScreenKeys(store, withMouse(layout), ends);
  usePlaces(store, ask);
  useSearch(store);
  const answer = usePreview(store.state, layout.previewHeight > 0, ask);

  if (isTooSmall(size)) return <TooSmall size={size} />;
  const { rows, cursor } = drawFind(store.state, layout, previewOf(store.state, answer), theme);
  return <ScreenRows rows={rows} height={size.rows} cursor={cursor} spoken={spokenFind(store.state)} />;
}

type FindStore = Store<FindState, FindAction>;

function withMouse({ listHeight }: FindLayout): KeyHandling<FindState, FindAction> {
  const onMouse = ({ name, at }: MousePress, state: FindState): FindAction | undefined => {
    if (name === 'wheelup' || name === 'wheeldown') {
      const by = name === 'wheelup' ? -1 : 1;
      return state.menu === undefined ? { type: 'select', by } : { type: 'selectCommand', by };
    }
    if (at.y === SCOPES_ROW) {
      const scope = scopeAt(state, at.x);
      return scope && { type: 'scope', scope };
    }
    if (at.y < LIST_TOP || at.y >= LIST_TOP + listHeight) return undefined;
    const place = state.first + at.y - LIST_TOP;
    return name === 'doubleclick' && place === state.selected ? { type: 'openMenu' } : { type: 'selectAt', place };
  };
  return { ...keyHandling, onMouse };
}

/** Finds out what there is besides functions, while those can be searched already. */
function usePlaces({ state, dispatch }: FindStore, ask: Ask): void {
  const isKnown = state.model.places !== undefined;
  const begin = useEffectEvent((isWanted: () => boolean) => {
    ask({ type: 'places', argument: undefined }).then(
      (places) => isWanted() && dispatch({ type: 'places', places }),
      (error: Error) => isWanted() && dispatch({ type: 'note', text: error.message }),
    );
  });
  useEffect(() => {
    if (isKnown) return undefined;
    let isMounted = true;
    begin(() => isMounted);
    return () => {
      isMounted = false;
    };
  }, [isKnown]);
}

/** Goes on with a search by pattern between keys, until it is through. */
function useSearch({ state, dispatch }: FindStore): void {
  const found = foundIn(state);
  const isOver = state.result !== undefined;
  useEffect(() => {
    if (found.isFinished || isOver) return undefined;
    const turn = setTimeout(() => dispatch({ type: 'findOn' }));
    return () => clearTimeout(turn);
  }, [found, isOver, dispatch]);
}

/** How long a selection rests before it is looked into, which takes a pass over all samples. */
const REST_MILLIS = 40;

/**
 * What is known of the selected match, a moment after it was selected; what was known of the one before until then. One
 * question at a time: behind it only the last selection is asked about, not all that were passed on the way to it.
 */
function usePreview(state: FindState, isShown: boolean, ask: Ask): PreviewAnswer | undefined {
  const [known, setKnown] = useState<PreviewAnswer>();
  const [isAsking, setIsAsking] = useState(false);
  const about = aboutOf(state);
  const wanted = isShown ? previewQuestion(state) : undefined;
  const begin = useEffectEvent(() => {
    if (wanted === undefined) return;
    const arrived = (answer: ViewAnswer | Error) => {
      setIsAsking(false);
      setKnown({ ...wanted, about, answer });
    };
    setIsAsking(true);
    ask(wanted.question).then(arrived, arrived);
  });
  const key = wanted === undefined || isAsking || known?.about === about ? '' : about;
  useEffect(() => {
    if (key === '') return undefined;
    const timer = setTimeout(() => begin(), REST_MILLIS);
    return () => clearTimeout(timer);
  }, [key]);
  return known;
}
