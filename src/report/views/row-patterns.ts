/** Patterns for rows that stand for several functions, so that a focus on a row leaves what the row has. */
import type { EntryTable } from '../../analysis/entries.ts';
import { type JoinedTexts, joinTexts } from '../../base/joined-texts.ts';
import { quotePattern } from '../../base/regex.ts';
import { stringAt } from '../../profile/strings.ts';
import type { Profile, StringIndex } from '../../profile/tables.ts';

/** By row; empty where there is none. */
export interface RowPatterns {
  /** What selections take: it matches the frames of the row, and no others. */
  readonly frames: JoinedTexts;
  /** The same for what looks at functions alone. */
  readonly functions: JoinedTexts;
}

/** What can stand behind the package in the name of a function. */
const SEPARATOR = /::|[.([ ]/g;

/**
 * Patterns of packages. Most are what people would type, `^net/http\.`; where such a pattern means other functions or
 * files as well, as `^main\.` does a file `main.go`, the pattern names each function. A package of an entry that has no
 * function is empty, and so is its pattern.
 */
export function packagePatterns(
  profile: Profile,
  packages: readonly string[],
  packageOf: (functionName: string) => string,
): RowPatterns {
  const { functions, others } = selectedTexts(profile);
  const members = new Map<string, string[]>(packages.map((name) => [name, []]));
  const misleading = new Set<string>();
  const mislead = (text: string, own: string | undefined) => {
    for (const { index, 0: separator } of text.matchAll(SEPARATOR)) {
      const prefix = text.slice(0, index);
      if (prefix !== own && members.has(prefix)) misleading.add(prefix + separator);
    }
  };
  for (const name of functions) {
    const own = packageOf(name);
    members.get(own)?.push(name);
    mislead(name, own);
  }
  for (const text of others) mislead(text, undefined);

  const patterns = joinTexts(packages.map((name) => (name === '' ? '' : patternOf(name, members.get(name) ?? []))));
  return { frames: patterns, functions: patterns };

  function patternOf(name: string, names: readonly string[]): string {
    const separators = new Set(names.map((member) => separatorAt(member, name.length)));
    const [separator] = separators;
    const isPrefix = separators.size === 1 && separator !== '' && !misleading.has(name + separator);
    return isPrefix ? `^${exactly(name + separator)}` : anyOf(names);
  }
}

function separatorAt(text: string, at: number): string {
  return text.startsWith('::', at) ? '::' : text.slice(at, at + 1);
}

/** A longer list of functions is no pattern to look at. */
const MOST_FUNCTIONS = 100;

/** Patterns of files, which may be called otherwise in the profile than in the table. */
export function filePatterns(
  { locations, lines, functions, strings }: Profile,
  { entries, frames, frameStart }: EntryTable,
  rows: Int32Array,
): RowPatterns {
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
    joinTexts(
      Array.from(rows, (row) => {
        const texts = Array.from(members[row], (index) => stringAt(strings, index)).filter((text) => text !== '');
        return texts.length === 0 || texts.length > most ? '' : anyOf(texts);
      }),
    );
  return { frames: patternsOf(files, Number.POSITIVE_INFINITY), functions: patternsOf(names, MOST_FUNCTIONS) };
}

/** All texts that selections look at: the names of functions, and those of files and binaries. */
function selectedTexts({ functions, mappings, strings }: Profile) {
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
  return quotePattern(text.toWellFormed())
    .replace(/[\s;\p{Control}]/gu, (char) => `\\x{${char.codePointAt(0)?.toString(16)}}`)
    .replaceAll('//:', '//\\x3a');
}
