import { appendFileSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bytesOfText, textOfBytes } from '../base/byte-text.ts';
import { HISTORY_LIMIT, parseHistory } from '../shell/history.ts';
import { makeDirectory } from './make-directory.ts';

/** A file this much longer than what is kept is written anew, so that it is not at every start. */
const SLACK = HISTORY_LIMIT / 5;

/**
 * The lines of the history file, oldest first; none where there is no file or it cannot be read. The history is a
 * convenience: nothing about it may keep the shell from working, so nothing here throws.
 */
export function readHistory(path: string): readonly string[] {
  try {
    if (!statSync(path).isFile()) return [];
    const bytes = readFileSync(path);
    if (lineCount(bytes) > HISTORY_LIMIT + SLACK) shorten(path, bytes);
    return parseHistory(textOfBytes(bytes));
  } catch {
    return [];
  }
}

/**
 * Puts a line behind the others, in one write, so that lines of several shells do not mix. Tells whether that worked;
 * a directory that cannot be written to is no reason to bother anyone.
 */
export function appendHistory(path: string, line: string): boolean {
  try {
    if (makeDirectory(dirname(path), 0o700) !== undefined) return false;
    // Anything else, such as a pipe, could keep us waiting for ever.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) return false;
    appendFileSync(path, bytesOfText(`${line}\n`), { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

function lineCount(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === 0x0a) count++;
  return count;
}

/** Leaves only what is kept in the file, unless another shell added to it in the meantime or it cannot be written. */
function shorten(path: string, read: Uint8Array): void {
  const lines = parseHistory(textOfBytes(read));
  let draft: string | undefined;
  try {
    // A link, as people have it who keep such files elsewhere, stays one.
    const target = realpathSync(path);
    draft = `${target}.${process.pid}`;
    writeFileSync(draft, bytesOfText(`${lines.join('\n')}\n`), { mode: 0o600, flag: 'wx' });
    if (statSync(target).size === read.length) renameSync(draft, target);
  } catch {
    // The file stays as long as it is, which does no harm.
  } finally {
    if (draft !== undefined) rmSync(draft, { force: true });
  }
}
