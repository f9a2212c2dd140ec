/** What the user's own code has to do with the values of a profile: of which entries, and by which of its functions. */
import { compareText } from '../base/byte-text.ts';
import { memoizeRecent } from '../base/memoize.ts';
import { PairIndex } from '../base/pair-index.ts';
import { compilePattern, type Pattern } from '../base/regex.ts';
import { memoizeByString, stringAt } from '../profile/strings.ts';
import { asColumn, type FunctionIndex, NONE, type Profile } from '../profile/tables.ts';
import { type Entry, type EntryTable, entryNames } from './entries.ts';
import { type EntryQuestion, type EntryValues, entryValues } from './entry-values.ts';
import type { TrimmedEntries } from './trim.ts';

/** The tables that frames are looked up in. */
type FrameTables = Pick<Profile, 'functions' | 'strings' | 'mappings' | 'locations' | 'lines'>;

/** Which functions a pattern matches, by their name or their file. */
function matchingFunctions({ functions, strings }: FrameTables, pattern: Pattern): Uint8Array {
  const matches = memoizeByString(strings, (text) => pattern.test(text));
  return Uint8Array.from({ length: functions.length }, (_, fn) =>
    matches(functions.name[fn]) || matches(functions.fileName[fn]) ? 1 : 0,
  );
}

/** By entry: 1 where a pattern matches one of its frames, by the function, the file or the binary, as `show` does. */
export function matchingEntries(
  profile: FrameTables,
  { entries, frames, frameStart }: EntryTable,
  pattern: Pattern,
): Uint8Array {
  const { locations, lines, mappings } = profile;
  const isOfFunction = matchingFunctions(profile, pattern);
  const isOfMapping = mappings.map(({ file }) => pattern.test(file));
  // Where paths were trimmed once more, one entry stands for all that are not in the table any more.
  const flags = new Uint8Array(entries.length + 1);
  for (let location = 0; location < locations.length; location++) {
    const mapping = locations.mapping[location];
    const isWhole = mapping !== NONE && isOfMapping[mapping];
    // Where inlined functions are left out, only the last line of a location is a frame.
    const lineOfFrame = locations.lineEnd[location] - frameStart[location + 1];
    for (let frame = frameStart[location]; frame < frameStart[location + 1]; frame++) {
      const line = frame + lineOfFrame;
      const hasFunction = line >= locations.lineStart[location];
      if (isWhole || (hasFunction && isOfFunction[lines.function[line]] === 1)) flags[frames[frame]] = 1;
    }
  }
  return flags;
}

/** By entry, the function of the user's own that accounts for most of it. */
export interface NearestMine {
  /** The entry; NONE where none of the user's is above in any stack, and for entries that are not shown. */
  readonly entry: Int32Array;
  /** Its share of the entry's value, from 0 to 1; 1 for an entry that is the user's own. */
  readonly share: Float64Array;
}

const BY_CUM = 1;
const BY_FLAT = 2;

/**
 * For each entry shown the nearest frame of the user's own above it in every stack, or the entry itself, and of those the
 * one with the most of its value: of its flat value, or of its cum value where it has no other. One pass over the frames,
 * from the root down. Comparisons are weighed by the size of changes. `mine` is a pattern.
 */
export const nearestMine = memoizeRecent(2, (trimmed: TrimmedEntries, mine: string): NearestMine => {
  const { profile, table, counted, shownValues } = trimmed.question;
  const { samples, stacks } = profile;
  const { frames, frameStart } = table;
  const isMine = matchingEntries(profile, table, compilePattern(mine));
  const asked = new Uint8Array(isMine.length);
  for (const entry of trimmed.shown) asked[entry] = Number(trimmed.values.flat[entry]) === 0 ? BY_CUM : BY_FLAT;
  const isSteppedOver = locationsWithNone(table, (entry) => isMine[entry] === 1 || asked[entry] === BY_CUM);

  const sums = new PairSums();
  const seenIn = new Int32Array(isMine.length).fill(NONE);
  for (let i = 0; i < counted.length; i++) {
    const sample = counted[i];
    const weight = Math.abs(Number(shownValues.column[sample]));
    const leaf = samples.stackStart[sample];
    let nearest: number = NONE;
    for (let place = samples.stackEnd[sample] - 1; place >= leaf; place--) {
      const location = stacks[place];
      if (isSteppedOver[location] === 1) continue;
      for (let frame = frameStart[location + 1] - 1; frame >= frameStart[location]; frame--) {
        const entry = frames[frame];
        if (isMine[entry] === 1) nearest = entry;
        if (asked[entry] !== BY_CUM || seenIn[entry] === sample) continue;
        seenIn[entry] = sample;
        sums.add(entry, nearest, weight);
      }
    }
    if (leaf === samples.stackEnd[sample]) continue;
    const entry = frames[frameStart[stacks[leaf]]];
    if (asked[entry] === BY_FLAT) sums.add(entry, nearest, weight);
  }
  return heaviest(sums, table);
});

function locationsWithNone({ frames, frameStart }: EntryTable, isWanted: (entry: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: frameStart.length - 1 }, (_, location) => {
    for (let frame = frameStart[location]; frame < frameStart[location + 1]; frame++) {
      if (isWanted(frames[frame])) return 0;
    }
    return 1;
  });
}

class PairSums {
  readonly pairs = new PairIndex();
  readonly sums: number[] = [];

  add(first: number, second: number, weight: number): void {
    const row = this.pairs.rowOf(first, second);
    this.sums[row] = (this.sums[row] ?? 0) + weight;
  }
}

function heaviest({ pairs, sums }: PairSums, table: EntryTable): NearestMine {
  const names = entryNames(table);
  const entry = new Int32Array(names.length).fill(NONE);
  const most = new Float64Array(names.length);
  const all = new Float64Array(names.length);
  for (let row = 0; row < pairs.length; row++) {
    const of = pairs.first[row];
    const mine = pairs.second[row];
    all[of] += sums[row];
    if (mine === NONE || sums[row] === 0 || sums[row] < most[of]) continue;
    const isLater = sums[row] === most[of] && compareText(names[mine], names[entry[of]]) > 0;
    if (isLater) continue;
    entry[of] = mine;
    most[of] = sums[row];
  }
  return { entry, share: most.map((sum, of) => (all[of] === 0 ? 0 : sum / all[of])) };
}

/** Code by what it belongs to, such as its package. */
export interface CodeGroups {
  readonly names: readonly string[];
  /** By group; the cum value counts every sample once. */
  readonly values: EntryValues;
}

/** Adds up the frames that a pattern matches, by the group that a name is given for. Without those of no function. */
export function groupsOfMine(
  { profile, shownValues, counted }: Omit<EntryQuestion, 'table'>,
  mine: string,
  groupOf: (name: string, file: string) => string,
): CodeGroups {
  const table = groupTable(profile, compilePattern(mine), groupOf);
  return {
    names: table.entries.map(({ functionName }) => functionName).slice(1),
    values: withoutFirst(entryValues({ profile, table, shownValues, counted })),
  };
}

/** A table whose entries are the groups, the first one standing for all other code. */
function groupTable(profile: Profile, pattern: Pattern, groupOf: (name: string, file: string) => string): EntryTable {
  const { functions, strings, locations, lines } = profile;
  const isMine = matchingFunctions(profile, pattern);
  const groups = new Map<string, number>();
  const groupOfFunction = Int32Array.from({ length: functions.length }, (_, row) => {
    const fn = row as FunctionIndex;
    if (isMine[fn] === 0) return 0;
    const name = groupOf(stringAt(strings, functions.name[fn]), stringAt(strings, functions.fileName[fn]));
    const group = groups.get(name) ?? groups.size + 1;
    groups.set(name, group);
    return group;
  });
  const frameStart = new Int32Array(locations.length + 1);
  const frames: number[] = [];
  for (let location = 0; location < locations.length; location++) {
    frameStart[location] = frames.length;
    for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      frames.push(groupOfFunction[lines.function[line]]);
    }
    if (frames.length === frameStart[location]) frames.push(0);
  }
  frameStart[locations.length] = frames.length;
  const entries = ['', ...groups.keys()].map((functionName): Entry => ({ ...OTHER_CODE, functionName }));
  return { entries, frameStart, frames: asColumn(Int32Array.from(frames)) };
}

const OTHER_CODE: Entry = { functionName: '', file: '', line: 0, column: 0, address: 0n, object: '', startLine: 0 };

function withoutFirst({ flat, cum, flatDivisor, cumDivisor }: EntryValues): EntryValues {
  return {
    flat: flat.subarray(1),
    cum: cum.subarray(1),
    flatDivisor: flatDivisor?.subarray(1),
    cumDivisor: cumDivisor?.subarray(1),
  };
}
