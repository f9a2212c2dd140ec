import { compareText } from '../base/byte-text.ts';
import { abs, add, at, compare, type Int64, type Int64Column } from '../base/int64.ts';
import { memoizeByIdentity } from '../base/memoize.ts';
import { NONE } from '../profile/tables.ts';
import { entryNames } from './entries.ts';
import { type EntryQuestion, shownValue } from './entry-values.ts';
import { outermostFrames, sumOfSamples } from './samples-through.ts';
import { type Steps, sorting } from './tree-steps.ts';

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

/** What is added up per entry while a node is opened; one row more for samples that end. All 0 when nothing is. */
interface Sums {
  /** How many samples go on with the entry, and how many of them end there. */
  readonly samples: Int32Array;
  readonly ended: Int32Array;
  readonly value: ColumnSums;
  /** Where a mean is shown. */
  readonly divisor: ColumnSums | undefined;
}

interface ColumnSums {
  readonly column: Int64Column;
  readonly cum: Int64Column;
  readonly flat: Int64Column;
}

/** A node's samples while it is opened: the entries they go on with, and each one's own, which is its key. */
interface Opening {
  readonly samples: Int32Array;
  readonly keys: Int32Array;
  readonly entries: number[];
  readonly sums: Sums;
}

/** How many samples are looked at in one step of opening a node: half a millisecond. */
const STEP_SAMPLES = 8192;

/**
 * The call tree, opened node by node. It is a radix sort of the samples by their stacks, done only where somebody looks:
 * a node is a range of `order`, and opening it sorts the range by the next frame, which makes every callee a range
 * within it.
 *
 *   order   [ 4 0 3 | 1 5 | 2 ]        all samples of a node, ended ones first
 *             ended   parse  render    opened: a range per callee
 *
 * Memory is that of the samples, not of the tree, which may have millions of nodes; opening a node costs time in
 * proportion to the samples in it: 50 ms where that is a million, so it can be done in steps.
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
  /** Scratch that no node needs at the moment: mostly one, as mostly one node is opened at a time. */
  readonly #spareSums: Sums[] = [];
  /** The nodes that are being opened. Their samples are their own, so one can wait while others are opened. */
  readonly #openings = new Map<PlacedNode, Steps<readonly PlacedNode[]>>();

  /** 1 where the next location of a stack is further from its leaf. */
  readonly #step: 1 | -1;

  /** Opens the root, or goes on from what has been opened, maybe by another thread, for the same question. */
  constructor(question: EntryQuestion, from: TreeShape | OpenedTree = FROM_ROOTS) {
    const { profile } = question;
    const opened = 'root' in from ? from : undefined;
    this.shape = 'root' in from ? from.shape : from;
    this.#step = this.shape.direction === 'callers' ? 1 : -1;
    this.#question = question;
    this.#nextFrame = opened?.nextFrame ?? new Int32Array(profile.samples.length);
    this.#nextPlace = opened?.nextPlace ?? new Int32Array(profile.samples.length);
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
    const { shownValues } = this.#question;
    const ended = this.#order.filter((sample) => this.#nextFrame[sample] === NONE);
    const root: PlacedNode = {
      entry: NONE,
      caller: undefined,
      depth: 0,
      start: 0,
      end: this.#order.length,
      flat: sumOfSamples(shownValues, ended),
      cum: sumOfSamples(shownValues, this.#order),
      isLeaf: ended.length === this.#order.length,
      sampleCount: this.#order.length,
      callees: undefined,
    };
    // It takes longest, as it has all samples, and is always looked at.
    this.callees(root);
    return root;
  }

  /** The callees of a node, heaviest first, then by name. */
  callees(node: CallNode): readonly CallNode[] {
    const placed = node as PlacedNode;
    while (placed.callees === undefined) this.open(placed);
    return placed.callees;
  }

  /** Does a step of opening a node, which takes about half a millisecond; true when it is open. */
  open(node: CallNode): boolean {
    const placed = node as PlacedNode;
    if (placed.callees !== undefined) return true;
    const opening = this.#openings.get(placed) ?? this.#opening(placed);
    const step = opening.next();
    if (step.done) {
      placed.callees = step.value;
      this.#openings.delete(placed);
    } else {
      this.#openings.set(placed, opening);
    }
    return step.done === true;
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

  *#opening(node: PlacedNode): Steps<readonly PlacedNode[]> {
    const { start, end } = node;
    const samples = this.#order.slice(start, end);
    const sums = this.#spareSums.pop() ?? noSums(this.#question);
    const opening: Opening = { samples, keys: new Int32Array(samples.length), entries: [], sums };
    for (let from = 0; from < samples.length; from += STEP_SAMPLES) {
      if (from > 0) yield;
      this.#advanceAll(opening, from, Math.min(samples.length, from + STEP_SAMPLES));
    }
    const { keys, entries } = opening;
    const callees = this.#calleesOf(node, entries, sums);
    // From here on it is the place of the next sample of a key.
    const places = sums.samples;
    for (let i = 0; i < samples.length; i++) {
      if (i % STEP_SAMPLES === 0 && i > 0) yield;
      this.#order[places[keys[i]]++] = samples[i];
    }
    setZero(sums, [...entries, places.length - 1]);
    this.#spareSums.push(sums);
    return yield* sorting(callees, heaviestFirst(entryNames(this.#question.table)));
  }

  /** Moves samples past the entries they go on with, and adds them up. */
  #advanceAll({ samples, keys, entries, sums }: Opening, from: number, to: number): void {
    const { frames } = this.#question.table;
    const ended = sums.samples.length - 1;
    for (let i = from; i < to; i++) {
      const sample = samples[i];
      const frame = this.#nextFrame[sample];
      const key = frame === NONE ? ended : frames[frame];
      keys[i] = key;
      if (sums.samples[key]++ === 0 && key !== ended) entries.push(key);
      if (key === ended) continue;
      this.#advancePast(sample, key);
      if (this.#nextFrame[sample] === NONE) sums.ended[key]++;
    }
    for (let i = from; i < to; i++) {
      const isEnd = this.#nextFrame[samples[i]] === NONE;
      addValue(sums.value, keys[i], samples[i], isEnd);
      if (sums.divisor !== undefined) addValue(sums.divisor, keys[i], samples[i], isEnd);
    }
  }

  /** The nodes of entries, with their samples behind each other, and those that have ended before them. */
  #calleesOf(caller: PlacedNode, entries: readonly number[], sums: Sums): readonly PlacedNode[] {
    const { samples, ended, value, divisor } = sums;
    const endedKey = samples.length - 1;
    let place = caller.start + samples[endedKey];
    samples[endedKey] = caller.start;
    return entries.map((entry) => {
      const start = place;
      const sampleCount = samples[entry];
      samples[entry] = start;
      place += sampleCount;
      return {
        entry,
        caller,
        depth: caller.depth + 1,
        start,
        end: place,
        flat: shownValue(at(value.flat, entry), divisor && at(divisor.flat, entry)),
        cum: shownValue(at(value.cum, entry), divisor && at(divisor.cum, entry)),
        isLeaf: ended[entry] === sampleCount,
        sampleCount,
        callees: undefined,
      };
    });
  }
}

function noSums({ table, shownValues: { column, divisor } }: EntryQuestion): Sums {
  const length = table.entries.length + 1;
  const zeros = (like: Int64Column) =>
    like instanceof Float64Array ? new Float64Array(length) : new BigInt64Array(length);
  const sumsOf = (of: Int64Column): ColumnSums => ({ column: of, cum: zeros(of), flat: zeros(of) });
  return {
    samples: new Int32Array(length),
    ended: new Int32Array(length),
    value: sumsOf(column),
    divisor: divisor && sumsOf(divisor),
  };
}

/** Adds a sample to a row. Wide columns wrap around, as all sums of int64 do. */
function addValue({ column, cum, flat }: ColumnSums, row: number, sample: number, isEnd: boolean): void {
  // All three have the same type, whichever it is.
  if (column instanceof Float64Array) {
    (cum as Float64Array)[row] += column[sample];
    if (isEnd) (flat as Float64Array)[row] += column[sample];
  } else {
    (cum as BigInt64Array)[row] += column[sample];
    if (isEnd) (flat as BigInt64Array)[row] += column[sample];
  }
}

/** Leaves some rows as they were before. */
function setZero({ samples, ended, value, divisor }: Sums, rows: readonly number[]): void {
  for (const sums of [samples, ended, value.cum, value.flat, divisor?.cum, divisor?.flat]) {
    if (sums instanceof BigInt64Array) for (const row of rows) sums[row] = 0n;
    else if (sums !== undefined) for (const row of rows) sums[row] = 0;
  }
}

/** A node may have tens of thousands of callees: they are compared by plain numbers, and ties settled exactly. */
const heaviestFirst =
  (names: readonly string[]) =>
  (a: CallNode, b: CallNode): number =>
    Math.abs(Number(b.cum)) - Math.abs(Number(a.cum)) ||
    compare(abs(b.cum), abs(a.cum)) ||
    compareText(names[a.entry], names[b.entry]);

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
