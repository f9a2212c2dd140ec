import type { CallNode } from '../../analysis/call-tree.ts';
import type { CallSource } from './call-source.ts';

/** From a node to its heaviest callee, from there to the heaviest callee of that, and so on, a node at a time. */
export class HeaviestPath {
  /** How far it is. */
  node: CallNode;
  readonly #source: CallSource;

  constructor(source: CallSource, from: CallNode) {
    this.#source = source;
    this.node = from;
  }

  get isDone(): boolean {
    return this.node.isLeaf;
  }

  step(): void {
    this.node = this.#source.heaviest(this.node) ?? this.node;
  }
}
