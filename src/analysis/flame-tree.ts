/**
 * The call tree as a flame graph needs it: only nodes that are wide enough to be drawn are opened, level by level, in
 * pieces of a few milliseconds, so that keys are answered in between. Opening a node with a million samples takes 50 ms
 * and cannot be put off, as the outermost nodes have nearly all of them.
 *
 * As in `call-tree.ts` a node is a range of samples, and opening it is a radix sort of the range by the next frame:
 *
 *   enter    at the root: every sample before its first frame
 *   count    how many samples go on with which entry
 *   move     every sample to its callee's part of the range, one frame further on; their values are added up
 *   order    a node per callee, heaviest first: sorted in runs that are merged two by two
 *
 * Each sample is looked at twice per level. What is costly about it is memory that is not in order, so samples take where
 * they are in their stacks along when they move: a sample and a level cost one look into its stack and one at its value.
 * They move to and fro between two places, one for the nodes of even depth and one for the others, as the range of a node
 * is not needed any more when it is open. All of it can be left off nearly anywhere.
 */
import { compareText } from '../base/byte-text.ts';
import { abs, at, compare, type Int64, type Int64Column } from '../base/int64.ts';
import { NONE } from '../profile/tables.ts';
import type { ShownValues } from './counted.ts';
import { type EntryTable, entryName } from './entries.ts';
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

/** How far samples have gone along their stacks, by their places in the tree. */
interface Walks {
  readonly sample: Int32Array;
  /** The next frame beyond those that are open; NONE where the stack has ended. */
  readonly frame: Int32Array;
  /** Where in `stacks` the location of that frame is, and how many locations are left with it. */
  readonly stackPlace: Int32Array;
  readonly left: Int32Array;
}

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
  /** The samples of the frames whose depth is even, and of the others. */
  readonly #walks: readonly [Walks, Walks];
  /** By frame: 1 where the next one is in another location. */
  readonly #leaves: Uint8Array;
  /** Per entry how many samples go on with it, then where the next of them goes; one more for those that end. */
  readonly #sizes: Int32Array;
  readonly #sums: Sums;
  readonly #addUp: AddUp;
  #opening: Opening | undefined;

  constructor(question: EntryQuestion, direction: FlameDirection = 'callees') {
    const { counted, table, shownValues } = question;
    const length = table.entries.length + 1;
    this.question = question;
    this.direction = direction;
    this.#walks = [emptyWalks(counted.length), emptyWalks(counted.length)];
    this.#leaves = lastFrames(table.frameStart, direction);
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
    this.#addUp = addingUp(shownValues, this.#sums);
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
    const walks = this.#walks[frame.depth % 2];
    if (phase === 'order') return this.#orderCallees(opening, most);
    const to = Math.min(frame.end, from + most);
    if (phase === 'enter') this.#enter(walks, from, to);
    else if (phase === 'count') this.#count(walks, opening, to);
    else this.#move(walks, this.#walks[(frame.depth + 1) % 2], from, to);
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
    opening.at = this.#sizes[this.#sizes.length - 1];
    this.#sizes[this.#sizes.length - 1] = 0;
    opening.phase = 'order';
    return left - OPEN_COST;
  }

  #count({ frame }: Walks, { entries, at: from }: Opening, to: number): void {
    const { frames } = this.question.table;
    const sizes = this.#sizes;
    const ended = sizes.length - 1;
    for (let i = from; i < to; i++) {
      const key = frame[i] === NONE ? ended : frames[frame[i]];
      if (sizes[key]++ === 0 && key !== ended) entries.push(key);
    }
  }

  /** Room for those that end comes first, then entry after entry. */
  #sizesToPlaces({ frame, entries }: Opening): void {
    const sizes = this.#sizes;
    const ended = sizes.length - 1;
    let place = frame.start + sizes[ended];
    sizes[ended] = place;
    for (const entry of entries) {
      const size = sizes[entry];
      sizes[entry] = place;
      place += size;
    }
  }

  #move(walks: Walks, moved: Walks, from: number, to: number): void {
    const { profile, table } = this.question;
    const { frames, frameStart } = table;
    const { stacks } = profile;
    const sizes = this.#sizes;
    const leaves = this.#leaves;
    const addUp = this.#addUp;
    const isUp = this.direction === 'callers';
    const step = isUp ? 1 : -1;
    for (let i = from; i < to; i++) {
      const frame = walks.frame[i];
      // Nobody asks for those that have ended again.
      if (frame === NONE) continue;
      const entry = frames[frame];
      const place = sizes[entry]++;
      let stackPlace = walks.stackPlace[i];
      let left = walks.left[i];
      let next = frame + step;
      if (leaves[frame] === 1) {
        left--;
        stackPlace += step;
        if (left === 0) next = NONE;
        else next = isUp ? frameStart[stacks[stackPlace]] : frameStart[stacks[stackPlace] + 1] - 1;
      }
      const sample = walks.sample[i];
      moved.sample[place] = sample;
      moved.frame[place] = next;
      moved.stackPlace[place] = stackPlace;
      moved.left[place] = left;
      addUp(entry, sample, next === NONE);
    }
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
    const inOrder = heavierFirst(this.question.table);
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

  #enter({ sample, frame, stackPlace, left }: Walks, from: number, to: number): void {
    const { profile, table, counted } = this.question;
    const { stackStart, stackEnd } = profile.samples;
    const isUp = this.direction === 'callers';
    const row = this.#sizes.length - 1;
    for (let i = from; i < to; i++) {
      const current = counted[i];
      const [start, end] = [stackStart[current], stackEnd[current]];
      const place = isUp ? start : end - 1;
      const location = start === end ? NONE : profile.stacks[place];
      sample[i] = current;
      stackPlace[i] = place;
      left[i] = end - start;
      if (location === NONE) frame[i] = NONE;
      else frame[i] = isUp ? table.frameStart[location] : table.frameStart[location + 1] - 1;
      this.#addUp(row, current, location === NONE);
    }
  }

  #finishRoot(root: RootFrame): void {
    Object.assign(root, this.#takeSums(this.#sizes.length - 1, root.end));
  }
}

function emptyWalks(length: number): Walks {
  const column = () => new Int32Array(length);
  return { sample: column(), frame: column(), stackPlace: column(), left: column() };
}

/** By frame: 1 for the last of its location that a walk comes to. */
function lastFrames(frameStart: Int32Array, direction: FlameDirection): Uint8Array {
  const last = new Uint8Array(frameStart[frameStart.length - 1]);
  for (let location = 0; location + 1 < frameStart.length; location++) {
    last[direction === 'callers' ? frameStart[location + 1] - 1 : frameStart[location]] = 1;
  }
  return last;
}

function zeros(like: Int64Column, length: number): Int64Column {
  return like instanceof Float64Array ? new Float64Array(length) : new BigInt64Array(length);
}

/** Adds a sample to the row of an entry that it has just gone past; to its flat value as well where its stack `ends` there. */
type AddUp = (row: number, sample: number, ends: boolean) => void;

/** What adds samples up. Nearly all profiles have narrow columns, and hardly anyone asks for means: that is done faster. */
function addingUp({ column, divisor }: ShownValues, sums: Sums): AddUp {
  const { weight, cum, flat, cumDivisor, flatDivisor, ended } = sums;
  if (column instanceof Float64Array && cum instanceof Float64Array && flat instanceof Float64Array && !divisor) {
    return (row, sample, ends) => {
      const value = column[sample];
      weight[row] += Math.abs(value);
      cum[row] += value;
      if (!ends) return;
      ended[row]++;
      flat[row] += value;
    };
  }
  return (row, sample, ends) => {
    weight[row] += Math.abs(Number(column[sample]));
    addValue(cum, row, column, sample);
    if (divisor !== undefined && cumDivisor !== undefined) addValue(cumDivisor, row, divisor, sample);
    if (!ends) return;
    ended[row]++;
    addValue(flat, row, column, sample);
    if (divisor !== undefined && flatDivisor !== undefined) addValue(flatDivisor, row, divisor, sample);
  };
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

/** Plain numbers first: a frame may have tens of thousands of callees. Names are only made where those are the same. */
const heavierFirst =
  ({ entries }: EntryTable): FrameOrder =>
  (a, b) =>
    b.weight - a.weight ||
    compare(abs(b.cum), abs(a.cum)) ||
    compareText(entryName(entries[a.entry]), entryName(entries[b.entry]));

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
