import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/errors.ts';
import { systemProblem } from './system-problem.ts';

/** Where a file is made, and what stands before and behind its number: `profile` and `.svg` for `profile001.svg`. */
export interface NumberedName {
  /** Empty for the current directory; `path` is then the name alone, as pprof prints it. */
  readonly directory: string;
  readonly prefix: string;
  readonly extension: string;
  /** Who may read and write it; what the user's umask leaves to others where it is left out. */
  readonly mode?: number;
}

/** A file that is there, empty, and nobody else's. */
export interface NumberedFile {
  readonly path: string;
  /** Fills and closes it. Where that fails, with a UserError, no half a file is left. To be called once. */
  write(content: Uint8Array): void;
}

const LAST_NUMBER = 9999;

/**
 * Makes the first file of a series that is not there yet: 001, 002, … 9999. Two programs that ask at once get two
 * files, and a link that somebody put there is never followed. Throws UserError.
 */
export function createNumberedFile({ directory, prefix, extension, mode }: NumberedName): NumberedFile {
  const nameOf = (number: number) => `${prefix}${String(number).padStart(3, '0')}${extension}`;
  for (let number = 1; number <= LAST_NUMBER; number++) {
    const path = join(directory, nameOf(number));
    const descriptor = createExclusively(path, mode);
    if (descriptor !== undefined) return openFile(path, descriptor);
  }
  throw new UserError(
    `could not create file of the form ${nameOf(1)}`,
    `all ${LAST_NUMBER} numbers are taken; remove some of these files`,
  );
}

/** Undefined where the name is taken. */
function createExclusively(path: string, mode: number | undefined): number | undefined {
  try {
    return openSync(path, 'wx', mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw new UserError(`open ${path}: ${systemProblem(error)}`, 'name a directory that you may write to');
  }
}

function openFile(path: string, descriptor: number): NumberedFile {
  return {
    path,
    write(content) {
      try {
        writeFileSync(descriptor, content);
      } catch (error) {
        rmSync(path, { force: true });
        throw new UserError(`write ${path}: ${systemProblem(error)}`, 'nothing was written');
      } finally {
        closeSync(descriptor);
      }
    },
  };
}
