/** Names that have the letters of a word in order, though not next to each other. */
import { isWordStart } from './words.ts';

export interface Spelling {
  /** Where the letters are, ascending, each place once. */
  readonly places: readonly number[];
  /** How far apart they are, from the first to the last; 0 where each begins a word or follows the one before. */
  readonly spread: number;
}

/**
 * How a name spells all the words; undefined where it does not. Initials are tried first, as `mih` for
 * `main.(*Index).Handle`: few people type letters from the middle of a word.
 */
export function spellingOf(name: string, folded: string, words: readonly string[]): Spelling | undefined {
  if (!words.every((word) => endOfSpelling(folded, word) !== -1)) return undefined;
  const initials = placesOf(words, (word) => initialPlaces(name, folded, word));
  if (initials !== undefined) return { places: initials, spread: 0 };
  const places = placesOf(words, (word) => closePlaces(folded, word)) ?? [];
  return { places, spread: places[places.length - 1] - places[0] };
}

function placesOf(
  words: readonly string[],
  find: (word: string) => readonly number[] | undefined,
): number[] | undefined {
  const all = new Set<number>();
  for (const word of words) {
    const places = find(word);
    if (places === undefined) return undefined;
    for (const place of places) all.add(place);
  }
  return [...all].sort((a, b) => a - b);
}

/** Each letter right behind the one before it, or else at the next word that begins with it. */
function initialPlaces(name: string, folded: string, word: string): number[] | undefined {
  const places: number[] = [];
  let at = 0;
  for (let i = 0; i < word.length; i++) {
    if (i === 0 || folded[at] !== word[i]) {
      at = nextInitial(name, folded, word[i], at);
      if (at === -1) return undefined;
    }
    places.push(at++);
  }
  return places;
}

function nextInitial(name: string, folded: string, letter: string, from: number): number {
  let at = folded.indexOf(letter, from);
  while (at !== -1 && !isWordStart(name, at)) at = folded.indexOf(letter, at + 1);
  return at;
}

/** The earliest place the word can end, and from there back, so that the letters stand as close as they can there. */
function closePlaces(folded: string, word: string): number[] {
  const places: number[] = [];
  let at = endOfSpelling(folded, word);
  for (let i = word.length - 1; i >= 0; i--, at--) {
    at = folded.lastIndexOf(word[i], at);
    places.push(at);
  }
  return places;
}

function endOfSpelling(folded: string, word: string): number {
  let end = -1;
  for (let i = 0; i < word.length; i++) {
    end = folded.indexOf(word[i], end + 1);
    if (end === -1) return -1;
  }
  return end;
}
