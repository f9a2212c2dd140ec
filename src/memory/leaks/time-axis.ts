/** When the snapshots of a series were taken, as far as they, or their files, tell. */
import { baseName } from '../../base/path-text.ts';

/** What is known about the time of one snapshot. */
export interface TimeClues {
  readonly file: string;
  /** From the profile, 0 where it has none. */
  readonly timeNanos: bigint;
  /** Of the file, in milliseconds since 1970. */
  readonly modifiedMs: number | undefined;
}

/** `order`: what is earlier is known, but not how much. */
export type TimeSource = 'profiles' | 'file names' | 'modification times' | 'numbers in file names' | 'order given';

export interface TimeAxis {
  readonly source: TimeSource;
  /** Milliseconds since 1970; where only the order is known, places in it. */
  readonly times: Float64Array;
  /** Whether differences of times mean anything. */
  readonly isTime: boolean;
  /** The snapshots, earliest first. */
  readonly order: readonly number[];
  /** Whether they were given in another order. */
  readonly isSorted: boolean;
}

/** Takes the first source that tells all snapshots apart, the surest one first. */
export function timeAxis(clues: readonly TimeClues[]): TimeAxis {
  const candidates: readonly (readonly [TimeSource, readonly (number | undefined)[]])[] = [
    ['profiles', clues.map(({ timeNanos }) => (timeNanos > 0n ? Number(timeNanos / 1000n) / 1000 : undefined))],
    ['file names', clues.map(({ file }) => timeInName(file))],
    ['numbers in file names', numbersInNames(clues.map(({ file }) => file))],
    ['modification times', clues.map(({ modifiedMs }) => modifiedMs)],
  ];
  for (const [source, times] of candidates) {
    if (isComplete(times)) return axis(source, Float64Array.from(times));
  }
  return axis(
    'order given',
    Float64Array.from(clues, (_, place) => place),
  );
}

/** A source in which some are missing, or all are the same, says nothing about the others. */
function isComplete(times: readonly (number | undefined)[]): times is readonly number[] {
  return times.every((time) => time !== undefined) && (times.length < 2 || new Set(times).size > 1);
}

function axis(source: TimeSource, times: Float64Array): TimeAxis {
  const order = Array.from(times, (_, snapshot) => snapshot).sort((a, b) => times[a] - times[b] || a - b);
  const isTime = source !== 'numbers in file names' && source !== 'order given';
  const isSorted = order.some((snapshot, place) => snapshot !== place);
  return { source, times: isTime ? times : ranks(order), isTime, order, isSorted };
}

function ranks(order: readonly number[]): Float64Array {
  const places = new Float64Array(order.length);
  order.forEach((snapshot, place) => {
    places[snapshot] = place;
  });
  return places;
}

/** `2023-07-12T13_21_41.123`, `2023-11-01 12:00:00Z`, `20231101-120000`: what stands between the parts does not count. */
const CALENDAR =
  /(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)[T _.-]?(\d\d)([:_.-]?)(\d\d)\6(\d\d)(?:[.,_](\d{3})(?!\d))?\s?(Z|[+-]\d\d:?\d\d)?(?!\d)/;
/** Seconds, milliseconds, microseconds or nanoseconds since 1970, from 2001 on. */
const SINCE_1970 = /(?<!\d)(1\d{9}|1\d{12}|1\d{15}|1\d{18})(?!\d)/;
const MILLISECONDS_HAVE = 13;

/** The time in a file's name in milliseconds since 1970; undefined where there is none. Without a zone it is UTC. */
export function timeInName(file: string): number | undefined {
  const name = baseName(file.replaceAll('\\', '/'));
  const calendar = CALENDAR.exec(name);
  if (calendar !== null) {
    const [, year, , month, day, hour, , minute, second, milliseconds = '0', zone = 'Z'] = calendar;
    const time = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second, +milliseconds);
    const isReal = +month >= 1 && +month <= 12 && +day >= 1 && +day <= 31 && +hour < 24 && +minute < 60 && +second < 61;
    if (isReal) return time - zoneMinutes(zone) * 60_000;
  }
  const digits = SINCE_1970.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits) * 10 ** (MILLISECONDS_HAVE - digits.length);
}

function zoneMinutes(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)];
  return (zone.startsWith('-') ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The numbers in which names differ that are equal otherwise: `heap.1.pb.gz`, `heap.2.pb.gz`, … `heap.10.pb.gz`. */
function numbersInNames(files: readonly string[]): readonly (number | undefined)[] {
  const parts = files.map((file) => file.split(/(\d+)/));
  const differing = parts[0].findIndex((part, at) => parts.some((other) => other[at] !== part));
  const isNumber = differing % 2 === 1;
  const isEqualElse = parts.every(
    (other) => other.length === parts[0].length && other.every((part, at) => at === differing || part === parts[0][at]),
  );
  return files.map((_, i) => (isNumber && isEqualElse ? Number(parts[i][differing]) : undefined));
}
