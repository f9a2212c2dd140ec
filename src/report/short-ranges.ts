import type { LetterRange } from '../search/rank-names.ts';
import { endWithoutHash } from './short-name.ts';

/**
 * Where letters of a name, such as those that a search found, are in its short form; those that were left out are nowhere.
 * Both are read from behind, where they are alike; `…` stands for all up to the bracket in front of it.
 */
export function shortRanges(name: string, short: string, ranges: readonly LetterRange[]): LetterRange[] {
  if (name === short || ranges.length === 0) return [...ranges];
  const isFound = new Uint8Array(name.length);
  for (const [start, end] of ranges) isFound.fill(1, start, end);
  const found: LetterRange[] = [];
  let end = endWithoutHash(name, 1);
  if (short.endsWith(name.slice(end))) end = name.length;
  for (let at = short.length - 1; at >= 0; at--) {
    if (short[at] === '…' && name[end - 1] !== '…') {
      end = bracketBefore(name, end, short[at - 1]);
      continue;
    }
    const place = name.lastIndexOf(short[at], end - 1);
    if (place === -1 || end === 0) break;
    end = place;
    if (isFound[place] === 0) continue;
    const next = found.at(-1);
    if (next?.[0] === at + 1) found[found.length - 1] = [at, next[1]];
    else found.push([at, at + 1]);
  }
  return found.reverse();
}

/** The position behind the bracket that is open in front of one. */
function bracketBefore(name: string, end: number, open: string): number {
  const close = BRACKETS.get(open);
  let depth = 0;
  for (let at = end - 1; at >= 0; at--) {
    if (name[at] === close) depth++;
    else if (name[at] === open && depth-- === 0) return at + 1;
  }
  return 0;
}

const BRACKETS = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
]);
