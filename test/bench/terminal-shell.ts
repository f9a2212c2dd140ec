import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type * as NodePty from '@lydell/node-pty';
import type { Command } from './measure.ts';

/** What came of a key. */
export interface KeyResult {
  /** Milliseconds from the key to the end of the first frame, or a word of progress; undefined where there was neither. */
  readonly firstMillis: number | undefined;
  /** Milliseconds to the end of the last frame that the key led to. */
  readonly lastMillis: number | undefined;
  /** The bytes of each frame. */
  readonly frameBytes: readonly number[];
  /** How often all of the screen, or of the scrollback, was cleared. */
  readonly clears: number;
  /** What was drawn. */
  readonly text: string;
  /** Whether the view is not there any more. */
  readonly hasLeft: boolean;
}

export interface OpeningTimes {
  /** Until there is any answer: the view, or that it is being worked on. */
  readonly signMillis: number;
  /** Until the first frame of the view is whole. */
  readonly millis: number;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

const PROMPT = '(pprof) ';
const PATIENCE_MS = 120_000;
/** A terminal that has been told nothing for so long is taken to have been told all. */
const QUIET_MS = 200;
/** A key that has drawn nothing by then draws nothing. */
const NO_FRAME_MS = 1500;
/** Between two letters of a line: a fast typist. */
const TYPING_MS = 60;

/** A frame is whole when its synchronized update ends. */
const FRAME_END = '\u001b[?2026l';
/** Stands for it in text without control sequences. */
const FRAME_MARK = '\u0000';
const NORMAL_SCREEN = '\u001b[?1049l';
const ENTER = '\r';
/** What is shown while a line runs. */
const PROGRESS = /Ctrl-C stops it/;
/** All of the screen, all of the scrollback, or from the upper left corner to the end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are told what to do with them
const FULL_CLEAR = /\u001b\[[23]J|\u001b\[(?:1;1|1|;)?H\u001b\[0?J|\u001bc/g;

/** A shell of ours on a pseudo-terminal, which keys are pressed in one after the other. */
export class TerminalShell {
  readonly #terminal: NodePty.IPty;
  readonly #home: string;
  /** What was written since the last key, and when the last of it came. */
  #written: Buffer[] = [];
  #lastByteAt = 0;
  #onData: () => void = () => undefined;

  constructor([program, ...args]: Command, root: string, { columns, rows }: TerminalSize) {
    // A native module cannot be part of the bundle this runs from.
    const { spawn } = createRequire(join(root, 'package.json'))('@lydell/node-pty') as typeof NodePty;
    this.#home = mkdtempSync(join(tmpdir(), 'pprof-shell-home-'));
    const env = { ...process.env, HOME: this.#home, XDG_STATE_HOME: '', XDG_CONFIG_HOME: '', TERM: 'xterm-256color' };
    // Bytes, as bytes are counted.
    const options = { name: 'xterm-256color', cols: columns, rows, cwd: root, env, encoding: null };
    this.#terminal = spawn(program, args, options);
    this.#terminal.onData((data) => {
      this.#lastByteAt = performance.now();
      // What the types call a string are bytes where no encoding is given.
      this.#written.push(data as unknown as Buffer);
      this.#onData();
    });
  }

  /** Resolves when the profile is loaded and lines can be typed. */
  async ready(): Promise<void> {
    await this.#until((text) => text.includes(PROMPT));
    await this.#untilQuiet();
  }

  /** Types a line letter by letter, without Enter. */
  async type(line: string): Promise<void> {
    for (const letter of line) {
      this.#terminal.write(letter);
      await pause(TYPING_MS);
    }
  }

  /** Presses Enter behind a line that opens a view, and waits for a frame that has a text. */
  async open(shown: RegExp): Promise<OpeningTimes> {
    const begun = this.#send(ENTER);
    let signMillis: number | undefined;
    await this.#until((text) => {
      if (signMillis === undefined && (PROGRESS.test(text) || shown.test(text))) signMillis = this.#lastByteAt - begun;
      return shown.test(text.slice(0, text.lastIndexOf(FRAME_MARK)));
    });
    const millis = this.#lastByteAt - begun;
    await this.#untilQuiet();
    return { signMillis: signMillis ?? millis, millis };
  }

  /** Leaves the view that is open. */
  async leave(): Promise<void> {
    this.#send('q');
    await this.#until((text) => text.includes(PROMPT));
    await this.#untilQuiet();
  }

  /** Presses a key and waits until nothing more is drawn for a while. */
  async press(key: string, quietMillis = QUIET_MS): Promise<KeyResult> {
    const begun = this.#send(key);
    let firstMillis: number | undefined;
    this.#onData = () => {
      if (firstMillis !== undefined) return;
      const text = this.#text();
      if (text.includes(FRAME_END) || PROGRESS.test(text)) firstMillis = this.#lastByteAt - begun;
    };
    await this.#untilQuiet(quietMillis, begun + NO_FRAME_MS);
    this.#onData = () => undefined;
    const text = this.#text();
    return {
      firstMillis,
      lastMillis: firstMillis === undefined ? undefined : this.#lastByteAt - begun,
      frameBytes: framesOf(text).map((frame) => frame.length),
      clears: text.match(FULL_CLEAR)?.length ?? 0,
      text: this.#shownText(),
      hasLeft: text.includes(NORMAL_SCREEN),
    };
  }

  end(): void {
    this.#terminal.kill();
    rmSync(this.#home, { recursive: true, force: true });
  }

  #send(key: string): number {
    this.#written = [];
    const now = performance.now();
    this.#terminal.write(key);
    return now;
  }

  /** What was written, a character for each byte. */
  #text(): string {
    if (this.#written.length > 1) this.#written = [Buffer.concat(this.#written)];
    return this.#written[0]?.toString('latin1') ?? '';
  }

  /** What was written, as one reads it, with FRAME_MARK behind each frame. */
  #shownText(): string {
    const text = Buffer.from(this.#text(), 'latin1').toString();
    return stripVTControlCharacters(text.replaceAll(FRAME_END, FRAME_MARK));
  }

  #until(holds: (text: string) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        this.#onData = () => undefined;
        end();
      };
      const timer = setTimeout(
        () => settle(() => reject(new Error(`nothing came in time; it has written\n${this.#shownText()}`))),
        PATIENCE_MS,
      );
      this.#onData = () => {
        if (holds(this.#shownText())) settle(resolve);
      };
      this.#onData();
    });
  }

  /** Resolves when nothing has come for a while; where nothing has come at all, not before a moment. */
  async #untilQuiet(quietMillis = QUIET_MS, notBefore = 0): Promise<void> {
    for (;;) {
      const end = this.#written.length === 0 ? notBefore : this.#lastByteAt + quietMillis;
      const left = end - performance.now();
      if (left <= 0) return;
      await pause(Math.min(left, quietMillis));
    }
  }
}

const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));

/** What was written, in pieces that each end with a frame; what stands behind the last one goes with it. */
function framesOf(text: string): string[] {
  const parts = text.split(FRAME_END);
  const rest = parts.pop() ?? '';
  if (parts.length === 0) return rest === '' ? [] : [rest];
  return parts.map((part, i) => part + FRAME_END + (i === parts.length - 1 ? rest : ''));
}
