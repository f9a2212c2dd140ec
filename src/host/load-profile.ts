import { createReadStream, readFileSync, statSync } from 'node:fs';
import { UserError } from '../base/errors.ts';
import { finishLoading, type LoadingOptions } from '../profile/finish-loading.ts';
import { readProfile, readProfileBytes } from '../profile/pprof/read.ts';
import type { Profile } from '../profile/tables.ts';
import { systemProblem } from './machine.ts';

export interface LoadOptions extends LoadingOptions {
  /** Told the share of the file that has been read, 0 to 1, now and then. Not for small files. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/** Files up to this size are read at once: they are done before a progress line could be drawn. */
const SMALL_FILE = 2 ** 20;
const PIECE = 2 ** 19;

/** Reads a profile from a file. Rejects with a UserError that names the file, or with Cancelled. */
export async function loadProfile(path: string, options: LoadOptions): Promise<Profile> {
  const size = fileSize(path);
  try {
    const profile = size <= SMALL_FILE ? readProfileBytes(readFileSync(path)) : await readLarge(path, size, options);
    return finishLoading(profile, options);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${path}: ${error.message}`, error.hint);
    if (isSystemError(error)) throw new UserError(`${path}: ${goCall(error)} ${path}: ${systemProblem(error)}`);
    throw error;
  }
}

/** Whether reading and asking may take long enough for a person to notice. A file that cannot be looked at is not. */
export function isLarge(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > SMALL_FILE;
}

function fileSize(path: string): number {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      throw new UserError(`${path}: read ${path}: is a directory`, 'name one of the profiles in it');
    }
    return stat.size;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(
      `${path}: stat ${path}: ${systemProblem(error)}`,
      'check the path; it is relative to the current directory',
    );
  }
}

function readLarge(path: string, size: number, { onProgress, signal }: LoadOptions): Promise<Profile> {
  const stream = createReadStream(path, { highWaterMark: PIECE });
  return readProfile(stream, {
    ...(onProgress ? { onProgress: (bytes: number) => onProgress(Math.min(1, bytes / size)) } : {}),
    ...(signal ? { signal } : {}),
  });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function goCall({ syscall }: NodeJS.ErrnoException): string {
  return syscall === 'read' ? 'read' : 'open';
}
