/** What looking for and into binaries asks of the machine. `symbolize/local-machine.ts` is the real one; tests fake it. */
export interface BinaryFiles {
  /**
   * The bytes of a file from a position on: fewer where it ends, none of what is not a plain file. Throws UserError with
   * Go's words (`open <path>: no such file or directory`) where it cannot be opened.
   */
  readPart(path: string, position: number, length: number): Uint8Array;
  /** The names in a directory; none where it cannot be read. */
  listDirectory(path: string): readonly string[];
}

/** A file of which parts are read. `undefined` where it does not have that part, or not whole. */
export type ReadPart = (position: number | bigint, length: number | bigint) => DataView | undefined;

/** Tables in binaries are small; a size beyond this is damage, and not worth the memory. */
const LARGEST_PART = 2 ** 26;

export function partsOf(files: BinaryFiles, path: string): ReadPart {
  return (position, length) => {
    if (position > Number.MAX_SAFE_INTEGER || length > LARGEST_PART) return undefined;
    const bytes = files.readPart(path, Number(position), Number(length));
    return bytes.length < length ? undefined : new DataView(bytes.buffer, bytes.byteOffset, Number(length));
  };
}
