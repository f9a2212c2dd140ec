import type { CallNode } from '../../analysis/call-tree.ts';
import type { CallSource } from './call-source.ts';

/** From a node to its heaviest callee, from there to the heaviest callee of that, and so on, in steps. */
export class HeaviestPath {
  /** How far it is. */
  node: CallNode;
  readonly #source: CallSource;
  readonly #deepest: number;

  /** `levels` is how many nodes are opened at most. */
  constructor(source: CallSource, from: CallNode, levels = Number.POSITIVE_INFINITY) {
    this.#source = source;
    this.node = from;
    this.#deepest = from.depth + levels;
  }

  get isDone(): boolean {
    return this.node.isLeaf || this.node.depth >= this.#deepest;
  }

  step(): void {
    if (this.#source.open(this.node)) this.node = this.#source.heaviestFirst(this.node).at(0) ?? this.node;
  }
}
