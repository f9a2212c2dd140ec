/**
 * Which code keeps more and more. Growth is added up by the function of the user's that asked for the memory: the first
 * from the leaf that is neither of a library nor of the language, with closures and instances of generics counted as the
 * function they are written in. Then
 *
 * - a function that others use too is taken apart by its callers, where only one of them keeps what it gets;
 * - a function that does several things is taken apart by its lines, where only one of them leaks;
 * - parts of one thing are put together: what grows by as many objects in functions with a common caller.
 *
 * so that one fault is one suspect, at the line where it can be seen.
 */
import type { Confidence, SourceFrame } from '../statement.ts';
import { type GrowthClass, type GrowthShape, isClearGrowth } from './growth-shape.ts';
import { followedOf, type Site, sitesOf, splitByCaller, splitByLine } from './growth-sites.ts';
import { hoursOf, type Judge, type JudgedSite, judgeOf, keptShare, lookedAt, riseOf } from './judged-site.ts';
import { evidenceOf, wouldConfirm } from './leak-evidence.ts';
import { partsTogether } from './parts-of-one-fault.ts';
import { placesOf } from './site-places.ts';
import type { Series, SeriesNote } from './snapshot-series.ts';
import { trendOf } from './trend.ts';

/** What is usually meant by memory of such a stack, and done about it. */
export interface Advice {
  readonly meaning: string;
  readonly remedy: string;
}

/** Code whose memory, or number of things, changed over the series. */
export interface LeakSuspect {
  /** Where to look first. */
  readonly frame: SourceFrame;
  /** The deepest frame that most of the growth has in common. */
  readonly accumulation: SourceFrame;
  /** The stack that grew most, leaf first. */
  readonly stack: readonly SourceFrame[];
  readonly class: GrowthClass;
  readonly confidence: Confidence;
  /** The slope; undefined where times are not known, and for bytes where only things are counted. */
  readonly bytesPerHour: number | undefined;
  readonly objectsPerHour: number | undefined;
  /** Where the slope of what is followed lies with 95 % confidence, per hour; undefined where times are not known. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  /** Of the growth of all code that grew, 0 to 1. */
  readonly shareOfGrowth: number;
  /** From the first snapshot to the last. */
  readonly bytes: number;
  readonly objects: number;
  /** What is followed, bytes or a count, in each snapshot. */
  readonly values: Float64Array;
  readonly shape: GrowthShape;
  readonly evidence: readonly string[];
  /** What would make it surer, or show that it is a false alarm. */
  readonly wouldConfirm: string;
  readonly advice: Advice | undefined;
}

export interface LeakReport {
  readonly kind: Series['kind'];
  /** The sample type that is followed. */
  readonly type: string;
  readonly axis: Series['axis'];
  readonly files: readonly string[];
  /** Milliseconds since 1970, or places in order where times are not known. */
  readonly times: Float64Array;
  /** Of what is followed, in each snapshot. */
  readonly totals: Float64Array;
  /** What grows as leaks do, heaviest first. */
  readonly suspects: readonly LeakSuspect[];
  /** What changed in another way, heaviest first. */
  readonly others: readonly LeakSuspect[];
  readonly notes: readonly SeriesNote[];
}

export interface LeakQuestion {
  /** Looks up what is known about code by its stack, leaf first. */
  readonly advice?: (stack: readonly SourceFrame[]) => Advice | undefined;
}

/** What grew by less than this share of all growth is never more than possible. */
const SMALL_SHARE = 0.05;
/** What changed by less than this share of all growth is not worth a line. */
const TINY_SHARE = 0.01;
/** From so many snapshots on the end of a series can be told from its middle. */
const SHOWS_COURSE = 6;
/** Of all changes together: there are at most a thousand sites to look at, whatever the program. */
const NEGLIGIBLE = 0.001;
/** Of what was allocated at least this share is still in use. */
const KEEPS = 0.5;
/** One caller makes a function grow when it has this share of its growth, and others allocate a good part there too. */
const MOST_OF_GROWTH = 0.8;
const USED_BY_OTHERS = 0.2;

/** Finds what grows in a series. With fewer than two snapshots nothing is found, with two nothing is likely. */
export function findLeaks(series: Series, { advice }: LeakQuestion = {}): LeakReport {
  const { snapshots, axis, kind } = series;
  const judge = judgeOf(series);
  const { sites, rest } = changedSites(snapshots.length < 2 ? [] : sitesOf(series), series);
  const refined = sites.flatMap((site) => refinedSites(judge(site), series, judge));
  const judged = partsTogether(refined, series, judge);
  const all = judged.reduce((sum, { growth }) => sum + Math.max(0, growth), rest);
  const suspects = judged
    .filter(({ shape }) => Math.abs(shape.change) >= TINY_SHARE * all && shape.change !== 0)
    .sort((a, b) => b.growth - a.growth || b.shape.change - a.shape.change)
    .map((found) => describe(found, series, all, advice));
  return {
    kind,
    type: series.type,
    axis,
    files: snapshots.map(({ file }) => file),
    times: Float64Array.from(snapshots, ({ time }) => time),
    totals: Float64Array.from(snapshots, ({ totalBytes, totalObjects }) =>
      kind === 'heap' ? totalBytes : totalObjects,
    ),
    suspects: suspects.filter((suspect) => suspect.class === 'leak'),
    others: suspects.filter((suspect) => suspect.class !== 'leak' && suspect.class !== 'noise'),
    notes: series.notes,
  };
}

/** The sites that change by more than next to nothing, and by how much the others grew together. */
function changedSites(
  sites: readonly Site[],
  series: Series,
): { readonly sites: readonly Site[]; readonly rest: number } {
  const changes = sites.map((site) => {
    const values = followedOf(site, series);
    return { site, range: Math.max(...values) - Math.min(...values), growth: Math.max(0, riseOf(values)) };
  });
  const least = NEGLIGIBLE * changes.reduce((sum, { range }) => sum + range, 0);
  const isChanged = ({ range }: (typeof changes)[number]) => range > 0 && range >= least;
  return {
    sites: changes.filter(isChanged).map(({ site }) => site),
    rest: changes.reduce((sum, change) => sum + (isChanged(change) ? 0 : change.growth), 0),
  };
}

function refinedSites(whole: JudgedSite, series: Series, judge: Judge): JudgedSite[] {
  if (!whole.site.isUsers || whole.site.stacks.length < 2) return [whole];
  const callers = splitByCaller(whole.site, series).map(judge);
  if (isClearGrowth(whole.shape)) return growsForOneCaller(callers) ? callers : [whole];
  if (callers.length > 1 && callers.some(({ shape }) => isClearGrowth(shape))) return callers;
  const lines = splitByLine(whole.site, series).map(judge);
  return lines.length > 1 && lines.some(({ shape }) => isClearGrowth(shape)) ? lines : [whole];
}

/** What others get from the function too, without keeping it, is not the function's fault. */
function growsForOneCaller(callers: readonly JudgedSite[]): boolean {
  if (callers.length < 2) return false;
  const heaviest = callers.reduce((best, caller) => (caller.growth > best.growth ? caller : best));
  const growth = callers.reduce((sum, caller) => sum + Math.max(0, caller.growth), 0);
  const allocated = callers.map(({ values }) => (values.allocBytes ?? values.bytes).at(-1) ?? 0);
  const all = allocated.reduce((sum, bytes) => sum + bytes, 0);
  const byOthers = all - allocated[callers.indexOf(heaviest)];
  return heaviest.growth >= MOST_OF_GROWTH * growth && byOthers >= USED_BY_OTHERS * all;
}

function describe(found: JudgedSite, series: Series, all: number, advice: LeakQuestion['advice']): LeakSuspect {
  const { site, values, shape, growth } = found;
  const isHeap = series.kind === 'heap';
  const times = hoursOf(series);
  const looked = lookedAt(times.length);
  const pick = (column: Float64Array) => Float64Array.from(looked, (at) => column[at]);
  const perHour = (column: Float64Array) => (series.axis.isTime ? trendOf(pick(times), pick(column)).slope : undefined);
  const shareOfGrowth = all === 0 ? 0 : Math.max(0, growth) / all;
  const places = placesOf(found.site, series);
  const described = { ...found, ...places, shareOfGrowth, series };
  return {
    ...places,
    class: shape.kind,
    confidence: confidenceOf(found, shareOfGrowth, series),
    bytesPerHour: isHeap ? perHour(values.bytes) : undefined,
    objectsPerHour: perHour(values.objects),
    interval: series.axis.isTime ? slopeInterval(shape, times) : undefined,
    shareOfGrowth,
    bytes: riseOf(values.bytes),
    objects: riseOf(values.objects),
    values: isHeap ? values.bytes : values.objects,
    shape,
    evidence: evidenceOf(described),
    wouldConfirm: wouldConfirm(described),
    advice: site.stacks.length === 0 ? undefined : advice?.(places.stack),
  };
}

/** The interval from the scatter of the values, and not narrower than what sampling alone makes uncertain. */
function slopeInterval({ trend, changeError: error }: GrowthShape, times: Float64Array) {
  const half = (1.96 * error) / (times[times.length - 1] - times[0]);
  return { low: Math.min(trend.low, trend.slope - half), high: Math.max(trend.high, trend.slope + half) };
}

/**
 * Growth in an order that is no chance is one sign. Others are that it goes on as before until the end, and that of what the
 * code allocated meanwhile most is still in use. Never more than likely: a cache with a bound that is not reached yet looks the same. Only the
 * garbage collector itself can say that nothing reaches a goroutine any more.
 */
function confidenceOf({ shape, values }: JudgedSite, share: number, series: Series): Confidence {
  if (!isClearGrowth(shape) || share < SMALL_SHARE || series.snapshots.length < 3) return 'possible';
  if (series.type === 'goroutineleak') return 'confirmed';
  if (shape.course !== 'steady') return 'possible';
  return series.snapshots.length >= SHOWS_COURSE || (keptShare(values) ?? 0) >= KEEPS ? 'likely' : 'possible';
}
