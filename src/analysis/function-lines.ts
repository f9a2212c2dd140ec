/**
 * Functions as their source shows them: what every line costs, with all the code that the compiler made of it. Code
 * that was inlined into a line counts for that line, and for its own line in its own function too.
 */
import { addUpColumn, at, type Int64, type Int64Column } from '../base/int64.ts';
import type { Pattern } from '../base/regex.ts';
import { stringAt } from '../profile/strings.ts';
import { NONE, type Profile, type StringIndex } from '../profile/tables.ts';
import type { Entry } from './entries.ts';
import { type EntryQuestion, entryValues } from './entry-values.ts';
import { addUpSums, type ShownSums, type Sums, shownSums, sumsOf } from './instructions.ts';

/** A function, or a part of one that another file was included for. */
export interface FunctionLines extends ShownSums {
  readonly name: string;
  /** Empty where the profile names no file. */
  readonly file: string;
  /** 0 where it is not known. */
  readonly startLine: number;
  /** The lines with values. */
  readonly lines: ReadonlyMap<number, ShownSums>;
  /** Where its code was sampled, be it inlined into other functions or not. */
  readonly locations: readonly number[];
}

/** Which functions to show. */
export interface FunctionSearch {
  /** Looked for in the names of functions, files and binaries. */
  readonly pattern: Pattern;
  /** An address at run time that selects the function sampled there; undefined where the pattern is none. */
  readonly address: bigint | undefined;
  readonly dropsNegative: boolean;
}

interface Group {
  readonly entry: Entry;
  startLine: number;
  readonly locations: number[];
  /** Per entry, the sums of the leaves in its line. */
  readonly lineLeaves: Map<number, Sums[]>;
  readonly leaves: Sums[];
}

/**
 * The functions that match, without order; undefined where nothing does. `byLine` has an entry for every line, inlined
 * ones too, `byFunction` one for every function and file.
 */
export function functionLines(
  byLine: EntryQuestion,
  byFunction: EntryQuestion,
  search: FunctionSearch,
): FunctionLines[] | undefined {
  const { profile, table } = byLine;
  const { locations, lines, functions } = profile;
  const keys = table.entries.map(keyOf);
  const used = usedLocations(profile);
  const wanted = wantedKeys(byLine, keys, used, search);
  if (wanted.size === 0) return undefined;

  const leafSums = leafSumsOf(byLine);
  const groups = new Map<string, Group>();
  for (const location of used) {
    const leaves = leafSums(location);
    const counted = new Set<number | string>();
    for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      const entry = table.frames[table.frameStart[location] + line - locations.lineStart[location]];
      const key = keys[entry];
      if (!wanted.has(key)) continue;
      const group = groups.get(key) ?? emptyGroup(table.entries[entry]);
      groups.set(key, group);
      group.startLine ||= functions.startLine[lines.function[line]];
      // Inlined recursion has a function, or even a line of it, several times in one location.
      if (!counted.has(key)) {
        group.locations.push(location);
        group.leaves.push(leaves);
      }
      const known = group.lineLeaves.get(entry);
      if (known === undefined) group.lineLeaves.set(entry, [leaves]);
      else if (!counted.has(entry)) known.push(leaves);
      counted.add(key).add(entry);
    }
  }
  const cumOf = cumSums(byFunction);
  return Array.from(groups, ([key, group]) => linesOf(group, cumOf(key), byLine, search));
}

function emptyGroup(entry: Entry): Group {
  return { entry, startLine: 0, locations: [], lineLeaves: new Map(), leaves: [] };
}

const keyOf = ({ functionName, file }: Entry) => JSON.stringify([functionName, file]);

function linesOf(group: Group, cum: Sums, byLine: EntryQuestion, { dropsNegative }: FunctionSearch): FunctionLines {
  const { entry, startLine, locations } = group;
  const values = entryValues(byLine);
  const sums = new Map<number, Sums>();
  for (const [lineEntry, leaves] of group.lineLeaves) {
    const { line } = byLine.table.entries[lineEntry];
    const ofLine = withFlat(sumsOf(values, lineEntry), addUpSums(leaves));
    sums.set(line, addUpSums([sums.get(line) ?? addUpSums([]), ofLine]));
  }
  const lines = new Map(
    Array.from(sums, ([line, sum]) => [line, shownSums(sum)] as const).filter(
      ([, { flat, cum }]) => !isNothing(flat, cum) && !(dropsNegative && (flat < 0 || (flat === 0 && cum < 0))),
    ),
  );
  const total = shownSums(withFlat(cum, addUpSums(group.leaves)));
  return { name: entry.functionName, file: entry.file, startLine, locations, lines, ...total };
}

const isNothing = (flat: Int64, cum: Int64) => flat === 0 && cum === 0;

function withFlat(cum: Sums, leaves: Sums): Sums {
  return { ...cum, flat: leaves.flat, flatDivisor: leaves.flatDivisor };
}

/** The keys of the functions to show: those whose names match, and those that run where the rest of the search leads. */
function wantedKeys(
  { profile, table }: EntryQuestion,
  keys: readonly string[],
  used: readonly number[],
  { pattern, address }: FunctionSearch,
): ReadonlySet<string> {
  const { locations, lines, functions, mappings, strings } = profile;
  const textMatches = memoizeTexts((text) => pattern.test(stringAt(strings, text)));
  const functionMatches = (fn: number) =>
    [functions.name, functions.systemName, functions.fileName].some((column) => textMatches(column[fn]));
  const binaries = mappings.map(({ file }) => file !== '' && pattern.test(file));

  const wanted = new Set<string>();
  for (const location of used) {
    const mapping = locations.mapping[location];
    const isSelected = locations.address[location] === address || (mapping !== NONE && binaries[mapping]);
    for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      const hasOwnCode = line === locations.lineEnd[location] - 1;
      if (!functionMatches(lines.function[line]) && !(isSelected && hasOwnCode)) continue;
      wanted.add(keys[table.frames[table.frameStart[location] + line - locations.lineStart[location]]]);
    }
  }
  return wanted;
}

/** The answers to a question about texts, each asked once. */
function memoizeTexts(ask: (text: StringIndex) => boolean): (text: StringIndex) => boolean {
  const known = new Map<StringIndex, boolean>();
  return (text) => {
    const answer = known.get(text) ?? ask(text);
    known.set(text, answer);
    return answer;
  };
}

/** The locations that occur in the stacks of samples. */
function usedLocations({ samples, stacks, locations }: Profile): number[] {
  const isUsed = new Uint8Array(locations.length);
  for (let sample = 0; sample < samples.length; sample++) {
    for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) isUsed[stacks[depth]] = 1;
  }
  return Array.from(isUsed.keys()).filter((location) => isUsed[location] === 1);
}

/** The sums of the samples that have a location for their leaf. */
function leafSumsOf({ profile, shownValues, counted }: EntryQuestion): (location: number) => Sums {
  const { samples, stacks, locations } = profile;
  const addUp = (column: Int64Column) =>
    addUpColumn(column, (part) => {
      const sums = new Float64Array(locations.length);
      for (let i = 0; i < counted.length; i++) {
        const sample = counted[i];
        const leaf = samples.stackStart[sample];
        if (leaf < samples.stackEnd[sample]) sums[stacks[leaf]] += part[sample];
      }
      return sums;
    });
  const flat = addUp(shownValues.column);
  const divisor = shownValues.divisor && addUp(shownValues.divisor);
  return (location) => ({
    flat: at(flat, location),
    cum: 0,
    flatDivisor: divisor === undefined ? 0 : at(divisor, location),
    cumDivisor: 0,
  });
}

/** The sums of a function and file; entries that differ in anything else are added up. */
function cumSums(question: EntryQuestion): (key: string) => Sums {
  const values = entryValues(question);
  const entriesOf = new Map<string, Sums[]>();
  question.table.entries.forEach((entry, index) => {
    const key = keyOf(entry);
    const known = entriesOf.get(key);
    if (known === undefined) entriesOf.set(key, [sumsOf(values, index)]);
    else known.push(sumsOf(values, index));
  });
  return (key) => addUpSums(entriesOf.get(key) ?? []);
}
