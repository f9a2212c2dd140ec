/**
 * What kind of growth a series of values is. A leak goes on: it grows as long as one looks, and gives nothing back. What
 * else grows does not:
 *
 *     leak            ▁▂▃▄▅▆▇█   as fast in the end as in the middle
 *     initialisation  ▁▅████████  flat from some point on
 *     filling up      ▁▃▅▆▇▇███  slower and slower: a cache on its way to its bound
 *     saw-tooth       ▁▄█▁▄█▁▄   given back again, down to where it was
 *     noise           ▄▅▃▄▆▄▅▄   no more than sampling and scatter explain
 *
 * Every comparison is made against the standard error of that very change (`sampling-noise.ts`), so that a few sampled
 * objects are never taken for a trend.
 */
import { medianOf, type Trend, trendOf } from './trend.ts';

export type GrowthClass = 'leak' | 'initialisation' | 'saturating cache' | 'saw-tooth' | 'noise' | 'shrinking';

/** Values over time, and how much chance there is in their changes. */
export interface Measured {
  readonly times: ArrayLike<number>;
  readonly values: Float64Array;
  /** The standard error of the change between two snapshots, the earlier one first. */
  error(from: number, to: number): number;
}

/** What was found out about a series; `kind` follows from the rest. */
export interface GrowthShape {
  readonly kind: GrowthClass;
  readonly trend: Trend;
  /** From the first to the last value. */
  readonly change: number;
  /** The standard error of that. */
  readonly changeError: number;
  /** How many of the intervals end higher than they began, and how many lower. */
  readonly rises: number;
  readonly falls: number;
  readonly intervals: number;
  /** The largest fall from any value to a later one, as a share of the range of values. */
  readonly fallShare: number;
  /** The speed of growth in the last third of the time, as a multiple of that in the middle; NaN with too few values. */
  readonly lateSpeed: number;
  readonly course: Course;
}

/**
 * How growth goes on towards the end: as before, slower, much slower without a doubt, or, `unseen`, by no more than noise
 * explains.
 */
export type Course = 'steady' | 'slows' | 'fades' | 'unseen';

/** A change of so many standard errors is not chance. */
const CLEAR = 3;
/** What never falls is clear with less: each block that was sampled and stays is there. */
const CLEAR_WITHOUT_FALL = 2.5;
/** One of so many is a hint. */
const VISIBLE = 1.5;
/** Falls by this much of the range, or more, mean that things are given back. */
const SAW_TOOTH_FALL = 0.3;
/** Of what growth that goes on would bring, twice this share is next to nothing. */
const STOPPED = 0.1;
/** The largest of many falls is by chance often more than two errors. */
const CLEAR_OF_MANY = 3.5;
/** Growth at less than this share of the speed before is slower. */
const SLOWER = 0.65;
/** At less than this it is flat, if there are so many intervals to see it in. */
const FLAT = 0.35;
const FEWEST_AT_END = 2;
/** At less than this it fades. */
const FADING = 0.5;
/** With fewer intervals than this the first one cannot be spared. */
const FEWEST_FOR_START = 5;
/** Thirds say something from so many values on. */
const FEWEST_FOR_THIRDS = 6;

export function growthShape(series: Measured): GrowthShape {
  const { values, times } = series;
  const last = values.length - 1;
  const range = rangeOf(values);
  const fall = largestFall(series);
  const shape = {
    trend: trendOf(times, values),
    change: values[last] - values[0],
    changeError: series.error(0, last),
    ...countSteps(series),
    intervals: last,
    fallShare: range > 0 ? fall.amount / range : 0,
    lateSpeed: lateSpeed(series),
    course: courseOf(series),
  };
  return { kind: kindOf(series, shape, fall.errors), ...shape };
}

function kindOf(series: Measured, shape: Omit<GrowthShape, 'kind'>, errorsOfFall: number): GrowthClass {
  const { change, changeError, trend, fallShare } = shape;
  const isGivenBack = fallShare >= SAW_TOOTH_FALL;
  if (trend.slope < 0 && change < -CLEAR * changeError) return 'shrinking';
  if (change <= VISIBLE * changeError) return isGivenBack && errorsOfFall > CLEAR_OF_MANY ? 'saw-tooth' : 'noise';
  if (isGivenBack && !lowsRise(series)) return 'saw-tooth';
  if (series.values.length < 3) return 'leak';
  if (hasStopped(series)) return 'initialisation';
  if (trend.slope <= 0) return 'noise';
  if (shape.course === 'fades') return 'saturating cache';
  return 'leak';
}

function countSteps({ values }: Measured): { readonly rises: number; readonly falls: number } {
  let [rises, falls] = [0, 0];
  for (let at = 1; at < values.length; at++) {
    if (values[at] > values[at - 1]) rises++;
    else if (values[at] < values[at - 1]) falls++;
  }
  return { rises, falls };
}

/** The largest fall from any value to a later one, by how much and by how many standard errors. */
function largestFall({ values, error }: Measured): { readonly amount: number; readonly errors: number } {
  let [amount, errors] = [0, 0];
  for (let to = 1; to < values.length; to++) {
    for (let from = 0; from < to; from++) {
      const fall = values[from] - values[to];
      if (fall <= amount) continue;
      const clear = inErrors(fall, error(from, to));
      if (clear > 2) [amount, errors] = [fall, clear];
    }
  }
  return { amount, errors };
}

/**
 * Whether what is left after things were given back gets more: a leak below a saw-tooth, or growth with spikes on it. Either
 * the second low and those after it are above the first one, or the only one is above all of the first half.
 */
function lowsRise(series: Measured): boolean {
  const { values, error } = series;
  const range = rangeOf(values);
  const lows = lowsAfterFalls(series, SAW_TOOTH_FALL * range);
  const [first] = lows;
  const last = lows[lows.length - 1];
  const isRise = (from: number, to: number) => {
    const rise = values[to] - values[from];
    return rise > CLEAR * error(from, to) && rise > STOPPED * range;
  };
  if (lows.length >= 2) return isRise(first, last);
  const firstHalf = Array.from({ length: values.length >> 1 }, (_, at) => at);
  return lows.length === 1 && first >= firstHalf.length && firstHalf.every((at) => isRise(at, first));
}

/** Where values are lowest after each fall by at least so much. */
function lowsAfterFalls({ values, error }: Measured, least: number): number[] {
  const lows: number[] = [];
  let high = 0;
  let low = 0;
  let isFalling = false;
  for (let at = 1; at < values.length; at++) {
    if (isFalling) {
      if (values[at] < values[low]) low = at;
      else if (values[at] - values[low] >= least / 2) {
        lows.push(low);
        high = at;
        isFalling = false;
      }
    } else if (values[at] > values[high]) {
      high = at;
    } else if (values[high] - values[at] >= least && values[high] - values[at] > 2 * error(high, at)) {
      low = at;
      isFalling = true;
    }
  }
  return isFalling ? [...lows, low] : lows;
}

function rangeOf(values: Float64Array): number {
  let [lowest, highest] = [values[0], values[0]];
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return highest - lowest;
}

/** The median of a few values around one, where there are plenty. */
function levelAt(values: Float64Array, at: number): number {
  return values.length < 9 ? values[at] : medianOf(values.subarray(Math.max(0, at - 1), at + 2));
}

/** The snapshot nearest to a share of the time. */
function placeAt(times: ArrayLike<number>, share: number): number {
  const time = times[0] + share * (times[times.length - 1] - times[0]);
  let best = 0;
  for (let at = 1; at < times.length; at++) {
    if (Math.abs(times[at] - time) < Math.abs(times[best] - time)) best = at;
  }
  return best;
}

/** A part of the series, between two of its places. */
interface Stretch {
  readonly speed: number;
  readonly time: number;
  readonly change: number;
  readonly error: number;
}

function stretch({ times, values, error }: Measured, from: number, to: number): Stretch {
  const isEnd = to === values.length - 1;
  const change = (isEnd ? values[to] : levelAt(values, to)) - (from === 0 ? values[0] : levelAt(values, from));
  const time = times[to] - times[from];
  return { change, time, speed: change / time, error: error(from, to) };
}

function lateSpeed(series: Measured): number {
  const last = series.values.length - 1;
  if (series.values.length < FEWEST_FOR_THIRDS) return Number.NaN;
  const [one, two] = [1 / 3, 2 / 3].map((share) => placeAt(series.times, share));
  if (one === two || two === last) return Number.NaN;
  return stretch(series, two, last).speed / stretch(series, one, two).speed;
}

/**
 * Compares the later half with the earlier one, and the last third with the middle one. The first interval does not count,
 * as programs also set themselves up in it.
 */
function courseOf(series: Measured): Course {
  const { values, times } = series;
  const last = values.length - 1;
  const middle = placeAt(times, 1 / 2);
  const first = last < FEWEST_FOR_START ? 0 : 1;
  if (last < 2 || middle <= first || middle >= last) return 'unseen';
  const later = stretch(series, middle, last);
  const halves = slowing(stretch(series, first, middle), later);
  const [one, two] = [1 / 3, 2 / 3].map((share) => placeAt(times, share));
  const hasThirds = values.length >= FEWEST_FOR_THIRDS && one < two && two < last;
  const thirds = hasThirds ? slowing(stretch(series, one, two), stretch(series, two, last)) : STEADY;
  if (hasThirds && [halves, thirds].some(({ ratio, errors }) => ratio < FADING && errors > CLEAR)) return 'fades';
  if (later.change <= VISIBLE * later.error) return 'unseen';
  const isSlower = halves.ratio < SLOWER && halves.errors > VISIBLE && thirds.ratio <= 1;
  return isSlower || hasFlatEnd(series, first) ? 'slows' : 'steady';
}

/** Whether the last quarter, or sixth, brings hardly anything of what the time before would have it bring. */
function hasFlatEnd(series: Measured, first: number): boolean {
  const last = series.values.length - 1;
  return [3 / 4, 5 / 6].some((share) => {
    const from = placeAt(series.times, share);
    if (last - from < FEWEST_AT_END) return false;
    const end = stretch(series, from, last);
    const { ratio, errors } = slowing(stretch(series, first, from), end);
    return (ratio < FLAT && errors > 2) || end.change < end.error;
  });
}

const STEADY = { ratio: 1, errors: 0 };

/** What a stretch has of the speed of the one before, and by how many standard errors it is short of that. */
function slowing(before: Stretch, after: Stretch): { readonly ratio: number; readonly errors: number } {
  if (before.change <= 0) return STEADY;
  const missing = before.speed * after.time - after.change;
  const chance = Math.hypot((before.error * after.time) / before.time, after.error);
  return { ratio: after.speed / before.speed, errors: inErrors(missing, chance) };
}

/** An amount in standard errors; where there is no chance, any amount is beyond all of them. */
function inErrors(amount: number, error: number): number {
  if (error > 0) return amount / error;
  return amount === 0 ? 0 : Math.sign(amount) * Number.POSITIVE_INFINITY;
}

/** Whether nearly all of the growth is from before the later half, or third: then it is not what goes on. */
function hasStopped(series: Measured): boolean {
  const { times, values, error } = series;
  const last = values.length - 1;
  const first = last < FEWEST_FOR_START ? 0 : 1;
  const change = values[last] - values[first];
  if (change <= VISIBLE * error(first, last)) return true;
  const shares = values.length >= FEWEST_FOR_THIRDS ? [1 / 2, 2 / 3] : [1 / 2];
  return shares.some((share) => {
    const from = Math.min(placeAt(times, share), last - 1);
    const late = values[last] - levelAt(values, from);
    // Of growth that goes on this would be the part.
    const expected = change * (1 - share);
    return late < 2 * STOPPED * expected || (late <= error(from, last) && late < expected / 2);
  });
}

/** Whether growth is beyond doubt: clear of noise, in most intervals, in no order that chance would give. */
export function isClearGrowth(shape: GrowthShape): boolean {
  const { change, changeError, rises, falls, intervals, trend, fallShare } = shape;
  const least = falls === 0 ? CLEAR_WITHOUT_FALL : CLEAR;
  if (shape.kind !== 'leak' || intervals < 2 || change < least * changeError) return false;
  const isOrdered = trend.riseByChance < 0.05;
  return (
    isOrdered &&
    trend.low > 0 &&
    fallShare < SAW_TOOTH_FALL &&
    rises >= OFTEN * intervals &&
    falls <= SELDOM * intervals
  );
}

/** Slices and maps grow in steps: in between nothing happens. */
const OFTEN = 0.25;
const SELDOM = 0.25;
