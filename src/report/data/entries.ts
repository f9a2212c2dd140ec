import { entryNames } from '../../analysis/entries.ts';
import { shownCum, shownFlat } from '../../analysis/entry-values.ts';
import { nearestMine } from '../../analysis/mine.ts';
import { inlineMarks, type TrimmedEntries } from '../../analysis/trim.ts';
import { add, type Int64 } from '../../base/int64.ts';
import { NONE } from '../../profile/tables.ts';
import { reportHeader } from '../header.ts';
import { type ReportRequest, trimmedEntries } from '../request.ts';
import { commonLabels } from '../top.ts';
import type { ValueLabels } from '../value-labels.ts';
import { ENTRY_COLUMNS, entryCells, shareCell, VALUE_COLUMNS } from './entry-cells.ts';
import { hiddenEntries } from './hidden.ts';
import type { Cell, Column, ReportData, Table } from './table.ts';

/** The columns of the text report in its order, then what only programs ask for. */
const [NAME, ...DETAILS] = ENTRY_COLUMNS;
const { flat, flatShare, sumShare, cum, cumShare } = VALUE_COLUMNS;
const INLINE: Column = {
  name: 'inline',
  kind: 'word',
  meaning: '`inline` where all its callers had it inlined, `partial-inline` where some had',
};
const COLUMNS: readonly Column[] = [flat, flatShare, sumShare, cum, cumShare, NAME, INLINE, ...DETAILS];

/** Of `top`, `text` and `topproto`: a row per entry. */
export function entriesData(request: ReportRequest): ReportData {
  const trimmed = trimmedEntries(request);
  const labels = commonLabels(request, trimmed);
  return {
    header: reportHeader(request, labels, trimmed),
    labels,
    hidden: hiddenEntries(request, trimmed),
    tables: [entriesTable(trimmed, labels, request.mine)],
  };
}

export const MINE_COLUMNS: readonly Column[] = [
  { name: 'mine', kind: 'text', meaning: 'with `-mine`: the function of the user’s that uses most of it' },
  { name: 'mine_share', kind: 'share', meaning: 'with `-mine`: the share of the row that function uses' },
];

function entriesTable(trimmed: TrimmedEntries, labels: ValueLabels, mine: string | undefined): Table {
  const rows = entryRows(trimmed, labels);
  if (mine === undefined) return { name: 'entries', columns: COLUMNS, rows };
  return { name: 'entries', columns: [...COLUMNS, ...MINE_COLUMNS], rows: withMine(rows, trimmed, mine) };
}

function* withMine(rows: Iterable<readonly Cell[]>, trimmed: TrimmedEntries, mine: string): Generator<readonly Cell[]> {
  const names = entryNames(trimmed.table);
  const nearest = nearestMine(trimmed, mine);
  let row = 0;
  for (const cells of rows) {
    const entry = trimmed.shown[row++];
    const by = nearest.entry[entry];
    yield by === NONE ? [...cells, undefined, undefined] : [...cells, names[by], nearest.share[entry]];
  }
}

function* entryRows(trimmed: TrimmedEntries, { total }: ValueLabels): Generator<readonly Cell[]> {
  const { table, values, shown } = trimmed;
  const marks = inlineMarks(trimmed);
  let sum: Int64 = 0;
  for (const entry of shown) {
    const [flat, cum] = [shownFlat(values, entry), shownCum(values, entry)];
    sum = add(sum, flat);
    const [name, ...details] = entryCells(table, entry);
    const mark = marks(entry).replace(/[ ()]/g, '') || undefined;
    yield [flat, shareCell(flat, total), shareCell(sum, total), cum, shareCell(cum, total), name, mark, ...details];
  }
}
