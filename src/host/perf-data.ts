/** Recordings of Linux perf, which a tool of their own turns into profiles. */
import type { SpawnOptions } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cancelled, UserError } from '../base/errors.ts';
import { safeText } from '../base/safe-text.ts';
import { type Environment, endOf, startProgram } from './programs.ts';

const MAGIC = 'PERFILE2';
const CONVERTER = 'perf_to_profile';

export interface ConvertOptions {
  readonly machine: Environment;
  readonly notify: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** Whether a file is a recording of perf. One that cannot be read is not. */
export function isPerfData(path: string): boolean {
  const start = Buffer.alloc(MAGIC.length);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, start);
    } finally {
      closeSync(file);
    }
  } catch {
    // What is wrong with it is told when it is read as a profile.
    return false;
  }
  return start.toString('latin1') === MAGIC;
}

/**
 * Converts a recording and gives the profile that comes out to `read`. What the tool prints is shown. Rejects with
 * UserError where there is no such tool or it fails.
 */
export async function withConvertedPerfData<Result>(
  path: string,
  options: ConvertOptions,
  read: (converted: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'pprof-shell-perf-'));
  try {
    options.notify(`Converting ${safeText(path)} to a profile.proto... (May take a few minutes)`);
    const converted = join(folder, 'profile.pb.gz');
    const problem = await runConverter(['-i', path, '-o', converted, '-f'], options);
    if (problem !== undefined) {
      throw new UserError(
        `failed to convert perf.data file. Try github.com/google/perf_data_converter: ${problem}`,
        `${CONVERTER} turns recordings of perf into profiles; it has to be in PATH`,
      );
    }
    return await read(converted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the tool; resolves to what went wrong in Go's words, or undefined. */
async function runConverter(args: readonly string[], { machine, signal }: ConvertOptions): Promise<string | undefined> {
  const options: SpawnOptions = { stdio: ['ignore', 'inherit', 'inherit'], ...(signal ? { signal } : {}) };
  try {
    return await endOf(await startProgram(CONVERTER, args, options, machine));
  } catch (error) {
    if (signal?.aborted) throw new Cancelled();
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
