/**
 * The allocation sites of a heap profile: its stacks, each once, with the blocks that were allocated there by size. Go
 * writes a sample for every stack and block size and says the size in the label `bytes`; sizes that were rounded up to the
 * same size class of the allocator are one.
 *
 * A stack is read from the leaf: library code that allocates on behalf of the user's, the *wrappers*, then the first frame
 * of the user's own code, which is the line people can change.
 */
import type { Pattern } from '../../base/regex.ts';
import { stringAt } from '../../profile/strings.ts';
import { NONE, type Profile } from '../../profile/tables.ts';
import { type HeapColumns, heapColumns } from './heap-columns.ts';
import { framesOfStack, frameTable, type OwnedFrame, sampleStacks } from './stack-frames.ts';

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
  const columns = heapColumns(profile);
  const table = frameTable(profile, mine);
  const { frames } = table;
  const stacks = sampleStacks(profile);
  const drafts: SiteDraft[] = [];
  const total = new AmountsDraft();
  const sizeOf = blockSizeReader(profile);
  let hasBlockSizes = false;
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const amounts = amountsOf(profile, columns, sample);
    if (amounts.allocBytes === 0 && amounts.inuseBytes === 0 && amounts.allocObjects === 0) continue;
    total.add(amounts);
    const stack = stacks.stackOf[sample];
    drafts[stack] ??= new SiteDraft(framesOfStack(profile, sample, table));
    const size = sizeOf(sample);
    hasBlockSizes ||= size > 0;
    drafts[stack].add(size, amounts);
  }
  return {
    frames,
    // Stacks whose values are all 0 have none.
    sites: drafts.filter((draft) => draft !== undefined).map((draft) => draft.finish(frames)),
    total: total.finish(),
    hasInuse: columns.inuseBytes !== undefined,
    hasAlloc: columns.allocBytes !== undefined,
    hasBlockSizes,
    samplingPeriod: Number(profile.period),
  };
}

function amountsOf({ samples }: Profile, columns: HeapColumns, sample: number): HeapAmounts {
  const value = (column: number | undefined) =>
    column === undefined ? undefined : Number(samples.values[column][sample]);
  const inuseBytes = value(columns.inuseBytes);
  const allocBytes = value(columns.allocBytes);
  const inuseObjects = value(columns.inuseObjects);
  const allocObjects = value(columns.allocObjects);
  return {
    inuseBytes: inuseBytes ?? allocBytes ?? 0,
    inuseObjects: inuseObjects ?? allocObjects ?? 0,
    allocBytes: allocBytes ?? inuseBytes ?? 0,
    allocObjects: allocObjects ?? inuseObjects ?? 0,
  };
}

/** By sample: the number in its label `bytes`, 0 where it has none. */
function blockSizeReader({ samples, labels, strings }: Profile): (sample: number) => number {
  let bytesKey: number = NONE;
  for (let label = 0; label < labels.length && bytesKey === NONE; label++) {
    if (stringAt(strings, labels.key[label]) === 'bytes') bytesKey = labels.key[label];
  }
  return (sample) => {
    for (let label = samples.labelStart[sample]; label < samples.labelEnd[sample]; label++) {
      if (labels.key[label] === bytesKey && labels.text[label] === NONE) return Number(labels.number[label]);
    }
    return 0;
  };
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

class SiteDraft {
  readonly #stack: Int32Array;
  readonly #total = new AmountsDraft();
  /** Mostly one, and a few dozen at most. */
  readonly #blocks: BlocksDraft[] = [];

  constructor(stack: Int32Array) {
    this.#stack = stack;
  }

  add(size: number, amounts: HeapAmounts): void {
    this.#total.add(amounts);
    if (size <= 0) return;
    let blocks = this.#blocks.find((known) => known.size === size);
    if (blocks === undefined) {
      blocks = new BlocksDraft(size);
      this.#blocks.push(blocks);
    }
    blocks.add(amounts);
  }

  finish(frames: readonly OwnedFrame[]): AllocationSite {
    return {
      stack: this.#stack,
      userDepth: this.#stack.findIndex((frame) => frames[frame].owner === 'user'),
      blocks: this.#blocks.map((blocks) => ({ ...blocks })).sort((a, b) => a.size - b.size),
      ...this.#total.finish(),
    };
  }
}

class BlocksDraft extends AmountsDraft {
  readonly size: number;

  constructor(size: number) {
    super();
    this.size = size;
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
