/** A histogram of numbers: ranges that double. */
import { add, type Int64 } from '../../base/int64.ts';
import { scaledLabel } from '../../profile/units.ts';
import type { TagKey, TagValue } from '../../report/views/tags.ts';

/** Numbers from a power of two up to, and without, the next one; those up to 0 are a range of their own. */
export interface SizeRange {
  /** `1kB to 2kB`. */
  readonly text: string;
  readonly amount: Int64;
  readonly samples: number;
  /** In the order of the key. */
  readonly values: readonly TagValue[];
}

/** Fewer values are a list that is quicker read than ranges are opened; so are values that are hardly gathered by ranges. */
const MANY = 10;
const LEAST_GATHERED = 2;

/** The ranges of a key, the smallest numbers first; none where they are not worth it. */
export function sizeRanges({ values, unit }: TagKey, shownUnit: string): readonly SizeRange[] {
  const numbers = values.filter(({ numbers }) => numbers !== undefined);
  if (numbers.length <= MANY) return [];
  const byPower = new Map<number, TagValue[]>();
  for (const value of numbers) {
    const power = powerOf(value.numbers?.low ?? 0);
    const ofPower = byPower.get(power);
    if (ofPower === undefined) byPower.set(power, [value]);
    else ofPower.push(value);
  }
  if (numbers.length < LEAST_GATHERED * byPower.size) return [];
  const label = (power: number) => scaledLabel(2 ** power, unit, shownUnit);
  return [...byPower]
    .sort(([a], [b]) => a - b)
    .map(([power, ofPower]) => ({
      text: power < 0 ? 'up to 0' : `${label(power)} to ${label(power + 1)}`,
      amount: ofPower.reduce((sum, { amount }) => add(sum, amount), 0 as Int64),
      samples: ofPower.reduce((sum, { samples }) => sum + samples, 0),
      values: ofPower,
    }));
}

const UP_TO_0 = -1;

function powerOf(number: Int64): number {
  if (number <= 0) return UP_TO_0;
  return number < 2 ** 31 ? 31 - Math.clz32(Number(number)) : BigInt(number).toString(2).length - 1;
}
