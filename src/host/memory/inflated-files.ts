/**
 * Files inflated ahead of their use. A series of snapshots is read one by one; while one is decoded and compared, another
 * thread of Node's inflates the next, which takes a third of the time of a snapshot.
 */
import { readFileSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Larger files are read piece by piece, with their progress. */
const MOST_PACKED = 2 ** 25;
const MOST_INFLATED = 2 ** 26;

/** A header and a trailer. */
const LEAST_GZIP = 18;

const inflate = promisify(gunzip);

export class InflatedFiles {
  readonly #files: readonly string[];
  /** Of the file that is expected to be asked for next. */
  #next: { readonly file: string; readonly bytes: Promise<Uint8Array | undefined> } | undefined;

  /** `files` are the ones that are going to be read, in this order. */
  constructor(files: readonly string[]) {
    this.#files = files;
  }

  /** What a gzip file holds, and begins with the file after it. Undefined for any other file, also where it cannot be read. */
  async contentOf(file: string): Promise<Uint8Array | undefined> {
    const bytes = this.#next?.file === file ? this.#next.bytes : inflated(file);
    const content = await bytes;
    const following = this.#files[this.#files.indexOf(file) + 1];
    this.#next = following === undefined ? undefined : { file: following, bytes: inflated(following) };
    return content;
  }
}

/** Read at once, so that inflating goes on while this thread is busy with the file before. */
async function inflated(file: string): Promise<Uint8Array | undefined> {
  try {
    const packed = packedContent(file);
    if (packed === undefined) return undefined;
    // Gzip ends with the size of what it holds. In one piece, so that all of it is done in the other thread.
    const size = packed.readUInt32LE(packed.length - 4);
    if (size === 0 || size > MOST_INFLATED) return undefined;
    return await inflate(packed, { chunkSize: Math.max(64, size), maxOutputLength: MOST_INFLATED });
  } catch (error) {
    // What is wrong with it is told when it is its turn.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function packedContent(file: string): Buffer | undefined {
  const stat = statSync(file);
  if (!stat.isFile() || stat.size < LEAST_GZIP || stat.size > MOST_PACKED) return undefined;
  const content = readFileSync(file);
  return content[0] === 0x1f && content[1] === 0x8b ? content : undefined;
}
