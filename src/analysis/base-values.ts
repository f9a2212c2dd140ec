import type { Int64Column } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { BASE_LABEL } from '../profile/labels.ts';
import { rowsWhere } from '../profile/sample-subset.ts';
import { memoizeByString, stringAt } from '../profile/strings.ts';
import { NONE, type Profile } from '../profile/tables.ts';

/** The samples of the base a profile is compared with, marked by a label of their own. Found once per profile. */
export const baseSamples = memoizeByIdentity(({ samples, labels, strings }: Profile): Int32Array => {
  const isBaseKey = memoizeByString(strings, (key) => key === BASE_LABEL.key);
  const isBase = (label: number) => {
    const text = labels.text[label];
    return text !== NONE && isBaseKey(labels.key[label]) && stringAt(strings, text) === BASE_LABEL.value;
  };
  let label = 0;
  while (label < labels.length && !isBase(label)) label++;
  if (label === labels.length) return new Int32Array(0);
  return rowsWhere(samples.length, (sample) => {
    for (let own = samples.labelStart[sample]; own < samples.labelEnd[sample]; own++) if (isBase(own)) return true;
    return false;
  });
});

/**
 * The values of the samples that belong to the base a profile is compared with, 0 for all others; they are negative, as
 * the base was subtracted. Undefined where no sample is marked to be one.
 */
export function baseValues(profile: Profile, column: Int64Column): Int64Column | undefined {
  const base = baseSamples(profile);
  if (base.length === 0) return undefined;
  const values = column instanceof Float64Array ? new Float64Array(column.length) : new BigInt64Array(column.length);
  for (let i = 0; i < base.length; i++) values[base[i]] = column[base[i]];
  return values;
}
