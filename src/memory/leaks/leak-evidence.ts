/** What speaks for a suspect, and against it, in sentences with the figures in them. */
import { scaledLabel } from '../../profile/units.ts';
import { shortName } from '../../report/short-name.ts';
import type { Course } from './growth-shape.ts';
import { entrancesOf } from './growth-sites.ts';
import { type JudgedSite, keptShare } from './judged-site.ts';
import type { Series } from './snapshot-series.ts';

export interface Described extends JudgedSite {
  readonly series: Series;
}

/** A value of what a series follows: `30.46MB`, or a bare count. */
export function amountText(kind: Series['kind'], value: number): string {
  return scaledLabel(Math.round(value), kind === 'heap' ? 'bytes' : 'count', 'auto');
}

/** With its sign: `+30.46MB`. */
export function changeText(kind: Series['kind'], value: number): string {
  return (value > 0 ? '+' : '') + amountText(kind, value);
}

const percent = (share: number) => `${Math.round(share * 100)}%`;
const count = (value: number, one: string) => `${value} ${one}${value === 1 ? '' : 's'}`;

/** Sentences without a full stop, the weightiest first. */
export function evidenceOf(described: Described): string[] {
  return [
    growthSentence(described),
    ...noiseSentence(described),
    ...courseSentence(described),
    ...keptSentence(described),
    ...objectsSentence(described),
    ...libraryOnly(described),
  ];
}

const SHOWN_ENTRANCES = 3;

/** For stacks that do not say who is to blame. */
function libraryOnly({ site, series }: Described): string[] {
  if (site.isUsers) return [];
  const entrances = entrancesOf(site, series);
  const names = entrances.slice(0, SHOWN_ENTRANCES).map(({ frame }) => shortName(frame.function));
  const more = entrances.length > SHOWN_ENTRANCES ? ', …' : '';
  const from = names.length === 0 ? '' : `; your code calls that library in ${names.join(', ')}${more}`;
  return [`no code of yours is in these stacks${from}`];
}

function growthSentence({ shape, values, series: { kind } }: Described): string {
  const column = kind === 'heap' ? values.bytes : values.objects;
  const [first, last] = [column[0], column[column.length - 1]];
  const { rises, falls, intervals, change } = shape;
  const steps =
    change < 0
      ? `fell in ${falls} of ${count(intervals, 'interval')}`
      : `grew in ${rises} of ${count(intervals, 'interval')}`;
  const back = change >= 0 && falls > 0 ? `, fell in ${falls}` : '';
  return `${amountText(kind, first)} to ${amountText(kind, last)}: ${steps}${back}`;
}

/** Beyond so many standard errors the growth itself needs no more words. */
const NO_DOUBT = 10;

function noiseSentence({ shape, series }: Described): string[] {
  const { changeError, change, trend } = shape;
  const chance = trend.riseByChance < 0.05 && change > 0 ? [chanceSentence(trend.riseByChance)] : [];
  if (series.kind !== 'heap' || changeError === 0 || change === 0) return chance;
  const ratio = Math.abs(change) / changeError;
  if (ratio > NO_DOUBT) return chance;
  const rate = amountText('heap', series.snapshots[0].rate);
  const error = amountText('heap', changeError);
  return [
    `sampling one block per ${rate} makes the change uncertain by ±${error} (${ratio.toFixed(1)} standard errors)`,
    ...chance,
  ];
}

function chanceSentence(chance: number): string {
  const once =
    chance < 1e-4
      ? 'less than once in 10,000 series'
      : `once in ${Math.round(1 / chance).toLocaleString('en-US')} series`;
  return `chance alone makes so clear a rise ${once}`;
}

function courseSentence({ shape }: Described): string[] {
  const { kind, course, lateSpeed, fallShare } = shape;
  const speed = Number.isFinite(lateSpeed)
    ? `: in the last third at ${percent(lateSpeed)} of the speed of the middle one`
    : '';
  if (kind === 'initialisation') return ['stopped growing before the last snapshots'];
  if (kind === 'saturating cache') return [`grows ever slower${speed}`];
  if (kind === 'saw-tooth') return [`gave back up to ${percent(fallShare)} of its range again`];
  if (kind !== 'leak') return [];
  const fall = fallShare > 0 ? [`gave back ${percent(fallShare)} of its range once`] : [];
  return [...(shape.intervals < 2 ? [] : [COURSES[course] + (course === 'unseen' ? '' : speed)]), ...fall];
}

const COURSES: Readonly<Record<Course, string>> = {
  steady: 'goes on until the end',
  slows: 'slows towards the end, as a cache does that fills',
  fades: 'grows ever slower',
  unseen: 'towards the end it grows by no more than chance explains',
};

function keptSentence({ values, shape }: Described): string[] {
  const kept = keptShare(values);
  if (kept === undefined || shape.change <= 0) return [];
  return [`of what it allocated meanwhile ${kept < 0.01 ? 'less than 1%' : percent(kept)} is still in use`];
}

function objectsSentence({ values, series }: Described): string[] {
  if (series.kind !== 'heap') return [];
  const objects = values.objects[values.objects.length - 1] - values.objects[0];
  const bytes = values.bytes[values.bytes.length - 1] - values.bytes[0];
  if (objects <= 0 || bytes <= 0) return [];
  return [`${count(Math.round(objects), 'object')} more, of ${amountText('heap', bytes / objects)} on average`];
}

/** What would make it surer, or show that it is a false alarm: a sentence without a full stop. */
export function wouldConfirm({ shape, series }: Described): string {
  if (series.kind === 'count') return goroutineConfirmation(series.type);
  if (shape.kind === 'leak') {
    const few = series.snapshots.length < 3 ? 'a third snapshot later on shows whether it goes on' : '';
    return few || 'a bound in the code, or a later snapshot without growth, would make it a cache that was filling';
  }
  if (shape.kind === 'saturating cache') return 'a later snapshot: a cache is flat once it is full';
  if (shape.kind === 'initialisation') return 'a later snapshot: growth that comes back was only resting';
  return 'snapshots over several rounds: their lowest values stay where they are';
}

function goroutineConfirmation(type: string): string {
  if (type === 'goroutineleak') return 'the collector found nothing that could wake them';
  return 'the goroutineleak profile (Go 1.27, or 1.26 with GOEXPERIMENT=goroutineleakprofile) tells which can never go on';
}
