/**
 * Where the memory of a Go program is. MemStats tell what Go manages, the system how much is resident:
 *
 *     Sys - HeapReleased = HeapAlloc               objects: live, or garbage that was not collected yet
 *                        + HeapInuse - HeapAlloc   free room in spans that hold objects
 *                        + HeapIdle - HeapReleased spans without objects that Go keeps
 *                        + StackSys + what the runtime needs for itself
 *     RSS - (Sys - HeapReleased) = outside of Go: C libraries, mapped files, the program's code
 *
 * Measured with Go 1.26: the right sides meet the left ones within 2 MB, unless memory was allocated and never touched.
 */
import type { MemStats } from './mem-stats.ts';

export type MemoryPartName =
  | 'live'
  | 'garbage'
  | 'objects'
  | 'fragmentation'
  | 'idle'
  | 'stacks'
  | 'runtime'
  | 'lazy'
  | 'outside'
  | 'peak'
  | 'since'
  | 'unknown';

export interface MemoryPart {
  readonly name: MemoryPartName;
  readonly bytes: number;
  /** `estimated` where it rests on samples; `atLeast`, `atMost` where another part may have some that belongs to it. */
  readonly precision: 'exact' | 'estimated' | 'atLeast' | 'atMost';
}

/** What is known of the process besides MemStats; all in bytes. */
export interface ProcessMemory {
  /** Resident now: VmRSS, `anon-rss` plus `file-rss` of a killed process, or what a container is charged for. */
  readonly rssBytes?: number | undefined;
  /**
   * Whether `rssBytes` are of a later time than the profile, as those of a killed process are: what Go has got since is not
   * outside of Go then.
   */
  readonly isRssLater?: boolean | undefined;
  /** The most that was ever resident; MemStats of Go 1.17 and later have it. Used where `rssBytes` is not known. */
  readonly maxRss?: number | undefined;
  /** LazyFree of `/proc/PID/smaps_rollup`: what Go 1.12 to 1.15 gave back, and the system has not taken yet. */
  readonly lazyFreeBytes?: number | undefined;
  readonly limitBytes?: number | undefined;
  /** Live at the last collection: the sum of `inuse_space` of the same profile, or gctrace's third heap size. */
  readonly liveBytes?: number | undefined;
}

export interface MemoryParts {
  /** In the order they are drawn. They add up to `total`; those of no bytes are left out. */
  readonly parts: readonly MemoryPart[];
  readonly total: number;
  /**
   * What the total is: resident memory, its peak, or what Go manages, where nothing is known beyond that or not even all of
   * it is resident.
   */
  readonly totalOf: 'resident' | 'peak' | 'managed';
  /** `Sys - HeapReleased`: what GOMEMLIMIT counts; undefined where there are no MemStats. */
  readonly managed: number | undefined;
  /** Resident memory, or its peak. Below `managed` where memory was never touched, swapped out, or not there any more. */
  readonly residentBytes: number | undefined;
  /** Whether `residentBytes` is only the peak since the start. */
  readonly isResidentPeak: boolean;
  readonly limitBytes: number | undefined;
}

export function memoryParts(stats: MemStats, process: ProcessMemory = {}): MemoryParts {
  const ofGo = partsOfGo(stats, process.liveBytes);
  const managed = ofGo.reduce((sum, { bytes }) => sum + bytes, 0);
  const resident = process.rssBytes ?? process.maxRss ?? stats.maxRss;
  const isPeak = process.rssBytes === undefined;
  const rest =
    resident === undefined ? [] : isPeak ? restAtPeak(resident, managed, stats) : restNow(resident - managed, process);
  const parts = [...ofGo, ...rest].filter(({ bytes }) => bytes > 0);
  return {
    parts,
    total: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    totalOf: resident === undefined || resident < managed ? 'managed' : isPeak ? 'peak' : 'resident',
    managed,
    residentBytes: resident,
    isResidentPeak: resident !== undefined && isPeak,
    limitBytes: process.limitBytes,
  };
}

function partsOfGo(stats: MemStats, liveBytes: number | undefined): MemoryPart[] {
  return [
    ...objectParts(stats.heapAlloc, liveBytes),
    exact('fragmentation', stats.heapInuse - stats.heapAlloc),
    exact('idle', stats.heapIdle - stats.heapReleased),
    exact('stacks', stats.stackSys),
    exact('runtime', stats.mSpanSys + stats.mCacheSys + stats.buckHashSys + stats.gcSys + stats.otherSys),
  ];
}

/** What is live is only known at collections; objects that were allocated since may be either. */
function objectParts(heapAlloc: number, liveBytes: number | undefined): MemoryPart[] {
  if (liveBytes === undefined) return [exact('objects', heapAlloc)];
  const live = Math.min(liveBytes, heapAlloc);
  return [
    { name: 'live', bytes: live, precision: 'estimated' },
    { name: 'garbage', bytes: heapAlloc - live, precision: 'estimated' },
  ];
}

/** What is resident and not managed by Go; negative where not all that Go manages is resident. */
function restNow(rest: number, { lazyFreeBytes = 0, isRssLater = false }: ProcessMemory): MemoryPart[] {
  if (isRssLater) return [exact('since', rest)];
  const lazy = Math.max(0, Math.min(rest, lazyFreeBytes));
  return [exact('lazy', lazy), exact('outside', rest - lazy)];
}

/**
 * At the peak Go managed no more than `Sys`, as that never shrinks: what was resident beyond is outside of Go. Below it
 * cannot be told whether Go had the memory and has given it back since.
 */
function restAtPeak(maxRss: number, managed: number, { sys }: MemStats): MemoryPart[] {
  const surelyOutside = Math.max(0, maxRss - Math.max(sys, managed));
  return [
    { name: 'outside', bytes: surelyOutside, precision: 'atLeast' },
    exact('peak', Math.max(0, maxRss - managed) - surelyOutside),
  ];
}

const exact = (name: MemoryPartName, bytes: number): MemoryPart => ({
  name,
  bytes: Math.max(0, bytes),
  precision: 'exact',
});
