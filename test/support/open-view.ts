/**
 * Views as data, without a terminal: keys, clicks and sizes go in, rows of the screen come out. All but the drawing on a
 * terminal is real: the line is run as it is typed, the stack of views shows what it opens, filters are set and taken back
 * in the session, and a view opened from another lies over it. Questions are answered and work is done at once.
 *
 * ```ts
 * const view = await openView('top -i', heap);
 * await view.press('j', 'f');
 * expect(view.lines()[0]).toContain('focus=');
 * await view.press('escape');
 * expect(view.end?.record).toBe('focus=^main\\.main$; top -i');
 * ```
 */
import type { ReactElement } from 'react';
import { localEngine } from '../../src/host/engine.ts';
import { Interpreter } from '../../src/host/interpreter.ts';
import { IN_SHELL } from '../../src/host/output.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { plainText } from '../../src/report/line.ts';
import type { Options } from '../../src/report/options.ts';
import { shortNamesOf } from '../../src/report/short-names.ts';
import { makeTheme, type Theme } from '../../src/report/theme.ts';
import type { ViewAnswer } from '../../src/report/views/index.ts';
import type { Host } from '../../src/shell/host.ts';
import type { ScreenRequest } from '../../src/shell/outcome.ts';
import { openSession, type Session, SHELL_OPTIONS } from '../../src/shell/session.ts';
import { statusOf } from '../../src/shell/status.ts';
import { currentSession, openWorkspace } from '../../src/shell/workspace.ts';
import { type DrawnScreen, drawScreen, spokenScreen } from '../../src/ui/screen/draw.ts';
import { keyHandlingOf } from '../../src/ui/screen/keys.ts';
import { roomIn, type ScreenState } from '../../src/ui/screen/model.ts';
import type { Room, ScreenSpec } from '../../src/ui/screen/spec.ts';
import { initialScreen, updateScreen, withReply } from '../../src/ui/screen/update.ts';
import { type ViewScreenProps, withSmallNote } from '../../src/ui/screen/view-screen.tsx';
import type { ScreenEnds } from '../../src/ui/screen-result.ts';
import type { Stage } from '../../src/ui/stage.tsx';
import type { KeyPress } from '../../src/ui/terminal/key-press.ts';
import { actionOfKey } from '../../src/ui/terminal/keymap.ts';
import { showViews, type ViewsEnd } from '../../src/ui/view-stack.tsx';
import { drawProfile } from './draw-profile.ts';
import { fakeHost } from './fake-host.ts';

export interface ViewSetting {
  readonly columns?: number;
  readonly rows?: number;
  readonly options?: Partial<Options>;
  /** The name of the profile's file. */
  readonly source?: string;
  /** A machine without files where it is left out. */
  readonly machine?: Host;
  /** Names as the shell draws them unless it is told to draw them whole. */
  readonly isShort?: boolean;
}

/** The view that lies on top. */
export interface TopmostView<Own = unknown> {
  readonly spec: ScreenSpec<Own, unknown>;
  readonly state: ScreenState<Own>;
  readonly room: Room;
}

export interface OpenedView<Own = unknown> {
  /** Keys by their names in keymaps: `up`, `ctrl+r`, `enter`, or single characters. */
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** `x` and `y` count from 0, from the upper left of the screen. */
  mouse(name: 'click' | 'doubleclick' | 'wheelup' | 'wheeldown', x: number, y: number): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** The screen without colours, and without blanks at the ends of rows. */
  lines(): readonly string[];
  /** The screen as it is painted. */
  draw(theme: Theme): DrawnScreen;
  /** As it is read to somebody. */
  spoken(): readonly string[];
  /** The view on top; throws when all are left. */
  readonly top: TopmostView<Own>;
  /** How the views were left; undefined as long as they are open. */
  readonly end: ViewsEnd | undefined;
  readonly session: Session;
  /** What was copied, the last one first. */
  readonly copied: readonly string[];
  /** The screen that a typed line asks for. Rejects with UserError. */
  requestOf(line: string): Promise<ScreenRequest | undefined>;
}

type Props = ViewScreenProps<unknown, unknown> & Pick<ScreenEnds, 'onDone'>;

/** Opens what a typed line opens. Rejects with UserError where that cannot be opened. */
export async function openView<Own = unknown>(
  line: string,
  shown: Profile | string,
  setting: ViewSetting = {},
): Promise<OpenedView<Own>> {
  const { source = 'test.pb.gz', machine = fakeHost({}), isShort = false } = setting;
  const profile = typeof shown === 'string' ? drawProfile(shown) : shown;
  const interpreter = shellOn(openSession(profile, source, { ...SHELL_OPTIONS, ...setting.options }), machine);
  const session = () => currentSession(interpreter.workspace);
  const requestOf = async (typed: string) => (await interpreter.runQuietly(typed)).screen;
  const copied: string[] = [];
  const stage = new DataStage(setting);

  const request = await requestOf(line);
  if (request === undefined) throw new Error(`no view: ${line}`);
  stage.follow(
    showViews(request, line, {
      stage: stage as unknown as Stage,
      session,
      status: () => statusOf(interpreter.workspace, interpreter.rest),
      theme: () => makeTheme('none'),
      shorten: () => (isShort ? shortNamesOf(session().profile) : undefined),
      hasMouse: () => true,
      answer: (question, of) => interpreter.engine.answer(question, of, () => undefined),
      run: (typed) => interpreter.runQuietly(typed),
      copy: (text) => void copied.unshift(text),
      edit: async () => undefined,
      stop: async () => undefined,
    }),
  );
  await stage.settled();
  return {
    async press(...keys) {
      for (const name of keys) {
        const text = name === 'space' ? ' ' : name;
        await stage.press({ name: name === ' ' ? 'space' : name, text: [...text].length === 1 ? text : '' });
      }
    },
    async type(text) {
      for (const char of text) await stage.press({ name: char === ' ' ? 'space' : char, text: char });
    },
    mouse: (name, x, y) => stage.press({ name, text: '', at: { x, y } }),
    resize: (columns, rows) => stage.resize({ columns, rows }),
    lines: () => stage.draw(makeTheme('none')).rows.map((row) => row.trimEnd()),
    draw: (theme) => stage.draw(theme),
    spoken: () => spokenScreen(stage.top.spec, stage.top.state),
    get top() {
      return stage.top as TopmostView<Own>;
    },
    get end() {
      return stage.end;
    },
    get session() {
      return session();
    },
    copied,
    requestOf,
  };
}

function shellOn(session: Session, machine: Host): Interpreter & { readonly engine: ReturnType<typeof localEngine> } {
  const engine = localEngine({
    machine,
    explains: true,
    tools: '',
    hasTerminal: true,
    drawFor: () => plainText,
    ...IN_SHELL,
  });
  const interpreter = new Interpreter(openWorkspace(session), {
    engine,
    machine,
    dialect: 'shell',
    sink: { message: () => undefined, write: async () => undefined },
    history: () => [],
  });
  return Object.assign(interpreter, { engine });
}

/** A promise that is kept from outside. */
function turn() {
  let resolve = () => {};
  let reject: (error: unknown) => void = () => {};
  const came = new Promise<void>((onCome, onFail) => {
    resolve = onCome;
    reject = onFail;
  });
  return { came, resolve, reject };
}

/** Stands where the stage does. It takes what would be mounted, and does what `ViewScreen` does with it. */
class DataStage {
  end: ViewsEnd | undefined;
  #size: { readonly columns: number; readonly rows: number };
  #mounted: Props | undefined;
  #state: ScreenState<unknown> | undefined;
  /** Comes when there is a view to press keys on, or none any more; rejects where a view could not open. */
  #next = turn();

  constructor({ columns = 80, rows = 24 }: Pick<ViewSetting, 'columns' | 'rows'>) {
    this.#size = { columns, rows };
  }

  get top(): TopmostView {
    if (this.#mounted === undefined || this.#state === undefined) throw new Error('no view is open');
    return { spec: this.#mounted.spec, state: this.#state, room: roomIn(this.#size) };
  }

  follow(views: Promise<ViewsEnd>): void {
    views.then(
      (end) => {
        this.end = end;
        this.#next.resolve();
      },
      (error: unknown) => this.#next.reject(error),
    );
  }

  whileWorking<Value>(_task: string, work: () => Promise<Value>): Promise<Value> {
    return work();
  }

  show(draw: (ends: Pick<ScreenEnds, 'onDone'>) => ReactElement) {
    return new Promise<{ readonly result: unknown; readonly state: unknown }>((resolve) => {
      const { props } = draw({ onDone: (result, _, state) => resolve({ result, state }) }) as ReactElement<Props>;
      this.#mounted = props;
      this.#state = initialScreen(withSmallNote(props.initial, this.#size), props.facts);
      this.#next.resolve();
    });
  }

  draw(theme: Theme): DrawnScreen {
    const { spec, state, room } = this.top;
    return drawScreen(spec, state, room, theme);
  }

  async press(key: KeyPress): Promise<void> {
    const { spec, state, room } = this.top;
    const action = actionOfKey(key, state, keyHandlingOf(spec));
    if (action !== undefined) this.#state = updateScreen(spec, state, action, room);
    await this.settled();
  }

  async resize(size: { readonly columns: number; readonly rows: number }): Promise<void> {
    this.#size = size;
    await this.settled();
  }

  /** Does all work, answers all questions, and goes on to the view that comes behind one that ended. */
  async settled(): Promise<void> {
    for (;;) {
      await this.#next.came;
      if (this.end !== undefined) {
        this.#mounted = undefined;
        return;
      }
      await this.#work();
      const { state } = this.top;
      if (state.result === undefined) return;
      this.#next = turn();
      this.#mounted?.onDone(state.result, [], state);
    }
  }

  async #work(): Promise<void> {
    const { spec, room } = this.top;
    const { work, wants } = spec;
    let state = this.top.state;
    let asked = '';
    while (state.result === undefined) {
      while (work?.isUnfinished(state.own, room)) state = withReply(state, { own: work.step(state.own, room) });
      const question = wants?.question(state.own, room);
      const key = JSON.stringify(question);
      // A question is asked once for as long as it stays the same.
      if (wants === undefined || question === undefined || key === asked) break;
      asked = key;
      const answer: ViewAnswer | Error = await (this.#mounted as Props).ask(question).catch((error: Error) => error);
      state = withReply(state, wants.arrived(state.own, question, answer, room));
    }
    this.#state = state;
  }
}
