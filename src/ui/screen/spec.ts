/**
 * What a view is, apart from what all views have. The frame (`screen/`) has the keys to move and to leave, the search,
 * the menu of commands, the key help, the breadcrumb and the notes; a view has a state of its own and draws its rows.
 *
 *     heap.pb.gz › inuse_space 463.42MB › browse › main.main      the breadcrumb: the frame, then `crumbs`
 *            flat   flat%        cum    cum%  call tree           `draw`: as many rows as `Room` says,
 *     >   0.50MB   0.11%   463.42MB    100%  ▾ main.main                   the headings of columns among them
 *     q back  ? keys  / search  Enter menu …                      keys, a note, or the search that is typed
 */
import type { Options } from '../../report/options.ts';
import type { Theme } from '../../report/theme.ts';
import type { ViewAnswer, ViewQuestion } from '../../report/views/index.ts';
import type { ScreenRequest } from '../../shell/outcome.ts';
import type { ScreenResult } from '../screen-result.ts';
import type { Keymap } from '../terminal/keymap.ts';
import type { KeyHint } from '../widgets/key-help.ts';
import type { RowCommandName, Target } from '../widgets/row-commands.ts';

/** The cells a view draws in: without the breadcrumb and the keys, and without the last column. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Where one moves by the keys that all views share. */
export type Movement =
  | { readonly type: 'move'; readonly by: number }
  /** By so many screenfuls; half ones too. */
  | { readonly type: 'movePages'; readonly by: number }
  | { readonly type: 'moveTo'; readonly end: 'first' | 'last' }
  /** Left or right: what is inside, or beside. */
  | { readonly type: 'aside'; readonly by: -1 | 1 };

/** What comes of an action: the view's next state, and what it wants told, or done. */
export interface Reply<Own> {
  readonly own: Own;
  readonly note?: string;
  readonly result?: ScreenResult;
}

export type SearchDirection = 'next' | 'previous';

/** How a view is searched with `/`. */
export type Search<Own> =
  /** Goes from match to match; `inclusive`: the selected row may be one. */
  | {
      readonly type: 'jump';
      readonly help: string;
      go(
        own: Own,
        text: string,
        how: { readonly direction: SearchDirection; readonly inclusive: boolean },
        room: Room,
      ): Reply<Own>;
    }
  /** Leaves only the rows that match, as long as there is a text. */
  | {
      readonly type: 'filter';
      readonly help: string;
      text(own: Own): string;
      filter(own: Own, text: string, room: Room): Own;
    };

/** What a view is drawn with. */
export interface Look {
  readonly theme: Theme;
  /** What was searched for, to be marked; empty for nothing. */
  readonly searched: string;
}

/** A use of the mouse. `x` and `y` count from the upper left of the view's room. */
export interface MouseUse {
  readonly type: 'click' | 'doubleclick' | 'wheelup' | 'wheeldown';
  readonly x: number;
  readonly y: number;
}

/** A view: pure functions on its state. */
export interface ScreenSpec<Own, Action> {
  /** As the command that opens it. */
  readonly name: string;
  /** Its own keys; they come before those of the frame. */
  readonly keys: Keymap<Own, Action>;
  /** The keys named at the bottom, after those of the frame. */
  hints(own: Own): readonly KeyHint[];
  update(own: Own, action: Action | Movement, room: Room): Reply<Own>;
  readonly search: Search<Own> | undefined;
  /** What can be done with a row, by key and in the menu, in this order. */
  readonly commands: readonly RowCommandName[];
  /** What the commands are for: the marked rows, or the selected one. Undefined where there is none. */
  target(own: Own): Target | undefined;
  /** At most as many rows as there is room for, each cut to its width. */
  draw(own: Own, room: Room, look: Look): readonly string[];
  /** Where one is inside the view, from the outside in. */
  crumbs(own: Own): readonly string[];
  /** The command line that opens the view as it stands. */
  line(own: Own): string;
  /** The view in words, for a screen reader: what is selected, and its values. */
  describe(own: Own): readonly string[];
  onMouse?(own: Own, use: MouseUse, room: Room): Action | Movement | undefined;
  /** Work that is done in pieces between keys, each of a few milliseconds. */
  readonly work?: {
    isUnfinished(own: Own, room: Room): boolean;
    step(own: Own, room: Room): Own;
  };
  /** What it has to ask before it can show all; asked again whenever the question becomes another. */
  readonly wants?: {
    question(own: Own, room: Room): ViewQuestion | undefined;
    /** `answer` is that to the question; an error is what there was to tell instead. */
    arrived(own: Own, question: ViewQuestion, answer: ViewAnswer | Error, room: Room): Reply<Own>;
  };
}

/** What a view knows of the session it shows. */
export interface SessionFacts {
  readonly options: Options;
  /** The types of values, in the order of the profile. */
  readonly sampleTypes: readonly string[];
  /** The sample type that is shown. */
  readonly sampleType: string;
  /** The breadcrumb as far as the view: the profile, what is shown of it, the views it was opened from. */
  readonly trail: readonly string[];
  /** What is drawn for the name of a function. */
  shorten(name: string): string;
}

/** A view as the shell opens it. */
export interface View<Request extends ScreenRequest, Question extends ViewQuestion, Own, Action> {
  readonly spec: ScreenSpec<Own, Action>;
  /** What it has to know before its first frame. */
  question(request: Request): Question;
  /**
   * The state it begins with. `kept` is the one it was left with before what it shows changed, or before another view was
   * opened over it: then `answer` is the same as it was.
   */
  begin(answer: ViewAnswer<Question>, request: Request, facts: SessionFacts, kept: Own | undefined): Reply<Own>;
}
