import { abs, compare, type Int64, truncate } from '../base/int64.ts';
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

/**
 * Chooses one unit for a whole report, where the user leaves it open: the one that suits the smallest value, but not
 * so small that the total becomes unreadable.
 */
export function withCommonUnit(labels: ValueLabels, valueType: ValueType, values: Iterable<Int64>): ValueLabels {
  if (labels.shownUnit !== 'minimum') return labels;
  let smallest: Int64 = 0;
  let isEmpty = true;
  for (const value of values) {
    isEmpty = false;
    const size = abs(value);
    if (size !== 0 && (smallest === 0 || compare(size, smallest) < 0)) smallest = size;
  }
  if (isEmpty) return labels;

  const low = multiplied(smallest === 0 ? labels.total : smallest, labels.ratio);
  const high = multiplied(labels.total, labels.ratio);
  const unitOf = (value: Int64) => scale(value, labels.unit, 'minimum').unit;
  let shownUnit = unitOf(low);
  if (shownUnit !== unitOf(high) && Number(low) * 100 < Number(high)) shownUnit = unitOf(truncate(Number(low) * 100));
  return { ...labels, shownUnit: shownUnit === '' ? valueType.unit : shownUnit };
}
