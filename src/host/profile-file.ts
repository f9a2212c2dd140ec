import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { UserError } from '../base/errors.ts';
import { readProfile, readProfileBytes } from '../profile/pprof/read.ts';
import type { Profile } from '../profile/tables.ts';
import { systemProblem } from './system-problem.ts';

export interface ReadFileOptions {
  /** Told the share of the file that has been read, 0 to 1, now and then. Not for small files. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/** Files up to this size are read at once: they are done before a progress line could be drawn. */
const SMALL_FILE = 2 ** 20;
const PIECE = 2 ** 19;

/** Reads a profile from a file. Rejects with UserError or Cancelled. */
export async function readProfileFile(path: string, options: ReadFileOptions): Promise<Profile> {
  const size = fileSize(path);
  try {
    return size <= SMALL_FILE ? readProfileBytes(readFileSync(path)) : await readLarge(path, size, options);
  } catch (error) {
    if (isSystemError(error)) throw new UserError(`${goCall(error)} ${path}: ${systemProblem(error)}`);
    if (error instanceof UserError && error.message.endsWith('flate: corrupt input')) {
      const { corruptOffset } = await import('./corrupt-offset.ts');
      const offset = await corruptOffset(path);
      if (offset !== undefined) throw new UserError(`${error.message} before offset ${offset}`, error.hint);
    }
    throw error;
  }
}

/** What a profile may hold for every question about it to be answered within a frame or two. */
const SMALL_PROFILE = 2 ** 22;

/** Whether reading and asking may take long enough for a person to notice. A file that cannot be looked at is not. */
export function isLarge(path: string): boolean {
  try {
    const stat = statSync(path);
    return (
      stat.isFile() && (stat.size > SMALL_FILE || (stat.size > 4 && inflatedSize(path, stat.size) > SMALL_PROFILE))
    );
  } catch (error) {
    // What is wrong with it is told when it is read.
    if (isSystemError(error)) return false;
    throw error;
  }
}

function fileSize(path: string): number {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      throw new UserError(`read ${path}: is a directory`, 'name one of the profiles in it');
    }
    return stat.size;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(
      `stat ${path}: ${systemProblem(error)}`,
      'check the path; it is relative to the current directory',
    );
  }
}

function readLarge(path: string, size: number, { onProgress, signal }: ReadFileOptions): Promise<Profile> {
  const stream = createReadStream(path, { highWaterMark: PIECE });
  return readProfile(stream, {
    inflatedBytes: inflatedSize(path, size),
    ...(onProgress ? { onProgress: (bytes: number) => onProgress(Math.min(1, bytes / size)) } : {}),
    ...(signal ? { signal } : {}),
  });
}

/** Deflate cannot make a file smaller than this share of what it holds; a larger claim is damage. */
const MOST_DEFLATED = 1 / 1032;

/** A gzip file ends with the size of what it holds, modulo 2^32; any other file is as large as it is. */
function inflatedSize(path: string, size: number): number {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(2);
    const end = Buffer.alloc(4);
    readSync(file, start, 0, 2, 0);
    readSync(file, end, 0, 4, size - 4);
    const isGzip = start[0] === 0x1f && start[1] === 0x8b;
    return isGzip ? Math.min(end.readUInt32LE(), size / MOST_DEFLATED) : size;
  } finally {
    closeSync(file);
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function goCall({ syscall }: NodeJS.ErrnoException): string {
  return syscall === 'read' ? 'read' : 'open';
}
