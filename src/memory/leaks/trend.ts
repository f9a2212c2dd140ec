/**
 * Trends that a few wild values do not change: the slope of Theil and Sen, the median of the slopes between all pairs
 * (Sen, Estimates of the Regression Coefficient Based on Kendall's Tau, JASA 63, 1968), and the test of Mann and Kendall:
 * whether later values are larger more often than chance would have it (Kendall, Rank Correlation Methods, 1975).
 */

export interface Trend {
  /** Per unit of time. */
  readonly slope: number;
  /** Where the slope is with 95 % confidence; from the smallest to the largest where there are too few values to say. */
  readonly low: number;
  readonly high: number;
  /** How likely so clear a rise is where there is none. */
  readonly riseByChance: number;
}

const CONFIDENCE = 0.95;
/** The two-sided quantile of the normal distribution for that. */
const QUANTILE = 1.959964;

/** The trend of values at ascending times. Pairs at the same time say nothing about the slope. */
export function trendOf(times: ArrayLike<number>, values: ArrayLike<number>): Trend {
  const slopes: number[] = [];
  let rises = 0;
  for (let later = 1; later < values.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      rises += Math.sign(values[later] - values[earlier]);
      const between = times[later] - times[earlier];
      if (between > 0) slopes.push((values[later] - values[earlier]) / between);
    }
  }
  if (slopes.length === 0) return { slope: 0, low: 0, high: 0, riseByChance: 1 };
  const sorted = Float64Array.from(slopes).sort();
  const width = halfWidth(values.length);
  const lowest = Math.max(0, Math.round((sorted.length - width) / 2) - 1);
  return {
    slope: medianOfSorted(sorted),
    low: sorted[lowest],
    high: sorted[sorted.length - 1 - lowest],
    riseByChance: chanceOfRises(values, rises),
  };
}

export function medianOf(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? 0 : medianOfSorted(sorted);
}

function medianOfSorted(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How many of the sorted slopes lie in the interval: Sen's C. */
function halfWidth(count: number): number {
  const pairs = (count * (count - 1)) / 2;
  if (count > MOST_EXACT) return QUANTILE * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const outside = (1 - CONFIDENCE) / 2;
  for (let rises = 0; rises <= pairs; rises++) {
    if (chanceExactly(count, rises) <= outside) return rises - 2;
  }
  return pairs;
}

/** The chance that of pairs of `count` unrelated values at least so many more rise than fall. */
function chanceOfRises(values: ArrayLike<number>, rises: number): number {
  const ties = tieSizes(values);
  if (ties.length === 0 && values.length <= MOST_EXACT) return chanceExactly(values.length, rises);
  const spread = (size: number) => (size * (size - 1) * (2 * size + 5)) / 18;
  const variance = spread(values.length) - ties.reduce((sum, size) => sum + spread(size), 0);
  if (variance <= 0) return 1;
  // Half a step towards the middle, as the number of rises has gaps.
  return normalTail((rises - Math.sign(rises)) / Math.sqrt(variance));
}

function tieSizes(values: ArrayLike<number>): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) counts.set(values[i], (counts.get(values[i]) ?? 0) + 1);
  return [...counts.values()].filter((size) => size > 1);
}

/** Up to so many values the chances are counted, from there on the normal distribution is near enough. */
const MOST_EXACT = 12;

/**
 * Of all orders of `count` values the share in which the pairs that rise are at least so many more than those that fall. An
 * order with k pairs that fall has `pairs - 2k` more; how many orders have k is counted by putting in one value after
 * the other, the largest so far, which makes 0 to all of the others fall behind it.
 */
function chanceExactly(count: number, rises: number): number {
  let orders = [1];
  for (let size = 2; size <= count; size++) {
    const next = new Array<number>(orders.length + size - 1).fill(0);
    for (let falls = 0; falls < orders.length; falls++) {
      for (let more = 0; more < size; more++) next[falls + more] += orders[falls];
    }
    orders = next;
  }
  const pairs = (count * (count - 1)) / 2;
  let fitting = 0;
  let all = 0;
  for (let falls = 0; falls < orders.length; falls++) {
    all += orders[falls];
    if (pairs - 2 * falls >= rises) fitting += orders[falls];
  }
  return fitting / all;
}

/** The area of the normal distribution above z, off by less than 1e-7 (Abramowitz and Stegun, 26.2.17). */
function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}
