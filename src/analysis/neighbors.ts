import { abs, compare, type Int64 } from '../base/int64.ts';
import { collectEdges, edgeWeight } from './call-edges.ts';
import type { EntryQuestion } from './entry-values.ts';

/** An entry that calls another one, or is called by it, with the value of the samples where it does. */
export interface Neighbor {
  readonly entry: number;
  readonly weight: Int64;
}

/** Who calls an entry and whom it calls, heaviest first. */
export interface Neighbors {
  readonly callers: readonly Neighbor[];
  readonly callees: readonly Neighbor[];
}

export function neighborsOf(question: EntryQuestion, entry: number): Neighbors {
  const { profile, table, shownValues, counted } = question;
  const kept = new Uint8Array(table.entries.length).fill(1);
  const touching = new Uint8Array(table.entries.length);
  touching[entry] = 1;
  const edges = collectEdges(profile, table, shownValues.column, counted, { kept, touching });
  const callers: Neighbor[] = [];
  const callees: Neighbor[] = [];
  for (let edge = 0; edge < edges.length; edge++) {
    const weight = edgeWeight(edges, edge);
    if (edges.callee[edge] === entry) callers.push({ entry: edges.caller[edge], weight });
    else callees.push({ entry: edges.callee[edge], weight });
  }
  const heaviestFirst = (a: Neighbor, b: Neighbor) => compare(abs(b.weight), abs(a.weight));
  return { callers: callers.sort(heaviestFirst), callees: callees.sort(heaviestFirst) };
}
