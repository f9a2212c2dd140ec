/** Which of a list of fixed words a typed text may be the beginning of. */
import { foldCase } from '../../../search/fold-case.ts';
import type { Candidate } from './candidate.ts';

/** How a typed text can stand in a word, the best first; `index` in `index…`, `sample_index`, `reindex`, and `smpix`. */
const FITS: readonly ((word: string, typed: string) => readonly number[] | undefined)[] = [
  (word, typed) => (word.startsWith(typed) ? lettersFrom(0, typed.length) : undefined),
  (word, typed) => lettersOf(findPart(word, typed), typed.length),
  (word, typed) => lettersOf(word.indexOf(typed), typed.length),
  spelling,
];

/**
 * Those of the words that fit best, in the order given. Where some begin with what was typed, others are left out: then
 * it is mostly one, which can be put in at once.
 */
export function fittingWords(words: readonly Candidate[], typed: string): Candidate[] {
  const folded = foldCase(typed);
  for (const placesOf of FITS) {
    const fitting = words.flatMap((word) => {
      const matched = placesOf(foldCase(word.text), folded);
      return matched === undefined ? [] : [{ ...word, matched }];
    });
    if (fitting.length > 0) return fitting;
  }
  return [];
}

function lettersFrom(start: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => start + i);
}

function lettersOf(start: number, count: number): readonly number[] | undefined {
  return start === -1 ? undefined : lettersFrom(start, count);
}

/** Where the text begins a part of a word, behind a sign. */
function findPart(word: string, typed: string): number {
  let at = word.indexOf(typed);
  while (at > 0 && /[\p{L}\p{N}]/u.test(word[at - 1])) at = word.indexOf(typed, at + 1);
  return at;
}

/** The letters in their order with others in between; the first one begins the word. */
function spelling(word: string, typed: string): readonly number[] | undefined {
  const places: number[] = [];
  for (const letter of typed) {
    const at = word.indexOf(letter, (places.at(-1) ?? -1) + 1);
    if (at === -1 || (places.length === 0 && at > 0)) return undefined;
    places.push(at);
  }
  return places;
}
