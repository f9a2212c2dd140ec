/**
 * How far off sampled figures are. An allocator that samples once in `rate` bytes on average takes a block of s bytes with
 *
 *     p = 1 - exp(-s / rate)
 *
 * and writes n / p blocks for n that it took. Of N blocks n is binomial, so the variance of n / p is N(1 - p) / p; in bytes,
 * for V = N s bytes, it is
 *
 *     V · s (1 - p) / p  =  V · s / (exp(s / rate) - 1)
 *
 * Small blocks make that V · rate: 2 MB at one sample per 512 kB are off by half as often as not less. Blocks far larger
 * than the rate are all taken, and exact. `test/memory/leaks/sampling-noise.test.ts` draws samples and compares.
 */

/** The variance in bytes² that each byte in use adds, in blocks of `blockSize` bytes. A rate of 1 or less is exact. */
export function variancePerByte(blockSize: number, rate: number): number {
  if (!(rate > 1)) return 0;
  if (!(blockSize > 0)) return rate;
  return blockSize / Math.expm1(blockSize / rate);
}

/** The sums that the noise of a series of values is told from: of `variancePerByte` times bytes. */
export interface NoiseSums {
  readonly inUse: Float64Array;
  /** Of all that was ever allocated; undefined where the profiles do not tell. */
  readonly allocated: Float64Array | undefined;
}

/**
 * The standard error of the change from one snapshot to a later one. What stays in use was sampled once and is the same in
 * both, so it adds nothing: only what was allocated, or freed, between them does. That is at most what both hold.
 */
export function changeError({ inUse, allocated }: NoiseSums, from: number, to: number): number {
  const ofBoth = inUse[from] + inUse[to];
  if (allocated === undefined) return Math.sqrt(ofBoth);
  const fresh = allocated[to] - allocated[from];
  const freed = fresh - (inUse[to] - inUse[from]);
  return Math.sqrt(Math.max(0, Math.min(ofBoth, fresh + Math.max(0, freed))));
}
