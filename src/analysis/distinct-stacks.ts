/**
 * Stacks, each once: samples that differ in nothing but their labels and values share one. They are found by a hash over
 * their frames, and compared frame by frame where that is equal; a sample costs two walks of its stack and no garbage.
 */
import { addUpColumn, type Int64Column } from '../base/int64.ts';
import { NONE, type Profile } from '../profile/tables.ts';
import type { EntryTable } from './entries.ts';

export interface DistinctStacks {
  readonly length: number;
  /** By stack: the first sample that has it. They are in the order of the file. */
  readonly sample: Int32Array;
  /** By sample: its stack, NONE where that is empty. */
  readonly stackOf: Int32Array;
}

/** Finds the stacks of a profile. Frames are the same where their entries have the same number in `frameOf`. */
export function distinctStacks(profile: Profile, table: EntryTable, frameOf: Int32Array): DistinctStacks {
  const { samples } = profile;
  const reader = new StackReader(profile, table, frameOf);
  const sample = new Int32Array(samples.length);
  const hashes = new Int32Array(samples.length);
  const stackOf = new Int32Array(samples.length).fill(NONE);
  const slots = new Int32Array(slotCount(samples.length)).fill(NONE);
  let length = 0;
  for (let current = 0; current < samples.length; current++) {
    if (samples.stackStart[current] === samples.stackEnd[current]) continue;
    const hash = reader.read(current);
    let slot = hash & (slots.length - 1);
    for (; slots[slot] !== NONE; slot = (slot + 1) & (slots.length - 1)) {
      const stack = slots[slot];
      if (hashes[stack] === hash && reader.isLast(sample[stack])) break;
    }
    if (slots[slot] === NONE) {
      slots[slot] = length;
      hashes[length] = hash;
      sample[length++] = current;
    }
    stackOf[current] = slots[slot];
  }
  return { length, sample: sample.slice(0, length), stackOf };
}

/** The sums of a column by stack. */
export function addUpByStack({ length, stackOf }: DistinctStacks, column: Int64Column): Int64Column {
  return addUpColumn(column, (part) => {
    const sums = new Float64Array(length);
    for (let sample = 0; sample < stackOf.length; sample++) {
      if (stackOf[sample] !== NONE) sums[stackOf[sample]] += part[sample];
    }
    return sums;
  });
}

/** A power of two, so that at most half of the slots are taken. */
function slotCount(samples: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, samples * 2)));
}

/** Reads stacks frame by frame, and remembers the last one to compare it with others. */
class StackReader {
  readonly #profile: Profile;
  readonly #table: EntryTable;
  readonly #frameOf: Int32Array;
  #last = new Int32Array(1024);
  #length = 0;

  constructor(profile: Profile, table: EntryTable, frameOf: Int32Array) {
    this.#profile = profile;
    this.#table = table;
    this.#frameOf = frameOf;
  }

  /** Reads the stack of a sample; its hash. */
  read(sample: number): number {
    const { samples, stacks } = this.#profile;
    const { frames, frameStart } = this.#table;
    let hash = 0;
    this.#length = 0;
    for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
      const end = frameStart[stacks[depth] + 1];
      for (let place = frameStart[stacks[depth]]; place < end; place++) {
        const frame = this.#frameOf[frames[place]];
        hash = Math.imul(hash ^ frame, 0x9e3779b1);
        hash ^= hash >>> 15;
        if (this.#length === this.#last.length) this.#grow();
        this.#last[this.#length++] = frame;
      }
    }
    return hash;
  }

  /** Whether a sample has the stack that was read last. */
  isLast(sample: number): boolean {
    const { samples, stacks } = this.#profile;
    const { frames, frameStart } = this.#table;
    let at = 0;
    for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
      const end = frameStart[stacks[depth] + 1];
      for (let place = frameStart[stacks[depth]]; place < end; place++, at++) {
        if (at === this.#length || this.#last[at] !== this.#frameOf[frames[place]]) return false;
      }
    }
    return at === this.#length;
  }

  #grow(): void {
    const larger = new Int32Array(this.#last.length * 2);
    larger.set(this.#last);
    this.#last = larger;
  }
}

/** The frames of a sample's stack as entries, root first. */
export function entriesFromRoot({ samples, stacks }: Profile, table: EntryTable, sample: number): number[] {
  const { frames, frameStart } = table;
  const entries: number[] = [];
  for (let depth = samples.stackEnd[sample] - 1; depth >= samples.stackStart[sample]; depth--) {
    for (let frame = frameStart[stacks[depth] + 1] - 1; frame >= frameStart[stacks[depth]]; frame--) {
      entries.push(frames[frame]);
    }
  }
  return entries;
}
