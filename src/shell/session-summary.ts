import { totalOf } from '../analysis/counted.ts';
import { SELECTING } from '../report/request.ts';
import { sampleIndexOf } from '../report/sample-index.ts';
import { valueLabel } from '../report/value-labels.ts';
import type { Session } from './session.ts';

/** What a list of profiles says about one. */
export interface SessionSummary {
  readonly name: string;
  readonly type: string;
  /** Of the whole profile, with its unit. */
  readonly total: string;
  /** How many filters are set. */
  readonly filters: number;
}

export function sessionSummary({ profile, source, options }: Session): SessionSummary {
  const filters = SELECTING.filter((name) => options[name] !== '').length;
  if (profile.valueTypes.length === 0) return { name: source, type: 'no samples', total: '', filters };
  const column = sampleIndexOf(profile, options.sample_index);
  const { type, unit } = profile.valueTypes[column];
  const divisor = options.mean ? profile.samples.values[0] : undefined;
  const total = totalOf(profile, { column: profile.samples.values[column], divisor });
  const labels = { type, unit, shownUnit: options.unit, ratio: 1 / options.divide_by, total };
  return { name: source, type: options.mean ? `mean_${type}` : type, total: valueLabel(labels, total), filters };
}
