/** Runs pprof-shell: in this process, hundreds of cases a second, or as it is built. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../support/run-program.ts';
import type { Case, Outcome } from './case.ts';
import { RunFolder } from './run-folder.ts';
import type { Surroundings } from './surroundings.ts';

/** What is typed, or comes through a pipe; nothing where the command line says everything. */
export function inputOf({ script }: Case): string {
  return script === undefined ? '' : script.map((line) => `${line}\n`).join('');
}

/** Runs cases in this process, whose current directory moves to a folder of its own. */
export class OursInProcess {
  readonly #folder: RunFolder;

  constructor({ corpus, work }: Surroundings) {
    this.#folder = new RunFolder(join(work, 'ours'), corpus);
    process.chdir(this.#folder.path);
  }

  async run(parityCase: Case): Promise<Outcome> {
    const { status, stdout, stderr, both } = await run(parityCase.args, { stdin: inputOf(parityCase) });
    return {
      status,
      stdout: this.#folder.withoutPath(stdout),
      stderr: this.#folder.withoutPath(stderr),
      both: parityCase.script === undefined ? '' : this.#folder.withoutPath(both),
      files: this.#folder.takeWritten(),
    };
  }
}

/** Runs cases as users do: `node dist/pprof-shell.js`, in a folder of its own. The interleaving is left out. */
export class OursBuilt {
  readonly #folder: RunFolder;
  readonly #program: string;
  readonly #environment: Readonly<Record<string, string>>;

  constructor(program: string, { corpus, work, environment }: Surroundings) {
    this.#program = program;
    this.#environment = environment;
    this.#folder = new RunFolder(join(work, 'built'), corpus);
  }

  run(parityCase: Case): Omit<Outcome, 'both'> {
    const { status, stdout, stderr, error } = spawnSync(process.execPath, [this.#program, ...parityCase.args], {
      cwd: this.#folder.path,
      env: this.#environment,
      input: inputOf(parityCase),
      maxBuffer: 2 ** 28,
    });
    if (error !== undefined) throw error;
    return {
      status: status ?? 1,
      stdout: this.#folder.withoutPath(stdout.toString('latin1')),
      stderr: this.#folder.withoutPath(stderr.toString('latin1')),
      files: this.#folder.takeWritten(),
    };
  }
}
