import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program in a real pseudo-terminal, seen through a terminal emulator's screen. */
export interface TerminalProgram {
  /** The lines of the screen, without blanks at their ends. */
  lines(): string[];
  text(): string;
  /** All lines of the normal screen, those scrolled away included. */
  scrollback(): string;
  isAlternateScreen(): boolean;
  /** The row of the screen the cursor stands on. */
  cursorRow(): number;
  /** How many rows the screen is below the beginning of the scrollback. */
  scrolled(): number;
  /** Rows of the scrollback; what the terminal wrapped is one line again. */
  textOfRows(start: number, end: number): string;
  /** All that was written to the terminal, bytes that are no UTF-8 as U+FFFD. */
  output(): string;
  write(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Whether a private mode of the terminal is on: 25 is the cursor, 7 wrapping, 1000 the mouse. */
  isOn(mode: number): boolean;
  /** Whether the program asked for pastes to be framed, which it does last when it begins to listen. */
  takesPastes(): boolean;
  /** A paste, framed where the program asked for that. */
  paste(text: string): void;
  /** Resolves once the screen satisfies a test; fails with the screen when that takes too long. */
  until(what: string | RegExp | ((screen: string) => boolean)): Promise<void>;
  readonly exited: Promise<number>;
  /** Sends a signal; the one of a terminal that is closed by default. */
  kill(signal?: NodeJS.Signals): void;
}

/** Long enough for a machine that is busy with other things; nothing waits for it where all is well. */
const PATIENCE_MS = 15_000;

const LOOK_AFTER_MS = 5;

const SYNCHRONIZED_OUTPUT = 2026;

/** The modes that are on in a terminal of which nothing was asked yet: wrapping and the cursor. */
const INITIAL_MODES = [7, 25];

/** The lines that are kept above the screen. */
const SCROLLBACK = 100_000;

export function startInTerminal(
  command: string,
  args: readonly string[],
  {
    columns = 80,
    rows = 24,
    env = {},
    cwd = process.cwd(),
  }: { columns?: number; rows?: number; env?: NodeJS.ProcessEnv; cwd?: string } = {},
): TerminalProgram {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: SCROLLBACK });
  const pty = spawn(command, [...args], {
    // The name would be TERM, whatever the environment says.
    name: env['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env: definedIn({ ...process.env, TZ: 'UTC', ...env }),
    // Bytes, so that what is no UTF-8 can be seen.
    encoding: null,
  });
  const waiting = new Set<() => void>();
  const written: Buffer[] = [];
  const modesOn = new Set<unknown>(INITIAL_MODES);
  const onMode = (final: 'h' | 'l') =>
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
      for (const mode of modes) {
        if (final === 'h') modesOn.add(mode);
        else modesOn.delete(mode);
      }
      return false;
    });
  onMode('h');
  onMode('l');
  let isLookDue = false;
  const lookSoon = () => {
    if (isLookDue) return;
    isLookDue = true;
    // Once for all that comes together: reading a large screen takes longer than drawing it.
    setTimeout(() => {
      isLookDue = false;
      for (const look of waiting) look();
    }, LOOK_AFTER_MS);
  };
  pty.onData((data) => {
    // What the types call a string are bytes where no encoding is given.
    const bytes = data as unknown as Buffer;
    written.push(bytes);
    terminal.write(bytes, lookSoon);
  });
  terminal.onData((reply) => pty.write(reply));
  const exited = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode }) => resolve(exitCode));
  });

  const bufferLines = (buffer: typeof terminal.buffer.active, start: number, end: number) =>
    Array.from({ length: end - start }, (_, i) => buffer.getLine(start + i)?.translateToString(true) ?? '');
  const program: TerminalProgram = {
    lines() {
      const { active } = terminal.buffer;
      return bufferLines(active, active.baseY, active.baseY + terminal.rows);
    },
    text: () => program.lines().join('\n'),
    scrollback: () => bufferLines(terminal.buffer.normal, 0, terminal.buffer.normal.length).join('\n'),
    isAlternateScreen: () => terminal.buffer.active.type === 'alternate',
    cursorRow: () => terminal.buffer.active.cursorY,
    scrolled: () => terminal.buffer.active.baseY,
    textOfRows(start, end) {
      const { normal } = terminal.buffer;
      return bufferLines(normal, start, end)
        .map((text, i) => (i > 0 && !normal.getLine(start + i)?.isWrapped ? `\n${text}` : text))
        .join('');
    },
    output: () => Buffer.concat(written).toString(),
    write: (keys) => pty.write(keys),
    isOn: (mode) => modesOn.has(mode),
    takesPastes: () => terminal.modes.bracketedPasteMode,
    paste(text) {
      const typed = text.replace(/\r?\n/g, '\r');
      pty.write(program.takesPastes() ? `\u001b[200~${typed}\u001b[201~` : typed);
    },
    resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    until(what) {
      const holds = (screen: string) =>
        typeof what === 'string' ? screen.includes(what) : what instanceof RegExp ? what.test(screen) : what(screen);
      return new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer);
          waiting.delete(look);
          settle();
        };
        const look = () => {
          // Programs that draw well say when a frame begins and ends: nothing is to be seen in between.
          if (!modesOn.has(SYNCHRONIZED_OUTPUT) && holds(program.text())) end(resolve);
        };
        const timer = setTimeout(() => {
          end(() => reject(new Error(`waited for ${what}; the screen is\n${program.text()}`)));
        }, PATIENCE_MS);
        waiting.add(look);
        look();
      });
    },
    exited,
    kill: (signal) => pty.kill(signal),
  };
  return program;
}

/** An environment without the variables that are said to be unset. */
function definedIn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
