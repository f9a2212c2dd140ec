import type { CallNode, CallTree } from '../../analysis/call-tree.ts';
import type { Int64, Int64Column } from '../../base/int64.ts';
import { linksOf } from './call-source.ts';

/** The sums of another column over the samples of nodes: worked out for those that are looked at, and kept. */
export class ColumnSums {
  readonly #tree: CallTree;
  readonly #column: Int64Column;
  readonly #known = new WeakMap<CallNode, Int64>();

  constructor(tree: CallTree, column: Int64Column) {
    this.#tree = tree;
    this.#column = column;
  }

  /** Undefined as long as it is not worked out. */
  known(node: CallNode): Int64 | undefined {
    return this.#known.get(node);
  }

  workOut(node: CallNode): void {
    const [first] = linksOf(node);
    this.#known.set(node, this.#tree.sumOf(first, this.#column));
  }
}
