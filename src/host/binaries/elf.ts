/** ELF as in the System V ABI (gABI, chapters 4 and 5): programs and libraries of Linux and the BSDs. */
import type { ReadPart } from './binary-files.ts';
import type { ObjectFile, Segment } from './object-file.ts';

const PT_LOAD = 1;
const PT_NOTE = 4;
const PF_EXECUTE = 1;
const SHT_NOTE = 7;
const NT_GNU_BUILD_ID = 3;
const PAGE = 0x1000n;

/** Where fields stand in the structures of one word size; `word` says which of them are words. */
interface Layout {
  readonly header: { readonly size: number; readonly entries: number; readonly counts: number };
  readonly segment: Readonly<Record<'size' | 'flags' | 'offset' | 'address' | 'fileSize', number>>;
  readonly section: Readonly<Record<'size' | 'offset' | 'length' | 'alignment', number>>;
  readonly word: (view: DataView, at: number, isLittle: boolean) => bigint;
}

const LAYOUT_32: Layout = {
  header: { size: 52, entries: 28, counts: 42 },
  segment: { size: 32, flags: 24, offset: 4, address: 8, fileSize: 16 },
  section: { size: 40, offset: 16, length: 20, alignment: 32 },
  word: (view, at, isLittle) => BigInt(view.getUint32(at, isLittle)),
};
const LAYOUT_64: Layout = {
  header: { size: 64, entries: 32, counts: 54 },
  segment: { size: 56, flags: 4, offset: 8, address: 16, fileSize: 32 },
  section: { size: 64, offset: 24, length: 32, alignment: 48 },
  word: (view, at, isLittle) => view.getBigUint64(at, isLittle),
};

/** Undefined where it is no ELF file, or one that was cut off. */
export function readElf(read: ReadPart): ObjectFile | undefined {
  const ident = read(0, 16);
  if (ident?.getUint32(0) !== 0x7f454c46) return undefined;
  const [wordSize, byteOrder] = [ident.getUint8(4), ident.getUint8(5)];
  if (wordSize < 1 || wordSize > 2 || byteOrder < 1 || byteOrder > 2) return undefined;
  const layout = wordSize === 1 ? LAYOUT_32 : LAYOUT_64;
  const isLittle = byteOrder === 1;

  const header = read(0, layout.header.size);
  if (header === undefined) return undefined;
  const { entries, counts } = layout.header;
  const wordBytes = wordSize * 4;
  const table = (which: 0 | 1, size: number) => {
    const count = header.getUint16(counts + which * 4 + 2, isLittle);
    const start = layout.word(header, entries + which * wordBytes, isLittle);
    return count === 0 ? [] : rowsOf(read(start, count * size), size);
  };
  const segments = table(0, layout.segment.size);
  const sections = table(1, layout.section.size);
  if (segments === undefined || sections === undefined) return undefined;

  const code = codeSegments(segments, layout, isLittle);
  return {
    code,
    base: code.length === 0 ? undefined : code[0].address - (code[0].address % PAGE),
    buildId: buildIdIn([...sectionNotes(sections, layout, isLittle), ...segmentNotes(segments, layout, isLittle)], {
      read,
      isLittle,
    }),
  };
}

function rowsOf(table: DataView | undefined, size: number): DataView[] | undefined {
  if (table === undefined) return undefined;
  return Array.from(
    { length: table.byteLength / size },
    (_, row) => new DataView(table.buffer, table.byteOffset + row * size, size),
  );
}

function codeSegments(segments: readonly DataView[], { segment, word }: Layout, isLittle: boolean): Segment[] {
  return segments
    .filter((row) => row.getUint32(0, isLittle) === PT_LOAD && row.getUint32(segment.flags, isLittle) & PF_EXECUTE)
    .map((row) => ({
      fileOffset: word(row, segment.offset, isLittle),
      fileSize: word(row, segment.fileSize, isLittle),
      address: word(row, segment.address, isLittle),
    }));
}

/** Where notes stand in the file, and to how many bytes they are aligned. */
interface NoteArea {
  readonly start: bigint;
  readonly length: bigint;
  readonly alignment: number;
}

/** Files with nothing but debug information have sections only; their segments are those of the program. */
function sectionNotes(sections: readonly DataView[], { section, word }: Layout, isLittle: boolean): NoteArea[] {
  return sections
    .filter((row) => row.getUint32(4, isLittle) === SHT_NOTE)
    .map((row) => ({
      start: word(row, section.offset, isLittle),
      length: word(row, section.length, isLittle),
      alignment: word(row, section.alignment, isLittle) === 8n ? 8 : 4,
    }));
}

function segmentNotes(segments: readonly DataView[], { segment, word }: Layout, isLittle: boolean): NoteArea[] {
  return segments
    .filter((row) => row.getUint32(0, isLittle) === PT_NOTE)
    .map((row) => ({
      start: word(row, segment.offset, isLittle),
      length: word(row, segment.fileSize, isLittle),
      alignment: 4,
    }));
}

/** A note: lengths of its owner's name and of what it says, its type, then the two, each padded to the alignment. */
function buildIdIn(
  areas: readonly NoteArea[],
  { read, isLittle }: { readonly read: ReadPart; readonly isLittle: boolean },
): string {
  for (const { start, length, alignment } of areas) {
    const notes = read(start, length);
    if (notes === undefined) continue;
    const padded = (size: number) => Math.ceil(size / alignment) * alignment;
    for (let at = 0; at + 12 <= notes.byteLength; ) {
      const nameLength = notes.getUint32(at, isLittle);
      const textLength = notes.getUint32(at + 4, isLittle);
      const type = notes.getUint32(at + 8, isLittle);
      const text = at + 12 + padded(nameLength);
      if (text + textLength > notes.byteLength) break;
      const isGnu = nameLength === 4 && notes.getUint32(at + 12) === 0x474e5500;
      if (isGnu && type === NT_GNU_BUILD_ID) {
        return Buffer.from(notes.buffer, notes.byteOffset + text, textLength).toString('hex');
      }
      at = text + padded(textLength);
    }
  }
  return '';
}
