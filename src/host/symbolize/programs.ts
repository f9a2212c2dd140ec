/** How other programs are run. `local-machine.ts` runs real ones; tests fake them. */
export interface Programs {
  /** Whether there is a program at a path that may be run. */
  isProgram(path: string): boolean;
  /**
   * Runs a program, never through a shell, and waits for its end. Rejects with UserError where it cannot be started or
   * goes on for too long, and with Cancelled where the signal is given.
   */
  run(program: string, args: readonly string[], options: RunOptions): Promise<ProgramResult>;
}

export interface RunOptions {
  /** What it reads from standard input. */
  readonly input: string;
  readonly signal?: AbortSignal;
}

export interface ProgramResult {
  /** Whether it says that all went well. */
  readonly isOk: boolean;
  readonly output: string;
  /** What it wrote to standard error. */
  readonly complaints: string;
}
