import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import type { Theme } from '../../report/theme.ts';
import type { ViewAnswer, ViewQuestion } from '../../report/views/index.ts';
import type { ScreenEnds } from '../screen-result.ts';
import { useScreenKeys } from '../terminal/use-screen-keys.ts';
import { type Store, useStore } from '../terminal/use-store.ts';
import { useTerminalSize } from '../terminal/use-terminal-size.ts';
import { ScreenRows } from '../widgets/screen-rows.tsx';
import { isTooSmall, TooSmall } from '../widgets/too-small.tsx';
import { drawScreen, spokenScreen } from './draw.ts';
import { keyHandlingOf, type ScreenAction } from './keys.ts';
import { roomIn, type ScreenState } from './model.ts';
import type { Reply, Room, ScreenSpec, SessionFacts } from './spec.ts';
import { initialScreen, updateScreen, withReply } from './update.ts';

export interface ViewScreenProps<Own, Action> extends ScreenEnds {
  readonly spec: ScreenSpec<Own, Action>;
  readonly initial: Reply<Own>;
  readonly facts: SessionFacts;
  readonly theme: Theme;
  /** Asks about the profile. Rejects with UserError. */
  readonly ask: (question: ViewQuestion) => Promise<ViewAnswer>;
}

/** Besides what keys do: what comes later. */
type Event<Own, Action> = ScreenAction<Action> | { readonly type: 'reply'; readonly replyOf: (own: Own) => Reply<Own> };

/** A view in its frame, under the keyboard and the mouse. */
export function ViewScreen<Own, Action>({ spec, initial, facts, theme, ask, ...ends }: ViewScreenProps<Own, Action>) {
  const size = useTerminalSize();
  const room = roomIn(size);
  const ahead = useRef<WorkAhead<Own>>(undefined);
  const store = useStore(
    (before: ScreenState<Own>, event: Event<Own, Action>) => {
      const state = caughtUp(before, ahead);
      return event.type === 'reply'
        ? withReply(state, event.replyOf(state.own))
        : updateScreen(spec, state, event, room);
    },
    () => initialScreen({ ...withSmallNote(initial, size), own: worked(spec, initial.own, room) }, facts),
  );
  const handling = keyHandlingOf(spec);
  useScreenKeys(store, handling, ends);
  useWork(spec, store, room, ahead);
  useQuestions(spec, store, room, ask);

  if (isTooSmall(size)) return <TooSmall size={size} />;
  const { rows, cursor } = drawScreen(spec, store.state, room, theme);
  return <ScreenRows rows={rows} height={size.rows} cursor={cursor} spoken={spokenScreen(spec, store.state)} />;
}

/** Views leave columns out below this. */
const ROOMY = { columns: 60, rows: 16 };

/** Tells of it where a larger terminal would show more. */
export function withSmallNote<Own>(
  reply: Reply<Own>,
  size: { readonly columns: number; readonly rows: number },
): Reply<Own> {
  if (reply.note !== undefined || (size.columns >= ROOMY.columns && size.rows >= ROOMY.rows)) return reply;
  return { ...reply, note: 'small terminal: 80x24 shows more' };
}

/** How long a view works before keys are looked at. */
const WORK_MILLIS = 6;

/**
 * The state after a piece of work. The first piece is done before anything is drawn: it is all of it in most profiles,
 * and then what was typed ahead finds what it is about.
 */
function worked<Own, Action>({ work }: ScreenSpec<Own, Action>, own: Own, room: Room): Own {
  const end = performance.now() + WORK_MILLIS;
  let next = own;
  while (work?.isUnfinished(next, room) && performance.now() < end) next = work.step(next, room);
  return next;
}

/** How often one is shown how far the work is: a frame takes about as long as a piece of work. */
const PROGRESS_MILLIS = 50;

/** What has been done since a state was drawn. Whatever happens next happens to what it has come to. */
type WorkAhead<Own> = { readonly of: Own; readonly own: Own } | undefined;

function caughtUp<Own>(state: ScreenState<Own>, ahead: RefObject<WorkAhead<Own>>): ScreenState<Own> {
  const done = ahead.current;
  ahead.current = undefined;
  return done?.of === state.own ? { ...state, own: done.own } : state;
}

/** Goes on with what takes a while, until it is done. */
function useWork<Own, Action>(
  spec: ScreenSpec<Own, Action>,
  { state, current, dispatch }: Store<ScreenState<Own>, Event<Own, Action>>,
  room: Room,
  ahead: RefObject<WorkAhead<Own>>,
): void {
  const isUnfinished = state.result === undefined && spec.work?.isUnfinished(state.own, room) === true;
  /** Does a piece; false when nothing is left to do. */
  const goOn = useEffectEvent((): boolean => {
    const of = current().own;
    const done = ahead.current?.of === of ? ahead.current.own : of;
    const own = worked(spec, done, room);
    ahead.current = { of, own };
    return spec.work?.isUnfinished(own, room) === true;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn was drawn from another state
  useEffect(() => {
    if (!isUnfinished) return undefined;
    const shownAt = performance.now();
    let turn = setTimeout(next);
    function next() {
      if (goOn() && performance.now() - shownAt < PROGRESS_MILLIS) turn = setTimeout(next);
      else dispatch({ type: 'reply', replyOf: (own) => ({ own }) });
    }
    return () => clearTimeout(turn);
  }, [isUnfinished, state.own, dispatch]);
}

/** Asks what the view wants to know, each question once for as long as it stays the same. */
function useQuestions<Own, Action>(
  { wants }: ScreenSpec<Own, Action>,
  { state, dispatch }: Store<ScreenState<Own>, Event<Own, Action>>,
  room: Room,
  ask: ViewScreenProps<Own, Action>['ask'],
): void {
  const question = wants?.question(state.own, room);
  const key = JSON.stringify(question);
  const tell = useEffectEvent((asked: ViewQuestion, answer: ViewAnswer | Error) => {
    dispatch({
      type: 'reply',
      replyOf: (own) => wants?.arrived(own, asked, answer, room) ?? { own },
    });
  });
  const begin = useEffectEvent(() => {
    if (question === undefined) return () => undefined;
    let isWanted = true;
    const arrived = (answer: ViewAnswer | Error) => {
      if (isWanted) tell(question, answer);
    };
    ask(question).then(arrived, arrived);
    return () => {
      isWanted = false;
    };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question has another key
  useEffect(() => begin(), [key]);
}
