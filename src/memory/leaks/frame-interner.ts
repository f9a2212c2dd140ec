/**
 * Gives equal code the same number in all profiles of a series. Ids, addresses and positions of texts differ from file to
 * file; names, files and lines of one program do not. Everything is numbered by what it is made of, from the bottom up:
 *
 *     text ──▶ function (name, file) ──▶ frame (function, line) ──▶ location (inlined frames in order) ──▶ stack
 *
 * A profile costs a look-up per text, function, line and location, so 100 profiles of a program take little more memory than
 * one. Producers write stacks in nearly the same order every time: each is first compared with the one that came next in the
 * profile before, which takes a third of the time of a hash.
 */
import { larger, PairIndex } from '../../base/pair-index.ts';
import { stringAt } from '../../profile/strings.ts';
import type { FunctionIndex, Profile } from '../../profile/tables.ts';
import type { SourceFrame } from '../statement.ts';

/** In front of the outermost frame of a location. */
const NOTHING = -1;

export class FrameInterner {
  readonly #textIds = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #functions = new PairIndex();
  readonly #frames = new PairIndex();
  /** A location is the location without its innermost frame, and that frame. */
  readonly #locations = new PairIndex();
  readonly #stacks = new StackIndex();

  get stackCount(): number {
    return this.#stacks.length;
  }

  /** The stacks of a profile's samples, by their numbers here. */
  stacksOf(profile: Profile): Int32Array {
    const locations = this.#locationsOf(profile);
    const { samples, stacks } = profile;
    const numbers = new Int32Array(samples.length);
    let row = EMPTY;
    for (let sample = 0; sample < samples.length; sample++) {
      row = this.#stacks.rowAfter(row, stacks, samples.stackStart[sample], samples.stackEnd[sample], locations);
      numbers[sample] = row;
    }
    return numbers;
  }

  /** The frames of a stack, leaf first, by their numbers. */
  framesOf(stack: number): Int32Array {
    const frames: number[] = [];
    for (const location of this.#stacks.locationsOf(stack)) {
      for (let rest = location; rest !== NOTHING; rest = this.#locations.first[rest]) {
        frames.push(this.#locations.second[rest]);
      }
    }
    return Int32Array.from(frames);
  }

  frame(frame: number): SourceFrame {
    const fn = this.#frames.first[frame];
    return {
      function: this.#texts[this.#functions.first[fn]],
      file: this.#texts[this.#functions.second[fn]],
      line: this.#frames.second[frame],
    };
  }

  #locationsOf(profile: Profile): Int32Array {
    const { locations, lines } = profile;
    const functions = this.#functionsOf(profile);
    const numbers = new Int32Array(locations.length);
    for (let location = 0; location < locations.length; location++) {
      let number = NOTHING;
      // Outermost first, so that the innermost frame is the last one put on, and the first one met in `framesOf`.
      for (let line = locations.lineEnd[location] - 1; line >= locations.lineStart[location]; line--) {
        const frame = this.#frames.rowOf(functions[lines.function[line]], lines.line[line] | 0);
        number = this.#locations.rowOf(number, frame);
      }
      numbers[location] = number === NOTHING ? this.#unnamed(profile.locations.address[location]) : number;
    }
    return numbers;
  }

  /** Code without symbols is told apart by its address. */
  #unnamed(address: bigint): number {
    const fn = this.#functions.rowOf(this.#text(`0x${address.toString(16)}`), this.#text(''));
    return this.#locations.rowOf(NOTHING, this.#frames.rowOf(fn, 0));
  }

  #functionsOf({ functions, strings }: Profile): Int32Array {
    const numbers = new Int32Array(functions.length);
    const texts = new Int32Array(strings.length).fill(NOTHING);
    const textOf = (index: Profile['functions']['name'][number]) => {
      if (texts[index] === NOTHING) texts[index] = this.#text(stringAt(strings, index));
      return texts[index];
    };
    for (let fn = 0 as FunctionIndex; fn < functions.length; fn++) {
      numbers[fn] = this.#functions.rowOf(textOf(functions.name[fn]), textOf(functions.fileName[fn]));
    }
    return numbers;
  }

  #text(text: string): number {
    let id = this.#textIds.get(text);
    if (id === undefined) {
      id = this.#texts.length;
      this.#textIds.set(text, id);
      this.#texts.push(text);
    }
    return id;
  }
}

const EMPTY = -1;

/** Numbers sequences of locations in the order they are met. A hash table with open addressing over one flat array. */
class StackIndex {
  length = 0;
  #ends = new Int32Array(1024);
  #hashes = new Int32Array(1024);
  /** The row that was last met after a row. */
  #following = new Int32Array(1024).fill(EMPTY);
  #slots = new Int32Array(4096).fill(EMPTY);
  #locations = new Int32Array(8192);
  #used = 0;

  /** The row of a sequence that is met after the one of row `before`; EMPTY stands for the first one. */
  rowAfter(before: number, stacks: Profile['stacks'], start: number, end: number, numbers: Int32Array): number {
    if (before === EMPTY) return this.rowOf(stacks, start, end, numbers);
    // Samples of one stack that differ in their labels come behind each other.
    if (this.#isSame(before, stacks, start, end, numbers)) return before;
    const expected = this.#following[before];
    if (expected !== EMPTY && this.#isSame(expected, stacks, start, end, numbers)) return expected;
    const row = this.rowOf(stacks, start, end, numbers);
    this.#following[before] = row;
    return row;
  }

  rowOf(stacks: Profile['stacks'], start: number, end: number, numbers: Int32Array): number {
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ numbers[stacks[at]], 0x01000193) ^ (hash >>> 13);
    let slot = this.#slotOf(hash);
    for (let row = this.#slots[slot]; row !== EMPTY; row = this.#slots[slot]) {
      if (this.#hashes[row] === hash && this.#isSame(row, stacks, start, end, numbers)) return row;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    if (this.length === this.#ends.length) {
      this.#grow();
      return this.rowOf(stacks, start, end, numbers);
    }
    return this.#append(slot, hash, stacks, start, end, numbers);
  }

  /** Leaf first. */
  locationsOf(row: number): Int32Array {
    return this.#locations.subarray(row === 0 ? 0 : this.#ends[row - 1], this.#ends[row]);
  }

  #append(
    slot: number,
    hash: number,
    stacks: Profile['stacks'],
    start: number,
    end: number,
    numbers: Int32Array,
  ): number {
    const row = this.length++;
    const needed = this.#used + end - start;
    if (needed > this.#locations.length) {
      this.#locations = larger(this.#locations, new Int32Array(Math.max(needed, this.#locations.length * 2)));
    }
    for (let at = start; at < end; at++) this.#locations[this.#used++] = numbers[stacks[at]];
    this.#ends[row] = this.#used;
    this.#hashes[row] = hash;
    this.#slots[slot] = row;
    return row;
  }

  #isSame(row: number, stacks: Profile['stacks'], start: number, end: number, numbers: Int32Array): boolean {
    const first = row === 0 ? 0 : this.#ends[row - 1];
    if (this.#ends[row] - first !== end - start) return false;
    const known = this.#locations;
    for (let at = start, place = first; at < end; at++, place++) {
      if (known[place] !== numbers[stacks[at]]) return false;
    }
    return true;
  }

  #slotOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
  }

  #grow(): void {
    const size = this.#ends.length * 2;
    this.#ends = larger(this.#ends, new Int32Array(size));
    this.#hashes = larger(this.#hashes, new Int32Array(size));
    this.#following = larger(this.#following, new Int32Array(size).fill(EMPTY));
    this.#slots = new Int32Array(size * 4).fill(EMPTY);
    for (let row = 0; row < this.length; row++) {
      let slot = this.#slotOf(this.#hashes[row]);
      while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = row;
    }
  }
}
