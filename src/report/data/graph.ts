import { entryNames } from '../../analysis/entries.ts';
import { shownCum, shownFlat, shownValue } from '../../analysis/entry-values.ts';
import type { Graph } from '../../analysis/graph.ts';
import { at } from '../../base/int64.ts';
import { codeGraph } from '../callgrind.ts';
import { graphOf } from '../dot.ts';
import { graphHeader, profileHeader } from '../header.ts';
import type { ReportRequest } from '../request.ts';
import { commonLabels } from '../top.ts';
import type { ValueLabels } from '../value-labels.ts';
import { ENTRY_COLUMNS, entryCells, SUM_COLUMNS, shareCell, sumCells } from './entry-cells.ts';
import { hiddenNodes } from './hidden.ts';
import type { Cell, Column, ReportData, Table } from './table.ts';

const NODE_COLUMNS: readonly Column[] = [
  { name: 'node', kind: 'integer', meaning: 'the number of the node, from 1 on: `N1` in the text of a graph' },
  ...SUM_COLUMNS,
  ...ENTRY_COLUMNS,
];

const CALL_COLUMNS: readonly Column[] = [
  { name: 'caller', kind: 'integer', meaning: 'the node that calls' },
  {
    name: 'callee',
    kind: 'integer',
    meaning: 'the node that is called; none where that has no value and is not shown',
  },
  { name: 'value', kind: 'value', meaning: 'what the calls use' },
  { name: 'value_share', kind: 'share', meaning: '`value` as a share of the total' },
  { name: 'caller_name', kind: 'text', meaning: 'the name of `caller`' },
  { name: 'callee_name', kind: 'text', meaning: 'the name of `callee`' },
  { name: 'inline', kind: 'boolean', meaning: 'whether all these calls were inlined' },
  { name: 'residual', kind: 'boolean', meaning: 'whether entries between the two were left out' },
];

/** Of `dot` and the pictures drawn from it: the nodes and the calls that are drawn. */
export function graphData(request: ReportRequest): ReportData {
  const graph = graphOf(request);
  const labels = commonLabels(request, graph);
  const header = Array.from(graphHeader(request, labels, graph)).slice(0, -1);
  const hidden = hiddenNodes(request, graph);
  return { header, labels, hidden, tables: graphTables(graph, labels) };
}

/** Of `callgrind` and `kcachegrind`: all nodes, which are addresses, and all calls. */
export function codeGraphData(request: ReportRequest): ReportData {
  const graph = codeGraph(request);
  const labels = commonLabels(request, graph, 'exact');
  const header = profileHeader(request.profile, labels, request.host.timeZone);
  return { header, labels, hidden: undefined, tables: graphTables(graph, labels) };
}

function graphTables(graph: Graph, labels: ValueLabels): Table[] {
  const numberOf = new Map(Array.from(graph.shown, (node, place) => [node, place + 1]));
  return [
    { name: 'nodes', columns: NODE_COLUMNS, rows: nodeRows(graph, labels) },
    { name: 'calls', columns: CALL_COLUMNS, rows: callRows(graph, labels, numberOf) },
  ];
}

function* nodeRows({ table, entryOf, values, shown }: Graph, labels: ValueLabels): Generator<readonly Cell[]> {
  for (const [place, node] of shown.entries()) {
    const sums = { flat: shownFlat(values, node), cum: shownCum(values, node) };
    yield [place + 1, ...sumCells(labels, sums), ...entryCells(table, entryOf[node])];
  }
}

function* callRows(
  { table, entryOf, edges }: Graph,
  { total }: ValueLabels,
  numberOf: ReadonlyMap<number, number>,
): Generator<readonly Cell[]> {
  const names = entryNames(table);
  const { caller, callee, weight, divisor } = edges;
  for (let edge = 0; edge < edges.length; edge++) {
    const value = shownValue(at(weight, edge), divisor && at(divisor, edge));
    yield [
      numberOf.get(caller[edge]),
      numberOf.get(callee[edge]),
      value,
      shareCell(value, total),
      names[entryOf[caller[edge]]],
      names[entryOf[callee[edge]]],
      edges.isInline[edge] === 1,
      edges.isResidual[edge] === 1,
    ];
  }
}
