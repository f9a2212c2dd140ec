import { type Int64, truncate } from '../../base/int64.ts';
import { goExp } from './go-exp.ts';

/** What was counted at one place: so many blocks, of so many bytes in all. */
export interface Blocks {
  readonly count: Int64;
  readonly bytes: Int64;
}

/**
 * Estimates what was allocated from what was sampled once in `rate` bytes on average. A block of s bytes is in the
 * sample with a probability of 1 - exp(-s / rate), as sampling is a Poisson process; s is the average of the blocks.
 */
export function unsampled({ count, bytes }: Blocks, rate: Int64): Blocks {
  if (count === 0 || bytes === 0) return { count: 0, bytes: 0 };
  if (rate <= 1) return { count, bytes };
  const averageSize = Number(bytes) / Number(count);
  const scale = 1 / (1 - goExp(-(averageSize / Number(rate))));
  return { count: truncate(Number(count) * scale), bytes: truncate(Number(bytes) * scale) };
}
