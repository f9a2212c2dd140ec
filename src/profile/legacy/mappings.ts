import { NONE } from '../tables.ts';
import { type Address, minus, plus } from './address.ts';
import { trimSpace } from './line-reader.ts';
import type { MappedRange } from './memory-map.ts';

/** Where Linux loads a program that is not relocatable. */
const PROGRAM_START = 0x400000;

/** Large pages that the start of a program was copied to. */
const HUGE_PAGES = '/anon_hugepage';

/** What is no program: a shared library, or one of the kernel's own ranges, as `[vdso]`. */
const LIBRARY = /\.so$|\.so[._]\d|^\[/;

/** Covers addresses that no range holds. */
const ANYWHERE: MappedRange = { start: 0, limit: 2n ** 64n - 1n, offset: 0, file: '', buildId: '' };

/** The ranges of a memory map as a profile shows them: parts of one file put together, the program first. */
export function tidiedRanges(ranges: readonly MappedRange[]): MappedRange[] {
  const tidied = withProgramFirst(joined(ranges));
  if (tidied.length > 1 && tidied[0].file.startsWith(HUGE_PAGES) && tidied[0].limit === tidied[1].start) {
    tidied.shift();
  }
  if (tidied.length > 0 && minus(tidied[0].start, tidied[0].offset) === PROGRAM_START) {
    tidied[0] = withoutOffset(tidied[0]);
  }
  return tidied;
}

/** Ranges that follow each other directly, in memory and in their file, are one: permissions differ between them. */
function joined(ranges: readonly MappedRange[]): MappedRange[] {
  const result: MappedRange[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last !== undefined && continues(last, range)) {
      const file = last.file || range.file;
      result[result.length - 1] = { ...last, limit: range.limit, file, buildId: last.buildId || range.buildId };
    } else {
      result.push(range);
    }
  }
  return result;
}

/** What one of the two does not tell fits anything. */
function continues(first: MappedRange, second: MappedRange): boolean {
  const fits = <Value>(a: Value, b: Value, unknown: Value) => a === b || a === unknown || b === unknown;
  const endOffset = plus(first.offset, minus(first.limit, first.start));
  return (
    first.limit === second.start &&
    fits(first.file, second.file, '') &&
    fits(first.buildId, second.buildId, '') &&
    (first.offset === 0 || second.offset === 0 || endOffset === second.offset)
  );
}

/** Swaps the first range that looks like a program with the first one. */
function withProgramFirst(ranges: MappedRange[]): MappedRange[] {
  const program = ranges.findIndex(({ file }) => {
    const path = trimSpace(file.replaceAll('(deleted)', ''));
    return path !== '' && !LIBRARY.test(path);
  });
  if (program <= 0) return ranges;
  return ranges.with(0, ranges[program]).with(program, ranges[0]);
}

function withoutOffset(range: MappedRange): MappedRange {
  return { ...range, start: minus(range.start, range.offset), offset: 0 };
}

export interface MappedLocations {
  readonly ranges: readonly MappedRange[];
  /** The range of each address; NONE for address 0. */
  readonly rangeOfAddress: Int32Array;
}

/**
 * Finds the range of each address: the first that holds it, else the first whose file begins before it, which then is
 * moved to where its file begins; else one over the whole address space that is added behind the others.
 */
export function mapAddresses(ranges: readonly MappedRange[], addresses: readonly Address[]): MappedLocations {
  const mapped = [...ranges];
  const starts = ranges.map(({ start }) => start);
  const limits = ranges.map(({ limit }) => limit);
  const fileStarts = ranges.map(({ start, offset }) => minus(start, offset));
  let anywhere = NONE;

  const rangeOf = (address: Address): number => {
    if (address === 0) return NONE;
    for (let range = 0; range < starts.length; range++) {
      if (starts[range] <= address && address < limits[range]) return range;
    }
    if (anywhere !== NONE) return anywhere;
    for (let range = 0; range < starts.length; range++) {
      if (fileStarts[range] <= address && address < starts[range]) {
        starts[range] = fileStarts[range];
        mapped[range] = withoutOffset(mapped[range]);
        return range;
      }
    }
    anywhere = mapped.push(ANYWHERE) - 1;
    return anywhere;
  };
  return { rangeOfAddress: Int32Array.from(addresses, rangeOf), ranges: mapped };
}
