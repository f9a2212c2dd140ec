import type { CallNode } from '../../analysis/call-tree.ts';
import type { CallSource } from './call-source.ts';
import { type RowList, RowsInTheMaking } from './row-list.ts';

/** Callees of one node that are being gone through, and what decides which of them open. */
interface Level<Scope> {
  readonly callees: readonly CallNode[];
  readonly scope: Scope;
  at: number;
}

const STEP_NODES = 1000;

/**
 * Opens many rows, in steps, as there may be a million of them. Which open is decided on the way down: `scopeBelow` has
 * the scope for the callees of a node, or undefined where it stays closed.
 *
 * It has a state that moves on, unlike all else a view is made of: copies of a million rows for every step would take
 * longer than the steps.
 */
export class Unfolding<Scope> {
  readonly #source: CallSource;
  readonly #scopeBelow: (scope: Scope, node: CallNode) => Scope | undefined;
  readonly #most: number;
  readonly #done = new RowsInTheMaking();
  readonly #levels: Level<Scope>[];
  /** What is to be opened next, or goes on being opened. */
  #opening: { readonly node: CallNode; readonly scope: Scope } | undefined;

  constructor(
    source: CallSource,
    { nodes, scope }: { readonly nodes: readonly CallNode[]; readonly scope: Scope },
    scopeBelow: (scope: Scope, node: CallNode) => Scope | undefined,
    /** How many rows are enough. */
    most = Number.POSITIVE_INFINITY,
  ) {
    this.#source = source;
    this.#scopeBelow = scopeBelow;
    this.#most = most;
    this.#levels = [{ callees: nodes, scope, at: 0 }];
  }

  get isDone(): boolean {
    return (this.#levels.length === 0 && this.#opening === undefined) || this.isEnough;
  }

  /** It ends for the number of rows alone. */
  get isEnough(): boolean {
    return this.#done.length >= this.#most && this.#levels.length > 0;
  }

  /** How many rows there are so far. */
  get length(): number {
    return this.#done.length;
  }

  /** Goes on until a node has been opened, for a step, or a thousand are gone past that stay closed. */
  step(): void {
    for (let gone = 0; gone < STEP_NODES && !this.isDone && this.#opening === undefined; gone++) {
      this.#goOn(this.#levels[this.#levels.length - 1]);
    }
    if (this.#opening === undefined) return;
    const { node, scope } = this.#opening;
    if (!this.#source.open(node)) return;
    this.#levels.push({ callees: this.#source.callees(node), scope, at: 0 });
    this.#opening = undefined;
  }

  /** To the next node of a level. */
  #goOn(level: Level<Scope>): void {
    if (level.at === level.callees.length) {
      this.#levels.pop();
      return;
    }
    const node = level.callees[level.at++];
    this.#done.push(node);
    const scope = node.isLeaf ? undefined : this.#scopeBelow(level.scope, node);
    if (scope !== undefined) this.#opening = { node, scope };
  }

  /** All rows there are, whole: those that were not come to yet are closed. */
  rows(): RowList {
    const waiting = this.#levels.toReversed().flatMap(({ callees, at }) => callees.slice(at));
    return this.#done.finish().with(this.#done.length, 0, waiting);
  }
}
