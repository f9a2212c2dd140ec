/**
 * COFF as in Microsoft's "PE Format": programs and libraries of Windows, and object files.
 *
 * An object file has no mark of its own: it begins with its processor, and 0 is one of those. So Go's pprof takes many a
 * file that begins with zeros for a binary, among them CPU profiles of gperftools, and so do we.
 */
import type { ReadPart } from './binary-files.ts';
import type { ObjectFile } from './object-file.ts';

/** Unknown, i386, ARM, 64-bit ARM, x86-64, and RISC-V of three sizes: the processors that Go knows. */
const MACHINES: ReadonlySet<number> = new Set([0, 0x14c, 0x1c4, 0xaa64, 0x8664, 0x5032, 0x5064, 0x5128]);
const SMALLEST_FILE = 96;
const HEADER_SIZE = 20;
const SECTION_SIZE = 40;
const SYMBOL_SIZE = 18;
const MZ = 0x4d5a;
const PE = 0x50450000;

/** Undefined where it is no such file, or one that was cut off. */
export function readCoff(read: ReadPart): ObjectFile | undefined {
  const dos = read(0, SMALLEST_FILE);
  if (dos === undefined) return undefined;
  const start = dos.getUint16(0) === MZ ? dos.getUint32(0x3c, true) : undefined;
  if (start !== undefined && read(start, 4)?.getUint32(0) !== PE) return undefined;
  const headerStart = start === undefined ? 0 : start + 4;
  const header = read(headerStart, HEADER_SIZE);
  if (header === undefined || !MACHINES.has(header.getUint16(0, true))) return undefined;

  const optionalSize = header.getUint16(16, true);
  const sectionsSize = header.getUint16(2, true) * SECTION_SIZE;
  const optional = read(headerStart + HEADER_SIZE, optionalSize);
  const hasSections = read(headerStart + HEADER_SIZE + optionalSize, sectionsSize) !== undefined;
  if (optional === undefined || !hasSections || !hasStringTable(header, read)) return undefined;
  if (optionalSize === 0) return { buildId: '', base: undefined, code: [] };
  const base = imageBase(optional);
  return base === undefined ? undefined : { buildId: '', base, code: [] };
}

/** Long names stand behind the symbols, with the length of all of them, itself included, in front. */
function hasStringTable(header: DataView, read: ReadPart): boolean {
  const symbols = header.getUint32(8, true);
  if (symbols === 0) return true;
  const start = symbols + header.getUint32(12, true) * SYMBOL_SIZE;
  const length = read(start, 4)?.getUint32(0, true);
  return length !== undefined && (length <= 4 || read(start, length) !== undefined);
}

/** Undefined where the size of the header does not fit the number of directories it says it has. */
function imageBase(optional: DataView): bigint | undefined {
  const size = optional.byteLength;
  const magic = size >= 2 ? optional.getUint16(0, true) : 0;
  const fits = (fixed: number) => size >= fixed && size === fixed + optional.getUint32(fixed - 4, true) * 8;
  if (magic === 0x10b && fits(96)) return BigInt(optional.getUint32(28, true));
  if (magic === 0x20b && fits(112)) return optional.getBigUint64(24, true);
  return undefined;
}
