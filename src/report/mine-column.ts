import { entryNames } from '../analysis/entries.ts';
import { nearestMine } from '../analysis/mine.ts';
import type { TrimmedEntries } from '../analysis/trim.ts';
import { NONE } from '../profile/tables.ts';
import type { Span } from './line.ts';
import type { ReportRequest } from './request.ts';

/** A last column of a report of entries. */
export interface LastColumn {
  /** What stands at the end of the heading. */
  readonly title: string;
  readonly cells: (entry: number) => readonly (string | Span)[];
}

const NO_COLUMN: LastColumn = { title: '', cells: () => [] };

/**
 * Which function of the user's own an entry is used by, with its share of the entry's value. There is no column where the
 * request does not say what the user's own is.
 *
 *     54.14MB 11.68% 86.74%    54.14MB 11.68%  encoding/json.(*decodeState).literalStore  <- main.parse 100%
 *    284.99MB 61.50% 61.50%   385.59MB 83.21%  main.(*Index).Add  <- mine
 */
export function mineColumn({ mine }: ReportRequest, trimmed: TrimmedEntries): LastColumn {
  if (mine === undefined) return NO_COLUMN;
  const nearest = nearestMine(trimmed, mine);
  const names = entryNames(trimmed.table);
  return {
    title: '  <- mine, share',
    cells(entry) {
      const own = nearest.entry[entry];
      if (own === NONE) return [];
      if (own === entry) return ['  ', { text: '<- mine', role: 'emphasis' }];
      const share = `${Math.round(nearest.share[entry] * 100)}%`;
      return [{ text: '  <- ', role: 'faint' }, { text: names[own], role: 'name' }, ` ${share}`];
    },
  };
}
