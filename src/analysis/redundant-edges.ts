import { groupRows } from '../base/group-rows.ts';
import type { CallEdges } from './call-edges.ts';

/**
 * Finds the residual edges that a graph can do without, because their callee is reached from their caller by others.
 * Nodes are taken from the last to the first, and of the edges to each the light ones, up to the first that is not
 * residual; what is found is gone for the next. The edges are in order, the heaviest first.
 */
export function redundantEdges(
  { caller, callee, isResidual }: CallEdges,
  shown: Int32Array,
  nodeCount: number,
): ReadonlySet<number> {
  const redundant = new Set<number>();
  if (!isResidual.includes(1)) return redundant;
  const edgesTo = groupRows(callee, nodeCount);
  for (const node of shown.toReversed()) {
    for (const edge of edgesTo(node).toReversed()) {
      if (isResidual[edge] === 0) break;
      if (hasDetour(edge)) redundant.add(edge);
    }
  }
  return redundant;

  /** Goes from the callee up, by all edges but one, to see whether it meets that one's caller. */
  function hasDetour(avoided: number): boolean {
    const met = new Set([callee[avoided]]);
    // What is added to a set while it is gone through is gone through as well.
    for (const node of met) {
      for (const edge of edgesTo(node)) {
        if (edge === avoided || redundant.has(edge)) continue;
        if (caller[edge] === caller[avoided]) return true;
        met.add(caller[edge]);
      }
    }
    return false;
  }
}
