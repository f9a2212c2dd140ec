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
  write(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Resolves once the screen satisfies a test; fails with the screen when that takes too long. */
  until(what: string | RegExp | ((screen: string) => boolean)): Promise<void>;
  readonly exited: Promise<number>;
  kill(): void;
}

const PATIENCE_MS = 15_000;

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
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
  const pty = spawn(command, [...args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env: { ...process.env, TERM: 'xterm-256color', TZ: 'UTC', ...env } as Record<string, string>,
  });
  const waiting = new Set<() => void>();
  pty.onData((data) => {
    terminal.write(data, () => {
      for (const look of waiting) look();
    });
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
    write: (keys) => pty.write(keys),
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
          if (holds(program.text())) end(resolve);
        };
        const timer = setTimeout(() => {
          end(() => reject(new Error(`waited for ${what}; the screen is\n${program.text()}`)));
        }, PATIENCE_MS);
        waiting.add(look);
        look();
      });
    },
    exited,
    kill: () => pty.kill(),
  };
  return program;
}
