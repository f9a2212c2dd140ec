import { textOfLatin1 } from '../../profile/legacy/line-reader.ts';
import { placeText, readPlace } from '../../profile/legacy/stack-lines.ts';
import type { Place, SourceFrame } from '../statement.ts';
import type { GoroutineCounts, GoroutineGroup } from './log-report.ts';

/** Groups that are told one by one; the others are counted. */
const MOST_GROUPS = 50;
/** A pair of numbers as one, exact as long as the second is below this. */
const PAIR = 2 ** 24;

/** A frame's number, or a stack's; a stack is a frame and the stack of its callers. */
type Id = number;
export const NO_STACK: Id = 0;

/**
 * Stacks of goroutines, each once: memory grows with the number of different ones, as a program that ends with 300,000
 * goroutines has few. Frames are known by their lines without arguments and addresses, stacks are paths from their leaf.
 */
export class StackTable {
  readonly #functions = new Map<string, Id>();
  readonly #places = new Map<string, Id>();
  readonly #frames = new Map<number, Id>();
  readonly #nodes = new Map<number, Id>();
  readonly #frameOf: SourceFrame[] = [{ function: '', file: '', line: 0 }];
  readonly #frame: Id[] = [0];
  readonly #callee: Id[] = [NO_STACK];

  /** The frame of a function's name and the line of its place, empty where that is missing. */
  frame(name: string, placeLine: string): Id {
    const text = placeText(placeLine);
    const fn = idOf(this.#functions, name);
    const place = idOf(this.#places, text);
    const key = fn * PAIR + place;
    let frame = this.#frames.get(key);
    if (frame === undefined) {
      frame = this.#frameOf.length;
      this.#frames.set(key, frame);
      const { file, line } = readPlace(text) ?? { file: '', line: 0 };
      this.#frameOf.push({ function: textOfLatin1(name), file: textOfLatin1(file), line });
    }
    return frame;
  }

  /** The stack whose outermost frame is `frame` and that goes on with `callee` towards the leaf. */
  push(callee: Id, frame: Id): Id {
    const key = callee * PAIR + frame;
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = this.#frame.length;
      this.#nodes.set(key, node);
      this.#frame.push(frame);
      this.#callee.push(callee);
    }
    return node;
  }

  sourceFrame(frame: Id): SourceFrame {
    return this.#frameOf[frame];
  }

  /** Leaf first. */
  frames(stack: Id): readonly SourceFrame[] {
    const frames: SourceFrame[] = [];
    for (let node = stack; node !== NO_STACK; node = this.#callee[node]) frames.push(this.#frameOf[this.#frame[node]]);
    return frames.reverse();
  }
}

function idOf(ids: Map<string, Id>, text: string): Id {
  let id = ids.get(text);
  if (id === undefined) {
    id = ids.size;
    ids.set(text, id);
  }
  return id;
}

interface Group {
  count: number;
  readonly state: string;
  least: number;
  most: number;
  readonly creator: Id;
  readonly stack: Id;
  readonly at: Place;
}

/** The goroutines of one crash or dump, equal ones together. */
export class GoroutineGroups {
  readonly #table: StackTable;
  readonly #groups = new Map<string, Group>();
  #count = 0;

  constructor(table: StackTable) {
    this.#table = table;
  }

  get count(): number {
    return this.#count;
  }

  /** `creator` is a frame, 0 where none is said. */
  add(goroutine: { state: string; minutes: number; stack: Id; creator: Id; at: Place }): void {
    const { state, minutes, stack, creator } = goroutine;
    this.#count++;
    const key = `${stack} ${creator} ${state}`;
    const group = this.#groups.get(key);
    if (group === undefined) {
      this.#groups.set(key, { count: 1, state, least: minutes, most: minutes, creator, stack, at: goroutine.at });
      return;
    }
    group.count++;
    group.least = Math.min(group.least, minutes);
    group.most = Math.max(group.most, minutes);
  }

  finish(): GoroutineCounts {
    const sorted = [...this.#groups.values()].sort((a, b) => b.count - a.count || a.at.line - b.at.line);
    const groups = sorted.slice(0, MOST_GROUPS).map((group): GoroutineGroup => {
      const { count, state, least, most, at } = group;
      return {
        count,
        state: textOfLatin1(state),
        minutes: { least, most },
        createdBy: group.creator === 0 ? undefined : this.#table.sourceFrame(group.creator),
        stack: this.#table.frames(group.stack),
        at,
      };
    });
    const told = groups.reduce((sum, { count }) => sum + count, 0);
    return {
      count: this.#count,
      groups,
      otherGroups: sorted.length - groups.length,
      otherGoroutines: this.#count - told,
    };
  }
}
