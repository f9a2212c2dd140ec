/**
 * What the sizes of the blocks of one site tell about the code that allocates them. The runtime's own functions are not in
 * the stacks of a heap profile, but what they do leaves a pattern of sizes, a *ladder* whose *rungs* are block sizes:
 *
 * - `append`: a slice that outgrows its array gets one that is larger by a factor that falls from 2 for small slices to 1.25
 *   for large ones, rounded up to a size class: 80k 112k 152k 200k 264k …
 * - `doubling`: `bytes.Buffer`, and maps before Go 1.24, which double every time
 * - `arithmetic`: `s += part` makes every string anew, each a little longer than the last: 2M 3M 4M 5M …
 * - `map tables`: since Go 1.24 maps are tables of at most 128 groups of 8 entries, which double up to that size and are
 *   split in two then, so that growing maps have many blocks of one size and as many again that were thrown away
 * - `one size`: always the same type
 *
 * The factors and tables were measured with Go 1.26 (test/memory/suspects/README.md).
 */

import type { Blocks } from './sites.ts';
import { roundedToClass } from './size-classes.ts';

export const SHAPE_KINDS = ['append', 'doubling', 'arithmetic', 'map tables', 'one size', 'mixed'] as const;
export type ShapeKind = (typeof SHAPE_KINDS)[number];

export interface BlockShape {
  readonly kind: ShapeKind;
  /** The share of the allocated bytes that fits it, 0 to 1. */
  readonly fit: number;
  /** How many sizes belong to it. */
  readonly rungs: number;
  /** Bytes of the smallest and of the largest block that belongs to it. */
  readonly smallest: number;
  readonly largest: number;
  /** Bytes that were allocated only to be copied into something larger. */
  readonly wasteBytes: number;
}

/** Sizes with a smaller share of the bytes are sampled too seldom to tell anything. */
const LEAST_SHARE = 0.002;

/** What fits less is `mixed`. */
const LEAST_FIT = 0.7;

/** The shape of blocks in the order of their sizes; undefined where there are none. */
export function blockShape(blocks: readonly Blocks[]): BlockShape | undefined {
  const total = blocks.reduce((sum, { allocBytes }) => sum + allocBytes, 0);
  const rungs = blocks.filter(({ allocBytes }) => allocBytes > 0 && allocBytes >= total * LEAST_SHARE);
  if (rungs.length === 0) return undefined;
  const tables = mapTables(rungs, total);
  if (tables !== undefined) return tables;
  const largestShare = rungs.reduce((most, { allocBytes }) => Math.max(most, allocBytes / total), 0);
  if (largestShare >= 0.9) return shapeOf('one size', [heaviest(rungs)], total, 0);
  const ladders = [arithmetic(rungs, total), ladder('doubling', rungs, total), ladder('append', rungs, total)];
  const fitting = ladders.find((shape) => shape !== undefined && shape.fit >= LEAST_FIT);
  return fitting ?? shapeOf('mixed', rungs, total, 0);
}

function heaviest(rungs: readonly Blocks[]): Blocks {
  return rungs.reduce((most, rung) => (rung.allocBytes > most.allocBytes ? rung : most));
}

function shapeOf(kind: ShapeKind, rungs: readonly Blocks[], total: number, wasteBytes: number): BlockShape {
  const bytes = rungs.reduce((sum, { allocBytes }) => sum + allocBytes, 0);
  return {
    kind,
    fit: bytes / total,
    rungs: rungs.length,
    smallest: rungs[0].size,
    largest: rungs[rungs.length - 1].size,
    wasteBytes,
  };
}

interface LadderKind {
  /** The factor between neighbours, rounding to size classes included. */
  readonly least: number;
  readonly most: number;
  readonly leastRungs: number;
}

const LADDERS: Readonly<Record<'append' | 'doubling', LadderKind>> = {
  doubling: { least: 1.75, most: 2.4, leastRungs: 4 },
  append: { least: 1.15, most: 2.4, leastRungs: 5 },
};

/** The longest run of neighbours, by bytes, whose factors are of this kind. */
function ladder(kind: 'append' | 'doubling', rungs: readonly Blocks[], total: number): BlockShape | undefined {
  const { least, most, leastRungs } = LADDERS[kind];
  let best: BlockShape | undefined;
  for (let start = 0, end = 1; end <= rungs.length; end++) {
    const factor = end === rungs.length ? 0 : rungs[end].size / rungs[end - 1].size;
    if (factor >= least && factor <= most) continue;
    if (end - start >= leastRungs) {
      const run = rungs.slice(start, end);
      const shape = shapeOf(kind, run, total, thrownAway(run));
      if (best === undefined || shape.fit > best.fit) best = shape;
    }
    start = end;
  }
  return best;
}

/** Every block that has one on the next rung was copied into it. */
function thrownAway(run: readonly Blocks[]): number {
  let bytes = 0;
  for (let i = 0; i + 1 < run.length; i++) {
    bytes += run[i].size * Math.min(run[i].allocObjects, run[i + 1].allocObjects);
  }
  return Math.round(bytes);
}

const LEAST_STEPS = 6;

/** Sizes with equal distances, or so many of them that they have nearly all size classes between the smallest and the largest. */
function arithmetic(rungs: readonly Blocks[], total: number): BlockShape | undefined {
  if (rungs.length < LEAST_STEPS) return undefined;
  const smallest = rungs[0].size;
  const largest = rungs[rungs.length - 1].size;
  if (largest < smallest * 2.5) return undefined;
  if (!hasEqualSteps(rungs) && !fillsClasses(rungs)) return undefined;
  // What is left of the last string is the largest block.
  return shapeOf('arithmetic', rungs, total, Math.max(0, total - largest));
}

function hasEqualSteps(rungs: readonly Blocks[]): boolean {
  const steps = rungs.slice(1).map(({ size }, i) => size - rungs[i].size);
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  const variance = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / steps.length;
  return Math.sqrt(variance) < 0.15 * mean;
}

function fillsClasses(rungs: readonly Blocks[]): boolean {
  const largest = rungs[rungs.length - 1].size;
  let classes = 1;
  for (let size = rungs[0].size; size < largest && classes <= rungs.length * 2; classes++)
    size = roundedToClass(size + 1);
  return rungs.length >= 10 && rungs.length >= classes * 0.6;
}

const MOST_GROUPS = 128;
/** Keys and values of more than 128 bytes are kept by address. */
const MOST_SLOT = 256;

/** Bytes of a table of groups, each with 8 control bytes and 8 slots. */
const tableSize = (groups: number, slot: number) => roundedToClass(groups * (8 + 8 * slot));

/** The tables of a map: for one size of slots, blocks of 1, 2, 4 … 128 groups, those of 128 with most of the bytes. */
function mapTables(rungs: readonly Blocks[], total: number): BlockShape | undefined {
  const top = heaviest(rungs);
  const alone = rungs.length === 1;
  let best: readonly Blocks[] = [];
  for (let slot = 1; slot <= MOST_SLOT; slot++) {
    if (tableSize(MOST_GROUPS, slot) !== top.size) continue;
    const sizes = new Set<number>();
    for (let groups = 1; groups <= MOST_GROUPS; groups *= 2) sizes.add(tableSize(groups, slot));
    const fitting = rungs.filter(({ size }) => sizes.has(size));
    if (fitting.length > best.length) best = fitting;
  }
  // Sizes alone fit many things. That half of the tables is gone says that they were split.
  const retained = top.inuseObjects / top.allocObjects;
  const isSplit = top.allocObjects >= 16 && retained >= 0.35 && retained <= 0.75;
  if (best.length === 0 || (alone ? !isSplit : best.length < 2)) return undefined;
  // What doubles without being split has half of its bytes in smaller blocks.
  const isLadder =
    top.allocBytes >= 0.75 * total && best.some(({ size, inuseObjects }) => size < top.size && inuseObjects === 0);
  const shape = shapeOf('map tables', best, total, Math.round(total - top.inuseBytes));
  return shape.fit >= 0.9 && top.allocObjects >= 8 && (isSplit || isLadder) ? shape : undefined;
}
