/** Recordings of Linux perf, which a tool of their own turns into profiles. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cancelled, UserError } from '../base/errors.ts';
import { safeText } from '../base/safe-text.ts';
import { childProcess } from './child-process.ts';
import { systemProblem } from './system-problem.ts';

const MAGIC = 'PERFILE2';
const CONVERTER = 'perf_to_profile';

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
  { notify, signal }: { readonly notify: (message: string) => void; readonly signal?: AbortSignal | undefined },
  read: (converted: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'pprof-shell-perf-'));
  try {
    notify(`Converting ${safeText(path)} to a profile.proto... (May take a few minutes)`);
    const converted = join(folder, 'profile.pb.gz');
    const problem = await runConverter(['-i', path, '-o', converted, '-f'], signal);
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
function runConverter(args: readonly string[], signal: AbortSignal | undefined): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = childProcess().spawn(CONVERTER, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      ...(signal ? { signal } : {}),
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (signal?.aborted) reject(new Cancelled());
      else if (error.code === 'ENOENT') resolve(`exec: "${CONVERTER}": executable file not found in $PATH`);
      else resolve(`fork/exec ${CONVERTER}: ${systemProblem(error)}`);
    });
    child.on('exit', (status, killedBy) => {
      if (status === 0) resolve(undefined);
      else resolve(killedBy === null ? `exit status ${status}` : `signal: ${killedBy}`);
    });
  });
}
