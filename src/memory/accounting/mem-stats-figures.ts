/** What follows from MemStats. */
import type { MemStats } from './mem-stats.ts';

/** Undefined is what cannot be told: nothing was allocated or collected yet, or the text lacks it. */
export interface MemStatsFigures {
  /** Bytes per object on the heap now. */
  readonly averageObject: number | undefined;
  /** Bytes per object that was ever allocated. */
  readonly averageAllocation: number | undefined;
  /** Bytes allocated from one collection to the next, on average since the start. */
  readonly allocatedPerGc: number | undefined;
  /** The heap as a share of the size at which the next collection begins. */
  readonly shareOfGoal: number | undefined;
  /** Of the last collections. */
  readonly pauses: Pauses | undefined;
  /** From one of the last collections to the next, on average. */
  readonly gcIntervalNanos: bigint | undefined;
  readonly sinceLastGcNanos: bigint | undefined;
}

export interface Pauses {
  readonly count: number;
  readonly medianNanos: number;
  readonly p99Nanos: number;
  readonly longestNanos: number;
}

/** `takenAtNanos` is when the profile was taken, in nanoseconds since 1970; the text itself does not say. */
export function memStatsFigures(stats: MemStats, takenAtNanos?: bigint): MemStatsFigures {
  const { heapAlloc, heapObjects, totalAlloc, mallocs, gcCount, nextGc, lastGcNanos } = stats;
  const isAfterGc = takenAtNanos !== undefined && lastGcNanos !== undefined && takenAtNanos >= lastGcNanos;
  return {
    averageObject: heapObjects > 0 ? heapAlloc / heapObjects : undefined,
    averageAllocation: mallocs > 0 ? totalAlloc / mallocs : undefined,
    allocatedPerGc: gcCount !== undefined && gcCount > 0 ? totalAlloc / gcCount : undefined,
    shareOfGoal: nextGc !== undefined && nextGc > 0 ? heapAlloc / nextGc : undefined,
    pauses: pausesOf(stats.pausesNanos),
    gcIntervalNanos: intervalOf(stats.pauseEndsNanos),
    sinceLastGcNanos: isAfterGc ? takenAtNanos - lastGcNanos : undefined,
  };
}

function pausesOf(nanos: readonly number[]): Pauses | undefined {
  if (nanos.length === 0) return undefined;
  const sorted = nanos.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
  return { count: nanos.length, medianNanos: rank(0.5), p99Nanos: rank(0.99), longestNanos: sorted[sorted.length - 1] };
}

function intervalOf(ends: readonly bigint[]): bigint | undefined {
  const [latest, earliest] = [ends.at(0), ends.at(-1)];
  if (latest === undefined || earliest === undefined || ends.length < 2 || latest <= earliest) return undefined;
  return (latest - earliest) / BigInt(ends.length - 1);
}
