/** Runs lines one after the other: aliases, scripts, redirected output, and what only a whole shell can do. */
import { dirname } from 'node:path';
import { bytesOfText, textOfBytes } from '../base/byte-text.ts';
import { UserError } from '../base/errors.ts';
import { safeText } from '../base/safe-text.ts';
import { expandAliases } from '../shell/aliases.ts';
import { configFiles, neededConfigFiles, settingsText } from '../shell/config.ts';
import type { FilterRest } from '../shell/filters.ts';
import type { KeyTable } from '../shell/help/key-table.ts';
import type { Host } from '../shell/host.ts';
import { type Redirection, readRedirection } from '../shell/language/redirection.ts';
import { firstWord, isSeveralCommands } from '../shell/language/several-commands.ts';
import { type Dialect, splitCommands } from '../shell/language/words.ts';
import type { ScreenRequest } from '../shell/outcome.ts';
import { commandOfWord } from '../shell/run-line.ts';
import { viewOfLine } from '../shell/view-of-line.ts';
import type { Workspace } from '../shell/workspace.ts';
import type { Engine, LineEnd, OutputManner } from './engine.ts';
import { makeDirectory } from './make-directory.ts';
import type { ReportSink } from './output.ts';
import { tell } from './program-io.ts';
import { appendToFile, throughProgram } from './redirect.ts';

/** What an interpreter works with. The optional parts are those of a terminal. */
export interface InterpreterSurroundings {
  readonly engine: Engine;
  readonly machine: Host;
  readonly dialect: Dialect;
  /** Where output goes that is not redirected. */
  readonly sink: ReportSink;
  /** Earlier lines, oldest first. */
  readonly history: () => readonly string[];
  /** Hands the terminal over to a program that prints to it. Without it the program's output goes to the sink. */
  readonly handOver?: (work: () => Promise<void>) => Promise<void>;
  /** The keys of the prompt and of the screens. */
  readonly keyTables?: () => Promise<readonly KeyTable[]>;
  /** Shows a screen that a line has asked for; resolves to the line it was left with. */
  readonly showScreen?: (screen: ScreenRequest, line: string) => Promise<string | undefined>;
  /** Shows text in a view to scroll in. */
  readonly showText?: (text: string, title: string) => Promise<void>;
  readonly copyText?: (text: string) => void;
}

/** Where the output of a line goes, and how. */
interface Output {
  readonly sink: ReportSink;
  readonly manner: OutputManner;
  /** Scripts in files are always written for this shell. */
  readonly dialect: Dialect;
}

/** How deep files may source other files. */
const DEEPEST = 20;

export class Interpreter {
  workspace: Workspace;
  /** What the filters leave; undefined where there are none. */
  rest: FilterRest | undefined;
  /** Whether a rule does not hold, or a line, or a part of one, went wrong that pprof does not know. */
  hasFailed = false;
  readonly #surroundings: InterpreterSurroundings;
  /** The line that printed something last, with what it was run on. */
  #printed: { readonly line: string; readonly workspace: Workspace; readonly next?: LineEnd['next'] } | undefined;
  #depth = 0;
  /** Where a line is run for a view: the screen it asks for. */
  #opened: { screen: ScreenRequest | undefined } | undefined;

  constructor(workspace: Workspace, surroundings: InterpreterSurroundings) {
    this.workspace = workspace;
    this.#surroundings = surroundings;
  }

  /** Runs a line as typed. Resolves to whether the shell goes on. Rejects with UserError, Cancelled or OutputClosed. */
  async run(line: string): Promise<boolean> {
    const { sink, dialect } = this.#surroundings;
    try {
      return await this.#run(line, { sink, manner: 'shown', dialect });
    } catch (error) {
      this.hasFailed ||= this.#isOurs(line);
      throw error;
    }
  }

  /**
   * The line that what was printed last leads to: what it says to type next, or the view that shows it, at a row of it;
   * undefined where there is none.
   */
  nextOfPrinted(row?: number): string | undefined {
    if (this.#printed === undefined) return undefined;
    const { line, next } = this.#printed;
    return next === undefined ? viewOfLine(line, this.workspace, row) : next[(row ?? 1) - 1];
  }

  /**
   * Runs a line for a view that is open: what it would print and tell comes back, and the screen it asks for is not opened.
   * Rejects with UserError or Cancelled.
   */
  async runQuietly(line: string): Promise<{ readonly told: string; readonly screen: ScreenRequest | undefined }> {
    const told: string[] = [];
    const opened: { screen: ScreenRequest | undefined } = { screen: undefined };
    this.#opened = opened;
    const sink: ReportSink = { write: async () => undefined, message: (text) => void told.push(text) };
    try {
      await this.#run(line, { sink, manner: 'shown', dialect: 'shell' });
    } finally {
      this.#opened = undefined;
    }
    return { told: told.join('\n'), screen: opened.screen };
  }

  /**
   * Runs the settings that were saved and the user's start-up file, where they are. What fails in them is told, and the
   * lines behind it are run all the same: a mistake does not cost the names and keys that stand there.
   */
  async startUp(): Promise<void> {
    const { machine, sink } = this.#surroundings;
    const files = configFiles(machine);
    for (const file of files === undefined ? [] : [files.settings, files.startup]) {
      const content = machine.readFile(file);
      if (content === undefined) continue;
      await this.#runScript(textOfBytes(content), file, sink, ({ message, hint }) => tell(message, hint, sink.message));
    }
  }

  async #run(line: string, output: Output): Promise<boolean> {
    if (output.dialect === 'pprof' && !this.#isOurs(line)) return this.#runHere(line, output);
    for (const command of this.#commandsIn(line)) {
      if (!(await this.#runOne(command, { ...output, dialect: 'shell' }))) return false;
    }
    return true;
  }

  /** Whether a line is nothing to pprof, so that its rules need not hold for it. */
  #isOurs(line: string): boolean {
    return this.#isAlias(line) || commandOfWord(firstWord(line))?.isOurs === true;
  }

  #isAlias(line: string): boolean {
    return Object.hasOwn(this.workspace.aliases, firstWord(line));
  }

  #commandsIn(line: string): readonly string[] {
    if (line.trimStart().startsWith('#')) return [];
    return isSeveralCommands(line, this.workspace) ? splitCommands(line) : [line];
  }

  async #runOne(line: string, output: Output): Promise<boolean> {
    const { command, to } = readRedirection(line, this.workspace);
    if (to === undefined) return this.#runExpanded(command, output);
    const before = { workspace: this.workspace, printed: this.#printed };
    let goesOn = true;
    await this.#redirected(to, line, output, async (sink, manner) => {
      goesOn = await this.#runExpanded(command, { ...output, sink, manner });
    });
    // Seen was what a program made of it; what went into a file was not.
    if (to.type === 'program') this.#printed = { line, workspace: before.workspace };
    if (to.type === 'file') this.#printed = before.printed;
    return goesOn;
  }

  async #runExpanded(command: string, output: Output): Promise<boolean> {
    if (!this.#isAlias(command)) return this.#runHere(command, output);
    for (const expanded of expandAliases(command, this.workspace.aliases)) {
      if (!(await this.#runOne(expanded, output))) return false;
    }
    return true;
  }

  async #redirected(
    to: Redirection,
    line: string,
    { sink, manner }: Output,
    work: (sink: ReportSink, manner: OutputManner) => Promise<void>,
  ): Promise<void> {
    const { handOver, showText } = this.#surroundings;
    switch (to.type) {
      case 'program': {
        const isHandedOver = handOver !== undefined && manner === 'shown';
        const run = () =>
          throughProgram(
            to.command,
            (write) => work({ ...sink, write }, isHandedOver ? 'safe' : 'exact'),
            isHandedOver ? 'inherit' : sink,
          );
        return isHandedOver ? handOver(run) : run();
      }
      case 'file': {
        const content = await captured(sink, (capture) => work(capture, 'exact'));
        if (to.isAppended) appendToFile(to.file, content);
        else this.#surroundings.machine.writeFile(to.file, content);
        sink.message(`${to.isAppended ? 'added to' : 'written to'} ${to.file}`);
        return;
      }
      case 'pager': {
        if (showText === undefined)
          throw new UserError('pager needs a terminal to draw on', 'leave | pager out in scripts');
        const content = await captured(sink, (capture) => work(capture, 'shown'));
        await showText(textOfBytes(content), line);
      }
    }
  }

  /** Runs one command whose output is redirected already. */
  async #runHere(line: string, output: Output): Promise<boolean> {
    const { engine, keyTables } = this.#surroundings;
    const before = this.workspace;
    let hasPrinted = false;
    const sink: ReportSink = {
      ...output.sink,
      write: (chunk) => {
        hasPrinted = true;
        return output.sink.write(chunk);
      },
    };
    const { manner, dialect } = output;
    const end = await engine.runLine(line, before, sink, {
      dialect,
      output: manner,
      ...(firstWord(line) === 'help' ? { keyTables: await keyTables?.() } : {}),
    });
    this.workspace = end.workspace;
    this.rest = end.rest;
    this.hasFailed ||= end.hasFailed ?? false;
    const goesOn = await this.#finish(end.outcome, { ...output, sink }, line);
    if (hasPrinted) this.#printed = { line, workspace: before, next: end.next };
    return goesOn;
  }

  /** Does what a line came to. */
  async #finish(outcome: LineEnd['outcome'], output: Output, line: string): Promise<boolean> {
    const { sink, manner } = output;
    const print = (lines: readonly string[]) => {
      const shown = manner === 'exact' ? lines : lines.map(safeText);
      return sink.write(bytesOfText(shown.map((line) => `${line}\n`).join('')));
    };
    const { machine, history, showScreen } = this.#surroundings;
    switch (outcome.type) {
      case 'nothing':
        return true;
      case 'quit':
        return false;
      case 'screen': {
        if (this.#opened !== undefined) {
          this.#opened.screen = outcome.screen;
          return true;
        }
        const next = await showScreen?.(outcome.screen, line);
        return next === undefined || this.#run(next, output);
      }
      case 'checked':
        await print(outcome.lines);
        this.hasFailed ||= outcome.isFailed;
        return true;
      case 'source': {
        const content = machine.readFile(outcome.file);
        if (content === undefined) {
          throw new UserError(`cannot read ${outcome.file}`, 'source needs a file with one command a line');
        }
        return this.#runScript(textOfBytes(content), outcome.file, sink);
      }
      case 'history':
        await print(historyLines(history(), outcome.query));
        return true;
      case 'copy': {
        const { copyText } = this.#surroundings;
        if (copyText === undefined) throw new UserError('copy needs a terminal', 'use > file or | command in scripts');
        const text = textOfBytes(await this.#printedBy(outcome.line, 'safe'));
        copyText(text);
        sink.message(`copied ${countOf(text)}`);
        return true;
      }
      case 'save': {
        const content = await this.#printedBy(outcome.line, 'exact');
        machine.writeFile(outcome.file, content);
        sink.message(`saved ${countOf(textOfBytes(content))} to ${outcome.file}`);
        return true;
      }
      case 'save settings': {
        const { settings } = neededConfigFiles(machine);
        const problem = makeDirectory(dirname(settings));
        if (problem !== undefined) throw new UserError(problem, 'settings stay for this session only');
        machine.writeFile(settings, Buffer.from(settingsText(this.workspace)));
        sink.message(`settings saved to ${settings}`);
        return true;
      }
    }
  }

  /** What a line prints, or where it is empty, what was printed last, as plain text. */
  async #printedBy(line: string, manner: OutputManner): Promise<Uint8Array> {
    const last = line === '' ? this.#printed : { line, workspace: this.workspace };
    if (last === undefined) throw new UserError('nothing has been printed yet', 'for example: save top.txt top 20');
    const now = { workspace: this.workspace, rest: this.rest };
    const { sink } = this.#surroundings;
    this.workspace = last.workspace;
    try {
      const content = await captured(sink, async (capture) => {
        await this.#run(last.line, { sink: capture, manner, dialect: 'shell' });
      });
      if (content.length > 0) return content;
      throw new UserError(`${last.line} prints nothing`, 'reports and lists can be copied and saved');
    } finally {
      this.#printed = last;
      this.workspace = now.workspace;
      this.rest = now.rest;
    }
  }

  /** Runs the lines of a script until they end, one of them quits, or one fails and `onMistake` throws it, with its place. */
  async #runScript(
    text: string,
    name: string,
    sink: ReportSink,
    onMistake: (mistake: UserError) => void = throwMistake,
  ): Promise<boolean> {
    if (this.#depth === DEEPEST) throw new UserError(`${name} leads back to itself`, 'take the source line out of it');
    this.#depth++;
    try {
      for (const [i, line] of text.split(/\r?\n/).entries()) {
        try {
          if (!(await this.#run(line, { sink, manner: 'shown', dialect: 'shell' }))) return false;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          onMistake(new UserError(`${name}:${i + 1}: ${error.message}`, error.hint));
        }
      }
      return true;
    } finally {
      this.#depth--;
    }
  }
}

function throwMistake(mistake: UserError): never {
  throw mistake;
}

/** What some work writes, and all that there is to tell besides told as ever. */
async function captured(sink: ReportSink, work: (capture: ReportSink) => Promise<void>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await work({
    ...sink,
    write: async (chunk) => {
      pieces.push(chunk);
    },
  });
  return Buffer.concat(pieces);
}

function countOf(text: string): string {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return lines === 1 ? '1 line' : `${lines} lines`;
}

/** The latest lines, numbered from the oldest of all; a number says how many, any other text what is in them. */
function historyLines(history: readonly string[], query: string): string[] {
  const numbered = history.map((line, i) => ({ line, number: i + 1 }));
  const isCount = /^\d{1,9}$/.test(query);
  const found = isCount || query === '' ? numbered : numbered.filter(({ line }) => line.includes(query));
  const shown = isCount ? found.slice(-Number(query) || found.length) : found;
  return shown.map(({ line, number }) => `${String(number).padStart(5)}  ${line}`);
}
