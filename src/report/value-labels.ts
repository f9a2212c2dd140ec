import { abs, compare, type Int64, toInt64, truncate } from '../base/int64.ts';
import type { ValueType } from '../profile/tables.ts';
import { percentage, scale, scaledLabel } from '../profile/units.ts';

/** How the values of a report are written. */
export interface ValueLabels {
  /** The type shown in headers; `mean_` in front for a mean. */
  readonly type: string;
  /** The unit of the values in the profile. */
  readonly unit: string;
  /** The unit they are shown in: a unit, or `minimum` or `auto` for one per value. */
  readonly shownUnit: string;
  /** All values are multiplied by this: 1, unless the user divides them. */
  readonly ratio: number;
  readonly total: Int64;
}

export function valueLabel({ unit, shownUnit, ratio }: ValueLabels, value: Int64): string {
  return scaledLabel(multiplied(value, ratio), unit, shownUnit);
}

/** A value as a whole number of the unit it is shown in, for other programs: it is not divided for them. */
export function wholeValue({ unit, shownUnit }: ValueLabels, value: Int64): Int64 {
  return truncate(scale(value, unit, shownUnit).value);
}

/** The share of the total, six characters wide at least. */
export function shareLabel({ total }: ValueLabels, value: Int64): string {
  return percentage(value, total);
}

/** The share of the total from 0 to 1, for colours. */
export function shareOf({ total }: ValueLabels, value: Int64): number {
  return Number(total) === 0 ? 0 : Math.min(1, Math.abs(Number(value) / Number(total)));
}

function multiplied(value: Int64, ratio: number): Int64 {
  return ratio > 0 && ratio !== 1 ? truncate(Number(value) * ratio) : value;
}

/** Whether a common unit may be too large for the smallest values, so that the large ones can be read. */
export type UnitChoice = 'readable' | 'exact';

/**
 * Chooses one unit for a whole report, where the user leaves it open: the one that suits the smallest value, but not
 * so small that the total becomes unreadable.
 */
export function withCommonUnit(
  labels: ValueLabels,
  valueType: ValueType,
  values: Iterable<Int64>,
  choice: UnitChoice = 'readable',
): ValueLabels {
  if (labels.shownUnit !== 'minimum') return labels;
  let smallest: Int64 = 0;
  let isEmpty = true;
  for (const value of values) {
    isEmpty = false;
    const size = abs(value);
    if (size > 0 && (smallest === 0 || compare(size, smallest) < 0)) smallest = size;
  }
  if (isEmpty) return labels;

  const low = multiplied(smallest === 0 ? labels.total : smallest, labels.ratio);
  const high = multiplied(labels.total, labels.ratio);
  const unitOf = (value: Int64) => scale(value, labels.unit, 'minimum').unit;
  let shownUnit = unitOf(low);
  const hundredfold = toInt64(BigInt(low) * 100n);
  const isUnreadable = shownUnit !== unitOf(high) && compare(hundredfold, high) < 0;
  if (isUnreadable && choice === 'readable') shownUnit = unitOf(hundredfold);
  return { ...labels, shownUnit: shownUnit === '' ? valueType.unit : shownUnit };
}
