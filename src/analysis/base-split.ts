import { type Int64, negate } from '../base/int64.ts';
import { baseValues } from './base-values.ts';
import { type EntryQuestion, entryValues, shownCum, shownFlat } from './entry-values.ts';

/** What an entry had in the base, and what it has in the profile that is compared with it. */
export interface BaseSplit {
  flatBefore(entry: number): Int64;
  flatAfter(entry: number): Int64;
  cumBefore(entry: number): Int64;
  cumAfter(entry: number): Int64;
}

/**
 * Takes the values of a comparison apart again, where the samples of the base are labelled as such; undefined where none
 * is. Costs the sums of the entries once more.
 */
export function baseSplit(question: EntryQuestion): BaseSplit | undefined {
  const { profile, shownValues, counted } = question;
  const { column, divisor } = shownValues;
  const base = baseValues(profile, column);
  if (base === undefined) return undefined;
  const baseDivisors = divisor && baseValues(profile, divisor);
  const isBase = (sample: number) =>
    Number(base[sample]) !== 0 || (baseDivisors !== undefined && Number(baseDivisors[sample]) !== 0);
  const before = entryValues({ ...question, counted: counted.filter(isBase) });
  const after = entryValues({ ...question, counted: counted.filter((sample) => !isBase(sample)) });
  // The values of a base are negative, but for a mean, where its divisors are so too.
  const unsigned = divisor === undefined ? negate : (value: Int64) => value;
  return {
    flatBefore: (entry) => unsigned(shownFlat(before, entry)),
    flatAfter: (entry) => shownFlat(after, entry),
    cumBefore: (entry) => unsigned(shownCum(before, entry)),
    cumAfter: (entry) => shownCum(after, entry),
  };
}
