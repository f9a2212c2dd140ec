/**
 * The few names worth an exact look, found without looking at most of them. In this order, as long as there are not
 * enough: names that contain every word of the query; names that spell the words, with other letters in between, as
 * `main.(*Index).Handle` spells `mih`; names that share most pairs of letters with the words, for mistyped ones.
 */
import { letterBits, type NameIndex, pairAt } from './name-index.ts';
import { spellingOf } from './spelling.ts';
import { isIdentifierEnd, isWordStart } from './words.ts';

/** A name that may be meant. */
export interface Candidate {
  /** The place in the index; the smaller the heavier. */
  readonly position: number;
  /** How well it fits: for names that contain the words their `Fit` added up, then `SPELT`, then `RESEMBLING`. */
  readonly fit: number;
}

/** How a word stands in a name, the best first: `http` in `ServeHTTP`, `HTTPError`, `xhttp`, `http/server.Run`. */
const Fit = { identifierEnd: 0, wordStart: 1, inside: 2, inPath: 3 } as const;

export const SPELT = 1000;
const RESEMBLING = 1001;

/** With fewer names that contain the words, those that spell them are looked for as well. */
const FEW = 50;
/** With fewer still, names that the words may be mistyped from are. */
const VERY_FEW = 10;
/** How many of either are worth a closer look. */
const MOST_LOOSE = 60;
/** A search stops behind this many hits for each candidate that is wanted: what follows is lighter than all of them. */
const HITS = 25;
/** The same for names that spell the words, which takes longer to tell. */
const HITS_FOR_SPELT = 10;

/** The best candidates for a query of folded words, at most `limit`: the best fit first, then the heaviest. */
export function findCandidates(index: NameIndex, words: readonly string[], limit: number): readonly Candidate[] {
  const found = containing(index, words, limit);
  const [isFew, isVeryFew, isNone] = [found.length < FEW, found.length < VERY_FEW, found.length === 0];
  const most = Math.min(MOST_LOOSE, limit);
  if (isFew) addNew(found, spelling(index, words, isNone, HITS_FOR_SPELT * limit).slice(0, most), SPELT);
  if (isVeryFew) addNew(found, resembling(index, words).slice(0, most), RESEMBLING);
  return found;
}

function addNew(found: Candidate[], positions: readonly number[], fit: number): void {
  const known = new Set(found.map(({ position }) => position));
  for (const position of positions) if (!known.has(position)) found.push({ position, fit });
}

/** The names that contain every word. */
function containing(index: NameIndex, words: readonly string[], limit: number): Candidate[] {
  const { folded, letters } = index;
  const rarest = rarestPair(index, words);
  const length = rarest?.length ?? folded.length;
  const bits = letterBits(words.join(''));
  const byFit: number[][] = [];
  for (let i = 0, hits = 0; i < length && hits < HITS * limit; i++) {
    const position = rarest === undefined ? i : rarest[i];
    if ((letters[position] & bits) !== bits) continue;
    const fit = fitOf(index, position, words);
    if (fit === undefined) continue;
    hits++;
    byFit[fit] ??= [];
    if (byFit[fit].length < limit) byFit[fit].push(position);
  }
  return byFit.flatMap((positions, fit) => positions.map((position) => ({ position, fit }))).slice(0, limit);
}

/** The names with the pair of letters of the words that the fewest names have; undefined where no word has two letters. */
function rarestPair({ pairStart, pairNames }: NameIndex, words: readonly string[]): Int32Array | undefined {
  const sizeOf = (pair: number) => pairStart[pair + 1] - pairStart[pair];
  const rarest = pairsOf(words).reduce<number | undefined>(
    (best, pair) => (best === undefined || sizeOf(pair) < sizeOf(best) ? pair : best),
    undefined,
  );
  return rarest === undefined ? undefined : pairNames.subarray(pairStart[rarest], pairStart[rarest + 1]);
}

function pairsOf(words: readonly string[]): number[] {
  const pairs = words.flatMap((word) =>
    Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => pairAt(word, at)),
  );
  return [...new Set(pairs)];
}

/** How well the words stand in a name together; undefined where one is missing. */
function fitOf(index: NameIndex, position: number, words: readonly string[]): number | undefined {
  let sum = 0;
  for (const word of words) {
    const fit = fitOfWord(index.names[position], index.folded[position], index.ownStart[position], word);
    if (fit === undefined) return undefined;
    sum += fit;
  }
  return sum;
}

function fitOfWord(name: string, folded: string, ownStart: number, word: string): number | undefined {
  let best: number = Fit.inside;
  let at = folded.indexOf(word, ownStart);
  if (at === -1) return ownStart > 0 && folded.includes(word) ? Fit.inPath : undefined;
  for (; at !== -1; at = folded.indexOf(word, at + 1)) {
    if (!isWordStart(name, at)) continue;
    if (isIdentifierEnd(name, at + word.length)) return Fit.identifierEnd;
    best = Fit.wordStart;
  }
  return best;
}

/** The names that spell the words, the closest first; those with the letters far apart only as a last resort. */
function spelling(
  { names, folded, letters }: NameIndex,
  words: readonly string[],
  isLastResort: boolean,
  mostHits: number,
): number[] {
  const bits = letterBits(words.join(''));
  const bySpread: number[][] = [];
  for (let position = 0, hits = 0; position < folded.length && hits < mostHits; position++) {
    if ((letters[position] & bits) !== bits) continue;
    const found = spellingOf(names[position], folded[position], words);
    if (found === undefined) continue;
    hits++;
    addTo(bySpread, found.spread, position);
  }
  const close = bySpread.slice(0, 2 * words.join('').length).flat();
  return (close.length === 0 && isLastResort ? bySpread.flat() : close).slice(0, MOST_LOOSE);
}

/** Appends to one of several lists, as long as that is short. */
function addTo(lists: number[][], at: number, position: number): void {
  lists[at] ??= [];
  if (lists[at].length < MOST_LOOSE) lists[at].push(position);
}

/** How many letters of a word may be wrong, as a share of them: what fuse.js is asked for as well. */
export const TYPO_SHARE = 0.3;

/**
 * The names that share most pairs of letters with the words. A wrong letter spoils two pairs, so as many may be missing
 * as the letters that may be wrong explain.
 */
function resembling({ folded, pairStart, pairNames }: NameIndex, words: readonly string[]): number[] {
  const pairs = pairsOf(words);
  const wrongLetters = words.reduce((sum, word) => sum + Math.floor(word.length * TYPO_SHARE), 0);
  if (wrongLetters === 0) return [];
  const needed = Math.max(1, pairs.length - 2 * wrongLetters);

  const shared = new Uint8Array(folded.length);
  for (const pair of pairs.slice(0, 255)) {
    for (let i = pairStart[pair]; i < pairStart[pair + 1]; i++) shared[pairNames[i]]++;
  }
  const byMissing: number[][] = [];
  for (let position = 0; position < shared.length; position++) {
    if (shared[position] >= needed) addTo(byMissing, pairs.length - shared[position], position);
  }
  return byMissing.flat().slice(0, MOST_LOOSE);
}
