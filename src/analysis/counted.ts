import { abs, add, addUpColumn, at, divide, type Int64, type Int64Column } from '../base/int64.ts';
import { BASE_LABEL } from '../profile/labels.ts';
import { rowsWhere } from '../profile/sample-subset.ts';
import { memoizeByString, stringAt } from '../profile/strings.ts';
import { NONE, type Profile } from '../profile/tables.ts';

/** The values a report is about: a column of a profile's samples, divided by another one for a mean. */
export interface ShownValues {
  readonly column: Int64Column;
  readonly divisor: Int64Column | undefined;
}

/** The samples that count: those without a value change nothing, not even who calls whom. */
export function countedSamples({ column, divisor }: ShownValues): Int32Array {
  if (column instanceof Float64Array && divisor === undefined)
    return rowsWhere(column.length, (sample) => column[sample] !== 0);
  return rowsWhere(
    column.length,
    (sample) => Number(column[sample]) !== 0 || (divisor !== undefined && Number(divisor[sample]) !== 0),
  );
}

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

/** The samples of the profile that is compared with, marked by a label of their own. */
function baseSamples({ samples, labels, strings }: Profile): Int32Array {
  if (labels.length === 0) return new Int32Array(0);
  const isBaseKey = memoizeByString(strings, (key) => key === BASE_LABEL.key);
  return rowsWhere(samples.length, (sample) => {
    for (let label = samples.labelStart[sample]; label < samples.labelEnd[sample]; label++) {
      const text = labels.text[label];
      if (text === NONE || !isBaseKey(labels.key[label])) continue;
      if (stringAt(strings, text) === BASE_LABEL.value) return true;
    }
    return false;
  });
}
