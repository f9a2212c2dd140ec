import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type Command, collectText, exitOf, peakOfProcess } from './measure.ts';

const PROMPT = '(pprof) ';

/** A shell, ours or pprof's, that is asked one line after the other as if somebody typed them. */
export class ShellProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #exit: Promise<number | string>;
  readonly #messages: () => string;
  #begun = performance.now();
  #onPrompt: () => void = () => undefined;

  constructor(command: Command) {
    const [program, ...args] = command;
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#messages = collectText(this.#child.stderr);
    this.#exit = exitOf(this.#child);
    let end = '';
    this.#child.stdout.on('data', (piece: Buffer) => {
      end = (end + piece.subarray(-PROMPT.length).toString('latin1')).slice(-PROMPT.length);
      if (end === PROMPT) this.#onPrompt();
    });
  }

  /** Resolves to the milliseconds from starting the process to its first prompt. */
  ready(): Promise<number> {
    return this.#untilPrompt();
  }

  /** Resolves to the milliseconds from sending a line to the next prompt. */
  ask(line: string): Promise<number> {
    const answered = this.#untilPrompt();
    this.#begun = performance.now();
    this.#child.stdin.write(`${line}\n`);
    return answered;
  }

  /** What the shell has said beside its output. */
  messages(): string {
    return this.#messages();
  }

  /** The most memory the process has held so far, where the system tells. */
  peakBytes(): number | undefined {
    return this.#child.pid === undefined ? undefined : peakOfProcess(this.#child.pid);
  }

  async end(): Promise<void> {
    this.#child.stdin.end();
    await this.#exit;
  }

  #untilPrompt(): Promise<number> {
    const prompt = new Promise<number>((resolve) => {
      this.#onPrompt = () => resolve(performance.now() - this.#begun);
    });
    const exit = this.#exit.then((status) => {
      throw new Error(`the shell ended with ${status} instead of a prompt:\n${this.#messages()}`);
    });
    return Promise.race([prompt, exit]);
  }
}
