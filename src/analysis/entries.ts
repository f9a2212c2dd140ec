/**
 * Entries: what a report counts. Every frame of a profile belongs to one entry; which frames share an entry is decided
 * by the granularity: all of a function's, a file's, a line's, or an address's.
 */
import { memoizeByIdentity } from '../base/memoize.ts';
import { baseName, cleanPath } from '../base/path-text.ts';
import { trimPath } from '../profile/source-path.ts';
import { stringAt } from '../profile/strings.ts';
import { asColumn, type Column, type Index, NONE, type Profile, type StringIndex } from '../profile/tables.ts';

export type EntryIndex = Index<'entry'>;

export type Granularity = 'functions' | 'filefunctions' | 'files' | 'lines' | 'addresses';

export interface EntryOptions {
  readonly granularity: Granularity;
  /** Only the function that was really called, not those inlined into it. */
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  /** Entries of different binaries, or of functions that start at different lines, stay apart. */
  readonly keepsObjects: boolean;
  readonly trimPath: string;
  readonly sourcePath: string;
  /** Leaves the names of files as they are, whatever `trimPath` and `sourcePath` say. */
  readonly keepsPaths: boolean;
}

/** What tells an entry from others; parts the granularity leaves out are empty or 0. */
export interface Entry {
  readonly functionName: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly address: bigint;
  readonly object: string;
  readonly startLine: number;
}

export interface EntryTable {
  readonly entries: readonly Entry[];
  /** The frames of a location are `frames[frameStart[location]]` up to but not including `frames[frameStart[location + 1]]`, innermost first. */
  readonly frameStart: Int32Array;
  readonly frames: Column<EntryIndex>;
  /** Where trimming paths once more changes any: by entry the one it becomes, NONE for one that is not here. */
  readonly trimmedAgain?: Int32Array;
}

/** The tables that entries are made from. */
type EntryTables = Pick<Profile, 'locations' | 'lines' | 'functions' | 'mappings' | 'strings'>;

/** Sorts the frames of a profile into entries. */
export function buildEntries(profile: EntryTables, options: EntryOptions): EntryTable {
  const { locations, lines, functions, mappings, strings } = profile;
  const { granularity, noInlines, keepsObjects } = options;
  const hasNames = granularity !== 'files';
  const hasFiles = granularity !== 'functions';
  const hasLines = granularity === 'lines' || granularity === 'addresses';
  const hasAddresses = granularity === 'addresses';
  // pprof leaves a profile alone that is shown by address, inlined frames and all; so its columns stay.
  const hasColumns = hasLines && (options.showColumns || (hasAddresses && !noInlines));

  const entries = new EntryInterner();
  const files = fileTexts(profile, options);
  const frameStart = new Int32Array(locations.length + 1);
  const frames: number[] = [];
  // At function granularity, where most entries come from, the name alone decides: no key has to be built.
  const entryOfName = new Int32Array(strings.length).fill(NONE);
  // Without lines it is the function and the binary, and hardly any function is in two of those.
  const entryOfFunction = new Int32Array(functions.length).fill(NONE);
  const mappingOfFunction = new Int32Array(functions.length);
  for (let location = 0; location < locations.length; location++) {
    frameStart[location] = frames.length;
    const mapping = locations.mapping[location];
    const object = mapping === NONE ? '' : mappings[mapping].file;
    const address = hasAddresses ? locations.address[location] : 0n;
    const lineEnd: number = locations.lineEnd[location];
    if (locations.lineStart[location] === lineEnd) {
      frames.push(entries.intern({ functionName: '', file: '', line: 0, column: 0, address, object, startLine: 0 }));
      continue;
    }
    for (let line: number = noInlines ? lineEnd - 1 : locations.lineStart[location]; line < lineEnd; line++) {
      const fn = lines.function[line];
      const nameIndex = functions.name[fn];
      const isByName = granularity === 'functions' && !keepsObjects && nameIndex !== 0;
      if (isByName) {
        if (entryOfName[nameIndex] === NONE)
          entryOfName[nameIndex] = entries.add(entryNamed(stringAt(strings, nameIndex)));
        frames.push(entryOfName[nameIndex]);
        continue;
      }
      if (!hasLines && entryOfFunction[fn] !== NONE && mappingOfFunction[fn] === mapping) {
        frames.push(entryOfFunction[fn]);
        continue;
      }
      const functionName = hasNames ? stringAt(strings, nameIndex) : '';
      const hasObject = keepsObjects || functionName === '';
      const entry = entries.intern({
        functionName,
        file: hasFiles ? files(functions.fileName[fn]) : '',
        line: hasLines ? lines.line[line] : 0,
        column: hasColumns ? lines.column[line] : 0,
        address,
        object: hasObject ? object : '',
        startLine: hasObject ? functions.startLine[fn] : 0,
      });
      entryOfFunction[fn] = entry;
      mappingOfFunction[fn] = mapping;
      frames.push(entry);
    }
  }
  frameStart[locations.length] = frames.length;
  const trimmedAgain = hasFiles ? entries.trimmedAgain(options) : undefined;
  return {
    entries: entries.all,
    frameStart,
    frames: asColumn(Int32Array.from(frames)),
    ...(trimmedAgain && { trimmedAgain }),
  };
}

/** The names of files as entries have them: trimmed and cleaned, each once. */
export function fileTexts(
  { strings }: Pick<EntryTables, 'strings'>,
  { trimPath: prefixes, sourcePath, keepsPaths }: Pick<EntryOptions, 'trimPath' | 'sourcePath' | 'keepsPaths'>,
): (file: StringIndex) => string {
  const texts = new Map<StringIndex, string>();
  return (index) => {
    let text = texts.get(index);
    if (text === undefined) {
      const whole = stringAt(strings, index);
      text = cleaned(keepsPaths ? whole : trimPath(whole, prefixes, sourcePath));
      texts.set(index, text);
    }
    return text;
  };
}

function cleaned(path: string): string {
  return path === '' ? '' : cleanPath(path);
}

function entryNamed(functionName: string): Entry {
  return { functionName, file: '', line: 0, column: 0, address: 0n, object: '', startLine: 0 };
}

class EntryInterner {
  readonly all: Entry[] = [];
  readonly #indexes = new Map<string, number>();

  /** Adds an entry that is known to be new. */
  add(entry: Entry): number {
    this.all.push(entry);
    return this.all.length - 1;
  }

  intern(entry: Entry): number {
    const key = keyText(entry);
    let index = this.#indexes.get(key);
    if (index === undefined) {
      index = this.add(entry);
      this.#indexes.set(key, index);
    }
    return index;
  }

  /** What entries become when their paths are trimmed once more; undefined where that changes nothing. */
  trimmedAgain({ trimPath: prefixes, sourcePath, keepsPaths }: EntryOptions): Int32Array | undefined {
    if (keepsPaths || (prefixes === '' && sourcePath === '')) return undefined;
    const again = memoizeText((file) => cleaned(trimPath(file, prefixes, sourcePath)));
    if (this.all.every(({ file }) => again(file) === file)) return undefined;
    return Int32Array.from(
      this.all,
      (entry) => this.#indexes.get(keyText({ ...entry, file: again(entry.file) })) ?? NONE,
    );
  }
}

function memoizeText(map: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const mapped = known.get(text) ?? map(text);
    known.set(text, mapped);
    return mapped;
  };
}

/** All of an entry in one text; what pprof orders entries by when all else is equal. */
export function keyText({ functionName, file, line, column, address, object, startLine }: Entry): string {
  return `{${functionName}  ${address} ${file} ${startLine} ${line} ${column} ${object}}`;
}

/** The name of an entry as reports print it. */
export function entryName(entry: Entry): string {
  return nameParts(entry).join(' ');
}

/** Address, function, and file with line: what of them an entry has. */
export function nameParts({ functionName, file, line, column, address, object }: Entry): string[] {
  const parts: string[] = [];
  if (address !== 0n) parts.push(address.toString(16).padStart(16, '0'));
  if (functionName !== '') parts.push(functionName);
  if (line !== 0) parts.push(`${file}:${line}${column === 0 ? '' : `:${column}`}`);
  else if (file !== '') parts.push(file);
  else if (functionName === '') parts.push(object === '' ? '<unknown>' : `[${baseName(object)}]`);
  return parts;
}

/** The printed names of all entries, made once per table. */
export const entryNames = memoizeByIdentity(({ entries }: EntryTable): readonly string[] => entries.map(entryName));
