import type { CallNode } from '../../analysis/call-tree.ts';

/** How long pieces are at most. */
const PIECE = 2048;

/**
 * The rows of a tree: a list that never changes, in pieces that other lists share. Opening and closing rows makes a list
 * with a few other pieces. As one array, a million rows would be copied: 8 MB for a key, which takes 10 ms to write, and
 * now and then 100 ms to be rid of.
 */
export class RowList implements Iterable<CallNode> {
  readonly length: number;
  /** None of them is empty. */
  readonly #pieces: readonly (readonly CallNode[])[];
  /** The row that each piece begins with. */
  readonly #starts: Int32Array;

  private constructor(pieces: readonly (readonly CallNode[])[]) {
    this.#pieces = pieces;
    this.#starts = new Int32Array(pieces.length);
    let length = 0;
    for (let piece = 0; piece < pieces.length; piece++) {
      this.#starts[piece] = length;
      length += pieces[piece].length;
    }
    this.length = length;
  }

  static of(nodes: readonly CallNode[]): RowList {
    return new RowList(inPieces(nodes));
  }

  /** The pieces are its own from now on; none is empty. */
  static ofPieces(pieces: readonly (readonly CallNode[])[]): RowList {
    return new RowList(pieces);
  }

  /** The node of a row. There has to be one. */
  node(row: number): CallNode {
    const piece = this.#pieceOf(row);
    return this.#pieces[piece][row - this.#starts[piece]];
  }

  /** The first row with a node, from a row on; -1 where there is none. */
  indexOf(node: CallNode, from = 0): number {
    if (from >= this.length) return -1;
    const first = this.#pieceOf(from);
    for (let piece = first; piece < this.#pieces.length; piece++) {
      const at = this.#pieces[piece].indexOf(node, piece === first ? from - this.#starts[piece] : 0);
      if (at !== -1) return this.#starts[piece] + at;
    }
    return -1;
  }

  /** The last row with a node, from a row backwards; -1 where there is none. */
  lastIndexOf(node: CallNode, from: number): number {
    const last = this.#pieceOf(from);
    for (let piece = last; piece >= 0; piece--) {
      const nodes = this.#pieces[piece];
      const at = nodes.lastIndexOf(node, piece === last ? from - this.#starts[piece] : nodes.length - 1);
      if (at !== -1) return this.#starts[piece] + at;
    }
    return -1;
  }

  /** A list with others in the place of `count` rows. */
  with(start: number, count: number, others: readonly CallNode[] | RowList): RowList {
    const end = start + count;
    if (others instanceof RowList) {
      return new RowList([...this.#upTo(start), ...others.#pieces, ...this.#from(end)]);
    }
    const before = this.#upTo(start);
    const behind = this.#from(end);
    // What is left of pieces is joined, so that they do not become ever smaller.
    const joined = [...(before.pop() ?? []), ...others, ...(behind.shift() ?? [])];
    return new RowList([...before, ...inPieces(joined), ...behind]);
  }

  *[Symbol.iterator](): Generator<CallNode> {
    for (const piece of this.#pieces) yield* piece;
  }

  #upTo(end: number): (readonly CallNode[])[] {
    if (end <= 0) return [];
    const last = this.#pieceOf(end - 1);
    return [...this.#pieces.slice(0, last), this.#pieces[last].slice(0, end - this.#starts[last])];
  }

  #from(start: number): (readonly CallNode[])[] {
    if (start >= this.length) return [];
    const first = this.#pieceOf(start);
    return [this.#pieces[first].slice(start - this.#starts[first]), ...this.#pieces.slice(first + 1)];
  }

  #pieceOf(row: number): number {
    let [low, high] = [0, this.#pieces.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle] <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** A list that is made row by row. */
export class RowsInTheMaking {
  length = 0;
  readonly #pieces: CallNode[][] = [];

  push(node: CallNode): void {
    if (this.length % PIECE === 0) this.#pieces.push([]);
    this.#pieces[this.#pieces.length - 1].push(node);
    this.length++;
  }

  /** What there is so far. */
  finish(): RowList {
    const last = this.#pieces.at(-1) ?? [];
    return RowList.ofPieces([...this.#pieces.slice(0, -1), ...inPieces(last.slice())]);
  }
}

function inPieces(nodes: readonly CallNode[]): (readonly CallNode[])[] {
  if (nodes.length > 0 && nodes.length <= PIECE) return [nodes];
  const pieces: (readonly CallNode[])[] = [];
  for (let start = 0; start < nodes.length; start += PIECE) pieces.push(nodes.slice(start, start + PIECE));
  return pieces;
}
