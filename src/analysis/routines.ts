/** Routines: the code of a symbol, instruction by instruction, with the values of what was sampled in it. */

import type { Int64 } from '../base/int64.ts';
import { baseName } from '../base/path-text.ts';
import type { Mapping } from '../profile/tables.ts';
import {
  type AddressValues,
  addUpSums,
  type Binary,
  type CodeSymbol,
  type DisassemblyOptions,
  type ValuedInstruction,
  valuedInstructions,
  withinRange,
} from './instructions.ts';

/** A binary, and what was sampled in it. */
export interface SampledBinary {
  readonly mapping: Mapping;
  readonly binary: Binary;
  /** By address in the file. */
  readonly values: readonly AddressValues[];
}

export interface Routine {
  readonly symbol: CodeSymbol;
  /** The sums over its addresses, not divided for a mean. */
  readonly flat: Int64;
  readonly cum: Int64;
  readonly rows: readonly RoutineRow[];
}

export interface RoutineRow extends ValuedInstruction {
  readonly place: Place;
}

/** Where an instruction comes from, as far as it is known. */
export interface Place {
  /** Empty where nothing was sampled. */
  readonly functionName: string;
  /** Without its directory. */
  readonly file: string;
  readonly line: number;
}

/** Disassembles a symbol; undefined where nothing was sampled in it. */
export function routineOf(
  symbol: CodeSymbol,
  { binary, values }: SampledBinary,
  options: DisassemblyOptions,
): Routine | undefined {
  // pprof takes the last byte of a symbol for its end. So an instruction of one byte that ends a routine, a return
  // mostly, is missing with its samples, and a longer one is cut.
  const range = { start: symbol.start, end: symbol.end - 1n };
  const sampled = withinRange(values, range);
  if (sampled.length === 0) return undefined;
  const instructions = valuedInstructions(binary.instructions(range, options), sampled);
  const knowsLines = binary.hasGoLines || options.readsDebugLines;
  const rows = instructions.map((instruction) => ({ ...instruction, place: placeOf(instruction, knowsLines) }));
  const { flat, cum } = addUpSums(sampled);
  return { symbol, flat, cum, rows };
}

/** The line comes from the binary; what that does not say, from whatever the profile says about any of the bytes. */
function placeOf({ instruction, sampled }: ValuedInstruction, knowsLines: boolean): Place {
  const known = knowsLines ? instruction.lines.at(0) : undefined;
  const file = known?.file ?? sampled.find((values) => values.file !== '')?.file ?? '';
  return {
    functionName: sampled.find(({ functionName }) => functionName !== '')?.functionName ?? '',
    file: file === '' ? '' : baseName(file),
    line: known?.line ?? sampled.find(({ line }) => line !== 0)?.line ?? 0,
  };
}

/** Whether an address at run time lies in a mapping. One without a start is all that was loaded. */
export function isWithinMapping({ start, limit }: Mapping, address: bigint): boolean {
  return address >= start && (limit === 0n || address < limit);
}
