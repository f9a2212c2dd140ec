/** The frames of a profile's stacks, each function and line once, and whose code they are. */
import { PairIndex } from '../../base/pair-index.ts';
import type { Pattern } from '../../base/regex.ts';
import { stringAt } from '../../profile/strings.ts';
import { type FunctionIndex, type LineIndex, NONE, type Profile } from '../../profile/tables.ts';
import { type CodeOwner, codeOwner } from '../code-owner.ts';
import type { SourceFrame } from '../statement.ts';

export interface OwnedFrame extends SourceFrame {
  readonly owner: CodeOwner;
}

/** The frames of a location are `frames[frameOf[frameStart[location]]]` and so on, innermost first. */
export interface FrameTable {
  readonly frames: readonly OwnedFrame[];
  readonly frameStart: Int32Array;
  readonly frameOf: readonly number[];
}

/** Every function and line once; inlined frames stand for themselves. */
export function frameTable(profile: Profile, mine: Pattern | undefined): FrameTable {
  const { locations, lines, functions, strings } = profile;
  const frames: OwnedFrame[] = [];
  const pairs = new PairIndex();
  const frameOf: number[] = [];
  const frameStart = new Int32Array(locations.length + 1);
  const owners = new Map<number, CodeOwner>();
  const ownerOf = (fn: FunctionIndex, name: string, file: string) => {
    let owner = owners.get(fn);
    if (owner === undefined) {
      owner = mine === undefined ? codeOwner(name, file) : ownerBy(mine, name, file);
      owners.set(fn, owner);
    }
    return owner;
  };
  for (let location = 0; location < locations.length; location++) {
    frameStart[location] = frameOf.length;
    for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      const fn = lines.function[line as LineIndex];
      const frame = pairs.rowOf(fn, lines.line[line]);
      if (frame === frames.length) {
        const name = stringAt(strings, functions.name[fn]);
        const file = stringAt(strings, functions.fileName[fn]);
        frames.push({ function: name, file, line: lines.line[line], owner: ownerOf(fn, name, file) });
      }
      frameOf.push(frame);
    }
  }
  frameStart[locations.length] = frameOf.length;
  return { frames, frameStart, frameOf };
}

/** What a pattern does not match is no code of the user's, whatever its name says. */
function ownerBy(mine: Pattern, name: string, file: string): CodeOwner {
  if (mine.test(name) || mine.test(file)) return 'user';
  const owner = codeOwner(name, file);
  return owner === 'user' ? 'library' : owner;
}

/** A stack as positions in the table's `frames`, leaf first. */
export function framesOfStack(profile: Profile, sample: number, table: FrameTable): Int32Array {
  const frames = new Int32Array(stackDepth(profile, sample, table));
  putFrames(profile, sample, table, frames, 0);
  return frames;
}

/**
 * Chosen stacks as positions in the table's `frames`, leaf first; `sampleOf` tells a sample that has a stack. They share one
 * array, as a million small ones would keep the garbage collector busy for seconds.
 */
export function framesOfStacks(
  profile: Profile,
  sampleOf: Int32Array,
  chosen: Int32Array,
  table: FrameTable,
): readonly Int32Array[] {
  const ends = new Float64Array(chosen.length);
  let length = 0;
  for (let i = 0; i < chosen.length; i++) {
    length += stackDepth(profile, sampleOf[chosen[i]], table);
    ends[i] = length;
  }
  const frames = new Int32Array(length);
  return Array.from(chosen, (stack, i) => {
    const start = i === 0 ? 0 : ends[i - 1];
    putFrames(profile, sampleOf[stack], table, frames, start);
    return frames.subarray(start, ends[i]);
  });
}

/** With inlined frames. */
function stackDepth({ samples, stacks }: Profile, sample: number, { frameStart }: FrameTable): number {
  let depth = 0;
  for (let at = samples.stackStart[sample]; at < samples.stackEnd[sample]; at++) {
    depth += frameStart[stacks[at] + 1] - frameStart[stacks[at]];
  }
  return depth;
}

function putFrames(
  { samples, stacks }: Profile,
  sample: number,
  { frameStart, frameOf }: FrameTable,
  into: Int32Array,
  start: number,
): void {
  let at = start;
  for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
    const location = stacks[depth];
    for (let place = frameStart[location]; place < frameStart[location + 1]; place++) into[at++] = frameOf[place];
  }
}

/** Stacks of locations, each once. */
export interface SampleStacks {
  readonly length: number;
  /** By sample: its stack. */
  readonly stackOf: Int32Array;
  /** By stack: the first sample that has it. */
  readonly sample: Int32Array;
}

/** Finds the samples that share a stack, by a hash over its locations; no garbage. */
export function sampleStacks(profile: Profile): SampleStacks {
  const { samples } = profile;
  const stackOf = new Int32Array(samples.length);
  const first = new Int32Array(samples.length);
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, samples.length * 2)))).fill(NONE);
  let length = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    let slot = hashOfStack(profile, sample) & (slots.length - 1);
    while (slots[slot] !== NONE && !haveOneStack(profile, first[slots[slot]], sample))
      slot = (slot + 1) & (slots.length - 1);
    if (slots[slot] === NONE) {
      slots[slot] = length;
      first[length++] = sample;
    }
    stackOf[sample] = slots[slot];
  }
  return { length, stackOf, sample: first.slice(0, length) };
}

function hashOfStack({ samples, stacks }: Profile, sample: number): number {
  let hash = 0;
  for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
    hash = Math.imul(hash ^ stacks[depth], 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function haveOneStack({ samples, stacks }: Profile, a: number, b: number): boolean {
  const shift = samples.stackStart[b] - samples.stackStart[a];
  if (samples.stackEnd[b] - samples.stackEnd[a] !== shift) return false;
  for (let depth = samples.stackStart[a]; depth < samples.stackEnd[a]; depth++) {
    if (stacks[depth] !== stacks[depth + shift]) return false;
  }
  return true;
}
