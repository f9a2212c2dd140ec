/** How the interactive table is laid out: words that requests, command lines and the view have in common. */
import type { Grouping } from './table.ts';

/** What rows can be grouped by: pprof's granularities, and packages. */
export const GROUPINGS: readonly Grouping[] = ['functions', 'filefunctions', 'files', 'packages', 'lines', 'addresses'];

/** What rows can be ordered by. `growth` is a value with its sign: what has grown most is first, what has shrunk last. */
export const SORT_KEYS = [
  'name',
  'flat',
  'cum',
  'flatGrowth',
  'cumGrowth',
  'flatBefore',
  'flatAfter',
  'cumBefore',
  'cumAfter',
  'flatBeside',
  'cumBeside',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface TableArrangement {
  /** Undefined for the granularity of the session. */
  readonly grouping: Grouping | undefined;
  /** Undefined for flat or cum, as the session sorts. */
  readonly sortKey: SortKey | undefined;
  readonly isReversed: boolean;
  /** The row that is selected at first, counted from 1. */
  readonly row: number;
}

export const USUAL_ARRANGEMENT: TableArrangement = {
  grouping: undefined,
  sortKey: undefined,
  isReversed: false,
  row: 1,
};
