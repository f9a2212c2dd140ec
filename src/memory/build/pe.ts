/** Programs of Windows, as in Microsoft's "PE Format". */
import { type ByteSource, fixedText, partOf, tableRows } from './byte-source.ts';
import type { Executable } from './executable.ts';
import { isPackedByUpx } from './packed.ts';

const DOS_HEADER = 64;
const FILE_HEADER = 24;
const SECTION = 40;
const SYMBOL_COUNT = 16;
const IS_WRITABLE = 0x80000000;
const PE_64 = 0x20b;

/** Undefined where it is no program of Windows, or the file ends before that shows. */
export function readPe(source: ByteSource): Executable | undefined {
  const dos = partOf(source, 0, DOS_HEADER);
  if (dos?.getUint16(0) !== 0x4d5a) return undefined;
  const start = dos.getUint32(0x3c, true);
  const header = partOf(source, start, FILE_HEADER + 2);
  if (header?.getUint32(0) !== 0x50450000) return undefined;
  const optionalSize = header.getUint16(20, true);
  const is64 = header.getUint16(FILE_HEADER, true) === PE_64;
  const base = imageBase(partOf(source, start + FILE_HEADER, 32), is64);
  const table = {
    start: start + FILE_HEADER + optionalSize,
    count: header.getUint16(6, true),
    rowSize: SECTION,
  };
  const sections = tableRows(source, table).map((row) => ({
    name: fixedText(row, 0, 8),
    address: base + row.getUint32(12, true),
    length: row.getUint32(16, true),
    start: row.getUint32(20, true),
    isWritable: (row.getUint32(36, true) & IS_WRITABLE) !== 0,
  }));
  return {
    format: 'PE',
    architecture: MACHINES[header.getUint16(4, true)] ?? '',
    wordBits: is64 ? 64 : 32,
    isLittleEndian: true,
    // Go's linker puts all of its data into the writable ones.
    dataAreas: sections.filter(({ isWritable }) => isWritable),
    loaded: sections,
    isStripped: header.getUint32(SYMBOL_COUNT, true) === 0,
    isPacked: isPackedByUpx(source) || sections.some(({ name }) => name === 'UPX0'),
    hasGoTables: sections.some(({ name }) => name === '.gopclntab'),
    wholeSize: Math.max(
      table.start + table.count * SECTION,
      ...sections.filter(({ length }) => length > 0).map((section) => section.start + section.length),
    ),
  };
}

function imageBase(optional: DataView | undefined, is64: boolean): number {
  if (optional === undefined) return 0;
  return is64 ? Number(optional.getBigUint64(24, true)) : optional.getUint32(28, true);
}

const MACHINES: Readonly<Record<number, string>> = {
  [0x14c]: '386',
  [0x1c4]: 'arm',
  [0x8664]: 'amd64',
  [0xaa64]: 'arm64',
};
