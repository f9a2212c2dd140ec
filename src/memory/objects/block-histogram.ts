/** How many blocks of which size a heap has, and what an object weighs on average where it is allocated. */
import type { Pattern } from '../../base/regex.ts';
import type { Profile } from '../../profile/tables.ts';
import type { SourceFrame } from '../statement.ts';
import { type AllocationSite, allocationSites, blocksOf, type HeapAmounts, type HeapSites } from '../suspects/sites.ts';
import { SIZE_CLASSES } from '../suspects/size-classes.ts';

/** Where one row of the histogram ends: at a power of two, or at every size class of Go's allocator. */
export type SizeScale = 'powers' | 'classes';

export interface SizeRow extends HeapAmounts {
  /** Bytes of a block: more than `above`, up to and including `upTo`. */
  readonly above: number;
  readonly upTo: number;
}

/** The objects that a function allocates, itself or through libraries. */
export interface FunctionObjects extends HeapAmounts {
  /** Its line that allocates most. */
  readonly frame: SourceFrame;
}

/** Plain data. */
export interface ObjectStatistics {
  readonly total: HeapAmounts;
  readonly hasInuse: boolean;
  readonly hasAlloc: boolean;
  /** Empty where the profile does not tell the sizes of blocks. Rows between others that have none are there. */
  readonly sizes: readonly SizeRow[];
  /** Functions of the user's, or the leaf where there is none; those with most bytes in use first, then most allocated. */
  readonly functions: readonly FunctionObjects[];
}

export interface ObjectOptions {
  readonly scale: SizeScale;
  /** Matches the user's own code, where that is known better than names and files tell. */
  readonly mine?: Pattern | undefined;
}

/** Counts the objects of a heap profile. Throws UserError where it is none. */
export function objectStatistics(profile: Profile, { scale, mine }: ObjectOptions): ObjectStatistics {
  const heap = allocationSites(profile, mine);
  return {
    total: heap.total,
    hasInuse: heap.hasInuse,
    hasAlloc: heap.hasAlloc,
    sizes: sizeRows(heap.sites, scale),
    functions: objectsByFunction(heap),
  };
}

const NOTHING: HeapAmounts = { inuseBytes: 0, inuseObjects: 0, allocBytes: 0, allocObjects: 0 };

function sizeRows(sites: readonly AllocationSite[], scale: SizeScale): readonly SizeRow[] {
  const rows: SizeRow[] = [];
  for (const { size, ...amounts } of blocksOf(sites)) {
    while (rows.length === 0 || rows[rows.length - 1].upTo < size) {
      const above = rows.at(-1)?.upTo ?? boundBelow(size, scale);
      rows.push({ above, upTo: boundAbove(above, scale), ...NOTHING });
    }
    rows[rows.length - 1] = { ...rows[rows.length - 1], ...sum(rows[rows.length - 1], amounts) };
  }
  return rows;
}

/** The largest bound that is smaller than a size. */
function boundBelow(size: number, scale: SizeScale): number {
  let bound = 0;
  for (let next = boundAbove(bound, scale); next < size; next = boundAbove(bound, scale)) bound = next;
  return bound;
}

/** The bound after another one. Above its largest class Go's allocator has pages: powers of two go on there. */
function boundAbove(bound: number, scale: SizeScale): number {
  const next = scale === 'classes' ? SIZE_CLASSES.find((size) => size > bound) : undefined;
  return next ?? Math.max(8, bound * 2);
}

function sum(a: HeapAmounts, b: HeapAmounts): HeapAmounts {
  return {
    inuseBytes: a.inuseBytes + b.inuseBytes,
    inuseObjects: a.inuseObjects + b.inuseObjects,
    allocBytes: a.allocBytes + b.allocBytes,
    allocObjects: a.allocObjects + b.allocObjects,
  };
}

function objectsByFunction({ frames, sites }: HeapSites): readonly FunctionObjects[] {
  const functions = new Map<string, { amounts: HeapAmounts; readonly lines: Map<number, number> }>();
  for (const site of sites) {
    const frame = site.stack[Math.max(0, site.userDepth)];
    const name = frame === undefined ? '' : frames[frame].function;
    const known = functions.get(name) ?? { amounts: NOTHING, lines: new Map<number, number>() };
    functions.set(name, known);
    known.amounts = sum(known.amounts, site);
    if (frame !== undefined) known.lines.set(frame, (known.lines.get(frame) ?? 0) + site.allocBytes);
  }
  return Array.from(functions.values(), ({ amounts, lines }): FunctionObjects => {
    const [heaviest] = [...lines].reduce((most, line) => (line[1] > most[1] ? line : most), [-1, -1]);
    const { function: name, file, line } = frames[heaviest] ?? { function: '', file: '', line: 0 };
    return { frame: { function: name, file, line }, ...amounts };
  }).sort((a, b) => b.inuseBytes - a.inuseBytes || b.allocBytes - a.allocBytes);
}
