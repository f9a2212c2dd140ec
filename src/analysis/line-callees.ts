import { addUpColumn, at, type Int64, type Int64Column } from '../base/int64.ts';
import { larger, PairIndex } from '../base/pair-index.ts';
import { stringAt } from '../profile/strings.ts';
import { type FunctionIndex, NONE, type Profile } from '../profile/tables.ts';
import { outermostFunction } from './chosen-lines.ts';
import { type EntryQuestion, shownValue } from './entry-values.ts';

/** What a line of a file calls. */
export interface LineCallee {
  readonly line: number;
  readonly name: string;
  /** Where the callee is; empty where the profile does not know. */
  readonly file: string;
  /** The value of the samples with such a call, each counted once. */
  readonly cum: Int64;
  /** Whether the compiler put it into the line in all of them. */
  readonly isInlined: boolean;
}

/**
 * The functions that the lines of a file call, without order. `question` is by line and needs to have only those of the
 * file; `fileOf` is the name of a function's file, as `file` has it. These are the calls of a graph by line, but that all
 * lines of a callee count as one, and that calls of a function to itself are there too.
 */
export function lineCallees(
  question: EntryQuestion,
  file: string,
  fileOf: (fn: FunctionIndex) => string,
): LineCallee[] {
  const { profile, table, shownValues } = question;
  const lineOf = Int32Array.from(table.entries, (entry) => (entry.file === file ? entry.line : NONE));
  const callees = new Callees(profile, fileOf);
  const calls = countedCalls(question, lineOf, callees, shownValues.column);
  const { divisor } = shownValues;
  // The same calls are met in the same order, whatever is added up.
  const divisors = divisor && countedCalls(question, lineOf, callees, divisor).sums;
  return Array.from({ length: calls.length }, (_, call) => ({
    line: calls.line[call],
    ...callees.all[calls.callee[call]],
    cum: shownValue(at(calls.sums, call), divisors && at(divisors, call)),
    isInlined: calls.isInlined[call] === 1,
  }));
}

/** Numbers functions by name and file: profiles may have the same one several times. */
class Callees {
  readonly all: { readonly name: string; readonly file: string }[] = [];
  readonly #profile: Profile;
  readonly #fileOf: (fn: FunctionIndex) => string;
  readonly #numbers = new Map<string, number>();
  /** By function; the last is for locations without symbols. */
  readonly #known: Int32Array;

  constructor(profile: Profile, fileOf: (fn: FunctionIndex) => string) {
    this.#profile = profile;
    this.#fileOf = fileOf;
    this.#known = new Int32Array(profile.functions.length + 1).fill(NONE);
  }

  numberOf(fn: FunctionIndex | undefined): number {
    const place = fn ?? this.#known.length - 1;
    if (this.#known[place] === NONE) this.#known[place] = this.#add(fn);
    return this.#known[place];
  }

  #add(fn: FunctionIndex | undefined): number {
    const { functions, strings } = this.#profile;
    const name = fn === undefined ? '' : stringAt(strings, functions.name[fn]);
    const file = fn === undefined ? '' : this.#fileOf(fn);
    const key = JSON.stringify([name, file]);
    const number = this.#numbers.get(key) ?? this.all.push({ name, file }) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}

interface LineCalls {
  readonly length: number;
  readonly line: Int32Array;
  readonly callee: Int32Array;
  readonly sums: Int64Column;
  readonly isInlined: Uint8Array;
}

function countedCalls(question: EntryQuestion, lineOf: Int32Array, callees: Callees, column: Int64Column): LineCalls {
  let rows = new CallRows();
  const sums = addUpColumn(column, (part) => {
    rows = new CallRows();
    addUpLineCalls(question, lineOf, callees, part, rows);
    return rows.sums.slice(0, rows.length);
  });
  return { length: rows.length, line: rows.line, callee: rows.callee, sums, isInlined: rows.isInlined };
}

/** Walks the stacks from their leaves. Most of them never come to the file: a byte per location is all they cost. */
function addUpLineCalls(
  { profile, table: { frames, frameStart }, counted }: EntryQuestion,
  lineOf: Int32Array,
  callees: Callees,
  part: Float64Array,
  rows: CallRows,
): void {
  const { samples, stacks, locations, lines } = profile;
  const isInFile = new Uint8Array(frameStart.length - 1);
  for (let location = 0; location < isInFile.length; location++) {
    for (let frame = frameStart[location]; frame < frameStart[location + 1]; frame++) {
      if (lineOf[frames[frame]] !== NONE) isInFile[location] = 1;
    }
  }
  for (let i = 0; i < counted.length; i++) {
    const sample = counted[i];
    const leaf = samples.stackStart[sample];
    const end = samples.stackEnd[sample];
    for (let depth = leaf; depth < end; depth++) {
      const location = stacks[depth];
      if (isInFile[location] === 0) continue;
      const first = frameStart[location];
      for (let frame = first; frame < frameStart[location + 1]; frame++) {
        const line = lineOf[frames[frame]];
        if (line === NONE || (frame === first && depth === leaf)) continue;
        // Where inlined calls are left out, a location has one frame, and no callee of its own.
        const callee =
          frame === first
            ? outermostFunction(profile, stacks[depth - 1])
            : lines.function[locations.lineStart[location] + frame - first - 1];
        rows.count(line, callees.numberOf(callee), sample, part[sample], frame !== first);
      }
    }
  }
}

/** The rows of a growing table of calls, found by line and callee. */
class CallRows {
  sums = new Float64Array(64);
  isInlined = new Uint8Array(64);
  /** The last sample that a row was counted in: a call counts once per sample. */
  #seenIn = new Int32Array(64);
  readonly #pairs = new PairIndex();
  #known = 0;

  get length(): number {
    return this.#pairs.length;
  }

  get line(): Int32Array {
    return this.#pairs.first;
  }

  get callee(): Int32Array {
    return this.#pairs.second;
  }

  count(line: number, callee: number, sample: number, value: number, isInlined: boolean): void {
    const row = this.#pairs.rowOf(line, callee);
    if (row === this.#known) this.#add();
    if (!isInlined) this.isInlined[row] = 0;
    if (this.#seenIn[row] === sample) return;
    this.#seenIn[row] = sample;
    this.sums[row] += value;
  }

  #add(): void {
    if (this.#known === this.sums.length) {
      const size = 2 * this.#known;
      this.sums = larger(this.sums, new Float64Array(size));
      this.isInlined = larger(this.isInlined, new Uint8Array(size));
      this.#seenIn = larger(this.#seenIn, new Int32Array(size));
    }
    this.isInlined[this.#known] = 1;
    this.#seenIn[this.#known] = NONE;
    this.#known++;
  }
}
