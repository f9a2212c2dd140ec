import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemProblem } from './system-problem.ts';

/**
 * Makes a directory and those above it, each with a mode; what keeps it from that, in Go's words, which name the one it
 * failed at. Node's own way to make those above never ends below `/proc`, where nothing can be made and that is said by
 * "no such file or directory".
 */
export function makeDirectory(directory: string, mode = 0o755): string | undefined {
  if (isDirectory(directory)) return undefined;
  const above = dirname(directory);
  const problem = above === directory ? undefined : makeDirectory(above, mode);
  if (problem !== undefined) return problem;
  try {
    mkdirSync(directory, { mode });
    return undefined;
  } catch (error) {
    // Somebody else may have made it in the meantime.
    if (isDirectory(directory)) return undefined;
    const isTaken = (error as NodeJS.ErrnoException).code === 'EEXIST';
    return `mkdir ${directory}: ${isTaken ? 'not a directory' : systemProblem(error)}`;
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Making it tells what is wrong.
    return false;
  }
}
