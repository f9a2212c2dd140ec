import Fuse from 'fuse.js';
import { type Candidate, findCandidates, SPELT, TYPO_SHARE } from './candidates.ts';
import { foldCase } from './fold-case.ts';
import type { NameIndex } from './name-index.ts';
import { spellingOf } from './spelling.ts';

/** Matched letters, from the first up to but not including `end`. */
export type LetterRange = readonly [start: number, end: number];

export interface NameMatch {
  /** The place of the name in the list the index was built from. */
  readonly index: number;
  /** In order and apart from each other; empty without a query. */
  readonly ranges: readonly LetterRange[];
}

/** How many candidates fuse.js is given. Its cost is in proportion: about 20 µs each. */
const MOST_CANDIDATES = 200;

/**
 * The names a query means, the best first, at most `limit`. The query is one or more words in any order, upper or lower
 * case; a name has to contain each of them, or spell it, or it is mistyped a little. fuse.js judges how close a match
 * is; between equally close ones it matters where the words stand, then the weight. Names that fuse.js refuses, which
 * spell the words with too much in between, come last. Without a query these are the heaviest names.
 */
export function rankNames(index: NameIndex, query: string, limit: number): readonly NameMatch[] {
  return scoredNames(index, query, limit).map(({ index: at, ranges }) => ({ index: at, ranges }));
}

/** A match with how far it is from the query, so that the matches of several indexes can be put in one order. */
export interface ScoredMatch extends NameMatch {
  /** 0 is perfect; without a query, all are. */
  readonly score: number;
  /** Between equal scores the smaller one comes first, and then what weighs more. */
  readonly fit: number;
}

/** As `rankNames`. `candidatesLooked` is how many names get a close look, which is what a search costs. */
export function scoredNames(
  index: NameIndex,
  query: string,
  limit: number,
  candidatesLooked = MOST_CANDIDATES,
): readonly ScoredMatch[] {
  const words = foldCase(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) {
    return Array.from(index.givenAt.subarray(0, limit), (at) => ({ index: at, ranges: [], score: 0, fit: 0 }));
  }

  const candidates = findCandidates(index, words, candidatesLooked);
  const judged = judge(index, candidates, words);
  const accepted = new Set(judged.map(({ position }) => position));
  const spelt = candidates
    .filter(({ position, fit }) => fit === SPELT && !accepted.has(position))
    .flatMap(({ position }) => speltMatch(index, position, words));
  const loose = spelt.map((match) => ({ ...match, score: WORST_SCORE + match.spread, fit: SPELT }));
  return [...judged.sort(closestFirst), ...loose.sort(closestFirst)]
    .slice(0, limit)
    .map(({ position, ranges, score, fit }) => ({ index: index.givenAt[position], ranges, score, fit }));
}

/** What fuse.js gives to the worst match that it accepts. */
const WORST_SCORE = 1;

interface JudgedMatch {
  readonly position: number;
  readonly fit: number;
  /** From fuse.js: 0 is perfect. */
  readonly score: number;
  readonly ranges: readonly LetterRange[];
}

const closestFirst = (a: JudgedMatch, b: JudgedMatch) => a.score - b.score || a.fit - b.fit || a.position - b.position;

/** Asks fuse.js. A match in a name's own part counts more than one in the path of its package. */
function judge(index: NameIndex, candidates: readonly Candidate[], words: readonly string[]): JudgedMatch[] {
  const texts = candidates.map(({ position }) => {
    const full = index.folded[position];
    return { full, own: full.slice(index.ownStart[position]) };
  });
  const fuse = new Fuse(texts, {
    keys: [
      { name: 'own', weight: 2, getFn: ({ own }) => own },
      { name: 'full', weight: 1, getFn: ({ full }) => full },
    ],
    isCaseSensitive: true,
    ignoreLocation: true,
    ignoreFieldNorm: true,
    threshold: TYPO_SHARE,
    includeScore: true,
    includeMatches: true,
    shouldSort: false,
  });
  return fuse.search({ $and: [...words] }).map(({ refIndex, score = 1, matches = [] }) => ({
    ...candidates[refIndex],
    score,
    ranges: mergedRanges(matches.filter(({ key }) => key === 'full').flatMap(({ indices }) => indices)),
  }));
}

/** From ranges with inclusive ends, in any order. */
function mergedRanges(indices: readonly (readonly [first: number, last: number])[]): LetterRange[] {
  const merged: [number, number][] = [];
  for (const [first, last] of [...indices].sort((a, b) => a[0] - b[0])) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before[1]) before[1] = Math.max(before[1], last + 1);
    else merged.push([first, last + 1]);
  }
  return merged;
}

interface SpeltMatch {
  readonly position: number;
  readonly ranges: readonly LetterRange[];
  readonly spread: number;
}

/** Where a name spells the words. */
function speltMatch({ names, folded }: NameIndex, position: number, words: readonly string[]): SpeltMatch[] {
  const spelling = spellingOf(names[position], folded[position], words);
  if (spelling === undefined) return [];
  return [{ position, ranges: mergedRanges(spelling.places.map((at) => [at, at])), spread: spelling.spread }];
}
