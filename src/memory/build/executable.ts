/** What the headers of a program say, whatever the system it was built for. */
import { type ByteSource, partOf, sliceOf } from './byte-source.ts';
import { readElf } from './elf.ts';
import { readMachO } from './mach-o.ts';
import { readPe } from './pe.ts';

export type ExecutableFormat = 'ELF' | 'Mach-O' | 'PE' | 'XCOFF' | 'Plan 9';

export interface Executable {
  readonly format: ExecutableFormat;
  /** The processor under Go's name for it (GOARCH); empty where Go has none, or the file ends before it. */
  readonly architecture: string;
  readonly wordBits: 32 | 64 | undefined;
  readonly isLittleEndian: boolean;
  /** Where build info can be, the likeliest first; undefined where only a search of the whole file can tell. */
  readonly dataAreas: readonly Area[] | undefined;
  /** What stands where in memory, to follow pointers. */
  readonly loaded: readonly LoadedArea[];
  /** Whether names of functions were taken out; undefined where that cannot be told. */
  readonly isStripped: boolean | undefined;
  readonly isPacked: boolean;
  /** Whether it has the tables that Go's linker writes for Go's runtime. */
  readonly hasGoTables: boolean;
  /** How many bytes the file has if it is whole. */
  readonly wholeSize: number;
}

export interface Area {
  readonly start: number;
  readonly length: number;
}

export interface LoadedArea extends Area {
  readonly address: number;
}

/** A program in a file, which may be a part of that file only. */
export interface FoundExecutable {
  readonly executable: Executable;
  readonly source: ByteSource;
}

/** The programs in a file: one for each processor in a universal binary of macOS; none where it is no program at all. */
export function executablesIn(source: ByteSource): FoundExecutable[] {
  const slices = universalSlices(source);
  const sources = slices.length === 0 ? [source] : slices;
  return sources.flatMap((slice) => {
    const executable = readElf(slice) ?? readMachO(slice) ?? readPe(slice) ?? readRare(slice);
    return executable === undefined ? [] : [{ executable, source: slice }];
  });
}

const UNIVERSAL = 0xcafebabe;
const UNIVERSAL_64 = 0xcafebabf;
/** Class files of Java begin with the same bytes, and then a version above 40. */
const MOST_SLICES = 30;

/** Apple's <mach-o/fat.h>; always big endian. */
function universalSlices(source: ByteSource): ByteSource[] {
  const header = partOf(source, 0, 8);
  const magic = header?.getUint32(0);
  if (header === undefined || (magic !== UNIVERSAL && magic !== UNIVERSAL_64)) return [];
  const count = header.getUint32(4);
  if (count > MOST_SLICES) return [];
  const rowSize = magic === UNIVERSAL ? 20 : 32;
  const slices: ByteSource[] = [];
  for (let row = 0; row < count; row++) {
    const entry = partOf(source, 8 + row * rowSize, rowSize);
    if (entry === undefined) break;
    const word = (at: number) =>
      magic === UNIVERSAL ? entry.getUint32(8 + at * 4) : Number(entry.getBigUint64(8 + at * 8));
    slices.push(sliceOf(source, word(0), word(1)));
  }
  return slices;
}

/** The headers of Plan 9 (a.out(6)), big endian, by processor. */
const PLAN_9: Readonly<Record<number, readonly [architecture: string, wordBits: 32 | 64]>> = {
  [0x000001eb]: ['386', 32],
  [0x00008a97]: ['amd64', 64],
  [0x00000647]: ['arm', 32],
};
/** AIX: XCOFF with 64 bits. */
const XCOFF_64 = 0x01f7;

/** Formats that are too rare to follow their tables: build info is searched in all of the file. */
function readRare(source: ByteSource): Executable | undefined {
  const header = partOf(source, 0, 32);
  if (header === undefined) return undefined;
  const plan9 = PLAN_9[header.getUint32(0)];
  const isXcoff = header.getUint16(0) === XCOFF_64 && header.getUint16(2) > 0 && header.getUint16(2) < 100;
  if (plan9 === undefined && !isXcoff) return undefined;
  return {
    format: isXcoff ? 'XCOFF' : 'Plan 9',
    architecture: plan9?.[0] ?? 'ppc64',
    wordBits: plan9?.[1] ?? 64,
    isLittleEndian: !isXcoff,
    dataAreas: undefined,
    loaded: [],
    isStripped: undefined,
    isPacked: false,
    hasGoTables: false,
    wholeSize: source.size,
  };
}
