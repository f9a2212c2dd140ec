import { GrowingInt64 } from '../base/growing.ts';
import { abs, add, at, type Int64, type Int64Column, truncate } from '../base/int64.ts';
import type { CallEdges } from './call-edges.ts';
import type { EntryValues } from './entry-values.ts';

/**
 * How much a node tells in a graph: its cum value, times how evenly its calls are spread. A node that many call, or that
 * calls many, is at a crossing of paths; one with a single caller and a single callee only passes values on.
 *
 *   score = cum × (H(callers) + H(callees and flat)) + flat        H = 1 where there is no edge
 *
 * H is Shannon's entropy of the shares. An edge without value makes it NaN, and the score the smallest int64.
 */
export function entropyScores({ flat, cum }: Pick<EntryValues, 'flat' | 'cum'>, edges: CallEdges): Int64Column {
  const received = new Spread(flat.length);
  const made = new Spread(flat.length);
  for (let edge = 0; edge < edges.length; edge++) {
    const weight = at(edges.weight, edge);
    received.expect(edges.callee[edge], weight);
    made.expect(edges.caller[edge], weight);
  }
  for (let node = 0; node < flat.length; node++) made.expectSelf(node, at(flat, node));
  for (let edge = 0; edge < edges.length; edge++) {
    const weight = at(edges.weight, edge);
    received.share(edges.callee[edge], weight);
    made.share(edges.caller[edge], weight);
  }

  const scores = new GrowingInt64();
  for (let node = 0; node < flat.length; node++) {
    const own = at(flat, node);
    if (own > 0) made.share(node, own);
    const entropy = received.entropy(node) + made.entropy(node);
    scores.push(add(truncate(entropy * Number(cum[node])), own));
  }
  return scores.finish();
}

/** The entropies of what nodes receive, or of what they pass on: first their totals, then share by share. */
class Spread {
  readonly #totals: Int64[];
  readonly #entropies: Float64Array;
  readonly #hasEdges: Uint8Array;

  constructor(length: number) {
    this.#totals = new Array<Int64>(length).fill(0);
    this.#entropies = new Float64Array(length);
    this.#hasEdges = new Uint8Array(length);
  }

  expect(node: number, weight: Int64): void {
    this.#hasEdges[node] = 1;
    if (weight > 0) this.#totals[node] = add(this.#totals[node], weight);
  }

  expectSelf(node: number, value: Int64): void {
    this.#totals[node] = add(this.#totals[node], value);
  }

  share(node: number, weight: Int64): void {
    const share = Number(abs(weight)) / Number(this.#totals[node]);
    this.#entropies[node] -= share * Math.log2(share);
  }

  entropy(node: number): number {
    if (this.#hasEdges[node] === 0) return 1;
    return this.#totals[node] === 0 ? 0 : this.#entropies[node];
  }
}
