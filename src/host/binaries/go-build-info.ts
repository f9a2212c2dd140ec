/** Finds the build info of Go programs: a section of its own in Mach-O, somewhere in the data elsewhere. */
import { UserError } from '../../base/errors.ts';
import { moduleInBuildInfo } from '../../profile/main-module.ts';
import { type BinaryFiles, partsOf, type ReadPart } from './binary-files.ts';

/** A part of a file. */
interface Area {
  readonly start: bigint;
  readonly length: bigint;
}

/** As much of an area is searched; the data of the largest programs is a few megabytes. */
const SEARCHED = 2n ** 26n;

/** The main module of a binary, by its build info. Undefined where there is no such file, or nothing in it. */
export function goModuleOf(files: BinaryFiles, path: string): string | undefined {
  try {
    const read = partsOf(files, path);
    for (const area of [...elfAreas(read), ...machOAreas(read), ...peAreas(read)]) {
      const part = read(area.start, area.length < SEARCHED ? area.length : SEARCHED);
      const module = part && moduleInBuildInfo(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      if (module !== undefined) return module;
    }
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const PT_LOAD = 1;
const PF_WRITE = 2;

/** The writable segments (System V ABI, chapter 5): stripped binaries may have no sections. */
function* elfAreas(read: ReadPart): Generator<Area> {
  const ident = read(0, 16);
  if (ident?.getUint32(0) !== 0x7f454c46) return;
  const is64 = ident.getUint8(4) === 2;
  const isLittle = ident.getUint8(5) === 1;
  const header = read(0, is64 ? 64 : 52);
  if (header === undefined) return;
  const word = (view: DataView, at: number) =>
    is64 ? view.getBigUint64(at, isLittle) : BigInt(view.getUint32(at, isLittle));
  const fields = is64 ? { flags: 4, offset: 8, size: 32 } : { flags: 24, offset: 4, size: 16 };
  const table = word(header, is64 ? 32 : 28);
  const [rowSize, rows] = [0, 2].map((at) => header.getUint16((is64 ? 54 : 42) + at, isLittle));
  for (let row = 0; row < rows; row++) {
    const segment = read(table + BigInt(row * rowSize), is64 ? 56 : 32);
    if (segment?.getUint32(0, isLittle) !== PT_LOAD) continue;
    if ((segment.getUint32(fields.flags, isLittle) & PF_WRITE) === 0) continue;
    yield { start: word(segment, fields.offset), length: word(segment, fields.size) };
  }
}

const MACH_O_64 = 0xfeedfacf;
const LC_SEGMENT_64 = 0x19;

/** The section `__go_buildinfo` (<mach-o/loader.h>). All Macs that Go still supports have 64 bits. */
function* machOAreas(read: ReadPart): Generator<Area> {
  const header = read(0, 32);
  if (header?.getUint32(0, true) !== MACH_O_64) return;
  let at = 32;
  for (let count = header.getUint32(16, true); count > 0; count--) {
    const command = read(at, 8);
    if (command === undefined) return;
    const size = command.getUint32(4, true);
    const segment = command.getUint32(0, true) === LC_SEGMENT_64 ? read(at, size) : undefined;
    const sections = segment === undefined || size < 72 ? 0 : segment.getUint32(64, true);
    for (let section = 72; segment && section + 80 <= size && section < 72 + sections * 80; section += 80) {
      const name = Buffer.from(segment.buffer, segment.byteOffset + section, 16).toString('latin1');
      if (!/^__go_buildinfo\0*$/.test(name)) continue;
      yield { start: BigInt(segment.getUint32(section + 48, true)), length: segment.getBigUint64(section + 40, true) };
    }
    if (size < 8) return;
    at += size;
  }
}

const IS_WRITABLE = 0x80000000;

/** The writable sections (Microsoft's "PE Format"), which is where Go's linker puts all of its data. */
function* peAreas(read: ReadPart): Generator<Area> {
  const dos = read(0, 64);
  if (dos?.getUint16(0) !== 0x4d5a) return;
  const start = dos.getUint32(0x3c, true);
  const header = read(start, 24);
  if (header?.getUint32(0) !== 0x50450000) return;
  const table = start + 24 + header.getUint16(20, true);
  for (let row = 0; row < header.getUint16(6, true); row++) {
    const section = read(table + row * 40, 40);
    if (section === undefined) return;
    if ((section.getUint32(36, true) & IS_WRITABLE) === 0) continue;
    yield { start: BigInt(section.getUint32(20, true)), length: BigInt(section.getUint32(16, true)) };
  }
}
