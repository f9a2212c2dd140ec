import type { Int64Column } from '../base/int64.ts';
import { BASE_LABEL } from '../profile/labels.ts';
import { memoizeByString, stringAt } from '../profile/strings.ts';
import { NONE, type Profile } from '../profile/tables.ts';

/**
 * The values of the samples that belong to the base a profile is compared with, 0 for all others; they are negative, as
 * the base was subtracted. Undefined where no sample is marked to be one.
 */
export function baseValues({ samples, labels, strings }: Profile, column: Int64Column): Int64Column | undefined {
  if (labels.length === 0) return undefined;
  const isBaseKey = memoizeByString(strings, (key) => key === BASE_LABEL.key);
  const isBase = (label: number) => {
    const text = labels.text[label];
    return text !== NONE && isBaseKey(labels.key[label]) && stringAt(strings, text) === BASE_LABEL.value;
  };
  const values = column.slice();
  let hasBase = false;
  for (let sample = 0; sample < samples.length; sample++) {
    let label = samples.labelStart[sample];
    while (label < samples.labelEnd[sample] && !isBase(label)) label++;
    if (label < samples.labelEnd[sample]) hasBase = true;
    else if (values instanceof Float64Array) values[sample] = 0;
    else values[sample] = 0n;
  }
  return hasBase ? values : undefined;
}
