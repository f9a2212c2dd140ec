import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createNumberedFile } from '../numbered-file.ts';

/** The files there are, each with the time in milliseconds until which somebody may be about to open it. */
const neededUntil = new Map<string, number>();

/** For the user alone. */
const MODE = 0o600;

process.on('exit', () => {
  waitUntil(Math.max(0, ...neededUntil.values()));
  removeTemporaryFiles();
});

/** Writes a file that lives as long as the program; the result is its path. Throws UserError when it cannot. */
export function writeTemporaryFile(content: Uint8Array, extension: string): string {
  const file = createNumberedFile({ directory: tmpdir(), prefix: 'pprof', extension: `.${extension}`, mode: MODE });
  neededUntil.set(file.path, 0);
  file.write(content);
  return file.path;
}

/** Lets the program not end for some milliseconds, in which the file is still there for those who open it. */
export function keepTemporaryFile(path: string, milliseconds: number): void {
  neededUntil.set(path, Date.now() + milliseconds);
}

export function removeTemporaryFile(path: string): void {
  rmSync(path, { force: true });
  neededUntil.delete(path);
}

/** Removes them all, now. For ends of the program that it does not come to itself. */
export function removeTemporaryFiles(): void {
  for (const path of neededUntil.keys()) removeTemporaryFile(path);
}

/** Nothing but waiting can still be done when the program is at its end. */
function waitUntil(time: number): void {
  const milliseconds = time - Date.now();
  if (milliseconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
