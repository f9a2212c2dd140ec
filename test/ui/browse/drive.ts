import type { Profile } from '../../../src/profile/tables.ts';
import { DEFAULT_OPTIONS, type Options } from '../../../src/report/options.ts';
import type { ViewInput } from '../../../src/report/profile-view.ts';
import { makeTheme } from '../../../src/report/theme.ts';
import { sandwich, tree, trees } from '../../../src/report/views/tree.ts';
import { bottomupView, browseView, sandwichView } from '../../../src/ui/browse/browse-view.ts';
import type { BrowseAction } from '../../../src/ui/browse/keys.ts';
import type { BrowseState, TreeKind } from '../../../src/ui/browse/model.ts';
import { drawScreen } from '../../../src/ui/screen/draw.ts';
import { keyHandlingOf } from '../../../src/ui/screen/keys.ts';
import { roomIn, type ScreenState } from '../../../src/ui/screen/model.ts';
import type { Reply, ScreenSpec, SessionFacts } from '../../../src/ui/screen/spec.ts';
import { initialScreen, updateScreen, withReply } from '../../../src/ui/screen/update.ts';
import { actionOfKey } from '../../../src/ui/terminal/keymap.ts';
import { drawProfile } from '../../support/draw-profile.ts';

export type TreeScreen = ScreenState<BrowseState>;

export interface TreeDriver {
  readonly spec: ScreenSpec<BrowseState, BrowseAction>;
  readonly state: TreeScreen;
  /** Presses keys by their names, then does all work and asks all questions there are; a text behind a quote is typed. */
  press(...keys: readonly string[]): TreeDriver;
  /** Does the work and asks the questions. */
  settle(): TreeDriver;
  /** Presses keys without the work. */
  only(...keys: readonly string[]): TreeDriver;
  /** Uses the mouse at a cell of the view's room, then does all work. */
  mouse(type: 'click' | 'doubleclick', x: number, y: number): TreeDriver;
  /** The rows of the tree as they are drawn, without the headings and the line below. */
  rows(): readonly string[];
  /** Only what stands behind the values. */
  names(): readonly string[];
  screen(): readonly string[];
}

export interface DriveOptions {
  readonly pattern?: string;
  readonly options?: Partial<Options>;
  readonly columns?: number;
  readonly rows?: number;
  readonly kept?: BrowseState;
  /** Whether the work it begins with is done; it is unless told otherwise. */
  readonly settles?: boolean;
}

const NO_MACHINE = {
  explains: false,
  get timeZone(): never {
    throw new Error('a view asked for the time zone');
  },
  findSource(): never {
    throw new Error('a view asked for a source file');
  },
  openBinary(): never {
    throw new Error('a view asked for a binary');
  },
};

export function inputOf(profile: Profile | string, options: Partial<Options> = {}): ViewInput {
  return {
    profile: typeof profile === 'string' ? drawProfile(profile) : profile,
    options: { ...DEFAULT_OPTIONS, ...options },
    host: NO_MACHINE,
    notify: () => {},
  };
}

/** Opens a view of a call tree as data, in its frame. */
export function drive(kind: TreeKind, profile: Profile | string, given: DriveOptions = {}): TreeDriver {
  const { pattern = '', options = {}, columns = 80, rows = 24, kept, settles = true } = given;
  const input = inputOf(profile, options);
  const facts: SessionFacts = {
    options: input.options,
    sampleTypes: input.profile.valueTypes.map(({ type }) => type),
    sampleType: '',
    trail: ['test'],
    shorten: (name) => name,
  };
  const room = roomIn({ columns, rows });
  const spec = { browse: browseView, bottomup: bottomupView, sandwich: sandwichView }[kind].spec;
  const settled = (from: TreeScreen): TreeScreen => {
    let next = from;
    for (;;) {
      while (spec.work?.isUnfinished(next.own, room)) next = { ...next, own: spec.work.step(next.own, room) };
      const question = spec.wants?.question(next.own, room);
      if (question?.type !== 'trees' || spec.wants === undefined) return next;
      const answer = trees(input, question.argument);
      next = withReply(next, spec.wants.arrived(next.own, question, answer, room));
    }
  };
  const driver = (state: TreeScreen): TreeDriver => {
    const only = (...keys: readonly string[]) =>
      driver(
        keys
          .flatMap((key) => (key.startsWith("'") ? [...key.slice(1)] : [key]))
          .reduce((before, name) => {
            const text = [...name].length === 1 ? name : '';
            const action = actionOfKey({ name, text }, before, keyHandlingOf(spec));
            return action === undefined ? before : updateScreen(spec, before, action, room);
          }, state),
      );
    const drawn = () => spec.draw(state.own, room, { theme: makeTheme('none'), searched: state.searched });
    const list = () =>
      drawn()
        .slice(1, -1)
        .filter((line) => line !== '');
    return {
      spec,
      state,
      only,
      mouse: (type, x, y) => {
        const action = spec.onMouse?.(state.own, { type, x, y }, room);
        if (action === undefined) return driver(state);
        return driver(settled(updateScreen(spec, state, { type: 'own', action }, room)));
      },
      settle: () => driver(settled(state)),
      press: (...keys) => driver(keys.reduce((before, key) => settled(driver(before).only(key).state), state)),
      rows: list,
      names: () => {
        const values = drawn()[0].search(/call tree|callers/);
        return list().map((line) => line.slice(0, 2) + line.slice(values));
      },
      screen: () => drawScreen(spec, state, room, makeTheme('none')).rows,
    };
  };
  const initial = driver(initialScreen(begin(), facts));
  return settles ? initial.settle() : initial;

  function begin(): Reply<BrowseState> {
    if (kind === 'sandwich') {
      const answer = sandwich(input, { pattern, mergesRecursion: false });
      return sandwichView.begin(answer, { type: kind, pattern }, facts, kept);
    }
    if (kind === 'bottomup') {
      const request = { type: kind, pattern } as const;
      const answer = tree(input, bottomupView.question(request).argument);
      return bottomupView.begin(answer, request, facts, kept);
    }
    const request = { type: kind, pattern } as const;
    return browseView.begin(tree(input, browseView.question(request).argument), request, facts, kept);
  }
}
