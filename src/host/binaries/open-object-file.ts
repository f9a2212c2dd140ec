import { UserError } from '../../base/errors.ts';
import { type BinaryFiles, partsOf, type ReadPart } from './binary-files.ts';
import { readCoff } from './coff.ts';
import { readElf } from './elf.ts';
import { readMachO } from './mach-o.ts';
import type { ObjectFile } from './object-file.ts';

const FORMATS: readonly ((read: ReadPart) => ObjectFile | undefined)[] = [readElf, readMachO, readCoff];

/** Reads what a binary says about itself. Throws UserError in pprof's words where it cannot be opened or is no binary. */
export function openObjectFile(files: BinaryFiles, path: string): ObjectFile {
  const read = partsOf(files, path);
  for (const format of FORMATS) {
    const object = format(read);
    if (object !== undefined) return object;
  }
  throw new UserError(`open ${path}: unrecognized object file`);
}

/** Whether a file can be opened as a binary: such a first source of several is what the profiles are about. */
export function isObjectFile(files: BinaryFiles, path: string): boolean {
  try {
    openObjectFile(files, path);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
