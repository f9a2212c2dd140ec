/**
 * The call tree as a flame graph needs it: only nodes that are wide enough to be drawn are opened, level by level, in
 * pieces of a few milliseconds, so that keys are answered in between. Opening a node with a million samples takes 50 ms
 * and cannot be put off, as the outermost nodes have nearly all of them.
 *
 * As in `call-tree.ts` a node is a range of `order`, and opening it is a radix sort of the range by the next frame:
 *
 *   enter    at the root: every sample before its first frame
 *   count    how many samples go on with which entry
 *   move     every sample to its callee's part of `moved`, one frame further on; their values are added up
 *   order    `moved` back into `order`, a node per callee, heaviest first: sorted in runs that are merged two by two
 *
 * Each sample is looked at twice per level. All of it can be left off nearly anywhere.
 */
import { compareText } from '../base/byte-text.ts';
import { abs, at, compare, type Int64, type Int64Column } from '../base/int64.ts';
import { NONE } from '../profile/tables.ts';
import { entryNames } from './entries.ts';
import { type EntryQuestion, shownValue } from './entry-values.ts';

/** From the roots to the callees, or from the leaves to the callers. */
export type FlameDirection = 'callees' | 'callers';

/** All samples whose stacks begin with the same entries: at the root, or at the leaf in a graph of callers. */
export interface FlameFrame {
  /** NONE at the root, which stands for all samples. */
  readonly entry: number;
  /** The frame it lies on. */
  readonly caller: FlameFrame | undefined;
  /** 0 at the root. */
  readonly depth: number;
  /** What its width is in proportion to: the sum of its samples' values without their signs, in a mean as well. */
  readonly weight: number;
  /** The value of the samples whose stacks end here. */
  readonly flat: Int64;
  readonly cum: Int64;
  /** No stack goes on from here. */
  readonly isLast: boolean;
  /** Heaviest first, then by name; undefined until it has been opened. */
  readonly callees: readonly FlameFrame[] | undefined;
}

interface PlacedFrame extends FlameFrame {
  readonly start: number;
  readonly end: number;
  callees: readonly PlacedFrame[] | undefined;
}

/** Its values are known when all samples have been entered. */
type RootFrame = { -readonly [Part in keyof PlacedFrame]: PlacedFrame[Part] };

/** What is added up per entry while a frame is opened; one further row for the root. */
interface Sums {
  readonly weight: Float64Array;
  readonly cum: Int64Column;
  readonly flat: Int64Column;
  readonly cumDivisor: Int64Column | undefined;
  readonly flatDivisor: Int64Column | undefined;
  readonly ended: Int32Array;
}

/** The frame that is being opened, and how far that is. */
interface Opening {
  readonly frame: PlacedFrame;
  phase: 'enter' | 'count' | 'move' | 'order';
  at: number;
  /** The entries met, in the order of their parts. */
  readonly entries: number[];
  /** Of how many of them there are callees. */
  made: number;
  /** The callees that are made, in runs that are each in order. */
  runs: readonly (readonly PlacedFrame[])[];
}

/** What a frame costs besides its samples, counted in samples: to be opened, to be made, to be merged. */
const OPEN_COST = 24;
const MAKE_COST = 16;
const MERGE_COST = 3;

/** How many callees are made and sorted in one go. */
const RUN = 1024;

/** A flame graph that is opened frame by frame. Frames are made once and stay the same. */
export class FlameTree {
  readonly question: EntryQuestion;
  readonly direction: FlameDirection;
  /** Its values are 0 until it has been opened. */
  readonly root: FlameFrame;
  readonly #order: Int32Array;
  readonly #moved: Int32Array;
  /** Per sample: its next frame beyond those that are open; NONE where its stack has ended. */
  readonly #nextFrame: Int32Array;
  /** Per sample: the place in `stacks` of the location that frame belongs to. */
  readonly #nextPlace: Int32Array;
  /** Per entry how many samples go on with it, then where the next of them goes; one more for those that end. */
  readonly #sizes: Int32Array;
  readonly #sums: Sums;
  #opening: Opening | undefined;

  constructor(question: EntryQuestion, direction: FlameDirection = 'callees') {
    const { profile, counted, table, shownValues } = question;
    const length = table.entries.length + 1;
    this.question = question;
    this.direction = direction;
    this.#order = counted.slice();
    this.#moved = new Int32Array(counted.length);
    this.#nextFrame = new Int32Array(profile.samples.length);
    this.#nextPlace = new Int32Array(profile.samples.length);
    this.#sizes = new Int32Array(length);
    const { column, divisor } = shownValues;
    this.#sums = {
      weight: new Float64Array(length),
      cum: zeros(column, length),
      flat: zeros(column, length),
      cumDivisor: divisor && zeros(divisor, length),
      flatDivisor: divisor && zeros(divisor, length),
      ended: new Int32Array(length),
    };
    const root: RootFrame = {
      entry: NONE,
      caller: undefined,
      depth: 0,
      weight: 0,
      flat: 0,
      cum: 0,
      isLast: false,
      start: 0,
      end: counted.length,
      callees: undefined,
    };
    this.root = root;
  }

  /**
   * Opens a frame, or goes on with it; one that was begun before is finished first. Stops when it has looked at about
   * `most` samples and tells how many of them are left: below zero the frame may not be open yet.
   */
  open(frame: FlameFrame, most: number): number {
    const wanted = frame as PlacedFrame;
    let left = most;
    while (left > 0 && (this.#opening !== undefined || wanted.callees === undefined)) {
      const phase = wanted === this.root ? 'enter' : 'count';
      this.#opening ??= { frame: wanted, phase, at: wanted.start, entries: [], made: 0, runs: [] };
      left = this.#goOn(this.#opening, left);
    }
    return left;
  }

  #goOn(opening: Opening, most: number): number {
    const { frame, at: from, phase } = opening;
    if (phase === 'order') return this.#orderCallees(opening, most);
    const to = Math.min(frame.end, from + most);
    if (phase === 'enter') this.#enter(from, to);
    else if (phase === 'count') this.#count(opening, to);
    else this.#move(from, to);
    opening.at = to;
    if (to < frame.end) return 0;
    const left = most - (to - from);
    opening.at = frame.start;
    if (phase === 'enter') {
      this.#finishRoot(frame as RootFrame);
      opening.phase = 'count';
      return left;
    }
    if (phase === 'count') {
      this.#sizesToPlaces(opening);
      opening.phase = 'move';
      return left;
    }
    this.#order.set(this.#moved.subarray(frame.start, frame.end), frame.start);
    opening.at = this.#sizes[this.#sizes.length - 1];
    this.#sizes[this.#sizes.length - 1] = 0;
    opening.phase = 'order';
    return left - OPEN_COST;
  }

  #count({ entries, at: from }: Opening, to: number): void {
    const { frames } = this.question.table;
    const sizes = this.#sizes;
    const ended = sizes.length - 1;
    for (let i = from; i < to; i++) {
      const frame = this.#nextFrame[this.#order[i]];
      const key = frame === NONE ? ended : frames[frame];
      if (sizes[key]++ === 0 && key !== ended) entries.push(key);
    }
  }

  /** Those that end come first, then entry after entry. */
  #sizesToPlaces({ frame, entries }: Opening): void {
    const sizes = this.#sizes;
    const ended = sizes.length - 1;
    let place = frame.start + sizes[ended];
    sizes[ended] = frame.start;
    for (const entry of entries) {
      const size = sizes[entry];
      sizes[entry] = place;
      place += size;
    }
  }

  #move(from: number, to: number): void {
    const { frames } = this.question.table;
    const sizes = this.#sizes;
    const end = sizes.length - 1;
    for (let i = from; i < to; i++) {
      const sample = this.#order[i];
      const frame = this.#nextFrame[sample];
      if (frame === NONE) {
        this.#moved[sizes[end]++] = sample;
        continue;
      }
      const entry = frames[frame];
      this.#moved[sizes[entry]++] = sample;
      this.#advance(sample);
      this.#addUp(entry, sample);
    }
  }

  /** Adds a sample to an entry that it has just gone past. */
  #addUp(row: number, sample: number): void {
    const { column, divisor } = this.question.shownValues;
    const { weight, cum, flat, cumDivisor, flatDivisor, ended } = this.#sums;
    weight[row] += Math.abs(Number(column[sample]));
    addValue(cum, row, column, sample);
    if (divisor !== undefined && cumDivisor !== undefined) addValue(cumDivisor, row, divisor, sample);
    if (this.#nextFrame[sample] !== NONE) return;
    ended[row]++;
    addValue(flat, row, column, sample);
    if (divisor !== undefined && flatDivisor !== undefined) addValue(flatDivisor, row, divisor, sample);
  }

  /** What was added up for a row; the row is empty then. */
  #takeSums(row: number, samples: number): Pick<FlameFrame, 'weight' | 'flat' | 'cum' | 'isLast'> {
    const { weight, cum, flat, cumDivisor, flatDivisor, ended } = this.#sums;
    const sums = {
      weight: weight[row],
      flat: shownValue(at(flat, row), flatDivisor && at(flatDivisor, row)),
      cum: shownValue(at(cum, row), cumDivisor && at(cumDivisor, row)),
      isLast: ended[row] === samples,
    };
    weight[row] = 0;
    ended[row] = 0;
    for (const column of [cum, flat, cumDivisor, flatDivisor]) if (column !== undefined) setZero(column, row);
    return sums;
  }

  #orderCallees(opening: Opening, most: number): number {
    const { frame, entries, made, runs } = opening;
    const inOrder = heavierFirst(entryNames(this.question.table));
    if (made < entries.length) {
      const run = entries.slice(made, made + RUN).map((entry) => this.#takeCallee(opening, entry));
      opening.made += run.length;
      opening.runs = [...runs, run.sort(inOrder)];
      return most - MAKE_COST * run.length;
    }
    if (runs.length > 1) {
      const [a, b, ...others] = runs;
      opening.runs = [...others, merged(a, b, inOrder)];
      return most - MERGE_COST * (a.length + b.length);
    }
    frame.callees = runs.at(0) ?? [];
    this.#opening = undefined;
    return most;
  }

  /** Makes the next callee, and leaves the scratch as empty as it was. */
  #takeCallee(opening: Opening, entry: number): PlacedFrame {
    const { frame, at: start } = opening;
    const end = this.#sizes[entry];
    const sums = this.#takeSums(entry, end - start);
    this.#sizes[entry] = 0;
    opening.at = end;
    const callees = sums.isLast ? [] : undefined;
    return { entry, caller: frame, depth: frame.depth + 1, ...sums, start, end, callees };
  }

  #enter(from: number, to: number): void {
    const { stackStart, stackEnd } = this.question.profile.samples;
    const row = this.#sizes.length - 1;
    for (let i = from; i < to; i++) {
      const sample = this.#order[i];
      this.#nextPlace[sample] = this.direction === 'callers' ? stackStart[sample] - 1 : stackEnd[sample];
      this.#enterNextLocation(sample);
      this.#addUp(row, sample);
    }
  }

  #finishRoot(root: RootFrame): void {
    Object.assign(root, this.#takeSums(this.#sizes.length - 1, root.end));
  }

  /** Moves a sample on to the first frame of its next location, or to its end. */
  #enterNextLocation(sample: number): void {
    const { profile, table } = this.question;
    const { stackStart, stackEnd } = profile.samples;
    const isUp = this.direction === 'callers';
    const place = isUp ? ++this.#nextPlace[sample] : --this.#nextPlace[sample];
    if (place < stackStart[sample] || place >= stackEnd[sample]) this.#nextFrame[sample] = NONE;
    else {
      const location = profile.stacks[place];
      this.#nextFrame[sample] = isUp ? table.frameStart[location] : table.frameStart[location + 1] - 1;
    }
  }

  /** One frame on. */
  #advance(sample: number): void {
    const { frameStart } = this.question.table;
    const location = this.question.profile.stacks[this.#nextPlace[sample]];
    const next = this.#nextFrame[sample] + (this.direction === 'callers' ? 1 : -1);
    if (next >= frameStart[location] && next < frameStart[location + 1]) this.#nextFrame[sample] = next;
    else this.#enterNextLocation(sample);
  }
}

function zeros(like: Int64Column, length: number): Int64Column {
  return like instanceof Float64Array ? new Float64Array(length) : new BigInt64Array(length);
}

function setZero(column: Int64Column, row: number): void {
  if (column instanceof Float64Array) column[row] = 0;
  else column[row] = 0n;
}

/** Wide columns wrap around, as all sums of int64 do. */
function addValue(sums: Int64Column, row: number, column: Int64Column, sample: number): void {
  if (sums instanceof Float64Array) sums[row] += column[sample] as number;
  else sums[row] += column[sample] as bigint;
}

type FrameOrder = (a: FlameFrame, b: FlameFrame) => number;

/** Plain numbers first: a frame may have tens of thousands of callees. */
const heavierFirst =
  (names: readonly string[]): FrameOrder =>
  (a, b) =>
    b.weight - a.weight || compare(abs(b.cum), abs(a.cum)) || compareText(names[a.entry], names[b.entry]);

function merged<Frame extends FlameFrame>(
  a: readonly Frame[],
  b: readonly Frame[],
  inOrder: FrameOrder,
): readonly Frame[] {
  const all: Frame[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) all.push(inOrder(a[i], b[j]) <= 0 ? a[i++] : b[j++]);
  return [...all, ...a.slice(i), ...b.slice(j)];
}
