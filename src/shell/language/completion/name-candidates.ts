/** Functions, packages and files of the profile for a typed pattern. */

import { memoizeRecent } from '../../../base/memoize.ts';
import { foldCase } from '../../../search/fold-case.ts';
import type { NameIndex } from '../../../search/name-index.ts';
import { type NameMatch, rankNames } from '../../../search/rank-names.ts';
import { type FunctionNames, type NameList, shareOfName } from '../../session-names.ts';
import type { Dialect } from '../words.ts';
import type { Candidate } from './candidate.ts';
import { patternOf, placesInPattern, queryOf } from './pattern-text.ts';

/** More than fit a menu; the user types on. */
const MOST_NAMES = 100;

/** How many packages, and how many files, are offered among functions. */
const MOST_GROUPS = 3;

/** The functions that a typed pattern may mean. */
export function functionCandidates(functions: FunctionNames, typed: string, dialect: Dialect): readonly Candidate[] {
  const { matches } = inOrder(functions, queryOf(typed), MOST_NAMES);
  return matches.map((match) => functionCandidate(functions, match, dialect));
}

/**
 * The functions, packages and files that a pattern for frames may mean. Packages and files whose own name begins with what
 * was typed come first, as `json` does `encoding/json`; others after the functions.
 */
export function frameCandidates(functions: FunctionNames, typed: string, dialect: Dialect): readonly Candidate[] {
  const query = queryOf(typed);
  const words = wordsOf(query);
  const found = inOrder(functions, query, MOST_NAMES);
  const names = found.matches.map((match) => functionCandidate(functions, match, dialect));
  if (words.length === 0) return names;
  const groups = [
    ...groupCandidates(functions.packages, words, 'package', dialect),
    ...groupCandidates(functions.files, words, 'file', dialect),
  ];
  // Names that only resemble what was typed are of no use beside one that contains it.
  const shown = found.isContaining || groups.length === 0 ? names : [];
  const first = groups.filter(({ isNamed }) => isNamed).map(({ candidate }) => candidate);
  const last = groups.filter(({ isNamed }) => !isNamed).map(({ candidate }) => candidate);
  return [...first, ...shown, ...last].slice(0, MOST_NAMES);
}

/** The names of functions for a query that is no pattern. */
export function plainNameCandidates(functions: FunctionNames, query: string): readonly Candidate[] {
  return inOrder(functions, query, MOST_NAMES).matches.map(({ index, ranges }) => {
    const matched = placesOf(ranges);
    return { text: functions.index.names[index], help: shareOfName(functions, index), kind: 'function', matched };
  });
}

const ranked = memoizeRecent(4, (index: NameIndex, query: string, limit: number) => rankNames(index, query, limit));

function wordsOf(query: string): string[] {
  return foldCase(query)
    .split(/\s+/)
    .filter((word) => word !== '');
}

interface OrderedMatches {
  /** Whether the names contain what was typed; else they spell it, or it is mistyped. */
  readonly isContaining: boolean;
  readonly matches: readonly NameMatch[];
}

/**
 * The best matches. Where names contain what was typed, those that only resemble it are left out, and the others are in
 * the order of their weight: those first that are called so, then those with a part that begins so.
 */
function inOrder({ index }: NameList, query: string, limit: number): OrderedMatches {
  const matches = ranked(index, query, limit);
  const words = wordsOf(query);
  const containing = matches.filter((match) => words.every((word) => index.folded[match.index].includes(word)));
  if (containing.length === 0) return { isContaining: false, matches };
  // Names are numbered from the heaviest on.
  const ordered = containing
    .map((match) => ({ match, fit: fitOf(index.folded[match.index], words) }))
    .sort((a, b) => a.fit - b.fit || a.match.index - b.match.index)
    .map(({ match }) => match);
  return { isContaining: true, matches: ordered };
}

/** How well words fit a name that contains them: 0 where one is all of it or its last part, 1 where parts begin so. */
function fitOf(name: string, words: readonly string[]): number {
  const isCalled = words.some((word) => name.endsWith(word) && isPartStart(name, name.length - word.length));
  if (isCalled) return 0;
  return words.every((word) => beginsPart(name, word)) ? 1 : 2;
}

function beginsPart(name: string, word: string): boolean {
  for (let at = name.indexOf(word); at !== -1; at = name.indexOf(word, at + 1)) if (isPartStart(name, at)) return true;
  return false;
}

/** Whether a part of a name, such as a package, a type or a method, begins at a place. */
function isPartStart(name: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(name[at - 1]);
}

function functionCandidate(functions: NameList, { index, ranges }: NameMatch, dialect: Dialect): Candidate {
  const name = functions.index.names[index];
  const matched = placesInPattern(name, placesOf(ranges));
  return { text: patternOf(name, dialect), help: shareOfName(functions, index), kind: 'function', matched };
}

function placesOf(ranges: NameMatch['ranges']): number[] {
  return ranges.flatMap(([start, end]) => lettersFrom(start, end - start));
}

/** What a file uses in which no time or memory is spent: its functions are a better offer. */
const NOTHING_USED = '0%';

/** The packages or files that contain the words, at most a few: those first whose own name begins with the first one. */
function groupCandidates(list: NameList, words: readonly string[], kind: 'package' | 'file', dialect: Dialect) {
  const { names, folded } = list.index;
  const [first] = words;
  const named: number[] = [];
  const others: number[] = [];
  for (let place = 0; place < folded.length && named.length < MOST_GROUPS; place++) {
    const name = folded[place];
    if (!words.every((word) => name.includes(word))) continue;
    const isNamed = name.startsWith(first) || name.startsWith(first, name.lastIndexOf('/') + 1);
    (isNamed ? named : others).push(place);
  }
  const places = [...named, ...others].slice(0, MOST_GROUPS);
  return places.map((place) => ({
    isNamed: named.includes(place) && (kind === 'package' || shareOfName(list, place) !== NOTHING_USED),
    candidate: groupCandidate({ name: names[place], weight: shareOfName(list, place) }, words, kind, dialect),
  }));
}

function groupCandidate(
  { name, weight }: { readonly name: string; readonly weight: string },
  words: readonly string[],
  kind: 'package' | 'file',
  dialect: Dialect,
): Candidate {
  const anchor = kind === 'package' ? '^' : '';
  const folded = foldCase(name);
  const places = new Set(words.flatMap((word) => lettersFrom(folded.lastIndexOf(word), word.length)));
  const matched = placesInPattern(
    name,
    [...places].sort((a, b) => a - b),
  ).map((place) => place + anchor.length);
  return { text: anchor + patternOf(name, dialect), help: `${kind}, flat ${weight}`, kind, matched };
}

function lettersFrom(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => start + i);
}
