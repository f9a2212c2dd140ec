import { abs, add, addUpColumn, at, divide, type Int64, type Int64Column } from '../base/int64.ts';
import { memoizeByIdentity, memoizeRecent } from '../base/memoize.ts';
import { rowsWhere } from '../profile/sample-subset.ts';
import type { Profile } from '../profile/tables.ts';
import { baseSamples } from './base-values.ts';

/** The values a report is about: a column of a profile's samples, divided by another one for a mean. */
export interface ShownValues {
  readonly column: Int64Column;
  readonly divisor: Int64Column | undefined;
}

/** The samples that count: those without a value change nothing, not even who calls whom. All questions share them. */
export function countedSamples({ column, divisor }: ShownValues): Int32Array {
  return countedIn(column, divisor);
}

const countedIn = memoizeRecent(3, (column: Int64Column, divisor: Int64Column | undefined) => {
  if (column instanceof Float64Array && divisor === undefined)
    return rowsWhere(column.length, (sample) => column[sample] !== 0);
  return rowsWhere(
    column.length,
    (sample) => Number(column[sample]) !== 0 || (divisor !== undefined && Number(divisor[sample]) !== 0),
  );
});

/** Whether any value is below zero, as in a comparison. Found once per column. */
export const hasNegativeValues = memoizeByIdentity((column: Int64Column): boolean => {
  for (let sample = 0; sample < column.length; sample++) if (column[sample] < 0) return true;
  return false;
});

/** What percentages are shares of: all values, or only those of the base where one is compared with. */
export function totalOf(profile: Profile, values: ShownValues): Int64 {
  const base = baseSamples(profile);
  const ofBase = base.length === 0 ? 0 : absoluteSum(values, base);
  if (ofBase > 0) return meanOf(ofBase, values, base);
  const all = rowsWhere(profile.samples.length, () => true);
  return meanOf(absoluteSum(values, all), values, all);
}

function absoluteSum({ column }: ShownValues, samples: Int32Array): Int64 {
  if (column instanceof Float64Array) {
    let narrow = 0;
    for (let i = 0; i < samples.length; i++) narrow += Math.abs(column[samples[i]]);
    return narrow;
  }
  let sum: Int64 = 0;
  for (const sample of samples) sum = add(sum, abs(at(column, sample)));
  return sum;
}

function meanOf(sum: Int64, { divisor }: ShownValues, samples: Int32Array): Int64 {
  if (divisor === undefined) return sum;
  const count = at(
    addUpColumn(divisor, (part) => Float64Array.of(samples.reduce((partSum, sample) => partSum + part[sample], 0))),
    0,
  );
  return count === 0 ? sum : divide(sum, count);
}
