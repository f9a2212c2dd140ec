import { filtersSet, shownType, wholeLabels } from '../report/request.ts';
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
  const filters = filtersSet(options).length;
  const type = shownType(profile, options);
  if (profile.valueTypes.length === 0) return { name: source, type, total: '', filters };
  const labels = wholeLabels(profile, options);
  return { name: source, type, total: valueLabel(labels, labels.total), filters };
}
