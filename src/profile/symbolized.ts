import { appendTexts } from './strings.ts';
import {
  asColumn,
  type Column,
  type FunctionIndex,
  type LocationIndex,
  type Mapping,
  type MappingIndex,
  type Profile,
  type StringIndex,
} from './tables.ts';

/** What is at an address: a function by the linker's name, and a line of a file. Empty and 0 where that is not known. */
export interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** Frames by location, innermost callee first. */
export type FramesByLocation = ReadonlyMap<LocationIndex, readonly Frame[]>;

/** Which of the parts of a frame a mapping's locations are said to have. */
export type MappingFlags = Pick<Mapping, 'hasFunctions' | 'hasFilenames' | 'hasLineNumbers' | 'hasInlineFrames'>;

/**
 * The profile with frames that were found for some of its locations, in place of what these had. Functions that are
 * found are new even where the profile has an equal one: its own may have been given another name to show.
 */
export function withFrames(profile: Profile, found: FramesByLocation): Profile {
  if (found.size === 0) return profile;
  const { lines, locations } = profile;
  const frames = [...found.values()].flat();
  const { functions, strings, rows } = withFunctions(profile, frames);
  const lineStart = Int32Array.from({ length: locations.length }, (_, location) => locations.lineStart[location]);
  const lineEnd = Int32Array.from({ length: locations.length }, (_, location) => locations.lineEnd[location]);
  let end = lines.length;
  for (const [location, { length }] of found) {
    lineStart[location] = end;
    end += length;
    lineEnd[location] = end;
  }
  return {
    ...profile,
    strings,
    functions,
    lines: {
      length: end,
      function: joined<FunctionIndex>(lines.function, rows),
      line: joinedNumbers(
        lines.line,
        frames.map(({ line }) => line),
      ),
      column: joinedNumbers(lines.column, new Float64Array(frames.length)),
    },
    locations: { ...locations, lineStart: asColumn(lineStart), lineEnd: asColumn(lineEnd) },
  };
}

/** The profile with more said about what the locations of some mappings have; flags that are set stay set. */
export function withMappingFlags(profile: Profile, flags: ReadonlyMap<MappingIndex, Partial<MappingFlags>>): Profile {
  if (flags.size === 0) return profile;
  const mappings = profile.mappings.map((mapping, index) => {
    const more = flags.get(index as MappingIndex) ?? {};
    return {
      ...mapping,
      hasFunctions: mapping.hasFunctions || more.hasFunctions === true,
      hasFilenames: mapping.hasFilenames || more.hasFilenames === true,
      hasLineNumbers: mapping.hasLineNumbers || more.hasLineNumbers === true,
      hasInlineFrames: mapping.hasInlineFrames || more.hasInlineFrames === true,
    };
  });
  return { ...profile, mappings };
}

/** The functions of a profile and behind them one for every name and file that was found; `rows` has that of each frame. */
function withFunctions(
  { functions, strings }: Profile,
  frames: readonly Frame[],
): Pick<Profile, 'functions' | 'strings'> & { readonly rows: readonly number[] } {
  const known = new Map<string, number>();
  const names: string[] = [];
  const files: string[] = [];
  const rows = frames.map(({ name, file }) => {
    const key = `${name}\0${file}`;
    let row = known.get(key);
    if (row === undefined) {
      row = functions.length + names.length;
      known.set(key, row);
      names.push(name);
      files.push(file);
    }
    return row;
  });
  const texts = appendTexts(strings, [...names, ...files]);
  const nameIndexes = texts.indexes.slice(0, names.length);
  let lastId = 0n;
  for (const id of functions.id) if (id > lastId) lastId = id;
  return {
    rows,
    strings: texts.strings,
    functions: {
      length: functions.length + names.length,
      id: BigUint64Array.from([...functions.id, ...names.map((_, i) => lastId + BigInt(i + 1))]),
      name: joined<StringIndex>(functions.name, nameIndexes),
      systemName: joined<StringIndex>(functions.systemName, nameIndexes),
      fileName: joined<StringIndex>(functions.fileName, texts.indexes.slice(names.length)),
      startLine: joinedNumbers(functions.startLine, new Float64Array(names.length)),
    },
  };
}

function joined<Value extends number>(column: Column<Value>, more: readonly number[]): Column<Value> {
  const all = new Int32Array(column.length + more.length);
  for (let i = 0; i < column.length; i++) all[i] = column[i];
  all.set(more, column.length);
  return asColumn(all);
}

function joinedNumbers(column: Float64Array, more: ArrayLike<number>): Float64Array {
  const all = new Float64Array(column.length + more.length);
  all.set(column);
  all.set(more, column.length);
  return all;
}
