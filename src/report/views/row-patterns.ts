/** Patterns for rows that stand for several functions, so that a focus on a row leaves what the row has. */
import type { EntryTable } from '../../analysis/entries.ts';
import { type JoinedTexts, joinTexts } from '../../base/joined-texts.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { quotePattern } from '../../base/regex.ts';
import { stringAt } from '../../profile/strings.ts';
import type { Profile, StringIndex } from '../../profile/tables.ts';

/** By entry of a table; empty where there is none. Other filters and types of values ask about the same entries. */
interface EntryPatterns {
  readonly frames: readonly string[];
  readonly functions: readonly string[];
}

/** By row; empty where there is none. */
export interface RowPatterns {
  /** What selections take: it matches the frames of the row, and no others. */
  readonly frames: JoinedTexts;
  /** The same for what looks at functions alone. */
  readonly functions: JoinedTexts;
}

/** What can stand behind the package in the name of a function, besides two colons. */
const SEPARATORS = new Set(Array.from('.([ ', (letter) => letter.charCodeAt(0)));
const COLON = ':'.charCodeAt(0);

function patternsOfRows({ frames, functions }: EntryPatterns, rows: Int32Array): RowPatterns {
  const ofFrames = joinTexts(Array.from(rows, (entry) => frames[entry]));
  return {
    frames: ofFrames,
    functions: frames === functions ? ofFrames : joinTexts(Array.from(rows, (entry) => functions[entry])),
  };
}

/**
 * Patterns of packages, which are called what their entries call their function. Most are what people would type,
 * `^net/http\.`; where such a pattern means other functions or files as well, as `^main\.` does a file `main.go`, the
 * pattern names each function. A package of an entry that has no function is empty, and so is its pattern.
 */
export function packagePatterns(
  { functions, mappings, strings }: Profile,
  table: EntryTable,
  rows: Int32Array,
  packageOf: (functionName: string) => string,
): RowPatterns {
  return patternsOfRows(packageEntryPatterns(functions, mappings, strings, table, packageOf), rows);
}

const packageEntryPatterns = memoizeRecent(
  2,
  (
    functions: Profile['functions'],
    mappings: Profile['mappings'],
    strings: Profile['strings'],
    { entries }: EntryTable,
    packageOf: (functionName: string) => string,
  ): EntryPatterns => {
    const texts = selectedTexts({ functions, mappings, strings });
    const packages = entries.map(({ functionName }) => functionName);
    const patterns = patternsOfPackages(texts, packages, packageOf);
    return { frames: patterns, functions: patterns };
  },
);

function patternsOfPackages(
  { functions, others }: SelectedTexts,
  packages: readonly string[],
  packageOf: (functionName: string) => string,
): readonly string[] {
  const members = new Map<string, string[]>(packages.map((name) => [name, []]));
  const lengths = new Set(packages.map((name) => name.length));
  const misleading = new Set<string>();
  const mislead = (text: string, own: string | undefined) => {
    for (let at = 0; at < text.length; at++) {
      const separator = separatorAt(text, at);
      if (separator === '') continue;
      // Most separators stand where no package ends: no text has to be cut out to see that.
      const prefix = lengths.has(at) ? text.slice(0, at) : undefined;
      if (prefix !== undefined && prefix !== own && members.has(prefix)) misleading.add(prefix + separator);
      at += separator.length - 1;
    }
  };
  for (const name of functions) {
    const own = packageOf(name);
    members.get(own)?.push(name);
    mislead(name, own);
  }
  for (const text of others) mislead(text, undefined);

  return packages.map((name) => (name === '' ? '' : patternOf(name, members.get(name) ?? [])));

  function patternOf(name: string, names: readonly string[]): string {
    const separators = new Set(names.map((member) => letterAt(member, name.length)));
    const [separator] = separators;
    const isPrefix = separators.size === 1 && separator !== '' && !misleading.has(name + separator);
    return isPrefix ? `^${exactly(name + separator)}` : anyOf(names);
  }
}

function letterAt(text: string, at: number): string {
  return text.startsWith('::', at) ? '::' : text.slice(at, at + 1);
}

/** What stands behind a package at a position; empty where that is none of what can. */
function separatorAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  if (code === COLON) return text.charCodeAt(at + 1) === COLON ? '::' : '';
  return SEPARATORS.has(code) ? text[at] : '';
}

/** A longer list of functions is no pattern to look at. */
const MOST_FUNCTIONS = 100;

/** Patterns of files, which may be called otherwise in the profile than in the table. */
export function filePatterns(
  { locations, lines, functions, strings }: Profile,
  table: EntryTable,
  rows: Int32Array,
): RowPatterns {
  return patternsOfRows(fileEntryPatterns(locations, lines, functions, strings, table), rows);
}

const fileEntryPatterns = memoizeRecent(
  2,
  (
    locations: Profile['locations'],
    lines: Profile['lines'],
    functions: Profile['functions'],
    strings: Profile['strings'],
    { entries, frames, frameStart }: EntryTable,
  ): EntryPatterns => {
    const files = entries.map(() => new Set<StringIndex>());
    const names = entries.map(() => new Set<StringIndex>());
    for (let location = 0; location + 1 < frameStart.length; location++) {
      if (locations.lineStart[location] === locations.lineEnd[location]) continue;
      // Where inlined functions are left out, the frames are those of the last lines.
      const end = frameStart[location + 1];
      for (let frame = frameStart[location]; frame < end; frame++) {
        const fn = lines.function[locations.lineEnd[location] - (end - frame)];
        files[frames[frame]].add(functions.fileName[fn]);
        if (names[frames[frame]].size <= MOST_FUNCTIONS) names[frames[frame]].add(functions.name[fn]);
      }
    }
    const patternsOf = (members: readonly ReadonlySet<StringIndex>[], most: number) =>
      members.map((indexes) => {
        const texts = Array.from(indexes, (index) => stringAt(strings, index)).filter((text) => text !== '');
        return texts.length === 0 || texts.length > most ? '' : anyOf(texts);
      });
    return { frames: patternsOf(files, Number.POSITIVE_INFINITY), functions: patternsOf(names, MOST_FUNCTIONS) };
  },
);

interface SelectedTexts {
  readonly functions: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

/** All texts that selections look at: the names of functions, and those of files and binaries. */
function selectedTexts({
  functions,
  mappings,
  strings,
}: Pick<Profile, 'functions' | 'mappings' | 'strings'>): SelectedTexts {
  const names = new Set<string>();
  const others = new Set(mappings.map(({ file }) => file));
  for (let fn = 0; fn < functions.length; fn++) {
    names.add(stringAt(strings, functions.name[fn]));
    others.add(stringAt(strings, functions.fileName[fn]));
  }
  names.delete('');
  return { functions: names, others };
}

function anyOf(texts: readonly string[]): string {
  const [first, ...more] = texts.map(exactly);
  return more.length === 0 ? `^${first}$` : `^(${[first, ...more].join('|')})$`;
}

/**
 * A pattern of a text as one word of a line: blanks, line ends and what separates commands are spelt out. Bytes that are no
 * UTF-8 are what patterns see in their place.
 */
function exactly(text: string): string {
  if (!UNUSUAL.test(text)) return quotePattern(text);
  return quotePattern(text.toWellFormed())
    .replace(/[\s;\p{Control}]/gu, (char) => `\\x{${char.codePointAt(0)?.toString(16)}}`)
    .replaceAll('//:', '//\\x3a');
}

/** What most names have nothing of. */
const UNUSUAL = /[^!-~]|;|\/\/:/;
