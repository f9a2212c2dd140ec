/**
 * What rows are left by a typed text. Words are looked for in any order, upper or lower case; where no name contains all
 * of them, the names that are most like them are asked for. `"text"` is taken exactly as it is; `/regex/` and `~regex` are
 * patterns.
 */
import { UserError } from '../../base/errors.ts';
import { eachContaining, joinedAt } from '../../base/joined-texts.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { compilePattern } from '../../base/regex.ts';
import type { TableData } from '../../report/views/table.ts';
import { foldCase } from '../../search/fold-case.ts';
import type { LetterRange, NameMatch } from '../../search/rank-names.ts';
import { readingsOf } from '../pager/line-pattern.ts';

/** How a typed text is meant. */
export type FilterReading =
  | { readonly type: 'all' }
  | { readonly type: 'words'; readonly words: readonly string[] }
  | { readonly type: 'exact'; readonly part: string }
  | { readonly type: 'pattern'; readonly source: string }
  | { readonly type: 'problem'; readonly problem: string };

export function readFilter(text: string): FilterReading {
  const trimmed = text.trim();
  const quote = trimmed[0];
  if (quote === '"' || quote === "'") {
    const end = trimmed.length > 1 && trimmed.endsWith(quote) ? -1 : trimmed.length;
    const part = trimmed.slice(1, end);
    return part === '' ? { type: 'all' } : { type: 'exact', part };
  }
  const source = /^~(.+)$/.exec(trimmed)?.[1] ?? /^\/(.+)\/$/.exec(trimmed)?.[1];
  if (source !== undefined) return readPattern(source);
  const words = foldCase(trimmed)
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.length === 0 || trimmed === '~' ? { type: 'all' } : { type: 'words', words };
}

function readPattern(source: string): FilterReading {
  try {
    patternOf(source);
    return { type: 'pattern', source };
  } catch (error) {
    if (error instanceof UserError) return { type: 'problem', problem: error.message };
    throw error;
  }
}

const patternOf = memoizeRecent(2, compilePattern);

/** A filter, as far as it has looked at the rows. */
export interface RowFilter {
  readonly text: string;
  readonly reading: FilterReading;
  /** By row: 1 where it is left. Undefined where all are. */
  readonly isLeft: Uint8Array | undefined;
  /** The first row not looked at. */
  readonly next: number;
  /** Where no name contains the words: the names that are like them, and what of each; undefined until they are known. */
  readonly like: ReadonlyMap<number, readonly LetterRange[]> | undefined;
  readonly isLikeWanted: boolean;
}

export const NO_FILTER: RowFilter = {
  text: '',
  reading: { type: 'all' },
  isLeft: undefined,
  next: 0,
  like: undefined,
  isLikeWanted: false,
};

/** Looks at all rows at once where that is fast; for patterns `filterOn` does, in steps. */
export function filterRows(table: TableData, text: string): RowFilter {
  const reading = readFilter(text);
  const length = table.names.start.length - 1;
  const filter = { ...NO_FILTER, text, reading, next: length };
  switch (reading.type) {
    case 'all':
    case 'problem':
      return filter;
    case 'exact': {
      const isLeft = new Uint8Array(length);
      eachContaining(table.names, reading.part, (row) => {
        isLeft[row] = 1;
      });
      return { ...filter, isLeft };
    }
    case 'words': {
      const isLeft = rowsWithWords(table, reading.words);
      return { ...filter, isLeft, isLikeWanted: length > 0 && !isLeft.includes(1) };
    }
    case 'pattern':
      return { ...filter, isLeft: new Uint8Array(length), next: 0 };
  }
}

function rowsWithWords({ names, folded }: TableData, [first, ...more]: readonly string[]): Uint8Array {
  const isLeft = new Uint8Array(names.start.length - 1);
  const texts = { text: folded, start: names.start };
  eachContaining(texts, first, (row) => {
    if (more.length > 0) {
      const name = joinedAt(texts, row);
      if (!more.every((word) => name.includes(word))) return;
    }
    isLeft[row] = 1;
  });
  return isLeft;
}

/** Some rows are looked at between two looks at the clock. */
const ROWS_AT_ONCE = 1000;

export function isFiltering({ names }: TableData, { next, reading }: RowFilter): boolean {
  return reading.type === 'pattern' && next < names.start.length - 1;
}

/** Asks a pattern about the next rows. */
export function filterOn({ names }: TableData, filter: RowFilter): RowFilter {
  const { reading, isLeft, next } = filter;
  if (reading.type !== 'pattern' || isLeft === undefined) return filter;
  const pattern = patternOf(reading.source);
  const left = isLeft.slice();
  const end = Math.min(left.length, next + ROWS_AT_ONCE);
  for (let row = next; row < end; row++) left[row] = pattern.test(joinedAt(names, row)) ? 1 : 0;
  return { ...filter, isLeft: left, next: end };
}

/** Leaves the rows that are like the words. */
export function withLike(filter: RowFilter, matches: readonly NameMatch[]): RowFilter {
  const isLeft = filter.isLeft?.slice();
  for (const { index } of matches) isLeft?.fill(1, index, index + 1);
  return {
    ...filter,
    isLeft,
    isLikeWanted: false,
    like: new Map(matches.map(({ index, ranges }) => [index, ranges])),
  };
}

/** What of the name of a row is matched, in order and apart from each other. */
export function matchedRanges({ reading, like }: RowFilter, row: number, name: string): readonly LetterRange[] {
  switch (reading.type) {
    case 'all':
    case 'problem':
      return [];
    case 'exact':
      return rangesOf(name, [reading.part]);
    case 'words':
      return like?.get(row) ?? rangesOf(foldCase(name), reading.words);
    case 'pattern':
      return readingsOf(reading.source)[0].rangesIn(name.toWellFormed());
  }
}

function rangesOf(text: string, parts: readonly string[]): readonly LetterRange[] {
  const found: [number, number][] = [];
  for (const part of parts) {
    for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) {
      found.push([at, at + part.length]);
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [start, end] of found) {
    const before = merged.at(-1);
    if (before !== undefined && start <= before[1]) before[1] = Math.max(before[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
