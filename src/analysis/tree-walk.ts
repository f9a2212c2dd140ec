/**
 * Visits every node of the call tree, callers before callees, without building the tree: that may have many times more
 * nodes than there are samples. It is a radix sort of the samples by their stacks, from the root on. The samples of a
 * node are a range of `order`; sorting a range by the next entry of its stacks makes every callee a range within it.
 *
 *   order   [ 4 0 3 | 1 5 | 2 ]        all samples of a node, ended ones first
 *             ended   parse  render    sorted: a range per callee
 *
 * A sample that is alone in its range has a path of its own from there on: nothing is left to sort. What the walk needs
 * of a sample is moved along with it, so that memory is read in order: a frame costs one read that is not.
 */
import { add, at, type Int64, type Int64Column, pick } from '../base/int64.ts';
import { NONE } from '../profile/tables.ts';
import type { EntryQuestion } from './entry-values.ts';

/** A node that is visited. The object is the same for all visits. */
export interface TreePlace {
  /** The samples of the node are `order[start]` up to but not including `order[end]`. */
  start: number;
  end: number;
  entry: number;
  /** What the visit of the nearest caller that was not left out returned; NONE at a root. */
  caller: number;
  /** Callers in between were left out. */
  isResidual: boolean;
  /** Inlined in all samples, and so were the callers left out in between. */
  isInline: boolean;
  flat: Int64;
  cum: Int64;
  /** 0 where the report shows no mean. */
  flatDivisor: Int64;
  cumDivisor: Int64;
}

/** Returns a number for the node, by which its callees name their caller, or NONE to leave it out. */
export type VisitPlace = (place: TreePlace) => number;

export class TreeWalk {
  readonly order: Int32Array;
  /** By sample: the number of the node it ends at, NONE where that was left out. */
  readonly leaf: Int32Array;
  readonly #question: EntryQuestion;
  // By place in `order`: the next frame of the sample, NONE where its stack has ended; the place in `stacks` that the
  // frame belongs to, and that of the leaf; the values of the sample.
  readonly #frame: Int32Array;
  readonly #stackPlace: Int32Array;
  readonly #leafPlace: Int32Array;
  readonly #value: Int64Column;
  readonly #divisor: Int64Column | undefined;
  /** All columns by place, each with a copy to move its rows from. */
  readonly #columns: readonly (readonly [rows: Rows, copy: Rows])[];
  /** Scratch for sorting: by entry how many samples go on with it, one further for those that end; and where they go. */
  readonly #sizes: Int32Array;
  readonly #targets: Int32Array;
  /** The ranges yet to be visited: start, end, entry, caller, isResidual, isInline of each, the next one last. */
  readonly #pending: number[] = [];

  constructor(question: EntryQuestion) {
    const { profile, counted, table, shownValues } = question;
    this.#question = question;
    this.order = counted.slice();
    this.leaf = new Int32Array(profile.samples.length).fill(NONE);
    this.#frame = new Int32Array(counted.length);
    this.#stackPlace = counted.map((sample) => profile.samples.stackEnd[sample]);
    this.#leafPlace = counted.map((sample) => profile.samples.stackStart[sample]);
    this.#value = pick(shownValues.column, counted);
    this.#divisor = shownValues.divisor && pick(shownValues.divisor, counted);
    const values = this.#divisor === undefined ? [this.#value] : [this.#value, this.#divisor];
    const columns = [this.order, this.#frame, this.#stackPlace, this.#leafPlace, ...values];
    this.#columns = columns.map((rows) => [rows, rows.slice()]);
    this.#sizes = new Int32Array(table.entries.length + 1);
    this.#targets = new Int32Array(counted.length);
  }

  /** Visits all nodes. Can be done once. */
  run(visit: VisitPlace): void {
    for (let i = 0; i < this.order.length; i++) this.#enterNextLocation(i);
    const place = aboveAll(this.order.length);
    this.#sortCallees(place);
    while (this.#pending.length > 0) {
      this.#pop(place);
      if (place.end - place.start === 1) this.#visitPath(place, visit);
      else this.#visitRange(place, visit);
    }
  }

  #visitRange(place: TreePlace, visit: VisitPlace): void {
    for (let i = place.start; i < place.end; i++) if (!this.#advance(i)) place.isInline = false;
    place.cum = this.#sum(this.#value, place, false);
    place.flat = this.#sum(this.#value, place, true);
    if (this.#divisor !== undefined) {
      place.cumDivisor = this.#sum(this.#divisor, place, false);
      place.flatDivisor = this.#sum(this.#divisor, place, true);
    }
    const node = this.#visit(place, visit);
    const ended = this.#sortCallees(place);
    if (node !== NONE) for (let i = 0; i < ended; i++) this.leaf[this.order[place.start + i]] = node;
  }

  /** Visits all that is left of the stack of a sample that is alone. */
  #visitPath(place: TreePlace, visit: VisitPlace): void {
    const { frames } = this.#question.table;
    const { start } = place;
    place.flat = 0;
    place.flatDivisor = 0;
    place.cum = at(this.#value, start);
    place.cumDivisor = this.#divisor === undefined ? 0 : at(this.#divisor, start);
    for (;;) {
      if (!this.#advance(start)) place.isInline = false;
      if (this.#frame[start] === NONE) {
        place.flat = place.cum;
        place.flatDivisor = place.cumDivisor;
        this.leaf[this.order[start]] = this.#visit(place, visit);
        return;
      }
      this.#visit(place, visit);
      place.entry = frames[this.#frame[start]];
    }
  }

  /** Visits a node, and makes the place ready for its callees. */
  #visit(place: TreePlace, visit: VisitPlace): number {
    const node = visit(place);
    place.isResidual = node === NONE;
    if (node !== NONE) {
      place.caller = node;
      place.isInline = true;
    }
    return node;
  }

  #pop(place: TreePlace): void {
    const pending = this.#pending;
    place.isInline = pending.pop() === 1;
    place.isResidual = pending.pop() === 1;
    place.caller = pending.pop() as number;
    place.entry = pending.pop() as number;
    place.end = pending.pop() as number;
    place.start = pending.pop() as number;
  }

  #push({ caller, isResidual, isInline }: TreePlace, start: number, end: number, entry: number): void {
    this.#pending.push(start, end, entry, caller, isResidual ? 1 : 0, isInline ? 1 : 0);
  }

  /** Moves a sample on by one frame. Returns whether the one it leaves was inlined. */
  #advance(i: number): boolean {
    const { profile, table } = this.#question;
    const frame = this.#frame[i];
    const location = profile.stacks[this.#stackPlace[i]];
    if (frame > table.frameStart[location]) this.#frame[i] = frame - 1;
    else this.#enterNextLocation(i);
    return frame !== table.frameStart[location + 1] - 1;
  }

  /** Moves a sample on to the outermost frame of its next location, or to its end. */
  #enterNextLocation(i: number): void {
    const { profile, table } = this.#question;
    const place = --this.#stackPlace[i];
    this.#frame[i] = place < this.#leafPlace[i] ? NONE : table.frameStart[profile.stacks[place] + 1] - 1;
  }

  /** The sum of the samples of a node, or of those that end there. */
  #sum(values: Int64Column, { start, end }: TreePlace, onlyEnded: boolean): Int64 {
    if (values instanceof Float64Array) {
      let sum = 0;
      for (let i = start; i < end; i++) if (!onlyEnded || this.#frame[i] === NONE) sum += values[i];
      return sum;
    }
    let sum: Int64 = 0;
    for (let i = start; i < end; i++) if (!onlyEnded || this.#frame[i] === NONE) sum = add(sum, at(values, i));
    return sum;
  }

  /** Sorts the samples of a node by where they go on, and has its callees visited next. Returns how many samples end. */
  #sortCallees(place: TreePlace): number {
    const { frames } = this.#question.table;
    const { start, end } = place;
    const [sizes, targets] = [this.#sizes, this.#targets];
    const ended = sizes.length - 1;
    const callees: number[] = [];
    for (let i = start; i < end; i++) {
      const frame = this.#frame[i];
      const key = frame === NONE ? ended : frames[frame];
      targets[i] = key;
      if (sizes[key]++ === 0 && key !== ended) callees.push(key);
    }

    // From here on sizes[key] is where the next sample of that key goes.
    const endedCount = sizes[ended];
    let next = start + endedCount;
    sizes[ended] = start;
    for (const entry of callees) {
      const first = next;
      next += sizes[entry];
      sizes[entry] = first;
      this.#push(place, first, next, entry);
    }
    if (callees.length > 1 || (callees.length === 1 && endedCount > 0)) {
      for (let i = start; i < end; i++) targets[i] = sizes[targets[i]]++;
      for (const [rows, copy] of this.#columns) moveRows(rows, copy, targets, start, end);
    }
    sizes[ended] = 0;
    for (const entry of callees) sizes[entry] = 0;
    return endedCount;
  }
}

type Rows = Int32Array | Int64Column;

/** Moves each row of a range to its target, by way of a copy. */
function moveRows(rows: Rows, copy: Rows, targets: Int32Array, start: number, end: number): void {
  // Both have the same type, whichever it is.
  const [to, from] = [rows as Float64Array, copy as Float64Array];
  for (let i = start; i < end; i++) from[i] = to[i];
  for (let i = start; i < end; i++) to[targets[i]] = from[i];
}

function aboveAll(sampleCount: number): TreePlace {
  return {
    start: 0,
    end: sampleCount,
    entry: NONE,
    caller: NONE,
    isResidual: false,
    isInline: true,
    flat: 0,
    cum: 0,
    flatDivisor: 0,
    cumDivisor: 0,
  };
}
