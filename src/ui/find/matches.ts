/** What the search finds: names of all kinds in one order, by the way of searching that is chosen. */

import { shownCum, shownFlat } from '../../analysis/entry-values.ts';
import { UserError } from '../../base/errors.ts';
import type { Int64 } from '../../base/int64.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { compilePattern } from '../../base/regex.ts';
import type { NameSearch, ProfileView } from '../../report/profile-view.ts';
import type { Places } from '../../report/views/places.ts';
import type { NameIndex } from '../../search/name-index.ts';
import { type LetterRange, type ScoredMatch, scoredNames } from '../../search/rank-names.ts';
import { isScanned, type NameScan, type NameTest, SCAN_START, scanNames } from '../../search/scan-names.ts';
import { readingsOf } from '../pager/line-pattern.ts';

export const KINDS = ['functions', 'files', 'packages', 'tags'] as const;
export type Kind = (typeof KINDS)[number];

export const SCOPES = ['all', ...KINDS] as const;
export type Scope = (typeof SCOPES)[number];

export const MODES = ['fuzzy', 'exact', 'regex'] as const;
export type Mode = (typeof MODES)[number];

/** Something that was found: a name of a kind, at a place in the list of that kind. */
export interface Match {
  readonly kind: Kind;
  readonly index: number;
  readonly ranges: readonly LetterRange[];
}

/** What the screen searches in. */
export interface FindModel {
  readonly view: ProfileView;
  readonly search: NameSearch;
  /** Undefined until it is known. */
  readonly places: Places | undefined;
}

export function nameOf({ view, search, places }: FindModel, { kind, index }: Pick<Match, 'kind' | 'index'>): string {
  return kind === 'functions' ? view.names[search.entries[index]] : (places?.[kind].names[index] ?? '');
}

export function valuesOf(
  { view, search, places }: FindModel,
  { kind, index }: Pick<Match, 'kind' | 'index'>,
): { readonly flat: Int64; readonly cum: Int64 } {
  if (kind !== 'functions') return { flat: places?.[kind].flat[index] ?? 0, cum: places?.[kind].cum[index] ?? 0 };
  const entry = search.entries[index];
  return { flat: shownFlat(view.values, entry), cum: shownCum(view.values, entry) };
}

export function indexOf({ search, places }: FindModel, kind: Kind): NameIndex | undefined {
  return kind === 'functions' ? search.index : places?.[kind].index;
}

/** How many names a scope has; undefined where that is not known yet. */
export function countOf(model: FindModel, scope: Scope): number | undefined {
  const counts = kindsIn(scope).map((kind) => indexOf(model, kind)?.names.length);
  return counts.reduce((sum, count) => (sum === undefined || count === undefined ? undefined : sum + count), 0);
}

export function kindsIn(scope: Scope): readonly Kind[] {
  return scope === 'all' ? KINDS : [scope];
}

/** As many as anyone scrolls through; with one word more the right one is on the first screen. */
export const MOST_MATCHES = 200;

/** What a search has found so far. */
export interface Found {
  readonly matches: readonly Match[];
  /** Searches by pattern that are not through, by kind. */
  readonly scans: ReadonlyMap<Kind, NameScan>;
  readonly isFinished: boolean;
  /** Why the query finds nothing; empty for none. */
  readonly problem: string;
}

interface Query {
  readonly text: string;
  readonly mode: Mode;
  readonly scope: Scope;
}

/** How many names a pattern is tried on before keys are looked at: 2 to 4 ms. */
const STEP_NAMES = 8000;

/** The search of a query, as far as it gets at once. */
export function find(model: FindModel, { text, mode, scope }: Query): Found {
  return findIn(model.search, model.places, text, mode, scope);
}

/** The last few are kept: a key and its undoing, and what is drawn again. */
const findIn = memoizeRecent(
  4,
  (search: NameSearch, places: Places | undefined, text: string, mode: Mode, scope: Scope): Found => {
    const indexes = indexesIn(search, places, scope);
    if (mode === 'fuzzy' || text === '') return finished(rankedTogether(indexes, text));
    const names = nameTest(text, mode);
    if (names === undefined) return { ...finished([]), problem: patternProblem(text) };
    return scanned(indexes, names, new Map(), mode === 'exact' ? Number.POSITIVE_INFINITY : STEP_NAMES);
  },
);

const finished = (matches: readonly Match[]): Found => ({ matches, scans: new Map(), isFinished: true, problem: '' });

/** The search after another piece of it. */
export function findOn(model: FindModel, { text, mode, scope }: Query, { scans }: Found): Found {
  const names = nameTest(text, mode);
  const indexes = indexesIn(model.search, model.places, scope);
  return names === undefined ? finished([]) : scanned(indexes, names, scans, STEP_NAMES);
}

type KindIndex = readonly [kind: Kind, index: NameIndex];

function indexesIn(search: NameSearch, places: Places | undefined, scope: Scope): readonly KindIndex[] {
  return kindsIn(scope).flatMap((kind) => {
    const index = kind === 'functions' ? search.index : places?.[kind].index;
    return index === undefined ? [] : [[kind, index] as const];
  });
}

/** What `exact` and `regex` look for; undefined where a pattern is none. */
const nameTest = memoizeRecent(4, (text: string, mode: Mode): NameTest | undefined => {
  const readings = readingsOf(text);
  const wanted = readings.find(({ isLiteral }) => isLiteral === (mode === 'exact')) ?? readings[0];
  return mode === 'regex' && wanted.isLiteral ? undefined : wanted;
});

function patternProblem(text: string): string {
  try {
    compilePattern(text);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'not a pattern';
}

function scanned(
  indexes: readonly KindIndex[],
  names: NameTest,
  before: ReadonlyMap<Kind, NameScan>,
  step: number,
): Found {
  let left = step;
  const scans = new Map<Kind, NameScan>();
  for (const [kind, index] of indexes) {
    const from = before.get(kind) ?? SCAN_START;
    const scan = left > 0 ? scanNames(index, names, from, { names: left, limit: MOST_MATCHES }) : from;
    left -= scan.position - from.position;
    scans.set(kind, scan);
  }
  const found = indexes.map(
    ([kind, index]): KindMatches => ({
      kind,
      index,
      matches: (scans.get(kind) ?? SCAN_START).matches.map((match) => ({ ...match, score: 0, fit: 0 })),
    }),
  );
  const isFinished = indexes.every(([kind, index]) => isScanned(index, scans.get(kind) ?? SCAN_START));
  return { matches: mergedMatches(found), scans, isFinished, problem: '' };
}

/** How many names get a close look: what a key costs. Where all kinds are searched, most of them are functions. */
const LOOKED_AT = { alone: 200, functions: 80, others: 20 } as const;

function lookedAt(kind: Kind, kinds: number): number {
  if (kinds === 1) return LOOKED_AT.alone;
  return kind === 'functions' ? LOOKED_AT.functions : LOOKED_AT.others;
}

function rankedTogether(indexes: readonly KindIndex[], text: string): readonly Match[] {
  return mergedMatches(
    indexes.map(([kind, index]) => ({
      kind,
      index,
      matches: scoredNames(index, text, MOST_MATCHES, lookedAt(kind, indexes.length)),
    })),
  );
}

interface KindMatches {
  readonly kind: Kind;
  readonly index: NameIndex;
  readonly matches: readonly ScoredMatch[];
}

/** The matches of all kinds in one order: the closest first, between equals what weighs most, then functions. */
function mergedMatches(found: readonly KindMatches[]): readonly Match[] {
  if (found.length === 1) return found[0].matches.map(({ index, ranges }) => ({ kind: found[0].kind, index, ranges }));
  const all = found.flatMap(({ kind, index: { weights }, matches }) =>
    matches.map((match) => ({ ...match, kind, weight: weights[match.index] })),
  );
  return all
    .sort((a, b) => a.score - b.score || a.fit - b.fit || b.weight - a.weight)
    .slice(0, MOST_MATCHES)
    .map(({ kind, index, ranges }) => ({ kind, index, ranges }));
}
