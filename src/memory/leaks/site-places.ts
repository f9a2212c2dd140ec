/** Where to look for the growth of a site. */
import { compareText } from '../../base/byte-text.ts';
import type { SourceFrame } from '../statement.ts';
import { entrancesOf, NO_PLACE, type Site } from './growth-sites.ts';
import type { Series } from './snapshot-series.ts';
import { medianOf } from './trend.ts';

export interface SitePlaces {
  /** The line of the site's function below which most of the growth is. */
  readonly frame: SourceFrame;
  /** Of the stacks through it the one that grew most, leaf first. */
  readonly stack: readonly SourceFrame[];
  /** The deepest frame that most of the growth has in common; `frame` where that is nowhere. */
  readonly accumulation: SourceFrame;
}

/**
 * A frame has most of the growth from this share on. It is what is left when one allocation in five is something else, and
 * well above a half, so that there is only one way down.
 */
const MOST = 0.8;

export function placesOf(site: Site, series: Series): SitePlaces {
  const { frames } = series;
  const growth = site.stacks.map((stack) => stackGrowth(series, stack));
  const frameAt = (i: number) =>
    site.places[i] === NO_PLACE ? NO_PLACE : frames.framesOf(site.stacks[i])[site.places[i]];
  const frameOf = site.stacks.map((_, i) => frameAt(i));
  const line = heaviestFrame(frameOf, growth);
  const through = growth.map((amount, i) => (frameOf[i] === line ? amount : Number.NEGATIVE_INFINITY));
  const path = frames.framesOf(site.stacks[indexOfLargest(through)]);
  const entrances = entrancesOf(site, series);
  const frame = entrances.length === 1 ? entrances[0].frame : frames.frame(line);
  const shared = accumulationPoint(site, growth, series);
  return {
    frame,
    stack: Array.from(path, (number) => frames.frame(number)),
    accumulation: shared === undefined ? frame : frames.frame(shared),
  };
}

/**
 * The stack of a site that grew most, as its place in `site.stacks`; of several the one whose frames come first in order of
 * their names, so that it is the same in whatever order snapshots are read.
 */
export function heaviestStack(site: Site, series: Series): number {
  const growth = site.stacks.map((stack) => stackGrowth(series, stack));
  const most = growth[indexOfLargest(growth)];
  const nameOf = (i: number) =>
    Array.from(series.frames.framesOf(site.stacks[i]), (frame) =>
      Object.values(series.frames.frame(frame)).join(':'),
    ).join('\n');
  let best = -1;
  let nameOfBest = '';
  growth.forEach((amount, i) => {
    if (amount !== most) return;
    const name = nameOf(i);
    if (best === -1 || compareText(name, nameOfBest) < 0) [best, nameOfBest] = [i, name];
  });
  return best;
}

/** From the first third to the last one, medians of both, so that one wild snapshot does not choose the stack. */
function stackGrowth({ snapshots, kind }: Series, stack: number): number {
  const third = Math.max(1, Math.floor(snapshots.length / 3));
  const level = (part: Series['snapshots']) =>
    medianOf(part.map(({ bytes, objects }) => (kind === 'heap' ? bytes : objects)[stack] ?? 0));
  return level(snapshots.slice(-third)) - level(snapshots.slice(0, third));
}

/** The frame whose stacks grew most together; stacks without one do not count. */
function heaviestFrame(frameOf: readonly number[], growth: readonly number[]): number {
  const sums = new Map<number, number>();
  frameOf.forEach((frame, i) => {
    if (frame !== NO_PLACE) sums.set(frame, (sums.get(frame) ?? 0) + growth[i]);
  });
  return [...sums].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

/** The position of the largest value, of several the first. */
function indexOfLargest(values: readonly number[]): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (values[at] > values[best]) best = at;
  return best;
}

/** From the root on, always along the frame with most of the growth, as long as that is nearly all of it. */
function accumulationPoint(site: Site, growth: readonly number[], { frames }: Series): number | undefined {
  const all = growth.reduce((sum, amount) => sum + Math.max(0, amount), 0);
  let rest = site.stacks.flatMap((stack, i) =>
    growth[i] > 0 ? [{ path: frames.framesOf(stack), growth: growth[i] }] : [],
  );
  let point: number | undefined;
  for (let depth = 1; rest.length > 0; depth++) {
    const sums = new Map<number, number>();
    for (const { path, growth: amount } of rest) {
      const frame = path[path.length - depth];
      if (frame !== undefined) sums.set(frame, (sums.get(frame) ?? 0) + amount);
    }
    const heaviest = [...sums].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [NO_PLACE, 0]);
    if (heaviest[0] === NO_PLACE || heaviest[1] < MOST * all) break;
    point = heaviest[0];
    rest = rest.filter(({ path }) => path[path.length - depth] === point);
  }
  return point;
}
