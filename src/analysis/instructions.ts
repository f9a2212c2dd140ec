/** The code of the binaries that a profile was recorded of, and the values of its instructions. */
import { compareText } from '../base/byte-text.ts';
import { add, at, divide, type Int64 } from '../base/int64.ts';
import { type EntryTable, entryName } from './entries.ts';
import type { EntryValues } from './entry-values.ts';

/** A named piece of code. Addresses are those in the file, not those where it was loaded. */
export interface CodeSymbol {
  readonly name: string;
  readonly start: bigint;
  /** The first address behind it. */
  readonly end: bigint;
}

/** A place in the source. The file is named as the binary names it. */
export interface CodeLine {
  readonly file: string;
  readonly line: number;
}

export interface Instruction {
  readonly address: bigint;
  /** In the words of the disassembler, one blank between them. */
  readonly text: string;
  /** Where it comes from: the innermost inlined line first, as far as it is known. Empty where nothing is. */
  readonly lines: readonly CodeLine[];
}

export interface AddressRange {
  readonly start: bigint;
  /** The first address behind it. */
  readonly end: bigint;
}

export interface DisassemblyOptions {
  readonly hasIntelSyntax: boolean;
  /** Whether to read the lines of code that is not Go's from debug information, which takes time in large binaries. */
  readonly readsDebugLines: boolean;
}

/** A binary that lies on this machine, loaded where a mapping of the profile says. */
export interface Binary {
  readonly path: string;
  /** As the file has it; empty where it has none. */
  readonly buildId: string;
  /** Its line table is Go's own; the lines of other code come from debug information. */
  readonly hasGoLines: boolean;
  /** All its code, by address. Empty where the binary was stripped. Throws UserError when no tool can read it. */
  readonly symbols: readonly CodeSymbol[];
  /** The address in the file of one where the code was loaded. */
  fileAddress(address: bigint): bigint;
  /** Disassembles a range. Throws UserError when no tool can. */
  instructions(range: AddressRange, options: DisassemblyOptions): readonly Instruction[];
}

/** A binary, or why there is none, in pprof's words. */
export type FoundBinary =
  | { readonly type: 'found'; readonly binary: Binary }
  | { readonly type: 'missing'; readonly reason: string };

/** Sums over samples, as they are added up; for a mean with what they are divided by before they are shown, else with 0. */
export interface Sums {
  readonly flat: Int64;
  readonly cum: Int64;
  readonly flatDivisor: Int64;
  readonly cumDivisor: Int64;
}

/** As they are shown. */
export interface ShownSums {
  readonly flat: Int64;
  readonly cum: Int64;
}

export function addUpSums(parts: Iterable<Sums>): Sums {
  let [flat, cum, flatDivisor, cumDivisor]: Int64[] = [0, 0, 0, 0];
  for (const part of parts) {
    flat = add(flat, part.flat);
    cum = add(cum, part.cum);
    flatDivisor = add(flatDivisor, part.flatDivisor);
    cumDivisor = add(cumDivisor, part.cumDivisor);
  }
  return { flat, cum, flatDivisor, cumDivisor };
}

export function shownSums({ flat, cum, flatDivisor, cumDivisor }: Sums): ShownSums {
  return {
    flat: flatDivisor === 0 ? flat : divide(flat, flatDivisor),
    cum: cumDivisor === 0 ? cum : divide(cum, cumDivisor),
  };
}

/** The sums of an entry. */
export function sumsOf({ flat, cum, flatDivisor, cumDivisor }: EntryValues, entry: number): Sums {
  return {
    flat: at(flat, entry),
    cum: at(cum, entry),
    flatDivisor: flatDivisor === undefined ? 0 : at(flatDivisor, entry),
    cumDivisor: cumDivisor === undefined ? 0 : at(cumDivisor, entry),
  };
}

/** What the profile says about one address: the sums of an entry there. */
export interface AddressValues extends Sums {
  readonly entry: number;
  /** The address in the file. */
  readonly address: bigint;
  readonly functionName: string;
  readonly file: string;
  readonly line: number;
}

/** The values of entries by address, ordered by their address in a file, then by their name. */
export function addressValues(
  { entries }: EntryTable,
  values: EntryValues,
  chosen: Iterable<number>,
  fileAddress: (address: bigint) => bigint,
): AddressValues[] {
  const rows = Array.from(chosen, (entry) => {
    const { address, functionName, file, line } = entries[entry];
    const name = entryName(entries[entry]);
    return { entry, name, address: fileAddress(address), functionName, file, line, ...sumsOf(values, entry) };
  });
  return rows.sort((a, b) => compareAddresses(a.address, b.address) || compareText(a.name, b.name));
}

export function compareAddresses(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The part of a list ordered by address that lies in a range. */
export function withinRange<Item extends { readonly address: bigint }>(
  items: readonly Item[],
  { start, end }: AddressRange,
): readonly Item[] {
  return items.slice(
    firstWhere(items, ({ address }) => address >= start),
    firstWhere(items, ({ address }) => address >= end),
  );
}

/** The position of the first item that fulfils what all behind it do too. */
function firstWhere<Item>(items: readonly Item[], isBehind: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(items[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** An instruction with the sums of what was sampled in it, and all that the profile says about it. */
export interface ValuedInstruction extends ShownSums {
  readonly instruction: Instruction;
  readonly sampled: readonly AddressValues[];
}

/** Sorts values by address into the instructions they fall in. Both are of the same range and in order. */
export function valuedInstructions(
  instructions: readonly Instruction[],
  values: readonly AddressValues[],
): ValuedInstruction[] {
  let from = 0;
  return instructions.map((instruction, i) => {
    const next = instructions.at(i + 1)?.address;
    const first = from;
    while (from < values.length && (next === undefined || values[from].address < next)) from++;
    const sampled = values.slice(first, from);
    return { instruction, sampled, ...shownSums(addUpSums(sampled)) };
  });
}

/** How many symbols may begin within another before that is not found any more. */
const MOST_NESTED = 64;

/** The symbols whose code an address of the file belongs to; several where it has aliases. They are ordered by start. */
export function symbolsAt(symbols: readonly CodeSymbol[], address: bigint): readonly CodeSymbol[] {
  const behind = firstWhere(symbols, ({ start }) => start > address);
  const before = symbols.slice(Math.max(0, behind - MOST_NESTED), behind);
  const innermost = before.findLast(({ end }) => address < end);
  return innermost === undefined ? [] : before.filter(({ start, end }) => start === innermost.start && address < end);
}
