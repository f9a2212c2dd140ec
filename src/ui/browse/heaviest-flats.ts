import type { CallNode } from '../../analysis/call-tree.ts';
import { abs, compare, type Int64 } from '../../base/int64.ts';
import type { CallSource } from './call-source.ts';

/** A node to be opened, or one whose own value is the heaviest of all that are left. */
interface Candidate {
  readonly node: CallNode;
  readonly weight: Int64;
  readonly isFlat: boolean;
}

/**
 * The nodes of a whole tree with the largest flat values, one after the other: a best-first search. Nothing below a node
 * weighs more than `boundOf` it; so a flat value that is larger than all bounds that wait is the next one. Only nodes
 * that may hold one are opened.
 */
export class HeaviestFlats {
  /** So far, the heaviest first. */
  readonly found: CallNode[] = [];
  readonly #source: CallSource;
  readonly #boundOf: (node: CallNode) => Int64;
  readonly #waiting = new WeightHeap();
  /** What is being opened: nothing else is looked at before its callees are there. */
  #opening: CallNode | undefined;

  constructor(source: CallSource, boundOf: (node: CallNode) => Int64 = ({ cum }) => abs(cum)) {
    this.#source = source;
    this.#boundOf = boundOf;
    this.#opening = source.root;
  }

  /** There are no more. */
  get isDone(): boolean {
    return this.#waiting.isEmpty && this.#opening === undefined;
  }

  /** Does a step of opening a node, or finds one. */
  step(): void {
    if (this.#opening !== undefined) {
      this.#addCallees(this.#opening);
      return;
    }
    const next = this.#waiting.take();
    if (next === undefined) return;
    const { node, isFlat } = next;
    if (isFlat) {
      this.found.push(node);
      return;
    }
    if (abs(node.flat) > 0) this.#waiting.add({ node, weight: abs(node.flat), isFlat: true });
    if (!node.isLeaf) this.#addCallees(node);
  }

  #addCallees(node: CallNode): void {
    this.#opening = this.#source.open(node) ? undefined : node;
    if (this.#opening !== undefined) return;
    for (const callee of this.#source.heaviestFirst(node)) {
      this.#waiting.add({ node: callee, weight: this.#boundOf(callee), isFlat: false });
    }
  }
}

/** A binary heap, the heaviest on top; of equals, values come before nodes that may only hold as much. */
class WeightHeap {
  readonly #items: Candidate[] = [];

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  add(item: Candidate): void {
    const items = this.#items;
    let at = items.length;
    for (let above = (at - 1) >> 1; at > 0 && comesFirst(item, items[above]); above = (at - 1) >> 1) {
      items[at] = items[above];
      at = above;
    }
    items[at] = item;
  }

  take(): Candidate | undefined {
    const items = this.#items;
    const top = items.at(0);
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below + 1 < items.length && comesFirst(items[below + 1], items[below])) below++;
      if (below >= items.length || !comesFirst(items[below], last)) break;
      items[at] = items[below];
      at = below;
    }
    items[at] = last;
    return top;
  }
}

function comesFirst(a: Candidate, b: Candidate): boolean {
  const order = compare(a.weight, b.weight);
  return order > 0 || (order === 0 && a.isFlat && !b.isFlat);
}
