import type { Entry, EntryTable } from '../../analysis/entries.ts';
import { type EntryQuestion, entryValues } from '../../analysis/entry-values.ts';
import { type CodeRow, codeByLine, type SymbolCode } from '../../analysis/function-code.ts';
import type { FunctionLines } from '../../analysis/function-lines.ts';
import {
  type AddressValues,
  addressValues,
  type Binary,
  type CodeSymbol,
  shownSums,
  sumsOf,
  symbolsAt,
  valuedInstructions,
  withinRange,
} from '../../analysis/instructions.ts';
import { isWithinMapping } from '../../analysis/routines.ts';
import { presentEntries } from '../../analysis/trim.ts';
import { UserError } from '../../base/errors.ts';
import { asColumn, type Mapping, NONE } from '../../profile/tables.ts';
import { MISSING_BINARY, otherBuild } from '../binary-problems.ts';
import { entryQuestion, type ReportRequest } from '../request.ts';

/** The instructions of a function by its lines, and why there are none or not all. */
export interface Assembly {
  readonly rows: ReadonlyMap<number, readonly CodeRow[]>;
  readonly problems: readonly string[];
}

/** pprof disassembles so many pieces of code for a page; more make it large and slow. */
const MOST_SYMBOLS = 25;

/** Code that functions were sampled in: all of a symbol, as the compiler mixes what it inlines. */
interface Piece {
  readonly opened: OpenedBinary;
  readonly symbol: CodeSymbol;
  weight: number;
}

interface OpenedBinary {
  readonly binary: Binary;
  readonly values: readonly AddressValues[];
  /** What makes it doubtful; undefined where it is what ran. */
  readonly doubt: string | undefined;
}

/** Disassembles what the functions cost the most in. What the machine lacks for that is said, and no error. */
export function assemblies(
  request: ReportRequest,
  byLine: EntryQuestion,
  functions: readonly FunctionLines[],
): Assembly[] {
  const byAddress = entryQuestion({
    ...request,
    keepsObjects: true,
    options: { ...request.options, granularity: 'addresses', noinlines: true },
  });
  const { table } = byAddress;
  const { cum } = entryValues(byAddress);
  const findSymbol = symbolFinder(request, byAddress);
  const pieces = new Map<CodeSymbol, Piece>();
  const found = functions.map(({ locations }) => {
    const symbols = new Set<CodeSymbol>();
    const problems = new Set<string>();
    for (const location of locations) {
      const { opened, symbol, problem } = findSymbol(location);
      if (problem !== undefined) problems.add(problem);
      if (symbol === undefined) continue;
      symbols.add(symbol);
      const piece = pieces.get(symbol) ?? { opened, symbol, weight: 0 };
      piece.weight += Math.abs(Number(cum[table.frames[table.frameStart[location]]]));
      pieces.set(symbol, piece);
    }
    return { symbols, problems };
  });

  const code = countedOnce(byAddress, disassemble(request, [...pieces.values()]));
  const framesOf = frameReader(byLine.table, table);
  return functions.map((fn, i) => {
    const { symbols, problems } = found[i];
    const results = [...symbols].map((symbol) => code.get(symbol) ?? TOO_MANY);
    for (const result of results) if (typeof result === 'string') problems.add(`No assembly: ${result}.`);
    const disassembled = results.filter((result) => typeof result !== 'string');
    return { rows: codeByLine(fn, disassembled, framesOf), problems: [...problems] };
  });
}

type FoundSymbol =
  | { readonly opened: OpenedBinary; readonly symbol: CodeSymbol; readonly problem: string | undefined }
  | { readonly opened?: undefined; readonly symbol?: undefined; readonly problem: string | undefined };

/** Finds the symbol whose code a location is in, and says why there is none or what is wrong with it. */
function symbolFinder(request: ReportRequest, byAddress: EntryQuestion): (location: number) => FoundSymbol {
  const { locations, mappings } = request.profile;
  const openMapping = binaryOpener(request, byAddress);
  return (location) => {
    const index = locations.mapping[location];
    // Interpreted and compiled-on-the-fly code has no binary, and nothing is missing.
    if (index === NONE || mappings[index].file === '') return { problem: undefined };
    const opened = openMapping(mappings[index]);
    if (typeof opened === 'string') return { problem: `No assembly: ${opened}.` };
    const { binary, doubt } = opened;
    const symbol = symbolsAt(binary.symbols, binary.fileAddress(locations.address[location])).at(0);
    if (symbol === undefined) return { problem: `No assembly for some of it: ${binary.path} has no symbol there.` };
    return { opened, symbol, problem: doubt && `${doubt}.` };
  };
}

const TOO_MANY = `only the ${MOST_SYMBOLS} symbols that cost the most are disassembled; match fewer functions to see others`;

/** Disassembles the heaviest pieces; a piece that fails gets the reason. */
function disassemble(
  { options }: ReportRequest,
  pieces: readonly Piece[],
): ReadonlyMap<CodeSymbol, SymbolCode | string> {
  const heaviest = pieces.toSorted((a, b) => b.weight - a.weight).slice(0, MOST_SYMBOLS);
  return new Map(
    heaviest.map(({ opened: { binary, values }, symbol }) => [
      symbol,
      orReason(() => {
        const disassembly = { hasIntelSyntax: options.intel_syntax, readsDebugLines: true };
        const instructions = binary.instructions(symbol, disassembly);
        return { symbol, instructions: valuedInstructions(instructions, withinRange(values, symbol)) };
      }),
    ]),
  );
}

/** The row that all samples count for that are in no instruction shown. */
const ELSEWHERE = 0;

/**
 * The code with cum values that count a sample once for an instruction, as those of lines do: what calls itself there
 * is in a stack by two of its addresses, that of the instruction, and that where the call returns to.
 */
function countedOnce<Key>(
  question: EntryQuestion,
  code: ReadonlyMap<Key, SymbolCode | string>,
): ReadonlyMap<Key, SymbolCode | string> {
  const { frames } = question.table;
  const rowOf = new Map<number, number>();
  let rowCount = ELSEWHERE + 1;
  for (const piece of code.values()) {
    if (typeof piece === 'string') continue;
    for (const { sampled } of piece.instructions) {
      for (const { entry } of sampled) rowOf.set(entry, rowCount);
      rowCount++;
    }
  }
  // Entries by address have one frame for each location.
  const rows = Int32Array.from({ length: frames.length }, (_, location) => rowOf.get(frames[location]) ?? ELSEWHERE);
  const entries = Array.from({ length: rowCount }, () => question.table.entries[0]);
  const values = entryValues({ ...question, table: { ...question.table, entries, frames: asColumn(rows) } });

  const counted = ({ symbol, instructions }: SymbolCode): SymbolCode => ({
    symbol,
    instructions: instructions.map((instruction) => {
      const row = rowOf.get(instruction.sampled.at(0)?.entry ?? NONE);
      return row === undefined ? instruction : { ...instruction, ...shownSums(sumsOf(values, row)) };
    }),
  });
  return new Map(Array.from(code, ([key, piece]) => [key, typeof piece === 'string' ? piece : counted(piece)]));
}

/** Opens each binary once; gives the reason where that is not possible. */
function binaryOpener({ host, options }: ReportRequest, question: EntryQuestion) {
  const { table } = question;
  const values = entryValues(question);
  const present = presentEntries(values, options.drop_negative);
  const known = new Map<Mapping, OpenedBinary | string>();
  return (mapping: Mapping): OpenedBinary | string => {
    let opened = known.get(mapping);
    if (opened === undefined) {
      opened = orReason(() => {
        const found = host.openBinary(mapping);
        if (found.type === 'missing') return `${found.reason}; ${MISSING_BINARY}`;
        if (found.binary.symbols.length === 0) return `${mapping.file} has no symbols, it was stripped`;
        const inMapping = present.filter((entry) => {
          const { object, address } = table.entries[entry];
          return object === mapping.file && isWithinMapping(mapping, address);
        });
        const { binary } = found;
        const sums = addressValues(table, values, inMapping, binary.fileAddress);
        return { binary, values: sums, doubt: otherBuild(binary, mapping) };
      });
      known.set(mapping, opened);
    }
    return opened;
  };
}

function orReason<Result>(attempt: () => Result): Result | string {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof UserError) return error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
    throw error;
  }
}

/** Finds the frames, inlined ones too, of an entry by address. */
function frameReader(byLine: EntryTable, byAddress: EntryTable): (entry: number) => readonly Entry[] {
  const locationOf = new Map<number, number>();
  for (let location = 0; location < byAddress.frameStart.length - 1; location++) {
    const entry = byAddress.frames[byAddress.frameStart[location]];
    if (!locationOf.has(entry)) locationOf.set(entry, location);
  }
  return (entry) => {
    const location = locationOf.get(entry);
    if (location === undefined) return [];
    const frames: Entry[] = [];
    for (let frame = byLine.frameStart[location]; frame < byLine.frameStart[location + 1]; frame++) {
      frames.push(byLine.entries[byLine.frames[frame]]);
    }
    return frames;
  };
}
