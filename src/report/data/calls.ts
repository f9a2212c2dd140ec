import { entryNames } from '../../analysis/entries.ts';
import { shownCum, shownFlat } from '../../analysis/entry-values.ts';
import { edgesBy, trimmedEdges } from '../../analysis/trim.ts';
import { add, at, type Int64 } from '../../base/int64.ts';
import { reportHeader } from '../header.ts';
import type { ReportRequest } from '../request.ts';
import { type TreeModel, treeModel } from '../tree.ts';
import { ENTRY_COLUMNS, entryCells, shareCell, VALUE_COLUMNS } from './entry-cells.ts';
import { hiddenEntries } from './hidden.ts';
import type { Cell, Column, ReportData } from './table.ts';

const [NAME, ...DETAILS] = ENTRY_COLUMNS;
const { flat, flatShare, sumShare, cum, cumShare } = VALUE_COLUMNS;
const COLUMNS: readonly Column[] = [
  { name: 'relation', kind: 'word', meaning: '`entry`; `caller` above the entry it calls, `callee` below its caller' },
  flat,
  flatShare,
  sumShare,
  cum,
  cumShare,
  { name: 'calls', kind: 'value', meaning: 'what the calls between a caller or callee and the entry use' },
  { name: 'calls_share', kind: 'share', meaning: '`calls` as a share of the `cum` of the entry' },
  { ...NAME, meaning: 'the entry, caller or callee as the text report prints it' },
  { name: 'inline', kind: 'boolean', meaning: 'whether all these calls were inlined' },
  { name: 'entry', kind: 'text', meaning: 'the name of the entry whose caller or callee it is', isDetail: true },
  ...DETAILS,
];

/** Of `tree` and `peek`: for every entry its callers, itself, its callees. */
export function callsData(request: ReportRequest): ReportData {
  const model = treeModel(request);
  const { trimmed, labels } = model;
  return {
    header: reportHeader(request, labels, trimmed),
    labels,
    hidden: hiddenEntries(request, trimmed, lightCallCount(model)),
    tables: [{ name: 'calls', columns: COLUMNS, rows: callRows(model) }],
  };
}

/** How many calls of the entries written are too light to be there. */
function lightCallCount({ trimmed, edges, touching }: TreeModel): number {
  if (trimmed.edgeCutoff === 0) return 0;
  return trimmedEdges({ ...trimmed, edgeCutoff: 0 }, { touching }).length - edges.length;
}

function* callRows({ trimmed, edges, entries, labels: { total } }: TreeModel): Generator<readonly Cell[]> {
  const { table, values } = trimmed;
  const names = entryNames(table);
  const callers = edgesBy('callee', edges, table);
  const callees = edgesBy('caller', edges, table);
  let sum: Int64 = 0;
  for (const entry of entries) {
    const [flat, cum] = [shownFlat(values, entry), shownCum(values, entry)];
    sum = add(sum, flat);
    for (const edge of callers.get(entry) ?? []) yield callCells('caller', entry, edges.caller[edge], edge);
    const sums = [flat, shareCell(flat, total), shareCell(sum, total), cum, shareCell(cum, total)];
    const [name, ...details] = entryCells(table, entry);
    yield ['entry', ...sums, undefined, undefined, name, undefined, name, ...details];
    for (const edge of callees.get(entry) ?? []) yield callCells('callee', entry, edges.callee[edge], edge);
  }

  function callCells(relation: 'caller' | 'callee', entry: number, other: number, edge: number): Cell[] {
    const weight = at(edges.weight, edge);
    const [name, ...details] = entryCells(table, other);
    return [
      relation,
      ...[undefined, undefined, undefined, undefined, undefined],
      weight,
      shareCell(weight, shownCum(values, entry)),
      name,
      edges.isInline[edge] === 1,
      names[entry],
      ...details,
    ];
  }
}
