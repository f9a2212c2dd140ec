import { compareText } from '../base/byte-text.ts';
import { abs, add, at, compare, divide, type Int64, type Int64Column } from '../base/int64.ts';
import { NONE, type Profile } from '../profile/tables.ts';
import { entryNames } from './entries.ts';
import type { EntryQuestion } from './trim.ts';

/** A node of the call tree: all samples whose stacks begin, at the root, with the same entries. */
export interface CallNode {
  /** NONE at the root, which stands for all samples. */
  readonly entry: number;
  readonly caller: CallNode | undefined;
  /** 0 at the root. */
  readonly depth: number;
  /** The value of the samples that end here. */
  readonly flat: Int64;
  readonly cum: Int64;
  readonly isLeaf: boolean;
}

/** A node with the place of its samples in the tree's order. */
interface PlacedNode extends CallNode {
  readonly start: number;
  readonly end: number;
  callees: readonly PlacedNode[] | undefined;
}

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
  readonly #question: EntryQuestion;
  readonly #order: Int32Array;
  /** Per sample: where its next frame is, below the deepest open node it is in. */
  readonly #nextLocation: Int32Array;
  readonly #nextFrame: Int32Array;

  constructor(question: EntryQuestion) {
    const { profile, counted, table } = question;
    this.#question = question;
    this.#order = counted.slice();
    this.#nextLocation = new Int32Array(profile.samples.length);
    this.#nextFrame = new Int32Array(profile.samples.length);
    for (const sample of counted) {
      this.#nextLocation[sample] = profile.samples.stackEnd[sample];
      this.#stepTo(profile, table.frameStart, sample);
    }
    this.root = this.#place({ entry: NONE, caller: undefined, depth: 0, start: 0, end: counted.length });
  }

  /** The callees of a node, heaviest first, then by name. */
  callees(node: CallNode): readonly CallNode[] {
    const placed = node as PlacedNode;
    placed.callees ??= this.#open(placed);
    return placed.callees;
  }

  /** Moves a sample on to its next location, when the frames of the current one are used up. */
  #stepTo({ samples, stacks }: Profile, frameStart: Int32Array, sample: number): void {
    const location = --this.#nextLocation[sample];
    this.#nextFrame[sample] = location < samples.stackStart[sample] ? NONE : frameStart[stacks[location] + 1] - 1;
  }

  /** The entry a sample goes on with, NONE where its stack ends. */
  #nextEntry(sample: number): number {
    const frame = this.#nextFrame[sample];
    return frame === NONE ? NONE : this.#question.table.frames[frame];
  }

  #open(node: PlacedNode): readonly PlacedNode[] {
    const { profile, table } = this.#question;
    const samples = this.#order.slice(node.start, node.end);
    const sizes = new Map<number, number>();
    for (const sample of samples) {
      const entry = this.#nextEntry(sample);
      sizes.set(entry, (sizes.get(entry) ?? 0) + 1);
    }

    const places = new Map<number, number>();
    let place = node.start + (sizes.get(NONE) ?? 0);
    places.set(NONE, node.start);
    for (const [entry, size] of sizes) {
      if (entry === NONE) continue;
      places.set(entry, place);
      place += size;
    }
    const starts = new Map(places);
    for (const sample of samples) {
      const entry = this.#nextEntry(sample);
      const at = places.get(entry) ?? 0;
      this.#order[at] = sample;
      places.set(entry, at + 1);
    }

    const callees: PlacedNode[] = [];
    for (const [entry, start] of starts) {
      if (entry === NONE) continue;
      const end = start + (sizes.get(entry) ?? 0);
      for (let i = start; i < end; i++) this.#advance(profile, table.frameStart, this.#order[i]);
      callees.push(this.#place({ entry, caller: node, depth: node.depth + 1, start, end }));
    }
    const names = entryNames(table);
    return callees.sort((a, b) => compare(abs(b.cum), abs(a.cum)) || compareText(names[a.entry], names[b.entry]));
  }

  /** One frame towards the leaf. */
  #advance(profile: Profile, frameStart: Int32Array, sample: number): void {
    const location = profile.stacks[this.#nextLocation[sample]];
    if (this.#nextFrame[sample] > frameStart[location]) this.#nextFrame[sample]--;
    else this.#stepTo(profile, frameStart, sample);
  }

  #place(range: Pick<PlacedNode, 'entry' | 'caller' | 'depth' | 'start' | 'end'>): PlacedNode {
    const { column, divisor } = this.#question.shownValues;
    const isEnded = (sample: number) => this.#nextFrame[sample] === NONE;
    const sums = (values: Int64Column) => this.#sum(values, range.start, range.end, isEnded);
    const value = sums(column);
    const count = divisor && sums(divisor);
    return {
      ...range,
      flat: mean(value.ended, count?.ended),
      cum: mean(value.all, count?.all),
      isLeaf: value.endedCount === range.end - range.start,
      callees: undefined,
    };
  }

  #sum(values: Int64Column, start: number, end: number, isEnded: (sample: number) => boolean) {
    let all: Int64 = 0;
    let ended: Int64 = 0;
    let endedCount = 0;
    for (let i = start; i < end; i++) {
      const value = at(values, this.#order[i]);
      all = add(all, value);
      if (!isEnded(this.#order[i])) continue;
      ended = add(ended, value);
      endedCount++;
    }
    return { all, ended, endedCount };
  }
}

function mean(value: Int64, count: Int64 | undefined): Int64 {
  return count === undefined || count === 0 ? value : divide(value, count);
}
