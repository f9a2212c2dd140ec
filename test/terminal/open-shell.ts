/** The built shell in a pseudo-terminal, with a home of its own, for tests that type whole lines. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startInTerminal, type TerminalProgram } from '../support/pty.ts';

export const ROOT = join(import.meta.dirname, '../..');
export const PROGRAM = join(ROOT, 'dist/pprof-shell.js');
export const HEAP = join(ROOT, 'examples/oom/mem_profile.pb.gz');

export const KEY = {
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  right: '\u001b[C',
  left: '\u001b[D',
  backspace: '\u007f',
  up: '\u001b[A',
  down: '\u001b[B',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  ctrlR: '\u0012',
  ctrlT: '\u0014',
  ctrlZ: '\u001a',
} as const;

export interface ShellStart {
  readonly args?: readonly string[];
  /** Several shells can share one. */
  readonly home?: string;
  readonly columns?: number;
  readonly rows?: number;
  /** Undefined takes a variable away. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

export interface Shell extends TerminalProgram {
  /** Enters a line, waits for the prompt behind it, and gives what was printed in between. */
  enter(line: string): Promise<string>;
  /** Waits for an empty prompt that was not there when `from` was noted; gives what was printed in between. */
  promptAfter(from: ShellMark): Promise<string>;
  /** The place of the prompt that is there now. */
  mark(): ShellMark;
  /** Leaves it; resolves to the exit status. */
  quit(): Promise<number>;
}

/** A row of the scrollback. */
export type ShellMark = number;

/** A folder that is gone after the test, even if a shell that was just ended still writes to it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pprof-shell-terminal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  return folder;
}

/** What keeps a shell from the files and the looks of whoever runs the tests. */
export function ownSurroundings(home: string): NodeJS.ProcessEnv {
  return {
    HOME: home,
    XDG_STATE_HOME: undefined,
    XDG_CONFIG_HOME: undefined,
    NO_COLOR: undefined,
    COLORTERM: undefined,
    LC_ALL: 'C.UTF-8',
  };
}

/** Starts the shell, and waits for its first prompt. */
export async function openShell({ args = [HEAP], env = {}, ...start }: ShellStart = {}): Promise<Shell> {
  const home = start.home ?? temporaryFolder();
  const program = startInTerminal(process.execPath, [PROGRAM, ...args], {
    columns: start.columns ?? 100,
    rows: start.rows ?? 30,
    cwd: start.cwd ?? ROOT,
    env: { ...ownSurroundings(home), ...env },
  });
  onTestFinished(() => program.kill());
  const shell = asShell(program);
  await shell.promptAfter(-1);
  return shell;
}

const PROMPT = '(pprof)';

/** The shell that runs in a terminal. */
export function asShell(program: TerminalProgram): Shell {
  /** The last prompt on the screen, by its row in the scrollback, and what is typed there. */
  const lastPrompt = (lines = program.lines()): { readonly row: number; readonly typed: string } => {
    const at = lines.findLastIndex((line) => line.startsWith(PROMPT));
    return at === -1 ? { row: -1, typed: '' } : { row: program.scrolled() + at, typed: lines[at].slice(PROMPT.length) };
  };
  const shell: Shell = {
    ...program,
    mark() {
      const { row } = lastPrompt();
      if (row === -1) throw new Error(`there is no prompt on the screen:\n${program.text()}`);
      return row;
    },
    async promptAfter(from) {
      await program.until((screen) => {
        const { row, typed } = lastPrompt(screen.split('\n'));
        const isThere = !program.isAlternateScreen() && row > from && typed.trim() === '';
        // The cursor is on it when all of it is drawn.
        return isThere && program.scrolled() + program.cursorRow() === row && program.takesPastes();
      });
      return program.textOfRows(from + 1, lastPrompt().row);
    },
    enter(line) {
      const from = shell.mark();
      program.write(`${line}\r`);
      return shell.promptAfter(from);
    },
    quit() {
      program.write('quit\r');
      return program.exited;
    },
  };
  return shell;
}
