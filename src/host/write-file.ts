import { closeSync, openSync, realpathSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { UserError } from '../base/errors.ts';
import { systemProblem } from './system-problem.ts';

/**
 * Writes a whole file. Where that fails, with a UserError, no half of it is left, and what was there before still is: a
 * file that exists is replaced by one that was written beside it.
 */
export function writeWholeFile(path: string, content: Uint8Array): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing === undefined) writeNew(path, content);
  else if (!existing.isFile() || !replace(path, content, existing)) writeTo(path, openFor(path, 'w'), content);
}

function writeNew(path: string, content: Uint8Array): void {
  const file = openFor(path, 'wx');
  try {
    writeTo(path, file, content);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** Says whether that could be done: not every directory takes new files, and a file may have other names. */
function replace(path: string, content: Uint8Array, { mode, nlink, uid }: Stats): boolean {
  if (nlink > 1 || uid !== process.getuid?.()) return false;
  const target = realpathSync(path);
  const draft = `${target}.${process.pid}.part`;
  try {
    closeSync(openSync(draft, 'wx', mode));
  } catch {
    // Then it is written where it is.
    return false;
  }
  try {
    writeTo(path, openFor(draft, 'w'), content);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return true;
}

function openFor(path: string, flags: 'w' | 'wx'): number {
  try {
    return openSync(path, flags);
  } catch (error) {
    throw new UserError(`open ${path}: ${systemProblem(error)}`, 'nothing was written; name another file');
  }
}

/** `name` is what messages call it. */
function writeTo(name: string, file: number, content: Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new UserError(`write ${name}: ${systemProblem(error)}`, 'nothing was written; name another file');
  } finally {
    closeSync(file);
  }
}
