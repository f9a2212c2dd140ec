/** What Linux tells of a process's memory: `/proc/PID/status`, `/proc/PID/smaps_rollup` (proc(5)). */

export interface ResidentMemory {
  readonly rssBytes: number;
  /** The most that was ever resident; undefined where the text does not tell. */
  readonly maxRss: number | undefined;
  /** Resident memory that is in no file; undefined where the text does not tell. */
  readonly anonymousBytes: number | undefined;
  /** Freed by the program, and still counted until the system needs it (MADV_FREE). */
  readonly lazyFreeBytes: number | undefined;
  /** In transparent huge pages. */
  readonly hugePageBytes: number | undefined;
  readonly swapBytes: number | undefined;
}

/** Undefined where the text is neither of the two. */
export function readResidentMemory(text: string): ResidentMemory | undefined {
  const kilobytes = (key: string) => {
    const found = new RegExp(`^${key}:\\s+(\\d+) kB\\r?$`, 'm').exec(text)?.[1];
    return found === undefined ? undefined : Number(found) * 1024;
  };
  const rssBytes = kilobytes('VmRSS') ?? kilobytes('Rss');
  if (rssBytes === undefined) return undefined;
  return {
    rssBytes,
    maxRss: kilobytes('VmHWM'),
    anonymousBytes: kilobytes('RssAnon') ?? kilobytes('Anonymous'),
    lazyFreeBytes: kilobytes('LazyFree'),
    hugePageBytes: kilobytes('AnonHugePages'),
    swapBytes: kilobytes('VmSwap') ?? kilobytes('Swap'),
  };
}
