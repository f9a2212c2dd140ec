/**
 * Names made ready for searching. Positions in the index are ordered by weight, so whatever goes through it from the
 * front meets the heavy names first, and the smaller position wins between equals.
 *
 * Two filters stand before any look at a text. The letters of a name are bits of one number, so "has all the letters"
 * is one operation. The pairs of neighbouring letters are an inverted index: for every pair the names that contain it.
 * A text is only looked for in the names of its rarest pair, and names that share most pairs with a mistyped word are
 * found by counting.
 */
import { foldCase } from './fold-case.ts';
import { ownPartStart } from './words.ts';

export interface NameIndex {
  /** The heaviest first; so are all columns. */
  readonly names: readonly string[];
  /** The names in lower case, letter for letter. */
  readonly folded: readonly string[];
  /** Where each name stood in the list the index was built from. */
  readonly givenAt: Int32Array;
  /** The size of the weight of each name, in the order of the list the index was built from. */
  readonly weights: Float64Array;
  /** Where the part behind the package path begins. */
  readonly ownStart: Int32Array;
  /** The kinds of letters each name has, a bit each. */
  readonly letters: Int32Array;
  /** The names with a pair are `pairNames[pairStart[pair]]` up to but not including `pairNames[pairStart[pair + 1]]`. */
  readonly pairStart: Int32Array;
  readonly pairNames: Int32Array;
}

const KIND_BITS = 6;
const PAIRS = 1 << (2 * KIND_BITS);

/** One of 64 kinds of letters: a to z and 0 to 9 are kinds of their own, all others share the rest. */
function kindOf(code: number): number {
  return code < ASCII_KINDS.length ? ASCII_KINDS[code] : 37 + (code % 27);
}

const ASCII_KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 97 && code <= 122) return code - 96;
  if (code >= 48 && code <= 57) return code - 21;
  return 37 + (code % 27);
});

/** The pair of letters that begins at this position of a folded text, as a number. */
export function pairAt(folded: string, at: number): number {
  return (kindOf(folded.charCodeAt(at)) << KIND_BITS) | kindOf(folded.charCodeAt(at + 1));
}

/** The letters of a folded text as bits. Kinds that are 32 apart share one, which lets a few names too many pass. */
export function letterBits(folded: string): number {
  let bits = 0;
  for (let i = 0; i < folded.length; i++) bits |= 1 << (kindOf(folded.charCodeAt(i)) & 31);
  return bits;
}

/** Takes about 100 ms for 100,000 names. A weight counts by its size; equal ones stay in the order given. */
export function buildNameIndex(names: readonly string[], weights: ArrayLike<number>): NameIndex {
  const size = Float64Array.from(weights, Math.abs);
  const givenAt = Int32Array.from(names.keys()).sort((a, b) => size[b] - size[a] || a - b);
  const ordered = Array.from(givenAt, (at) => names[at]);
  const folded = ordered.map(foldCase);
  return {
    names: ordered,
    folded,
    givenAt,
    weights: size,
    ownStart: Int32Array.from(ordered, ownPartStart),
    letters: Int32Array.from(folded, letterBits),
    ...buildPairs(folded),
  };
}

/** Lists the pairs of every name, each once, then sorts the names into the lists of their pairs. */
function buildPairs(folded: readonly string[]): Pick<NameIndex, 'pairStart' | 'pairNames'> {
  const pairs = new Uint16Array(folded.reduce((sum, text) => sum + text.length, 0));
  const pairsEnd = new Int32Array(folded.length);
  const pairStart = new Int32Array(PAIRS + 1);
  const lastName = new Int32Array(PAIRS).fill(-1);
  let length = 0;
  for (let name = 0; name < folded.length; name++) {
    const text = folded[name];
    let pair = kindOf(text.charCodeAt(0));
    for (let i = 1; i < text.length; i++) {
      pair = ((pair << KIND_BITS) | kindOf(text.charCodeAt(i))) & (PAIRS - 1);
      if (lastName[pair] === name) continue;
      lastName[pair] = name;
      pairs[length++] = pair;
      pairStart[pair + 1]++;
    }
    pairsEnd[name] = length;
  }
  for (let pair = 0; pair < PAIRS; pair++) pairStart[pair + 1] += pairStart[pair];

  const pairNames = new Int32Array(length);
  const next = pairStart.slice();
  for (let name = 0, i = 0; name < folded.length; name++) {
    for (; i < pairsEnd[name]; i++) pairNames[next[pairs[i]]++] = name;
  }
  return { pairStart, pairNames };
}
