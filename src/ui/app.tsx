/** The shell on a terminal: prompts one after the other, each command's output in the scrollback, screens in between. */
import { render } from 'ink';
import type { ReactElement } from 'react';
import { Cancelled, UserError } from '../base/errors.ts';
import { safeText } from '../base/safe-text.ts';
import { isAsciiLocale, type Look } from '../host/ascii-output.ts';
import { ChangedFiles } from '../host/changed-files.ts';
import type { Engine } from '../host/engine.ts';
import { appendHistory, readHistory } from '../host/history-file.ts';
import { Interpreter } from '../host/interpreter.ts';
import { type ReportSink, writeChunk } from '../host/output.ts';
import type { ProgramIo } from '../host/program-io.ts';
import { showProgress } from '../host/progress.ts';
import { type HeldKeyboard, watchInterrupt } from '../host/raw-input.ts';
import { themeFor } from '../host/shell-theme.ts';
import { shortNamesOf } from '../report/short-names.ts';
import type { ColorDepth, Theme } from '../report/theme.ts';
import { COMMANDS } from '../shell/commands/index.ts';
import { topicNames } from '../shell/help/topics.ts';
import { historyPath, withLine } from '../shell/history.ts';
import { type CompletionContext, complete, queryAtCursor } from '../shell/language/complete.ts';
import { marksOf } from '../shell/language/line-marks.ts';
import type { ScreenRequest } from '../shell/outcome.ts';
import type { Session } from '../shell/session.ts';
import type { FunctionNames } from '../shell/session-names.ts';
import { statusOf } from '../shell/status.ts';
import { currentSession, type Workspace } from '../shell/workspace.ts';
import { exceedsScreen } from './pager/exceeds-screen.ts';
import { PagerScreen } from './pager/pager-screen.tsx';
import type { PromptMemory, PromptResult } from './prompt/model.ts';
import type { PromptLayout } from './prompt/prompt-row.ts';
import { Prompt } from './prompt/view.tsx';
import { Stage } from './stage.tsx';
import type { KeyPress } from './terminal/key-press.ts';
import type { ViewsEnd } from './view-stack.tsx';

export interface TerminalShell {
  readonly engine: Engine;
  readonly io: ProgramIo;
  readonly keyboard: HeldKeyboard;
  /** Writes beside the output. */
  readonly message: (text: string) => void;
  readonly depth: ColorDepth;
  /** Follows the settings. */
  readonly look: Look;
  /** Whether the saved settings and the start-up file are read. */
  readonly readsConfig: boolean;
}

const PROMPT = '(pprof) ';

/** Runs the shell until the user leaves it. */
export async function runTerminalShell(start: Workspace, shell: TerminalShell): Promise<void> {
  const shellLoop = new ShellLoop(start, shell);
  const stopListening = shell.io.onInterrupt(() => shellLoop.interrupt());
  try {
    await shellLoop.run();
  } finally {
    stopListening();
  }
}

/** What is typed, or kept from the prompt before. */
interface PromptStart {
  readonly text: string;
  readonly cursor: number;
  readonly memory?: PromptMemory;
}

interface PromptEnd {
  readonly result: PromptResult;
  /** What is handed on from prompt to prompt. */
  readonly memory: PromptMemory;
}

const EMPTY_PROMPT: PromptStart = { text: '', cursor: 0 };

/** Work that is being done, as the terminal shows it. */
interface Activity {
  readonly task: string;
  /** Takes the line of progress away, before anything is written. */
  readonly quiet: () => void;
  readonly update: (share: number) => void;
  /** Takes it away, and leaves the keys to others. */
  readonly end: () => void;
}

const WARM_UP_AFTER_MS = 150;

/** The longest pasted script whose lines are kept in the history. */
const REMEMBERED_SCRIPT = 50;

class ShellLoop {
  readonly #shell: TerminalShell;
  readonly #interpreter: Interpreter;
  readonly #historyPath: string | undefined;
  #history: readonly string[];
  #isInterrupted = false;
  #activity: Activity | undefined;
  /** Output that is held back until it is known whether it fits the screen. */
  #held: Uint8Array[] | undefined;
  /** What completion has been made ready for. */
  #warm: { readonly functions: FunctionNames; readonly shorten: PromptLayout['shorten'] } | undefined;
  /** Keys that came too late for who was listening: for the next prompt, or the next screen that was asked for. */
  #typedAhead: readonly KeyPress[] = [];
  readonly #files = new ChangedFiles();
  /** Ctrl-Z. */
  readonly #stop = () => this.#shell.keyboard.lend(stopProcess);

  constructor(workspace: Workspace, shell: TerminalShell) {
    this.#shell = shell;
    const { engine, io, keyboard } = shell;
    this.#interpreter = new Interpreter(workspace, {
      engine,
      machine: io.machine,
      dialect: 'shell',
      sink: this.#sink(),
      history: () => this.#history,
      keyTables: async () => (await import('./key-tables.ts')).KEY_TABLES,
      handOver: (work) => this.#handOver(() => keyboard.lend(work)),
      showScreen: (screen, line) => this.#leaving(() => this.#lineOfScreen(screen, line)),
      showText: (text, title) => this.#leaving(() => this.#page(text, title)),
      copyText: (text) => this.#copy(text),
    });
    this.#historyPath = historyPath(io.machine);
    this.#history = this.#historyPath === undefined ? [] : readHistory(this.#historyPath);
  }

  get #workspace(): Workspace {
    return this.#interpreter.workspace;
  }

  get #session(): Session {
    return currentSession(this.#workspace);
  }

  get #theme(): Theme {
    return themeFor(this.#workspace, this.#shell.depth, this.#shell.io.machine);
  }

  #applySettings(): void {
    const { look, io } = this.#shell;
    const { ascii } = this.#workspace.settings;
    look.isAscii = ascii === 'auto' ? isAsciiLocale(io.machine) : ascii === 'on';
  }

  interrupt(): void {
    this.#isInterrupted = true;
    this.#shell.engine.cancel();
  }

  async run(): Promise<void> {
    const { io, readsConfig } = this.#shell;
    if (readsConfig) await this.#guarded(() => this.#interpreter.startUp());
    io.stderr.write(`${this.#theme.faint('Tab completes, Ctrl-T finds a function, browse walks the call tree.')}\n`);
    let next = EMPTY_PROMPT;
    for (;;) {
      this.#applySettings();
      this.#tellChangedFile();
      const { result, memory } = await this.#prompt(next);
      next = { ...EMPTY_PROMPT, memory };
      switch (result.type) {
        case 'end':
          return;
        case 'line':
          if (!(await this.#runTypedLine(result.line))) return;
          if (result.kept !== undefined) next = { ...next, ...result.kept };
          break;
        case 'script':
          if (!(await this.#runPastedLines(result.lines))) return;
          break;
        case 'clear':
          io.stdout.write('\u001b[2J\u001b[H');
          next = { ...next, text: result.text, cursor: result.cursor };
          break;
        case 'suspend':
          await this.#stop();
          next = { ...next, text: result.text, cursor: result.cursor };
          break;
        case 'open': {
          next = { ...next, text: result.text, cursor: result.cursor };
          const line = this.#interpreter.nextOfPrinted();
          if (line === undefined) this.#shell.message('nothing was printed that a view shows; top prints a table');
          else if (!(await this.#runTypedLine(line, { isShown: true }))) return;
          break;
        }
        case 'find': {
          const query = queryAtCursor(result.text, result.cursor);
          const end = await this.#guarded(() => this.#showViews({ type: 'find', query }, 'find'));
          if (end?.record !== undefined && end.record !== 'find') this.#showDone(end.record);
          if (end?.line === undefined) next = { ...next, text: result.text, cursor: result.cursor };
          else if (!(await this.#runTypedLine(end.line, { isShown: true }))) return;
        }
      }
    }
  }

  /** Finds out, while nobody types, what completion needs: the first keys are as quick as the others then. */
  #warmUp(): NodeJS.Timeout {
    this.#shell.engine.expectNames(this.#session);
    const findOut = () => {
      const language = this.#language();
      const shorten = this.#shorten;
      if (this.#warm?.functions === language.functions && this.#warm.shorten === shorten) return;
      this.#warm = { functions: language.functions, shorten };
      complete('peek a', 6, language);
      shorten?.('');
    };
    return setTimeout(findOut, WARM_UP_AFTER_MS).unref();
  }

  #language(): CompletionContext {
    const workspace = this.#workspace;
    const session = this.#session;
    const { engine, io } = this.#shell;
    return {
      workspace,
      // Found out when it is asked for: the first prompt need not wait for it.
      get functions() {
        return engine.functionNames(session);
      },
      host: io.machine,
      dialect: 'shell',
      get topics() {
        return topicNames({ workspace, session }, COMMANDS);
      },
    };
  }

  /** Asks for one line. */
  #prompt({ text, cursor, memory }: PromptStart): Promise<PromptEnd> {
    // A line that was entered stays in the scrollback; a prompt that makes way for something else does not.
    const staysWhenDone = ({ result }: PromptEnd) => result.type === 'line' || result.type === 'end';
    const workspace = this.#workspace;
    const { settings, bindings } = workspace;
    const typedAhead = this.#takeTypedAhead();
    const warmUp = this.#warmUp();
    const end = this.#mount<PromptEnd>(staysWhenDone, (onDone) => (
      <Prompt
        prompt={PROMPT}
        status={statusOf(workspace, this.#interpreter.rest)}
        initialText={text}
        initialCursor={cursor}
        typedAhead={typedAhead}
        memory={memory}
        shorten={this.#shorten}
        complete={(line, at) => complete(line, at, this.#language())}
        marksOf={(line) => marksOf(line, this.#language())}
        history={this.#history}
        keys={settings.keys}
        menu={settings.menu}
        suggestions={settings.suggestions === 'on'}
        bindings={bindings}
        theme={this.#theme}
        onDone={(result, later, last) => {
          this.#typedAhead = later;
          onDone({ result, memory: last });
        }}
      />
    ));
    return end.finally(() => clearTimeout(warmUp));
  }

  #takeTypedAhead(): readonly KeyPress[] {
    const keys = this.#typedAhead;
    this.#typedAhead = [];
    return keys;
  }

  /** Runs a line, and the lines of screens it leads to. Says whether the shell goes on. */
  async #runTypedLine(typed: string, { isShown = false } = {}): Promise<boolean> {
    const line = this.#rowOfPrinted(typed) ?? typed;
    if (isShown || line !== typed) this.#echo(line);
    this.#remember(line);
    return (await this.#guarded(() => this.#runLine(line))) ?? true;
  }

  /** A number alone is a row of the table that was printed last: the line that opens it. */
  #rowOfPrinted(typed: string): string | undefined {
    const row = /^\s*([1-9]\d{0,8})\s*$/.exec(typed)?.[1];
    return row && this.#interpreter.nextOfPrinted(Number(row));
  }

  /** Runs lines one after the other, each shown as if it had been typed. Ends with the first that fails. */
  async #runPastedLines(lines: readonly string[]): Promise<boolean> {
    for (const [i, line] of lines.entries()) {
      this.#echo(line);
      if (lines.length <= REMEMBERED_SCRIPT) this.#remember(line);
      const goesOn = await this.#guarded(() => this.#runLine(line));
      if (goesOn === false) return false;
      const left = lines.length - i - 1;
      if (goesOn === undefined && left > 0) {
        this.#shell.message(`the other ${left === 1 ? 'line was' : `${left} lines were`} not run`);
        return true;
      }
    }
    return true;
  }

  async #runLine(line: string): Promise<boolean> {
    const { pager } = this.#workspace.settings;
    this.#held = pager === 'on' ? [] : undefined;
    try {
      const goesOn = await this.#working(line, () => this.#interpreter.run(line));
      await this.#showHeld(line);
      return goesOn;
    } finally {
      await this.#release();
    }
  }

  /** Shows what was held back in a view, where it is longer than the screen. */
  async #showHeld(line: string): Promise<void> {
    const { stdout } = this.#shell.io;
    const lines = linesOf(this.#held ?? []);
    if (exceedsScreen(lines, { columns: stdout.columns, rows: stdout.rows })) await this.#showLines(lines, line);
  }

  /** Writes what was held back to the scrollback. */
  async #release(): Promise<void> {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const chunk of held) await writeChunk(this.#shell.io.stdout, chunk);
  }

  #sink(): ReportSink {
    const { io, message } = this.#shell;
    return {
      message: (text) => {
        this.#activity?.quiet();
        message(text);
      },
      write: async (chunk) => {
        this.#activity?.quiet();
        if (this.#held === undefined) await writeChunk(io.stdout, chunk);
        else this.#held.push(chunk);
        if (this.#isInterrupted) throw new Cancelled();
      },
      progress: (share) => this.#activity?.update(share),
    };
  }

  /** Does something that may take a while: then a line says so, and Ctrl-C stops it. */
  async #working<Value>(task: string, work: () => Promise<Value>): Promise<Value> {
    this.#isInterrupted = false;
    this.#activity = this.#begin(task);
    try {
      return await work();
    } finally {
      this.#activity?.end();
      this.#activity = undefined;
    }
  }

  #begin(task: string): Activity {
    const { stdin, stderr } = this.#shell.io;
    const progress = showProgress(stderr, safeText(task));
    const stopWatching = watchInterrupt(stdin, () => this.interrupt());
    const end = () => {
      progress.end();
      stopWatching();
    };
    return { task, quiet: progress.end, update: progress.update, end };
  }

  /** Leaves the terminal and its keys to somebody else, in the midst of some work. */
  async #leaving<Value>(work: () => Promise<Value>): Promise<Value> {
    const activity = this.#activity;
    activity?.end();
    this.#activity = undefined;
    try {
      return await work();
    } finally {
      if (activity !== undefined) this.#activity = this.#begin(activity.task);
    }
  }

  /**
   * Leaves the terminal to a program that prints. Where its output ends in the midst of a row, a sign says so, and what
   * follows begins in the next: sign and blanks fill a row, so they only wrap if it was not empty.
   */
  async #handOver(work: () => Promise<void>): Promise<void> {
    try {
      await this.#leaving(work);
    } finally {
      const { stdout } = this.#shell.io;
      stdout.write(`${this.#theme.faint('⏎')}${' '.repeat(Math.max(0, stdout.columns - 1))}\r\u001b[K`);
    }
  }

  /** What was made, in a view; it is in the scrollback afterwards. */
  async #page(text: string, title: string): Promise<void> {
    const { stdout } = this.#shell.io;
    await this.#showLines(linesOf([Buffer.from(text)]), title);
    await writeChunk(stdout, Buffer.from(text));
  }

  async #showLines(lines: readonly string[], title: string): Promise<void> {
    // It is not asked for by name: what was typed ahead is meant for a prompt.
    const typedAhead = this.#takeTypedAhead();
    const stage = new Stage(this.#shell.io, [], () => this.interrupt());
    const hasMouse = this.#workspace.settings.mouse === 'on';
    await stage.show((ends) => (
      <PagerScreen lines={lines} title={title} theme={this.#theme} stop={this.#stop} hasMouse={hasMouse} {...ends} />
    ));
    this.#typedAhead = [...typedAhead, ...(await stage.close())];
  }

  /** Asks the terminal to put text on its clipboard (OSC 52), which works through ssh. Most take up to 74,994 bytes. */
  #copy(text: string): void {
    const encoded = Buffer.from(text).toString('base64');
    if (encoded.length > LONGEST_COPY) {
      const size = Math.ceil(text.length / 1000);
      throw new UserError(
        `${size} kB are more than terminals take for their clipboard`,
        'save FILE writes it to a file',
      );
    }
    this.#shell.io.stdout.write(`\u001b]52;c;${encoded}\u0007`);
  }

  /** Says it once when the file of the profile in use has been written since it was read. */
  #tellChangedFile(): void {
    const file = this.#files.changedFile(this.#session);
    if (file !== undefined) this.#shell.message(`${file} has been written since it was read; reload reads it again`);
  }

  /** A line that did not come from the prompt stands in the scrollback like one that was typed. */
  #echo(line: string): void {
    this.#shell.io.stdout.write(`${this.#theme.heading(PROMPT)}${this.#theme.line(line)}\n`);
  }

  #remember(line: string): void {
    const longer = withLine(this.#history, line);
    if (longer === this.#history) return;
    this.#history = longer;
    if (this.#historyPath !== undefined) appendHistory(this.#historyPath, line);
  }

  /** Does a piece of work; what goes wrong in it is told, and the session stays. */
  async #guarded<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Cancelled) {
        this.#shell.message('stopped');
        return undefined;
      }
      if (error instanceof UserError) {
        this.#tellMistake(error);
        return undefined;
      }
      const report = error instanceof Error ? error.stack : String(error);
      this.#shell.message(
        `This is a fault of pprof-shell; please report it with the lines below. Your session goes on.\n${report}`,
      );
      return undefined;
    }
  }

  #tellMistake({ message, hint }: UserError): void {
    const { io } = this.#shell;
    const theme = this.#theme;
    io.stderr.write(`${message.split('\n').map(theme.error).join('\n')}\n`);
    if (hint !== undefined) io.stderr.write(`${theme.faint(`  ${hint}`)}\n`);
  }

  /** Shows views until they are left; what was done in them, and the line to run then, stand in the scrollback. */
  async #lineOfScreen(screen: ScreenRequest, typed: string): Promise<string | undefined> {
    const { line, record } = await this.#showViews(screen, typed);
    for (const shown of [record, line]) if (shown !== undefined) this.#showDone(shown);
    return line;
  }

  /** What was done with keys is in the scrollback and in the history as if it had been typed. */
  #showDone(line: string): void {
    this.#echo(line);
    this.#remember(line);
  }

  async #showViews(screen: ScreenRequest, typed: string): Promise<ViewsEnd> {
    const { engine, io, keyboard } = this.#shell;
    const { showViews } = await import('./view-stack.tsx');
    const stage = new Stage(io, this.#takeTypedAhead(), () => this.interrupt());
    const stop = this.#stop;
    try {
      return await showViews(screen, typed, {
        stage,
        stop,
        session: () => this.#session,
        status: () => statusOf(this.#workspace, this.#interpreter.rest),
        theme: () => this.#theme,
        shorten: () => this.#shorten,
        hasMouse: () => this.#workspace.settings.mouse === 'on',
        answer: (question, session) => engine.answer(question, session, () => undefined),
        run: (line) => this.#interpreter.runQuietly(line),
        copy: (text) => this.#copy(text),
        edit: (file, line) => stage.suspended(() => keyboard.lend(() => this.#edit(file, line))),
      });
    } finally {
      this.#typedAhead = await stage.close();
    }
  }

  async #edit(file: string, line: number): Promise<void> {
    const { machine } = this.#shell.io;
    const { editorCommand, runEditor } = await import('../host/editor.ts');
    const command = editorCommand((name) => machine.env(name), file, line);
    if (command === undefined) throw new UserError('$EDITOR is not set', 'for example: EDITOR=vim pprof-shell …');
    await runEditor(command);
  }

  /** The form of names that the settings want; undefined for whole names. */
  get #shorten(): PromptLayout['shorten'] {
    const isShort = this.#workspace.settings.names === 'short';
    return isShort ? shortNamesOf(this.#session.profile) : undefined;
  }

  /** Draws something until it says it is done; `staysWhenDone` tells whether the last frame is left standing. */
  async #mount<Value>(
    staysWhenDone: (value: Value) => boolean,
    draw: (onDone: (value: Value) => void) => ReactElement,
  ): Promise<Value> {
    const { stdin, stdout, stderr, machine } = this.#shell.io;
    const isSpoken = machine.env('INK_SCREEN_READER') === 'true';
    let value: Value | undefined;
    const drawn = draw((done) => {
      value = done;
      if (!staysWhenDone(done)) instance.clear();
      instance.unmount();
    });
    const instance = render(drawn, {
      stdin,
      stdout,
      stderr,
      // Said outright, as Ink guesses from the environment: CI in it would switch all drawing off.
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
      maxFps: 60,
    });
    await instance.waitUntilExit();
    // For screen readers Ink leaves the cursor behind the text, as more might come.
    if (value !== undefined && staysWhenDone(value) && isSpoken) stdout.write('\n');
    if (value === undefined) throw new Error('a screen ended without a result');
    return value;
  }
}

/** The most of base64 that an OSC 52 sequence holds in terminals that limit it to 100,000 bytes. */
const LONGEST_COPY = 99_992;

/** The lines of finished output. */
function linesOf(chunks: readonly Uint8Array[]): string[] {
  const lines = Buffer.concat(chunks).toString().split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Stops the program and those it was started with, as Ctrl-Z does; resolves when it goes on. */
async function stopProcess(): Promise<void> {
  // There is no such thing on Windows.
  if (process.platform === 'win32') return;
  process.kill(0, 'SIGTSTP');
  // The signal comes with the next turn of the event loop.
  await new Promise((resolve) => setTimeout(resolve, 50));
}
