/** A file of which parts are read, so that a program of 2 GB is not read whole. */
export interface ByteSource {
  /** Infinity where it is not known. */
  readonly size: number;
  /** The bytes from a position on: fewer where the file ends, none beyond it. */
  read(offset: number, length: number): Uint8Array;
}

/** Tables in programs are small; a size beyond this is damage, and not worth the memory. */
const LARGEST_PART = 2 ** 26;

/** A part of a file; undefined where the file does not have all of it. */
export function partOf(source: ByteSource, offset: number, length: number): DataView | undefined {
  const part = beginningOf(source, offset, length);
  return part.byteLength < length ? undefined : part;
}

/** As much of a part as the file has. */
export function beginningOf(source: ByteSource, offset: number, length: number): DataView {
  const bytes =
    offset < source.size && length <= LARGEST_PART
      ? source.read(offset, Math.min(length, source.size - offset))
      : NOTHING;
  return new DataView(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, length));
}

const NOTHING = new Uint8Array(0);

/** A part of a file as a file of its own: one of the programs in a universal binary. */
export function sliceOf(source: ByteSource, start: number, length: number): ByteSource {
  const size = Math.max(0, Math.min(length, source.size - start));
  return {
    size,
    read: (offset, count) => source.read(start + offset, Math.max(0, Math.min(count, size - offset))),
  };
}

/** The rows of a table: those the file has, where it ends within the table. */
export function tableRows(source: ByteSource, table: { start: number; count: number; rowSize: number }): DataView[] {
  if (table.rowSize === 0) return [];
  const part = beginningOf(source, table.start, table.count * table.rowSize);
  const rows = Math.floor(part.byteLength / table.rowSize);
  return Array.from(
    { length: rows },
    (_, row) => new DataView(part.buffer, part.byteOffset + row * table.rowSize, table.rowSize),
  );
}

/** The text in a field of fixed size, up to the first zero byte. */
export function fixedText(view: DataView, at: number, size: number): string {
  const text = Buffer.from(view.buffer, view.byteOffset + at, Math.min(size, view.byteLength - at)).toString('latin1');
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}
