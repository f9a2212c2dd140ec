/** Tags for a typed filter: keys, their texts, and ranges of their numbers. */
import { compareText } from '../../../base/byte-text.ts';
import type { Profile } from '../../../profile/tables.ts';
import { scale } from '../../../profile/units.ts';
import { type LabelValues, labelKeys, labelValues } from '../../session-names.ts';
import type { Dialect } from '../words.ts';
import type { Candidate } from './candidate.ts';
import { fittingWords } from './fitting-words.ts';
import type { Offer } from './offer.ts';
import { isTypeable, patternOf, queryOf } from './pattern-text.ts';

/** For a filter `key=value`: keys until there is a sign, then what labels of the key say. */
export function labelFilterOffer(profile: Profile, typed: string, dialect: Dialect): Offer {
  const equals = typed.indexOf('=');
  if (equals === -1) return { offset: 0, candidates: fittingWords(keyCandidates(profile, '='), typed) };
  const values = labelValues(profile, typed.slice(0, equals));
  const last = Math.max(equals, typed.lastIndexOf(','));
  const texts = textCandidates(values, typed.slice(last + 1), dialect);
  if (texts.length > 0) return { offset: last + 1, candidates: texts };
  return { offset: equals + 1, candidates: rangeCandidates(values, typed.slice(equals + 1)) };
}

/** The keys of all tags, `ending` behind each. Filters cannot name a key with a `=` in it. */
export function keyCandidates(profile: Profile, ending: string): Candidate[] {
  const keys = labelKeys(profile).filter((key) => !key.includes('=') && isTypeable(key));
  return keys.map((key) => ({ text: key + ending, kind: 'tag' }));
}

/** The most frequent first. */
function textCandidates({ texts }: LabelValues, typed: string, dialect: Dialect): Candidate[] {
  const words = [...texts]
    .sort(([a, x], [b, y]) => y - x || compareText(a, b))
    .map(([text, count]): Candidate => ({ text: filterOf(text, dialect), help: samplesText(count), kind: 'tag' }));
  const query = queryOf(typed);
  return query === typed ? fittingWords(words, typed) : words.filter(({ text }) => queryOf(text).startsWith(query));
}

/** A text as filters read it: commas part patterns, and what looks like a range of numbers has to be a pattern. */
function filterOf(text: string, dialect: Dialect): string {
  const pattern = patternOf(text, dialect).replaceAll(',', '\\x2c');
  return RANGE.test(text) ? `^${pattern}$` : pattern;
}

const RANGE = /^(?:[+-]?\d+[a-z]*)?:?(?:[+-]?\d+[a-z]*)?$/i;

function samplesText(count: number): string {
  return count === 1 ? '1 sample' : `${count} samples`;
}

/** Ranges that part the numbers where a user may want to part them, then the most frequent numbers. */
function rangeCandidates({ numbers, unit }: LabelValues, typed: string): Candidate[] {
  if (numbers.length === 0) return [];
  const atShare = (share: number) => numberText(numbers[Math.floor(share * (numbers.length - 1))], unit);
  const ranges: Candidate[] = [
    { text: `:${atShare(0.5)}`, help: 'up to the median', kind: 'tag' },
    { text: `${atShare(0.5)}:`, help: 'from the median on', kind: 'tag' },
    { text: `${atShare(0.9)}:`, help: 'the largest tenth', kind: 'tag' },
    { text: `:${atShare(0.1)}`, help: 'the smallest tenth', kind: 'tag' },
  ];
  const [low, high] = [atShare(0.25), atShare(0.75)];
  if (low !== high) ranges.push({ text: `${low}:${high}`, help: 'the half in the middle', kind: 'tag' });
  const single = frequent(numbers).map((number): Candidate => ({ text: numberText(number, unit), kind: 'tag' }));
  const texts = new Set<string>();
  const distinct = [...ranges, ...single].filter(({ text }) => texts.size < texts.add(text).size);
  return fittingWords(distinct, typed).filter(({ text }) => text.startsWith(typed));
}

/** How many single numbers are offered. */
const MOST_NUMBERS = 20;

function frequent(numbers: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  const ordered = [...counts].sort(([a, x], [b, y]) => y - x || a - b);
  return ordered.slice(0, MOST_NUMBERS).map(([number]) => number);
}

/** A number as filters read it: whole, and so in the largest unit in which it is. */
function numberText(number: number, unit: string): string {
  const digits = (value: number) => BigInt(value).toString();
  const isUnit = (name: string) => /^[A-Za-z]+$/.test(name);
  const large = scale(number, unit, 'auto');
  if (isUnit(large.unit) && Number.isInteger(large.value)) return digits(large.value) + large.unit;
  // The short word for the unit itself: `2688B`.
  const one = scale(1, unit, 'auto');
  const word = one.value === 1 && isUnit(one.unit) ? one.unit : unit;
  return digits(number) + (isUnit(word) ? word : '');
}
