import { type EntryValues, entryValues, shownFlat } from '../../analysis/entry-values.ts';
import type { TrimmedGraph } from '../../analysis/graph.ts';
import { largeNodes } from '../../analysis/graph-nodes.ts';
import { largeEntries, presentEntries, type TrimmedEntries, type TrimOptions } from '../../analysis/trim.ts';
import { add, type Int64, negate } from '../../base/int64.ts';
import { entryQuestion, type ReportRequest } from '../request.ts';
import type { Hidden } from './table.ts';

/**
 * Counts and adds up the entries that a report leaves out. They are told apart by why they are missing, so that a
 * reader knows which option brings them back.
 */
export function hiddenEntries(request: ReportRequest, trimmed: TrimmedEntries, lightCalls?: number): Hidden {
  return hiddenOf(request, trimmed, largeFlatSum(request), lightCalls);
}

/** The same for the nodes of a graph, which in a call tree are not entries. */
export function hiddenNodes(request: ReportRequest, graph: TrimmedGraph): Hidden {
  if (!request.options.call_tree) return hiddenOf(request, graph, largeFlatSum(request), graph.droppedEdgeCount);
  const { nodes } = largeNodes(entryQuestion(request), { ...trimming(request), callTree: true });
  return hiddenOf(request, graph, flatSum(nodes.values, nodes.present), graph.droppedEdgeCount);
}

type Trimmed = Pick<TrimmedEntries, 'values' | 'shown' | 'droppedCount' | 'remainingCount'>;

/** `ofLarge` are the flat values of what is not too small, added up. */
function hiddenOf(request: ReportRequest, trimmed: Trimmed, ofLarge: Int64, lightCalls: number | undefined): Hidden {
  const values = entryValues(entryQuestion(request));
  const ofAll = flatSum(values, presentEntries(values, request.options.drop_negative));
  return {
    small: { count: trimmed.droppedCount, flat: difference(ofAll, ofLarge) },
    surplus: {
      count: trimmed.remainingCount - trimmed.shown.length,
      flat: difference(ofLarge, flatSum(trimmed.values, trimmed.shown)),
    },
    lightCalls,
  };
}

function largeFlatSum(request: ReportRequest): Int64 {
  const values = entryValues(entryQuestion(request));
  return flatSum(values, largeEntries(values, trimming(request)).remaining);
}

function trimming({ options }: ReportRequest): Omit<TrimOptions, 'order' | 'nodeCount'> {
  return {
    nodeFraction: options.nodefraction,
    edgeFraction: options.edgefraction,
    dropNegative: options.drop_negative,
  };
}

function flatSum(values: EntryValues, rows: Int32Array): Int64 {
  let sum: Int64 = 0;
  for (const row of rows) sum = add(sum, shownFlat(values, row));
  return sum;
}

const difference = (a: Int64, b: Int64): Int64 => add(a, negate(b));
