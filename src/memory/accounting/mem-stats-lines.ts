/** MemStats for people: every figure that matters, under the name Go gives it, with what it means. */
import { padLeft, padRight } from '../../base/byte-text.ts';
import { durationText, timeText } from '../../base/time-text.ts';
import type { TimeZone } from '../../base/time-zone.ts';
import { percentage, scaledLabel } from '../../profile/units.ts';
import type { Line } from '../../report/line.ts';
import type { MemStats } from './mem-stats.ts';
import { type MemStatsFigures, memStatsFigures } from './mem-stats-figures.ts';
import { paragraph } from './paragraph.ts';

/** A figure as text; it is left out where it is not known. */
type Row = readonly [name: string, value: string | undefined, meaning: string];

export interface MemStatsView {
  readonly zone: TimeZone;
  /** When the profile was taken, in nanoseconds since 1970, where that is known. */
  readonly takenAtNanos?: bigint | undefined;
  readonly width?: number;
}

export function* memStatsLines(stats: MemStats, { zone, takenAtNanos, width = 80 }: MemStatsView): Generator<Line> {
  const figures = memStatsFigures(stats, takenAtNanos);
  const groups: readonly (readonly [title: string, rows: readonly Row[]])[] = [
    ['Heap now', heapRows(stats, figures)],
    ['Allocated since the start', allocationRows(stats, figures)],
    ['Garbage collection', collectionRows(stats, figures, zone)],
    ['Beside the heap', otherRows(stats)],
  ];
  let isFirst = true;
  for (const [title, rows] of groups) {
    if (!isFirst) yield '';
    isFirst = false;
    yield [{ text: title, role: 'heading' }];
    for (const row of rows) yield* rowLines(row, width);
  }
}

const VALUE_WIDTH = 11;
const NAME_WIDTH = 15;
const MEANING_AT = VALUE_WIDTH + NAME_WIDTH + 3;

function* rowLines([name, value, meaning]: Row, width: number): Generator<Line> {
  if (value === undefined) return;
  const [first, ...others] = paragraph(meaning, width, MEANING_AT);
  yield [
    { text: padLeft(value, VALUE_WIDTH), role: 'emphasis' },
    `  ${padRight(name, NAME_WIDTH)} `,
    { text: first.slice(MEANING_AT), role: 'faint' },
  ];
  for (const line of others) yield [{ text: line, role: 'faint' }];
}

function heapRows(stats: MemStats, { averageObject }: MemStatsFigures): Row[] {
  return [
    ['HeapAlloc', bytes(stats.heapAlloc), 'objects: live, or garbage not collected yet'],
    ['HeapObjects', count(stats.heapObjects), 'how many they are'],
    ['average', known(averageObject, bytes), 'HeapAlloc / HeapObjects'],
    ['HeapInuse', bytes(stats.heapInuse), 'spans with objects; above HeapAlloc: room in them'],
    ['HeapIdle', bytes(stats.heapIdle), 'spans without an object, for new ones'],
    ['HeapReleased', bytes(stats.heapReleased), 'the part of HeapIdle that the system has back'],
    ['HeapSys', bytes(stats.heapSys), 'HeapInuse + HeapIdle: its largest size so far'],
  ];
}

function allocationRows(stats: MemStats, { averageAllocation, allocatedPerGc }: MemStatsFigures): Row[] {
  return [
    ['TotalAlloc', bytes(stats.totalAlloc), 'bytes of all objects ever; only grows'],
    ['Mallocs', count(stats.mallocs), 'how many they were'],
    ['Frees', count(stats.frees), 'how many of them are gone; the rest is HeapObjects'],
    ['average', known(averageAllocation, bytes), 'TotalAlloc / Mallocs'],
    ['per collection', known(allocatedPerGc, bytes), 'TotalAlloc / NumGC'],
  ];
}

function collectionRows(stats: MemStats, figures: MemStatsFigures, zone: TimeZone): Row[] {
  const { gcCount, forcedGcCount, gcCpuShare, lastGcNanos, nextGc } = stats;
  const { pauses, gcIntervalNanos, sinceLastGcNanos, shareOfGoal } = figures;
  // The 99th of less than a hundred is the longest.
  const isFewPauses = pauses === undefined || pauses.count < 100;
  const forced = forcedGcCount ? `, ${forcedGcCount} of them forced` : '';
  const goal = shareOfGoal === undefined ? '' : `; it is at ${share(shareOfGoal)}`;
  const ago = sinceLastGcNanos === undefined ? '' : `, ${durationText(rounded(sinceLastGcNanos))} before the profile`;
  return [
    ['NumGC', known(gcCount, count), `collections since the start${forced}`],
    ['GCCPUFraction', known(gcCpuShare, share), 'of the processor time since the start'],
    ['NextGC', nextGc === undefined ? 'off or unknown' : bytes(nextGc), `heap size of the next one${goal}`],
    [
      'LastGC',
      lastGcNanos === undefined ? 'none yet' : '',
      lastGcNanos === undefined ? '' : `${timeText(lastGcNanos, zone)}${ago}`,
    ],
    ['interval', known(gcIntervalNanos, duration), 'from one to the next, of the last ones'],
    ['pause, median', known(pauses?.medianNanos, nanos), `of the last ${pauses?.count}: the program stood still`],
    ['pause, 99 %', known(isFewPauses ? undefined : pauses?.p99Nanos, nanos), '99 of 100 were no longer'],
    ['pause, longest', known(pauses?.longestNanos, nanos), 'none was longer'],
  ];
}

function otherRows(stats: MemStats): Row[] {
  return [
    ['Stack', bytes(stats.stackInuse), `of goroutines; ${bytes(stats.stackSys)} with those of threads`],
    ['MSpan', bytes(stats.mSpanInuse), `allocator, a record per span; ${bytes(stats.mSpanSys)} reserved`],
    ['MCache', bytes(stats.mCacheInuse), `allocator, per processor; ${bytes(stats.mCacheSys)} reserved`],
    ['BuckHashSys', bytes(stats.buckHashSys), 'tables of the profiler'],
    ['GCSys', bytes(stats.gcSys), 'tables of the collector'],
    ['OtherSys', bytes(stats.otherSys), 'the rest of the runtime'],
    ['Sys', bytes(stats.sys), 'HeapSys and these: all Go ever got from the system'],
    ['MaxRSS', known(stats.maxRss, bytes), 'the most the process ever had resident'],
  ];
}

const known = <Value>(value: Value | undefined, text: (value: Value) => string): string | undefined =>
  value === undefined ? undefined : text(value);

const bytes = (value: number) => scaledLabel(Math.round(value), 'bytes', 'auto');
const count = (value: number) => String(value);
const share = (value: number) => percentage(Math.round(value * 1e9), 1e9).trim();
const nanos = (value: number) => scaledLabel(value, 'nanoseconds', 'auto');
const duration = (value: bigint) => nanos(Number(value));

/** To milliseconds: the two clocks agree no better. */
const rounded = (value: bigint) => (value / 1_000_000n) * 1_000_000n;
