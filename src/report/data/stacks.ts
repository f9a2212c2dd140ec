import { entriesFromRoot } from '../../analysis/distinct-stacks.ts';
import { type FoldedStacks, foldedStacks } from '../folded.ts';
import type { ReportRequest } from '../request.ts';
import { shareCell } from './entry-cells.ts';
import type { Cell, Column, ReportData } from './table.ts';

const COLUMNS: readonly Column[] = [
  { name: 'value', kind: 'value', meaning: 'what the samples with the stack count' },
  { name: 'value_share', kind: 'share', meaning: '`value` as a share of the total' },
  { name: 'stack', kind: 'names', meaning: 'its frames, root first' },
];

/** Of `folded`: a row per distinct stack with a value above zero. */
export function foldedData(request: ReportRequest): ReportData {
  const rows = stackRows(request, foldedStacks(request));
  return {
    header: [],
    labels: request.labels,
    hidden: undefined,
    tables: [{ name: 'stacks', columns: COLUMNS, rows }],
  };
}

function* stackRows(
  { profile, labels }: ReportRequest,
  { table, names, stacks }: FoldedStacks,
): Generator<readonly Cell[]> {
  for (const { value, sample } of stacks) {
    const stack = { names, indexes: entriesFromRoot(profile, table, sample) };
    yield [value, shareCell(value, labels.total), stack];
  }
}
