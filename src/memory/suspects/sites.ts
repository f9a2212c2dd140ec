/**
 * The allocation sites of a heap profile: its stacks, each once, with the blocks that were allocated there by size. Go
 * writes a sample for every stack and block size and says the size in the label `bytes`; sizes that were rounded up to the
 * same size class of the allocator are one.
 *
 * A stack is read from the leaf: library code that allocates on behalf of the user's, the *wrappers*, then the first frame
 * of the user's own code, which is the line people can change.
 */

import type { Int64Column } from '../../base/int64.ts';
import type { Pattern } from '../../base/regex.ts';
import { rowsWhere } from '../../profile/sample-subset.ts';
import { NONE, type Profile } from '../../profile/tables.ts';
import { blockSizeReader } from '../block-size.ts';
import { type HeapColumns, heapColumns } from './heap-columns.ts';
import { framesOfStacks, frameTable, type OwnedFrame, sampleStacks } from './stack-frames.ts';

/** What is in use and what was ever allocated. Where a profile does not have one of them, both are the other. */
export interface HeapAmounts {
  readonly inuseBytes: number;
  readonly inuseObjects: number;
  readonly allocBytes: number;
  readonly allocObjects: number;
}

/** The blocks of one size. */
export interface Blocks extends HeapAmounts {
  /** Bytes of a block. */
  readonly size: number;
}

export interface AllocationSite extends HeapAmounts {
  /** Leaf first, as positions in `HeapSites.frames`. */
  readonly stack: Int32Array;
  /** Where in the stack the user's code begins: the wrappers are before it. NONE where there is none. */
  readonly userDepth: number;
  /** By size, the smallest first; empty where the profile does not tell sizes. */
  readonly blocks: readonly Blocks[];
}

/** Plain data. */
export interface HeapSites {
  readonly frames: readonly OwnedFrame[];
  readonly sites: readonly AllocationSite[];
  readonly total: HeapAmounts;
  readonly hasInuse: boolean;
  readonly hasAlloc: boolean;
  /** Whether samples tell the size of their blocks. */
  readonly hasBlockSizes: boolean;
  /** Bytes between two samples on average; 0 where that is not known. */
  readonly samplingPeriod: number;
}

/**
 * The sites of a heap profile, in the order of the file. `mine` matches the user's code by function or file, where that is
 * known better than names tell (`analysis/my-code.ts`). Throws UserError where the profile does not count bytes.
 */
export function allocationSites(profile: Profile, mine?: Pattern): HeapSites {
  const { samples } = profile;
  const columns = heapColumns(profile);
  const table = frameTable(profile, mine);
  const stacks = sampleStacks(profile);
  const values = new AmountColumns(profile, columns);
  const totals = new AmountSums(1);
  const sums = new AmountSums(stacks.length);
  const blocks = new BlockTable(stacks.length, samples.length);
  const sizeOf = blockSizeReader(profile);
  const isCounted = new Uint8Array(stacks.length);
  for (let sample = 0; sample < samples.length; sample++) {
    if (values.isNothing(sample)) continue;
    const stack = stacks.stackOf[sample];
    isCounted[stack] = 1;
    totals.add(0, values, sample);
    sums.add(stack, values, sample);
    const size = sizeOf(sample);
    if (size > 0) blocks.add(stack, size, values, sample);
  }
  const { frames } = table;
  // Stacks whose values are all 0 are no sites.
  const counted = rowsWhere(stacks.length, (stack) => isCounted[stack] === 1);
  const paths = framesOfStacks(profile, stacks.sample, counted, table);
  return {
    frames,
    sites: Array.from(counted, (stack, i) => ({
      stack: paths[i],
      userDepth: userDepthOf(paths[i], frames),
      blocks: blocks.ofStack(stack),
      ...sums.amounts(stack),
    })),
    total: totals.amounts(0),
    hasInuse: columns.inuseBytes !== undefined,
    hasAlloc: columns.allocBytes !== undefined,
    hasBlockSizes: blocks.length > 0,
    samplingPeriod: Number(profile.period),
  };
}

function userDepthOf(stack: Int32Array, frames: readonly OwnedFrame[]): number {
  for (let depth = 0; depth < stack.length; depth++) if (frames[stack[depth]].owner === 'user') return depth;
  return NONE;
}

/** The amounts of samples, column by column: objects for each of a million samples would take longer than all the rest. */
class AmountColumns {
  readonly inuseBytes: Int64Column;
  readonly inuseObjects: Int64Column;
  readonly allocBytes: Int64Column;
  readonly allocObjects: Int64Column;

  constructor({ samples }: Profile, { inuseBytes, inuseObjects, allocBytes, allocObjects }: HeapColumns) {
    const none = new Float64Array(samples.length);
    const columnOf = (position: number | undefined, other: number | undefined) => {
      const known = position ?? other;
      return known === undefined ? none : samples.values[known];
    };
    this.inuseBytes = columnOf(inuseBytes, allocBytes);
    this.inuseObjects = columnOf(inuseObjects, allocObjects);
    this.allocBytes = columnOf(allocBytes, inuseBytes);
    this.allocObjects = columnOf(allocObjects, inuseObjects);
  }

  isNothing(sample: number): boolean {
    return (
      Number(this.allocBytes[sample]) === 0 &&
      Number(this.inuseBytes[sample]) === 0 &&
      Number(this.allocObjects[sample]) === 0
    );
  }
}

/** Sums of amounts by row. */
class AmountSums {
  readonly #inuseBytes: Float64Array;
  readonly #inuseObjects: Float64Array;
  readonly #allocBytes: Float64Array;
  readonly #allocObjects: Float64Array;

  constructor(rows: number) {
    this.#inuseBytes = new Float64Array(rows);
    this.#inuseObjects = new Float64Array(rows);
    this.#allocBytes = new Float64Array(rows);
    this.#allocObjects = new Float64Array(rows);
  }

  add(row: number, { inuseBytes, inuseObjects, allocBytes, allocObjects }: AmountColumns, sample: number): void {
    this.#inuseBytes[row] += Number(inuseBytes[sample]);
    this.#inuseObjects[row] += Number(inuseObjects[sample]);
    this.#allocBytes[row] += Number(allocBytes[sample]);
    this.#allocObjects[row] += Number(allocObjects[sample]);
  }

  amounts(row: number): HeapAmounts {
    return {
      inuseBytes: this.#inuseBytes[row],
      inuseObjects: this.#inuseObjects[row],
      allocBytes: this.#allocBytes[row],
      allocObjects: this.#allocObjects[row],
    };
  }
}

/** The blocks of stacks by size. A stack has few sizes, mostly one, so they are a list that is searched. */
class BlockTable {
  length = 0;
  /** By stack and by row: the next row of the same stack. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #sizes: Float64Array;
  readonly #sums: AmountSums;

  constructor(stacks: number, mostRows: number) {
    this.#first = new Int32Array(stacks).fill(NONE);
    this.#next = new Int32Array(mostRows);
    this.#sizes = new Float64Array(mostRows);
    this.#sums = new AmountSums(mostRows);
  }

  add(stack: number, size: number, values: AmountColumns, sample: number): void {
    let row = this.#first[stack];
    while (row !== NONE && this.#sizes[row] !== size) row = this.#next[row];
    if (row === NONE) {
      row = this.length++;
      this.#sizes[row] = size;
      this.#next[row] = this.#first[stack];
      this.#first[stack] = row;
    }
    this.#sums.add(row, values, sample);
  }

  ofStack(stack: number): readonly Blocks[] {
    const blocks: Blocks[] = [];
    for (let row = this.#first[stack]; row !== NONE; row = this.#next[row]) {
      blocks.push({ size: this.#sizes[row], ...this.#sums.amounts(row) });
    }
    return blocks.length < 2 ? blocks : blocks.sort((a, b) => a.size - b.size);
  }
}

class AmountsDraft implements HeapAmounts {
  inuseBytes = 0;
  inuseObjects = 0;
  allocBytes = 0;
  allocObjects = 0;

  add({ inuseBytes, inuseObjects, allocBytes, allocObjects }: HeapAmounts): void {
    this.inuseBytes += inuseBytes;
    this.inuseObjects += inuseObjects;
    this.allocBytes += allocBytes;
    this.allocObjects += allocObjects;
  }

  finish(): HeapAmounts {
    return { ...this };
  }
}

/** The blocks of several sites together, by size. */
export function blocksOf(sites: readonly AllocationSite[]): readonly Blocks[] {
  const bySize = new Map<number, AmountsDraft>();
  for (const { blocks } of sites) {
    for (const block of blocks) {
      const draft = bySize.get(block.size) ?? new AmountsDraft();
      bySize.set(block.size, draft);
      draft.add(block);
    }
  }
  return Array.from(bySize, ([size, amounts]) => ({ size, ...amounts.finish() })).sort((a, b) => a.size - b.size);
}

/** The amounts of several sites together. */
export function amountsOfSites(sites: Iterable<HeapAmounts>): HeapAmounts {
  const total = new AmountsDraft();
  for (const site of sites) total.add(site);
  return total.finish();
}
