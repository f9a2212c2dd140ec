/** `go tool pprof` of the Go that is installed: run once per case, and remembered on disk. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Case, Outcome } from './case.ts';
import type { Corpus } from './corpus/corpus.ts';
import { inputOf } from './ours.ts';
import { RunFolder } from './run-folder.ts';
import type { Surroundings } from './surroundings.ts';

/** Count up when the same command line would be run differently. */
const CACHE_VERSION = 1;
const TIMEOUT_MS = 60_000;

/** The binary that `go tool pprof` runs; undefined where there is no Go. */
export function findOracle(): string | undefined {
  const path = () => spawnSync('go', ['tool', '-n', 'pprof'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  // Newer versions of Go build their tools when they are first used.
  if (path() !== '' && !existsSync(path())) spawnSync('go', ['tool', 'pprof', '-h']);
  return existsSync(path()) ? path() : undefined;
}

export interface OracleOptions {
  readonly binary: string;
  /** Where outcomes are kept, and what they are outcomes of; undefined to run everything. */
  readonly cache?: { readonly folder: string; readonly corpus: Corpus };
  /** How many runs may go on at once. */
  readonly jobs: number;
}

export class Oracle {
  readonly #options: OracleOptions;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #idle: RunFolder[];
  readonly #waiting: ((folder: RunFolder) => void)[] = [];
  readonly #version: string;
  readonly #started = new Map<Case, Promise<Outcome>>();
  /** How many times the program was started. */
  runs = 0;

  constructor(options: OracleOptions, { corpus, work, environment }: Surroundings) {
    this.#options = options;
    this.#environment = environment;
    this.#idle = Array.from({ length: options.jobs }, (_, i) => new RunFolder(join(work, `theirs-${i}`), corpus));
    this.#version = createHash('sha256').update(readFileSync(options.binary)).digest('hex');
  }

  /** Begins with a case that will be asked for soon. */
  start(parityCase: Case): void {
    if (this.#started.has(parityCase)) return;
    const outcome = this.#find(parityCase, 0);
    // A failure is told to who asks for the outcome.
    outcome.catch(() => undefined);
    this.#started.set(parityCase, outcome);
  }

  /** The outcome of a case. Different attempts are different runs of the same, as not all it prints is always the same. */
  run(parityCase: Case, attempt = 0): Promise<Outcome> {
    const started = attempt === 0 ? this.#started.get(parityCase) : undefined;
    this.#started.delete(parityCase);
    return started ?? this.#find(parityCase, attempt);
  }

  async #find(parityCase: Case, attempt: number): Promise<Outcome> {
    const file = this.#cacheFile(parityCase, attempt);
    if (file !== undefined && existsSync(file)) return JSON.parse(gunzipSync(readFileSync(file)).toString()) as Outcome;

    const folder = this.#idle.pop() ?? (await new Promise<RunFolder>((resolve) => void this.#waiting.push(resolve)));
    try {
      const outcome = await this.#runIn(folder, parityCase);
      if (file !== undefined) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, gzipSync(JSON.stringify(outcome), { level: 1 }));
      }
      return outcome;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(folder);
      else next(folder);
    }
  }

  #cacheFile(parityCase: Case, attempt: number): string | undefined {
    const { cache } = this.#options;
    if (cache === undefined) return undefined;
    const { args, script } = parityCase;
    const key = JSON.stringify([
      CACHE_VERSION,
      this.#version,
      args,
      script,
      cache.corpus.fingerprintOf(parityCase),
      attempt,
    ]);
    const hash = createHash('sha256').update(key).digest('hex');
    return join(cache.folder, hash.slice(0, 2), `${hash.slice(2)}.json.gz`);
  }

  async #runIn(folder: RunFolder, parityCase: Case): Promise<Outcome> {
    const apart = await this.#spawn(folder, parityCase, false);
    const files = folder.takeWritten();
    let both = '';
    if (parityCase.script !== undefined) {
      both = (await this.#spawn(folder, parityCase, true)).stdout;
      folder.takeWritten();
    }
    return { ...apart, both, files };
  }

  /** Streams go to files: two that share one keep their order there. */
  async #spawn(folder: RunFolder, parityCase: Case, together: boolean): Promise<Omit<Outcome, 'both' | 'files'>> {
    this.runs++;
    const path = (stream: string) => `${folder.path}.${stream}`;
    writeFileSync(path('stdin'), inputOf(parityCase));
    const stdin = openSync(path('stdin'), 'r');
    const stdout = openSync(path('stdout'), 'w');
    const stderr = together ? stdout : openSync(path('stderr'), 'w');
    try {
      const child = spawn(this.#options.binary, parityCase.args, {
        cwd: folder.path,
        env: this.#environment,
        stdio: [stdin, stdout, stderr],
        timeout: TIMEOUT_MS,
      });
      const status = await new Promise<number>((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (code, signal) => {
          if (code !== null) resolve(code);
          else reject(new Error(`pprof ${parityCase.args.join(' ')} ended with ${signal}`));
        });
      });
      const textIn = (stream: string) => folder.withoutPath(readFileSync(path(stream), 'latin1'));
      return { status, stdout: textIn('stdout'), stderr: together ? '' : textIn('stderr') };
    } finally {
      for (const file of new Set([stdin, stdout, stderr])) closeSync(file);
    }
  }
}
