import { compareText } from '../base/byte-text.ts';
import { abs, add, at, compare, divide, type Int64, type Int64Column } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { NONE } from '../profile/tables.ts';
import { entryNames } from './entries.ts';
import type { EntryQuestion } from './entry-values.ts';
import { outermostFrames } from './samples-through.ts';

/** Which frames of the stacks a tree is made of, and which way it goes. Plain data. */
export interface TreeShape {
  /** From the roots to what they call, or from the leaves to what calls them. */
  readonly direction: 'callees' | 'callers';
  /** Frames of an entry that calls itself directly count as one. */
  readonly mergesRecursion: boolean;
  /** Only samples with this entry count, each from its outermost frame of it on; undefined for whole stacks. */
  readonly through: number | undefined;
}

export const FROM_ROOTS: TreeShape = { direction: 'callees', mergesRecursion: false, through: undefined };

/**
 * A node of the call tree: all samples whose stacks begin with the same entries, at the root or, in a tree of callers,
 * at the leaf.
 */
export interface CallNode {
  /** NONE at the root, which stands for all samples. */
  readonly entry: number;
  /** The node one step nearer to the root of the tree, which in a tree of callers is the callee. */
  readonly caller: CallNode | undefined;
  /** 0 at the root. */
  readonly depth: number;
  /** The value of the samples whose stacks go no further. */
  readonly flat: Int64;
  readonly cum: Int64;
  /** No stack goes any further. */
  readonly isLeaf: boolean;
  /** How many counted samples go through it. */
  readonly sampleCount: number;
}

/** A node with the place of its samples in the tree's order. */
interface PlacedNode extends CallNode {
  readonly start: number;
  readonly end: number;
  callees: readonly PlacedNode[] | undefined;
}

/**
 * Nodes with the same caller, heaviest first, a row each. They are columns, as another thread reads those in a fifth of
 * the time that an object per node takes it.
 */
export interface OpenedNodes {
  readonly entry: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly flat: readonly Int64[];
  readonly cum: readonly Int64[];
  readonly isLeaf: readonly boolean[];
  /** The callees of those that are open. */
  readonly callees: readonly (readonly [row: number, callees: OpenedNodes])[];
}

/** A call tree as far as it is open: plain data. A tree that goes on from it goes on in its columns. */
export interface OpenedTree {
  readonly shape: TreeShape;
  readonly order: Int32Array;
  readonly nextFrame: Int32Array;
  readonly nextPlace: Int32Array;
  /** One row. */
  readonly root: OpenedNodes;
}

type Place = Pick<PlacedNode, 'entry' | 'caller' | 'depth' | 'start' | 'end'>;

/**
 * The call tree, opened node by node. It is a radix sort of the samples by their stacks, done only where somebody looks:
 * a node is a range of `order`, and opening it sorts the range by the next frame, which makes every callee a range
 * within it.
 *
 *   order   [ 4 0 3 | 1 5 | 2 ]        all samples of a node, ended ones first
 *             ended   parse  render    opened: a range per callee
 *
 * Memory is that of the samples, not of the tree, which may have millions of nodes; opening a node costs time in
 * proportion to the samples in it.
 */
export class CallTree {
  readonly root: CallNode;
  readonly shape: TreeShape;
  readonly #question: EntryQuestion;
  readonly #order: Int32Array;
  /** Per sample: where its next frame is, below the deepest open node it is in; NONE where its stack has ended. */
  readonly #nextFrame: Int32Array;
  /** Per sample: the place in `stacks` of the location that frame belongs to. */
  readonly #nextPlace: Int32Array;
  /** Scratch for opening: per entry how many samples go on with it, one further for those that end. */
  readonly #sizes: Int32Array;

  /** 1 where the next location of a stack is further from its leaf. */
  readonly #step: 1 | -1;

  /** Opens the root, or goes on from what has been opened, maybe by another thread, for the same question. */
  constructor(question: EntryQuestion, from: TreeShape | OpenedTree = FROM_ROOTS) {
    const { profile, table } = question;
    const opened = 'root' in from ? from : undefined;
    this.shape = 'root' in from ? from.shape : from;
    this.#step = this.shape.direction === 'callers' ? 1 : -1;
    this.#question = question;
    this.#nextFrame = opened?.nextFrame ?? new Int32Array(profile.samples.length);
    this.#nextPlace = opened?.nextPlace ?? new Int32Array(profile.samples.length);
    this.#sizes = new Int32Array(table.entries.length + 1);
    this.#order = opened?.order ?? this.#firstFrames();
    this.root = opened === undefined ? this.#openRoot() : rootOf(opened.root);
  }

  /** What was worked out, for another thread to go on from. This tree must not be gone on with then. */
  get opened(): OpenedTree {
    return {
      shape: this.shape,
      order: this.#order,
      nextFrame: this.#nextFrame,
      nextPlace: this.#nextPlace,
      root: columnsOf([this.root as PlacedNode]),
    };
  }

  /** The samples that are in the tree, each put at the frame it begins with. */
  #firstFrames(): Int32Array {
    const { profile, counted } = this.#question;
    const { stackStart, stackEnd } = profile.samples;
    const { direction, through } = this.shape;
    if (through !== undefined) {
      const { samples, places, frames } = outermostFrames(this.#question, through);
      for (let i = 0; i < samples.length; i++) {
        this.#nextPlace[samples[i]] = places[i];
        this.#nextFrame[samples[i]] = frames[i];
      }
      return samples.slice();
    }
    for (let i = 0; i < counted.length; i++) {
      const sample = counted[i];
      this.#nextPlace[sample] = direction === 'callers' ? stackStart[sample] - 1 : stackEnd[sample];
      this.#enterNextLocation(sample);
    }
    return counted.slice();
  }

  #openRoot(): CallNode {
    const root = this.#place({ entry: NONE, caller: undefined, depth: 0, start: 0, end: this.#order.length });
    // The one node that takes long to open, as it has all samples, and the one that is always looked at.
    root.callees = this.#open(root);
    return root;
  }

  /** The callees of a node, heaviest first, then by name. */
  callees(node: CallNode): readonly CallNode[] {
    const placed = node as PlacedNode;
    placed.callees ??= this.#open(placed);
    return placed.callees;
  }

  /** The node at the end of a way from the root, entry by entry; undefined where the tree does not go there. */
  nodeAt(path: readonly number[]): CallNode | undefined {
    let node: CallNode | undefined = this.root;
    for (const entry of path) node = node && this.callees(node).find((callee) => callee.entry === entry);
    return node;
  }

  /** The sum of some values, a row per sample, over the samples of a node. Takes time in proportion to them. */
  sumOf(node: CallNode, column: Int64Column): Int64 {
    const { start, end } = node as PlacedNode;
    let sum: Int64 = 0;
    if (column instanceof Float64Array) for (let i = start; i < end; i++) sum += column[this.#order[i]];
    else for (let i = start; i < end; i++) sum = add(sum, at(column, this.#order[i]));
    return sum;
  }

  /** Moves a sample on to the first frame of its next location, or to its end. */
  #enterNextLocation(sample: number): void {
    const { profile, table } = this.#question;
    const { stackStart, stackEnd } = profile.samples;
    const place = this.#nextPlace[sample] + this.#step;
    this.#nextPlace[sample] = place;
    if (place < stackStart[sample] || place >= stackEnd[sample]) this.#nextFrame[sample] = NONE;
    else if (this.#step === 1) this.#nextFrame[sample] = table.frameStart[profile.stacks[place]];
    else this.#nextFrame[sample] = table.frameStart[profile.stacks[place] + 1] - 1;
  }

  /** One frame on. */
  #advance(sample: number): void {
    const { profile, table } = this.#question;
    const frame = this.#nextFrame[sample] + this.#step;
    const location = profile.stacks[this.#nextPlace[sample]];
    const isInside = frame >= table.frameStart[location] && frame < table.frameStart[location + 1];
    if (isInside) this.#nextFrame[sample] = frame;
    else this.#enterNextLocation(sample);
  }

  /** Past the frame of an entry, and where recursion is merged past all of its frames that follow. */
  #advancePast(sample: number, entry: number): void {
    this.#advance(sample);
    if (!this.shape.mergesRecursion) return;
    const { frames } = this.#question.table;
    while (this.#nextFrame[sample] !== NONE && frames[this.#nextFrame[sample]] === entry) this.#advance(sample);
  }

  #open(node: PlacedNode): readonly PlacedNode[] {
    const ranges = this.#sortByNextEntry(node.start, node.end);
    const callees = ranges.map(({ entry, start, end }) =>
      this.#place({ entry, caller: node, depth: node.depth + 1, start, end }),
    );
    return heaviestFirst(callees, entryNames(this.#question.table));
  }

  /**
   * Puts samples that go on with the same entry behind each other, those that end first, and moves each past that entry;
   * returns the entries' ranges.
   */
  #sortByNextEntry(
    start: number,
    end: number,
  ): { readonly entry: number; readonly start: number; readonly end: number }[] {
    const { frames } = this.#question.table;
    const sizes = this.#sizes;
    const ended = sizes.length - 1;
    const samples = this.#order.slice(start, end);
    const keys = new Int32Array(samples.length);
    const entries: number[] = [];
    for (let i = 0; i < samples.length; i++) {
      const frame = this.#nextFrame[samples[i]];
      const key = frame === NONE ? ended : frames[frame];
      keys[i] = key;
      if (sizes[key]++ === 0 && key !== ended) entries.push(key);
      if (key !== ended) this.#advancePast(samples[i], key);
    }

    // From here on sizes[key] is where the next sample of that key goes.
    let place = start + sizes[ended];
    sizes[ended] = start;
    const ranges = entries.map((entry) => {
      const range = { entry, start: place, end: place + sizes[entry] };
      sizes[entry] = place;
      place = range.end;
      return range;
    });
    for (let i = 0; i < samples.length; i++) this.#order[sizes[keys[i]]++] = samples[i];
    sizes[ended] = 0;
    for (const entry of entries) sizes[entry] = 0;
    return ranges;
  }

  #place({ entry, caller, depth, start, end }: Place): PlacedNode {
    const { column, divisor } = this.#question.shownValues;
    const value = this.#sums(column, start, end);
    const count = divisor && this.#sums(divisor, start, end);
    return {
      entry,
      caller,
      depth,
      start,
      end,
      flat: mean(value.ended, count?.ended),
      cum: mean(value.all, count?.all),
      isLeaf: value.endedCount === end - start,
      sampleCount: end - start,
      callees: undefined,
    };
  }

  /** The sum of all samples of a range, and of those that end there. */
  #sums(
    values: Int64Column,
    start: number,
    end: number,
  ): { readonly all: Int64; readonly ended: Int64; readonly endedCount: number } {
    if (values instanceof Float64Array) return this.#narrowSums(values, start, end);
    let all: Int64 = 0;
    let ended: Int64 = 0;
    let endedCount = 0;
    for (let i = start; i < end; i++) {
      const value = at(values, this.#order[i]);
      all = add(all, value);
      if (this.#nextFrame[this.#order[i]] !== NONE) continue;
      ended = add(ended, value);
      endedCount++;
    }
    return { all, ended, endedCount };
  }

  /** The same where sums cannot leave the exact doubles. */
  #narrowSums(values: Float64Array, start: number, end: number) {
    let all = 0;
    let ended = 0;
    let endedCount = 0;
    for (let i = start; i < end; i++) {
      const sample = this.#order[i];
      all += values[sample];
      if (this.#nextFrame[sample] !== NONE) continue;
      ended += values[sample];
      endedCount++;
    }
    return { all, ended, endedCount };
  }
}

/** A node may have tens of thousands of callees: they are sorted by plain numbers, and ties settled exactly. */
function heaviestFirst(callees: readonly PlacedNode[], names: readonly string[]): readonly PlacedNode[] {
  const weights = Float64Array.from(callees, ({ cum }) => Math.abs(Number(cum)));
  const order = Int32Array.from(callees.keys()).sort(
    (a, b) =>
      weights[b] - weights[a] ||
      compare(abs(callees[b].cum), abs(callees[a].cum)) ||
      compareText(names[callees[a].entry], names[callees[b].entry]),
  );
  return Array.from(order, (place) => callees[place]);
}

function columnsOf(nodes: readonly PlacedNode[]): OpenedNodes {
  return {
    entry: Int32Array.from(nodes, ({ entry }) => entry),
    start: Int32Array.from(nodes, ({ start }) => start),
    end: Int32Array.from(nodes, ({ end }) => end),
    flat: nodes.map(({ flat }) => flat),
    cum: nodes.map(({ cum }) => cum),
    isLeaf: nodes.map(({ isLeaf }) => isLeaf),
    callees: nodes.flatMap(({ callees }, row) => (callees === undefined ? [] : [[row, columnsOf(callees)] as const])),
  };
}

/** Trees that go on from the same opened one share its columns, so they have to share what is open as well. */
const rootOf = memoizeByIdentity((opened: OpenedNodes): CallNode => nodesOf(opened, undefined)[0]);

function nodesOf(
  { entry, start, end, flat, cum, isLeaf, callees }: OpenedNodes,
  caller: PlacedNode | undefined,
): readonly PlacedNode[] {
  const depth = caller === undefined ? 0 : caller.depth + 1;
  const nodes: PlacedNode[] = flat.map((_, row) => ({
    entry: entry[row],
    caller,
    depth,
    start: start[row],
    end: end[row],
    flat: flat[row],
    cum: cum[row],
    isLeaf: isLeaf[row],
    sampleCount: end[row] - start[row],
    callees: undefined,
  }));
  for (const [row, below] of callees) nodes[row].callees = nodesOf(below, nodes[row]);
  return nodes;
}

function mean(value: Int64, count: Int64 | undefined): Int64 {
  return count === undefined || count === 0 ? value : divide(value, count);
}
