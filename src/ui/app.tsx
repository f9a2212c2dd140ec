/** The shell on a terminal: prompts one after the other, each command's output in the scrollback, screens in between. */
import { render } from 'ink';
import type { ReactElement } from 'react';
import { Cancelled, UserError } from '../base/errors.ts';
import { safeText } from '../base/safe-text.ts';
import type { Engine, LineEnd } from '../host/engine.ts';
import { appendHistory, readHistory } from '../host/history-file.ts';
import { writeChunk } from '../host/output.ts';
import { showProgress } from '../host/progress.ts';
import { holdRawMode, watchInterrupt } from '../host/raw-input.ts';
import type { ProgramIo } from '../program.ts';
import type { Theme } from '../report/theme.ts';
import { historyPath, withLine } from '../shell/history.ts';
import { complete, queryAtCursor } from '../shell/language/complete.ts';
import type { ScreenRequest } from '../shell/outcome.ts';
import { type Session, statusOf } from '../shell/session.ts';
import { BrowseScreen } from './browse/browse-screen.tsx';
import { FindScreen } from './find/find-screen.tsx';
import type { PromptResult } from './prompt/model.ts';
import { Prompt } from './prompt/view.tsx';
import type { ScreenResult } from './screen-result.ts';
import type { KeyPress } from './terminal/key-press.ts';

export interface TerminalShell {
  readonly engine: Engine;
  readonly io: ProgramIo;
  /** Writes beside the output. */
  readonly message: (text: string) => void;
  readonly theme: Theme;
}

interface MountOptions<Value> {
  /** On the alternate screen, over the whole terminal. */
  readonly isScreen: boolean;
  /** Whether the last frame is left standing. */
  readonly staysWhenDone?: (value: Value) => boolean;
}

const PROMPT = '(pprof) ';

/** Runs the shell until the user leaves it. */
export async function runTerminalShell(start: Session, shell: TerminalShell): Promise<void> {
  const shellLoop = new ShellLoop(start, shell);
  const giveBack = holdRawMode(shell.io.stdin);
  const stopListening = shell.io.onInterrupt(() => shellLoop.interrupt());
  try {
    await shellLoop.run();
  } finally {
    stopListening();
    giveBack();
  }
}

/** What is typed, or kept from the prompt before. */
interface PromptStart {
  readonly text: string;
  readonly cursor: number;
  readonly typedAhead: readonly KeyPress[];
}

interface PromptEnd {
  readonly result: PromptResult;
  /** Keys that came too late for this prompt. */
  readonly typedAhead: readonly KeyPress[];
}

const EMPTY_PROMPT: PromptStart = { text: '', cursor: 0, typedAhead: [] };

class ShellLoop {
  readonly #shell: TerminalShell;
  readonly #historyPath: string | undefined;
  #session: Session;
  #history: readonly string[];
  #isInterrupted = false;

  constructor(session: Session, shell: TerminalShell) {
    this.#shell = shell;
    this.#session = session;
    this.#historyPath = historyPath(shell.io.machine);
    this.#history = this.#historyPath === undefined ? [] : readHistory(this.#historyPath);
  }

  interrupt(): void {
    this.#isInterrupted = true;
    this.#shell.engine.cancel();
  }

  async run(): Promise<void> {
    const { io, theme } = this.#shell;
    io.stderr.write(`${theme.faint('Tab completes, Ctrl-T finds a function, browse walks the call tree.')}\n`);
    let next = EMPTY_PROMPT;
    for (;;) {
      const { result, typedAhead } = await this.#prompt(next);
      next = { ...EMPTY_PROMPT, typedAhead };
      if (result.type === 'end') return;
      if (result.type === 'clear') {
        io.stdout.write('\u001b[2J\u001b[H');
        next = { ...next, text: result.text, cursor: result.cursor };
      } else if (result.type === 'find') {
        const query = queryAtCursor(result.text, result.cursor);
        const line = await this.#guarded(() => this.#openScreen({ type: 'find', query }));
        if (line === undefined) next = { ...next, text: result.text, cursor: result.cursor };
        else if (!(await this.#runScreenLine(line))) return;
      } else if (!(await this.#runTypedLine(result.line))) {
        return;
      }
    }
  }

  /** Asks for one line. */
  #prompt({ text, cursor, typedAhead }: PromptStart): Promise<PromptEnd> {
    // A line that was entered stays in the scrollback; a prompt that makes way for something else does not.
    const staysWhenDone = ({ result }: PromptEnd) => result.type === 'line' || result.type === 'end';
    return this.#mount<PromptEnd>({ isScreen: false, staysWhenDone }, (onDone) => (
      <Prompt
        prompt={PROMPT}
        status={statusOf(this.#session)}
        initialText={text}
        initialCursor={cursor}
        typedAhead={typedAhead}
        complete={(line, at) => complete(line, at, this.#session, this.#shell.engine.functionNames(this.#session))}
        history={this.#history}
        theme={this.#shell.theme}
        onDone={(result, later) => onDone({ result, typedAhead: later })}
      />
    ));
  }

  /** Runs a line, and the lines of screens it leads to. Says whether the shell goes on. */
  async #runTypedLine(line: string): Promise<boolean> {
    this.#remember(line);
    const goesOn = await this.#guarded(async () => {
      const { session, outcome } = await this.#working(line, (quiet) => this.#runLine(line, quiet));
      this.#session = session;
      if (outcome.type !== 'screen') return outcome.type !== 'quit';
      const next = await this.#openScreen(outcome.screen);
      return next === undefined || this.#runScreenLine(next);
    });
    return goesOn ?? true;
  }

  /** `quiet` is called before anything is written, to take a line of progress away. */
  #runLine(line: string, quiet: () => void): Promise<LineEnd> {
    const { engine, io, message } = this.#shell;
    return engine.runLine(line, this.#session, {
      message(text) {
        quiet();
        message(text);
      },
      write: async (chunk) => {
        quiet();
        await writeChunk(io.stdout, chunk);
        if (this.#isInterrupted) throw new Cancelled();
      },
    });
  }

  /** Does something that may take a while: then a line says so, and Ctrl-C stops it. */
  async #working<Value>(task: string, work: (quiet: () => void) => Promise<Value>): Promise<Value> {
    this.#isInterrupted = false;
    const progress = showProgress(this.#shell.io.stderr, safeText(task));
    const stopWatching = watchInterrupt(this.#shell.io.stdin, () => this.interrupt());
    try {
      return await work(progress.end);
    } finally {
      progress.end();
      stopWatching();
    }
  }

  /** A line that a screen ended with stands in the scrollback like one that was typed. */
  async #runScreenLine(line: string): Promise<boolean> {
    const { theme, io } = this.#shell;
    io.stdout.write(`${theme.heading(PROMPT)}${theme.line(line)}\n`);
    return this.#runTypedLine(line);
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
    const { io, theme } = this.#shell;
    io.stderr.write(`${message.split('\n').map(theme.error).join('\n')}\n`);
    if (hint !== undefined) io.stderr.write(`${theme.faint(`  ${hint}`)}\n`);
  }

  /** Shows a full screen until it is left; resolves to the line to run then. */
  async #openScreen(screen: ScreenRequest): Promise<string | undefined> {
    const { engine, message, theme } = this.#shell;
    const session = this.#session;
    if (screen.type === 'find') {
      const { view, search } = await this.#working(screen.type, () => engine.findView(session, message));
      const { line } = await this.#mount<ScreenResult>({ isScreen: true }, (onDone) => (
        <FindScreen
          view={view}
          search={search}
          query={screen.query}
          theme={theme}
          findNeighbors={(entry) => engine.neighbors(session, entry)}
          onDone={onDone}
        />
      ));
      return line;
    }
    const { view, tree } = await this.#working(screen.type, () => engine.browseView(session, message));
    const { line } = await this.#mount<ScreenResult>({ isScreen: true }, (onDone) => (
      <BrowseScreen view={view} tree={tree} pattern={screen.pattern} theme={theme} onDone={onDone} />
    ));
    return line;
  }

  /** Draws something until it says it is done. */
  async #mount<Value>(
    { isScreen, staysWhenDone = () => true }: MountOptions<Value>,
    draw: (onDone: (value: Value) => void) => ReactElement,
  ): Promise<Value> {
    const { stdin, stdout, stderr } = this.#shell.io;
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
      alternateScreen: isScreen,
      incrementalRendering: isScreen,
    });
    await instance.waitUntilExit();
    if (value === undefined) throw new Error('a screen ended without a result');
    return value;
  }
}
