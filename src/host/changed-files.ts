import { statSync } from 'node:fs';
import type { Session } from '../shell/session.ts';

/** Watches for files of sessions that were written since they were read. */
export class ChangedFiles {
  /** By the number of a session: when its file was last written, as it was when that was looked at last. */
  readonly #times = new Map<number, number>();

  /** The file of a session, once after each time it was written; undefined else, and where it has no file of its own. */
  changedFile({ id, load }: Session): string | undefined {
    const file = load?.sources.length === 1 ? load.sources[0] : undefined;
    const time = file === undefined ? undefined : writtenAt(file);
    if (time === undefined) return undefined;
    const known = this.#times.get(id);
    this.#times.set(id, time);
    return known === undefined || known === time ? undefined : file;
  }
}

function writtenAt(file: string): number | undefined {
  try {
    return statSync(file).mtimeMs;
  } catch {
    // An address of a server, or a file that has gone: the profile that was read stays as it is.
    return undefined;
  }
}
