import fc from 'fast-check';
import type { MemStats } from '../../../src/memory/accounting/mem-stats.ts';

const NOTHING: MemStats = {
  sys: 0,
  totalAlloc: 0,
  mallocs: 0,
  frees: 0,
  heapAlloc: 0,
  heapSys: 0,
  heapIdle: 0,
  heapInuse: 0,
  heapReleased: 0,
  heapObjects: 0,
  stackInuse: 0,
  stackSys: 0,
  mSpanInuse: 0,
  mSpanSys: 0,
  mCacheInuse: 0,
  mCacheSys: 0,
  buckHashSys: 0,
  gcSys: 0,
  otherSys: 0,
  nextGc: undefined,
  lastGcNanos: undefined,
  gcCount: undefined,
  forcedGcCount: undefined,
  gcCpuShare: undefined,
  pausesNanos: [],
  pauseEndsNanos: [],
  maxRss: undefined,
};

/** MemStats of which only some figures matter. */
export const drawMemStats = (figures: Partial<MemStats>): MemStats => ({ ...NOTHING, ...figures });

/** MemStats that keep what Go promises of them: HeapSys is HeapInuse + HeapIdle, and Sys the sum of all that end in Sys. */
export function drawnMemStats(): fc.Arbitrary<MemStats> {
  const size = fc.nat(2 ** 40);
  return fc
    .record({
      heapAlloc: size,
      room: size,
      kept: size,
      heapReleased: size,
      stackSys: size,
      mSpanSys: size,
      mCacheSys: size,
      buckHashSys: size,
      gcSys: size,
      otherSys: size,
    })
    .map(({ room, kept, ...sizes }) => {
      const heapInuse = sizes.heapAlloc + room;
      const heapIdle = sizes.heapReleased + kept;
      const { stackSys, mSpanSys, mCacheSys, buckHashSys, gcSys, otherSys } = sizes;
      const heapSys = heapInuse + heapIdle;
      const sys = heapSys + stackSys + mSpanSys + mCacheSys + buckHashSys + gcSys + otherSys;
      return drawMemStats({ ...sizes, heapInuse, heapIdle, heapSys, sys });
    });
}
