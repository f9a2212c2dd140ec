/** ELF as in the System V ABI (gABI, chapters 4 and 5): programs of Linux, the BSDs and others. */
import { type ByteSource, beginningOf, fixedText, partOf, tableRows } from './byte-source.ts';
import type { Area, Executable, LoadedArea } from './executable.ts';
import { isPackedByUpx } from './packed.ts';

const PT_LOAD = 1;
const PF_WRITE = 2;
const SHT_SYMTAB = 2;
const SHT_NOBITS = 8;

/** Where fields stand in the structures of one word size. */
interface Layout {
  readonly wordBits: 32 | 64;
  readonly header: { readonly size: number; readonly tables: number; readonly counts: number };
  readonly segment: Readonly<Record<'size' | 'flags' | 'offset' | 'address' | 'fileSize', number>>;
  readonly section: Readonly<Record<'size' | 'offset' | 'length', number>>;
}

const LAYOUT_32: Layout = {
  wordBits: 32,
  header: { size: 52, tables: 28, counts: 42 },
  segment: { size: 32, flags: 24, offset: 4, address: 8, fileSize: 16 },
  section: { size: 40, offset: 16, length: 20 },
};
const LAYOUT_64: Layout = {
  wordBits: 64,
  header: { size: 64, tables: 32, counts: 54 },
  segment: { size: 56, flags: 4, offset: 8, address: 16, fileSize: 32 },
  section: { size: 64, offset: 24, length: 32 },
};

/** Undefined where it is no ELF file. */
export function readElf(source: ByteSource): Executable | undefined {
  const ident = partOf(source, 0, 6);
  if (ident?.getUint32(0) !== 0x7f454c46) return undefined;
  const layout = ident.getUint8(4) === 1 ? LAYOUT_32 : LAYOUT_64;
  const isLittle = ident.getUint8(5) !== 2;
  const header = partOf(source, 0, layout.header.size);
  const tables = header === undefined ? NO_TABLES : readTables(source, header, layout, isLittle);
  const { segments, sections } = tables;
  const named = sections.filter(({ name }) => name === '.go.buildinfo');
  return {
    format: 'ELF',
    architecture: architectureOf(header?.getUint16(18, isLittle), layout, isLittle),
    wordBits: layout.wordBits,
    isLittleEndian: isLittle,
    dataAreas: [...named, ...segments.filter(({ isWritable }) => isWritable)],
    loaded: segments,
    isStripped: header === undefined ? undefined : !sections.some(({ type }) => type === SHT_SYMTAB),
    isPacked: isPackedByUpx(source),
    hasGoTables: sections.some(({ name }) => name === '.gopclntab' || name === '.note.go.buildid'),
    wholeSize: Math.max(layout.header.size, tables.end, ...[...segments, ...sections].map(endOf)),
  };
}

interface Tables {
  readonly segments: readonly (LoadedArea & { readonly isWritable: boolean })[];
  /** Those that take place in the file. */
  readonly sections: readonly (Area & { readonly type: number; readonly name: string })[];
  readonly end: number;
}

const NO_TABLES: Tables = { segments: [], sections: [], end: 0 };

const endOf = ({ start, length }: Area) => start + length;

function readTables(source: ByteSource, header: DataView, layout: Layout, isLittle: boolean): Tables {
  const { segment, section } = layout;
  const wordSize = layout.wordBits / 8;
  const word = (view: DataView, at: number) =>
    layout.wordBits === 64 ? Number(view.getBigUint64(at, isLittle)) : view.getUint32(at, isLittle);
  const count = (which: number) => header.getUint16(layout.header.counts + which * 2, isLittle);
  const segmentTable = { start: word(header, layout.header.tables), count: count(1), rowSize: segment.size };
  const sectionTable = { start: word(header, layout.header.tables + wordSize), count: count(3), rowSize: section.size };

  const segments = tableRows(source, segmentTable)
    .filter((row) => row.getUint32(0, isLittle) === PT_LOAD)
    .map((row) => ({
      start: word(row, segment.offset),
      length: word(row, segment.fileSize),
      address: word(row, segment.address),
      isWritable: (row.getUint32(segment.flags, isLittle) & PF_WRITE) !== 0,
    }));
  const rows = tableRows(source, sectionTable);
  const namesRow = rows.at(count(4));
  const names =
    namesRow === undefined || rows.length <= count(4)
      ? undefined
      : beginningOf(source, word(namesRow, section.offset), word(namesRow, section.length));
  const sections = rows
    .map((row) => ({
      start: word(row, section.offset),
      length: word(row, section.length),
      type: row.getUint32(4, isLittle),
      name: nameAt(names, row.getUint32(0, isLittle)),
    }))
    .filter(({ type }) => type !== SHT_NOBITS);
  const ends = [segmentTable, sectionTable].map((table) =>
    table.count === 0 ? 0 : table.start + table.count * table.rowSize,
  );
  return { segments, sections, end: Math.max(...ends) };
}

const LONGEST_NAME = 64;

function nameAt(names: DataView | undefined, at: number): string {
  return names === undefined || at >= names.byteLength ? '' : fixedText(names, at, LONGEST_NAME);
}

/** Go's names for `e_machine`; those of MIPS and POWER differ by word size and byte order too. */
function architectureOf(machine: number | undefined, { wordBits }: Layout, isLittle: boolean): string {
  if (machine === 8) return `mips${wordBits === 64 ? '64' : ''}${isLittle ? 'le' : ''}`;
  if (machine === 21) return isLittle ? 'ppc64le' : 'ppc64';
  return machine === undefined ? '' : (MACHINES[machine] ?? '');
}

const MACHINES: Readonly<Record<number, string>> = {
  3: '386',
  22: 's390x',
  40: 'arm',
  43: 'sparc64',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};
