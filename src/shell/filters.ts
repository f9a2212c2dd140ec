/** The filters of a session, and how much of the profile they leave. */
import { totalOf } from '../analysis/counted.ts';
import { DEFAULT_OPTIONS, type Options } from '../report/options.ts';
import { filtersSet, prepareReport, type ReportHost, SELECTING } from '../report/request.ts';
import { shareLabel, valueLabel } from '../report/value-labels.ts';
import type { Session } from './session.ts';

export type FilterName = (typeof SELECTING)[number];

/** A filter that is set, with what it and those before it leave. */
export interface ActiveFilter {
  readonly name: FilterName;
  readonly value: string;
  /** `12.34%` */
  readonly share: string;
  /** `57.19MB` */
  readonly amount: string;
}

export const NO_FILTERS = Object.fromEntries(SELECTING.map((name) => [name, ''])) as Pick<Options, FilterName>;

/** Only the filters of some options. */
export function filtersOf(options: Options): Pick<Options, FilterName> {
  return Object.fromEntries(SELECTING.map((name) => [name, options[name]])) as Pick<Options, FilterName>;
}

/** What the filters leave of the total; undefined where none is set. */
export interface FilterRest {
  readonly share: string;
  readonly amount: string;
  readonly total: string;
}

/** The filters that are set, in the order they take effect. Throws UserError where one is no valid filter. */
export function activeFilters(session: Session, host: ReportHost): ActiveFilter[] {
  const set = filtersSet(session.options);
  let options: Options = { ...session.options, ...NO_FILTERS };
  return set.map((name) => {
    const value = session.options[name];
    options = { ...options, [name]: value };
    const { share, amount } = restOf({ ...session, options }, host);
    return { name, value, share, amount };
  });
}

/** How much of the total the filters leave. */
export function filterRest(session: Session, host: ReportHost): FilterRest | undefined {
  return filtersSet(session.options).length > 0 ? restOf(session, host) : undefined;
}

function restOf({ profile, options }: Session, host: ReportHost): FilterRest {
  const request = prepareReport({
    profile,
    // Shares of what is left would always be all of it.
    options: { ...options, relative_percentages: DEFAULT_OPTIONS.relative_percentages },
    defaults: {},
    argument: undefined,
    host,
    notify: () => undefined,
  });
  const { labels, shownValues } = request;
  const left = totalOf(request.profile, shownValues);
  return {
    share: shareLabel(labels, left).trim(),
    amount: valueLabel(labels, left),
    total: valueLabel(labels, labels.total),
  };
}
