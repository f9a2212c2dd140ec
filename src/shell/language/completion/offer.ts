import type { Candidate } from './candidate.ts';
import { fittingWords } from './fitting-words.ts';

/** What can be put in behind a part of a typed text. */
export interface Offer {
  /** Where in the text the part begins that candidates take the place of. */
  readonly offset: number;
  readonly candidates: readonly Candidate[];
}

export const NOTHING: Offer = { offset: 0, candidates: [] };

/** Those of a list of words that the whole text may be the beginning of. */
export function wordOffer(words: readonly Candidate[], typed: string): Offer {
  return { offset: 0, candidates: fittingWords(words, typed) };
}

/** The last of the alternatives `a|b|c` of a pattern. */
export function patternOffer(typed: string, namesFor: (typed: string) => readonly Candidate[]): Offer {
  const offset = typed.lastIndexOf('|') + 1;
  return { offset, candidates: namesFor(typed.slice(offset)) };
}
