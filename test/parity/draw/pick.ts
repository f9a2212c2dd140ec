import type { Random } from '../../bench/generate/random.ts';

/** One of some values, each as likely as another. */
export function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[random.below(values.length)];
}
