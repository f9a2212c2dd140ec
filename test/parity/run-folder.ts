import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that a program runs in: it sees the corpus there by links, and what it writes is taken away after each run. */
export class RunFolder {
  readonly path: string;
  readonly #links: ReadonlySet<string>;

  constructor(path: string, corpus: string) {
    this.path = path;
    const entries = readdirSync(corpus);
    this.#links = new Set(entries);
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
    for (const entry of entries) symlinkSync(join(corpus, entry), join(path, entry));
  }

  /** The files that appeared since the last time, by name; they are gone afterwards. */
  takeWritten(): Record<string, string> {
    const written: Record<string, string> = {};
    for (const name of readdirSync(this.path).sort()) {
      if (this.#links.has(name)) continue;
      const path = join(this.path, name);
      if (lstatSync(path).isFile()) written[name] = readFileSync(path, 'latin1');
      rmSync(path, { recursive: true });
    }
    return written;
  }

  /** A text without the name of this folder, so that runs in different folders can be compared. */
  withoutPath(text: string): string {
    return text.replaceAll(this.path, '<folder>');
  }
}
