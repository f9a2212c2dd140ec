/**
 * A terminal without a terminal: Ink draws onto a fake TTY whose bytes go through a real terminal emulator
 * (`@xterm/headless`), so tests see what a user would see, in the normal and in the alternate screen.
 *
 * ```ts
 * const screen = await openScreen(<Prompt … />, { columns: 80, rows: 24 });
 * await screen.type('top 10');
 * await screen.press('left', 'ctrl+r');
 * expect(screen.lines()).toEqual(['(pprof) top 10', …]);
 * expect(screen.cursor()).toEqual({ x: 13, y: 0 });
 * await screen.resize(40, 10);
 * screen.close();
 * ```
 *
 * `press`, `type`, `paste` and `resize` come back when the screen has settled. What happens later, on a timer, is
 * awaited with `waitFor`. To test code that calls Ink's `render` itself, use `openTerminal` and hand it `stdin` and
 * `stdout`.
 */
import { PassThrough, Writable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Terminal as Emulator, type IBufferCell } from '@xterm/headless';
import { type Instance, type RenderOptions, render } from 'ink';
import type { ReactNode } from 'react';
import { asciiOutput } from '../../src/host/ascii-output.ts';

export interface ScreenOptions {
  /** 80 by default. */
  readonly columns?: number;
  /** 24 by default. */
  readonly rows?: number;
  /** What the terminal shows before anything is mounted. */
  readonly written?: string;
  /** Whether it shows ASCII alone. */
  readonly isAscii?: boolean;
}

/** How a cell is drawn, apart from its colour. */
export interface CellStyle {
  readonly bold: boolean;
  readonly faint: boolean;
  readonly inverse: boolean;
  readonly underline: boolean;
  /** Number of the palette colour, or -1 for the terminal's own. */
  readonly color: number;
}

/** A fake terminal: two streams for the program under test, and hands and eyes for the test. */
export interface FakeTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** The rows on the screen without trailing blanks, up to the last that is not empty. */
  lines(): string[];
  /** The same as one text. */
  text(): string;
  /** As `lines`, with everything that was scrolled off the top in front. */
  scrollback(): string[];
  /** Counted from 0, relative to the screen. */
  cursor(): { readonly x: number; readonly y: number };
  isCursorVisible(): boolean;
  isAlternateScreen(): boolean;
  isRawMode(): boolean;
  styleAt(x: number, y: number): CellStyle;
  /** Every byte written so far. */
  output(): string;
  /** Keys by their names in keymaps: `up`, `ctrl+r`, `alt+b`, `shift+tab`, `enter`, or single characters. */
  press(...keys: string[]): Promise<void>;
  /** Characters as a fast typist sends them: in one piece. `\r` is Enter. */
  type(text: string): Promise<void>;
  /** A paste: bracketed where the program asked for that. */
  paste(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Until the screen shows a text, or a condition holds; fails with the screen's content after two seconds. */
  waitFor(condition: string | RegExp | (() => boolean)): Promise<void>;
  /** Until nothing more is being drawn. */
  settled(): Promise<void>;
}

/** A fake terminal with something mounted on it. */
export interface Screen extends FakeTerminal {
  readonly instance: Instance;
  rerender(node: ReactNode): Promise<void>;
  /** Unmounts; the last frame stays on the screen. */
  close(): void;
}

/** Mounts an element on a fake terminal with Ink and waits for its first frame. */
export async function openScreen(
  node: ReactNode,
  { alternateScreen = false, ...size }: ScreenOptions & { readonly alternateScreen?: boolean } = {},
): Promise<Screen> {
  const terminal = makeTerminal(size);
  const instance = terminal.mount(node, { alternateScreen, incrementalRendering: alternateScreen });
  await terminal.settled();
  return {
    ...terminal,
    instance,
    rerender: (next) => {
      instance.rerender(next);
      return terminal.settled();
    },
    close: () => instance.unmount(),
  };
}

/** A fake terminal with nothing on it, for code that calls `render` itself. */
export function openTerminal(size: ScreenOptions = {}): FakeTerminal {
  return makeTerminal(size);
}

function makeTerminal({ columns = 80, rows = 24, written = '', isAscii = false }: ScreenOptions) {
  const emulator = new Emulator({ cols: columns, rows, allowProposedApi: true, convertEol: true, scrollback: 20_000 });
  const stdin = new FakeStdin();
  const stdout = new FakeStdout(emulator, columns, rows);
  let instance: Instance | undefined;
  stdout.write(written);

  const buffer = () => emulator.buffer.active;
  const rowsFrom = (first: number) => {
    const texts = Array.from({ length: buffer().length - first }, (_, i) =>
      (
        buffer()
          .getLine(first + i)
          ?.translateToString(true) ?? ''
      ).trimEnd(),
    );
    while (texts.at(-1) === '') texts.pop();
    return texts;
  };
  const lines = () => rowsFrom(buffer().baseY);

  /**
   * Settled is when two rounds through the event loop, in which Ink draws whatever is due, bring no new output. Where
   * Ink was started by someone else its throttle is not in our hands, so we wait that out.
   */
  const settled = async () => {
    for (let quiet = 0, before = -1; quiet < 2; ) {
      await nextTurn();
      if (instance !== undefined) await instance.waitUntilRenderFlush();
      else await sleep(40);
      await stdout.drawn();
      quiet = stdout.output.length === before ? quiet + 1 : 0;
      before = stdout.output.length;
    }
  };
  const send = async (bytes: string) => {
    stdin.write(bytes);
    // An Escape alone is taken for the beginning of a longer sequence for 20 ms.
    if (bytes.endsWith('\u001b')) await sleep(25);
    await settled();
  };

  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    lines,
    text: () => lines().join('\n'),
    scrollback: () => rowsFrom(0),
    cursor: () => ({ x: buffer().cursorX, y: buffer().cursorY }),
    isCursorVisible: () => stdout.output.lastIndexOf('\u001b[?25h') >= stdout.output.lastIndexOf('\u001b[?25l'),
    isAlternateScreen: () => buffer().type === 'alternate',
    isRawMode: () => stdin.isRaw,
    styleAt: (x: number, y: number) =>
      styleOf(
        buffer()
          .getLine(buffer().baseY + y)
          ?.getCell(x),
      ),
    output: () => stdout.output,
    press: async (...keys: string[]) => {
      for (const key of keys) await send(bytesOfKey(key));
    },
    type: send,
    paste: (text: string) => {
      // What terminals do: line ends are sent as Enter, and the frame goes around it when the program knows it.
      const typed = text.replace(/\r?\n/g, '\r');
      return send(emulator.modes.bracketedPasteMode ? `\u001b[200~${typed}\u001b[201~` : typed);
    },
    resize: async (newColumns: number, newRows: number) => {
      emulator.resize(newColumns, newRows);
      stdout.columns = newColumns;
      stdout.rows = newRows;
      stdout.emit('resize');
      await settled();
    },
    waitFor: async (condition: string | RegExp | (() => boolean)) => {
      const holds =
        typeof condition === 'function'
          ? condition
          : () =>
              typeof condition === 'string'
                ? rowsFrom(0).join('\n').includes(condition)
                : condition.test(rowsFrom(0).join('\n'));
      const deadline = Date.now() + 2000;
      while (!holds()) {
        if (Date.now() > deadline)
          throw new Error(`waited in vain for ${String(condition)}; the screen shows:\n${lines().join('\n')}`);
        await sleep(5);
        await stdout.drawn();
      }
      await settled();
    },
    settled,
    mount: (node: ReactNode, options: RenderOptions): Instance => {
      instance = render(node, {
        stdin: stdin as unknown as NodeJS.ReadStream,
        stdout: asciiOutput(stdout as unknown as NodeJS.WriteStream, { isAscii }),
        stderr: stdout as unknown as NodeJS.WriteStream,
        interactive: true,
        exitOnCtrlC: false,
        patchConsole: false,
        maxFps: 1000,
        ...options,
      });
      return instance;
    },
  };
}

class FakeStdin extends PassThrough {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

class FakeStdout extends Writable {
  readonly isTTY = true;
  output = '';
  readonly #emulator: Emulator;

  constructor(
    emulator: Emulator,
    public columns: number,
    public rows: number,
  ) {
    super({ decodeStrings: false });
    this.#emulator = emulator;
  }

  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.output += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    this.#emulator.write(chunk, done);
  }

  /** Until the emulator has taken in everything written so far. */
  drawn(): Promise<void> {
    return new Promise((resolve) => this.write('', () => resolve()));
  }
}

const SPECIAL_KEYS: Readonly<Record<string, string>> = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  delete: '\u001b[3~',
  backspace: '\u007f',
  enter: '\r',
  tab: '\t',
  'shift+tab': '\u001b[Z',
  escape: '\u001b',
  space: ' ',
};

/** Escape sequences that take modifiers, as in `ESC [ 1 ; 5 C`. */
const MODIFIABLE = /^.\[(?:(\d+)~|([A-Z]))$/su;

function bytesOfKey(name: string): string {
  const special = SPECIAL_KEYS[name];
  if (special !== undefined) return special;
  const [, modifiers = '', key = name] = /^((?:(?:ctrl|alt|shift)\+)+)(.+)$/.exec(name) ?? [];
  const isAlt = modifiers.includes('alt+');
  const isCtrl = modifiers.includes('ctrl+');
  const sequence = SPECIAL_KEYS[key];
  const match = sequence === undefined ? null : MODIFIABLE.exec(sequence);
  if (match !== null) {
    const number = 1 + (modifiers.includes('shift+') ? 1 : 0) + (isAlt ? 2 : 0) + (isCtrl ? 4 : 0);
    return match[1] === undefined ? `\u001b[1;${number}${match[2]}` : `\u001b[${match[1]};${number}~`;
  }
  const plain = sequence ?? key;
  if ([...plain].length !== 1) throw new Error(`no such key: ${name}`);
  const byte = isCtrl ? String.fromCharCode(plain.toUpperCase().charCodeAt(0) & 0x1f) : plain;
  return (isAlt ? '\u001b' : '') + byte;
}

function styleOf(cell: IBufferCell | undefined): CellStyle {
  return {
    bold: Boolean(cell?.isBold()),
    faint: Boolean(cell?.isDim()),
    inverse: Boolean(cell?.isInverse()),
    underline: Boolean(cell?.isUnderline()),
    color: cell?.isFgPalette() ? cell.getFgColor() : -1,
  };
}
