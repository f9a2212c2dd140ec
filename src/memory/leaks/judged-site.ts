/** Sites of a series judged by their growth. */
import { type GrowthShape, growthShape } from './growth-shape.ts';
import { type Site, type SiteValues, valuesOf } from './growth-sites.ts';
import { changeError } from './sampling-noise.ts';
import type { Series } from './snapshot-series.ts';

/** A site, what it came to, and what kind of growth that is. */
export interface JudgedSite {
  readonly site: Site;
  readonly values: SiteValues;
  readonly shape: GrowthShape;
  /** By how much it grew over the whole series. */
  readonly growth: number;
}

export type Judge = (site: Site) => JudgedSite;

const HOUR_MILLIS = 3_600_000;

/** Since the first snapshot; steps where times are not known. */
export function hoursOf({ snapshots, axis }: Series): Float64Array {
  return Float64Array.from(snapshots, ({ time }) => (time - snapshots[0].time) / (axis.isTime ? HOUR_MILLIS : 1));
}

/** Judges sites of a series. */
export function judgeOf(series: Series): Judge {
  const isHeap = series.kind === 'heap';
  const looked = lookedAt(series.snapshots.length);
  const hours = hoursOf(series);
  const times = Float64Array.from(looked, (at) => hours[at]);
  return (site) => {
    const values = valuesOf(site, series);
    const column = isHeap ? values.bytes : values.objects;
    const error = (from: number, to: number) => (isHeap ? changeError(values.noise, looked[from], looked[to]) : 0);
    const shape = growthShape({ times, values: Float64Array.from(looked, (at) => column[at]), error });
    return { site, values, shape, growth: growthOf(shape, times) };
  };
}

const MOST_COMPARED = 200;

/** The snapshots to look at: all, or of very many, as every pair is compared, some that are spread over the time. */
export function lookedAt(count: number): Int32Array {
  const length = Math.min(count, MOST_COMPARED);
  return Int32Array.from({ length }, (_, i) => (length < 2 ? 0 : Math.round((i * (count - 1)) / (length - 1))));
}

/**
 * By how much a site grew: what the slope makes of the whole time, as the first and the last value may be far off. The slope
 * of what stopped growing is that of the end, so there, and with few values, it is the change.
 */
function growthOf({ kind, trend, change }: GrowthShape, times: Float64Array): number {
  const isUneven = kind === 'initialisation' || kind === 'saturating cache';
  return times.length < 4 || isUneven ? change : trend.slope * (times[times.length - 1] - times[0]);
}

/** From the first value to the last. */
export const riseOf = (values: Float64Array) => values[values.length - 1] - values[0];

/** Of what the site allocated from the first snapshot to the last, the share that is still in use; undefined if unknown. */
export function keptShare({ bytes, allocBytes }: SiteValues): number | undefined {
  const allocated = allocBytes === undefined ? 0 : riseOf(allocBytes);
  return allocated > 0 ? Math.max(0, Math.min(1, riseOf(bytes) / allocated)) : undefined;
}
