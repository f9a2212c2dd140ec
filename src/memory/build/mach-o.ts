/** Mach-O as in Apple's <mach-o/loader.h>: programs of macOS and iOS, for one processor. */
import { type ByteSource, beginningOf, fixedText, partOf } from './byte-source.ts';
import type { Area, Executable, LoadedArea } from './executable.ts';
import { isPackedByUpx } from './packed.ts';

/** What the first four bytes say, read as little endian. */
export const MACH_O_KINDS: Readonly<Record<number, { readonly is64: boolean; readonly isLittle: boolean }>> = {
  [0xfeedface]: { is64: false, isLittle: true },
  [0xfeedfacf]: { is64: true, isLittle: true },
  [0xcefaedfe]: { is64: false, isLittle: false },
  [0xcffaedfe]: { is64: true, isLittle: false },
};
export const LC_SEGMENT = 0x1;
const LC_SYMTAB = 0x2;
const LC_DYSYMTAB = 0xb;
export const LC_SEGMENT_64 = 0x19;
const VM_PROT_WRITE = 2;

/** Where fields stand in a segment command of one word size, and in the sections behind it. */
interface Layout {
  readonly is64: boolean;
  readonly segment: Readonly<Record<'size' | 'address' | 'offset' | 'fileSize' | 'protection' | 'sections', number>>;
  readonly section: Readonly<Record<'size' | 'length' | 'offset', number>>;
}

const LAYOUT_32: Layout = {
  is64: false,
  segment: { size: 56, address: 24, offset: 32, fileSize: 36, protection: 44, sections: 48 },
  section: { size: 68, length: 36, offset: 40 },
};
const LAYOUT_64: Layout = {
  is64: true,
  segment: { size: 72, address: 24, offset: 40, fileSize: 48, protection: 60, sections: 64 },
  section: { size: 80, length: 40, offset: 48 },
};

/** Undefined where it is no Mach-O file. */
export function readMachO(source: ByteSource): Executable | undefined {
  const magic = partOf(source, 0, 4)?.getUint32(0, true);
  const kind = magic === undefined ? undefined : MACH_O_KINDS[magic];
  if (kind === undefined) return undefined;
  const { is64, isLittle } = kind;
  const headerSize = is64 ? 32 : 28;
  const header = partOf(source, 0, headerSize);
  const commandsSize = header?.getUint32(20, isLittle) ?? 0;
  const commands = readCommands(beginningOf(source, headerSize, commandsSize), is64 ? LAYOUT_64 : LAYOUT_32, isLittle);
  const named = commands.sections.filter(({ name }) => name === '__go_buildinfo');
  return {
    format: 'Mach-O',
    architecture: (header && CPU_TYPES[header.getUint32(4, isLittle)]) ?? '',
    wordBits: is64 ? 64 : 32,
    isLittleEndian: isLittle,
    dataAreas: [...named, ...commands.segments.filter(({ isWritable }) => isWritable)],
    loaded: commands.segments,
    isStripped: commands.hasLocalSymbols === undefined ? undefined : !commands.hasLocalSymbols,
    isPacked: isPackedByUpx(source),
    hasGoTables: commands.sections.some(({ name }) => name === '__gopclntab'),
    wholeSize: Math.max(headerSize + commandsSize, ...commands.segments.map(({ start, length }) => start + length)),
  };
}

interface Commands {
  readonly segments: (LoadedArea & { readonly isWritable: boolean })[];
  readonly sections: (Area & { readonly name: string })[];
  hasLocalSymbols: boolean | undefined;
}

function readCommands(part: DataView, layout: Layout, isLittle: boolean): Commands {
  const found: Commands = { segments: [], sections: [], hasLocalSymbols: undefined };
  for (let at = 0; at + 8 <= part.byteLength; ) {
    const size = part.getUint32(at + 4, isLittle);
    if (size < 8 || at + size > part.byteLength) break;
    const command = new DataView(part.buffer, part.byteOffset + at, size);
    const type = command.getUint32(0, isLittle);
    if (type === (layout.is64 ? LC_SEGMENT_64 : LC_SEGMENT)) readSegment(command, layout, isLittle, found);
    // Stripped programs keep the symbols of libraries, which are not local.
    if (type === LC_SYMTAB) found.hasLocalSymbols ??= false;
    if (type === LC_DYSYMTAB && size >= 16) found.hasLocalSymbols = command.getUint32(12, isLittle) > 0;
    at += size;
  }
  return found;
}

function readSegment(command: DataView, layout: Layout, isLittle: boolean, found: Commands) {
  const { is64, segment, section } = layout;
  if (command.byteLength < segment.size) return;
  const word = (at: number) => (is64 ? Number(command.getBigUint64(at, isLittle)) : command.getUint32(at, isLittle));
  found.segments.push({
    start: word(segment.offset),
    length: word(segment.fileSize),
    address: word(segment.address),
    isWritable: (command.getUint32(segment.protection, isLittle) & VM_PROT_WRITE) !== 0,
  });
  for (let at = segment.size; at + section.size <= command.byteLength; at += section.size) {
    found.sections.push({
      name: fixedText(command, at, 16),
      start: command.getUint32(at + section.offset, isLittle),
      length: word(at + section.length),
    });
  }
}

const CPU_TYPES: Readonly<Record<number, string>> = {
  [7]: '386',
  [12]: 'arm',
  [0x01000007]: 'amd64',
  [0x0100000c]: 'arm64',
};
