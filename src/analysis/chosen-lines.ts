/**
 * The lines of some functions, for a fraction of what it takes to tell all lines of a profile apart: only locations with
 * a frame of these functions get entries of their own.
 */
import { rowsWhere } from '../profile/sample-subset.ts';
import {
  asColumn,
  type FunctionIndex,
  type LocationIndex,
  type LocationTable,
  type Profile,
} from '../profile/tables.ts';
import { buildEntries, type Entry, type EntryOptions, type EntryTable, fileTexts } from './entries.ts';
import type { EntryQuestion } from './entry-values.ts';
import { samplesThrough } from './samples-through.ts';

/** Stands for all frames elsewhere. It has no name, so that no function is found in it. */
const ELSEWHERE: Entry = {
  functionName: '',
  file: '',
  line: 0,
  column: 0,
  address: 0n,
  object: '',
  startLine: 0,
};

/**
 * The entries of the functions for which `isChosen` has 1. Other functions are not complete: of those, only what lies in
 * the same locations is here.
 */
export function chosenEntries(
  profile: Profile,
  isChosen: Uint8Array,
  options: Omit<EntryOptions, 'granularity'>,
): EntryTable {
  const { locations, lines } = profile;
  const chosen = rowsWhere(locations.length, (location) => {
    for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      if (isChosen[lines.function[line]] === 1) return true;
    }
    return false;
  });
  const part = buildEntries(
    { ...profile, locations: pickLocations(locations, chosen) },
    { ...options, granularity: 'lines' },
  );

  const entries = [...part.entries, ELSEWHERE];
  const frames = new Int32Array(part.frames.length + locations.length - chosen.length);
  const frameStart = new Int32Array(locations.length + 1);
  let next = 0;
  for (let location = 0, at = 0; location < locations.length; location++) {
    frameStart[location] = next;
    if (chosen[at] !== location) {
      frames[next++] = entries.length - 1;
      continue;
    }
    for (let frame = part.frameStart[at]; frame < part.frameStart[at + 1]; frame++) frames[next++] = part.frames[frame];
    at++;
  }
  frameStart[locations.length] = next;
  return { entries, frameStart, frames: asColumn(frames) };
}

/** A question about such entries without the samples that have none of them. */
export function aboutChosen(question: EntryQuestion): EntryQuestion {
  const isChosen = new Uint8Array(question.table.entries.length).fill(1, 0, -1);
  return { ...question, counted: samplesThrough(question, isChosen) };
}

function pickLocations(locations: LocationTable, rows: Int32Array): LocationTable {
  const picked = <Value extends number>(column: { readonly [index: number]: Value }) =>
    asColumn<Value>(Int32Array.from(rows, (row) => column[row]));
  return {
    length: rows.length,
    id: BigUint64Array.from(rows, (row) => locations.id[row]),
    mapping: picked(locations.mapping),
    address: BigUint64Array.from(rows, (row) => locations.address[row]),
    isFolded: Uint8Array.from(rows, (row) => locations.isFolded[row]),
    lineStart: picked(locations.lineStart),
    lineEnd: picked(locations.lineEnd),
  };
}

/** The function that was really called in a location, into which others may be inlined; undefined without symbols. */
export function outermostFunction({ locations, lines }: Profile, location: LocationIndex): FunctionIndex | undefined {
  const end = locations.lineEnd[location];
  return locations.lineStart[location] === end ? undefined : lines.function[end - 1];
}

/** The names of the files of all functions, as entries have them. */
export function fileNames({ functions, strings }: Profile, trimPath: string, sourcePath: string): readonly string[] {
  const textOf = fileTexts({ strings }, { trimPath, sourcePath, keepsPaths: false });
  return Array.from({ length: functions.length }, (_, fn) => textOf(functions.fileName[fn]));
}
