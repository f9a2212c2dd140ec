/** Names by a test, the heaviest first: for patterns, which no index can be asked for. */
import type { NameIndex } from './name-index.ts';
import type { LetterRange, NameMatch } from './rank-names.ts';

/** What is looked for in names. */
export interface NameTest {
  test(name: string): boolean;
  /** Where a name that passes matches, in order and apart from each other. */
  rangesIn(name: string): readonly LetterRange[];
}

/** A search that has got as far as `position`. */
export interface NameScan {
  readonly matches: readonly NameMatch[];
  /** How many of the names have been looked at. */
  readonly position: number;
}

export const SCAN_START: NameScan = { matches: [], position: 0 };

/** Looks at up to `names` more; all that follows the last of `limit` matches is lighter, and is not looked at. */
export function scanNames(
  index: NameIndex,
  { test, rangesIn }: NameTest,
  from: NameScan,
  { names, limit }: { readonly names: number; readonly limit: number },
): NameScan {
  const end = Math.min(index.names.length, from.position + names);
  const matches = [...from.matches];
  let position = from.position;
  for (; position < end && matches.length < limit; position++) {
    const name = index.names[position];
    if (test(name)) matches.push({ index: index.givenAt[position], ranges: rangesIn(name) });
  }
  return { matches, position: matches.length < limit ? position : index.names.length };
}

export function isScanned(index: NameIndex, { position }: NameScan): boolean {
  return position >= index.names.length;
}
