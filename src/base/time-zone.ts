/**
 * Local time with the abbreviations of the tz database (`CET`, `EDT`), which `Intl` does not give: zones are read from
 * TZif files (RFC 8536), as Go does.
 */

/** What the clocks of a place show at an instant. */
export interface LocalTime {
  readonly offsetSeconds: number;
  readonly abbreviation: string;
}

/** Tells the local time at an instant, in seconds since 1970 in UTC. */
export type TimeZone = (seconds: number) => LocalTime;

export const UTC: TimeZone = () => ({ offsetSeconds: 0, abbreviation: 'UTC' });

/**
 * The zone `TZ` asks for: not set, the machine's own; empty, UTC; a name of the tz database with or without a colon in
 * front. Anything else is UTC. `readFile` gives the bytes of a file or undefined.
 */
export function findTimeZone(tz: string | undefined, readFile: (path: string) => Uint8Array | undefined): TimeZone {
  const bytes = tz === undefined ? readFile('/etc/localtime') : zoneFile(tz.replace(/^:/, ''), readFile);
  return (bytes && parseZone(bytes)) ?? UTC;
}

const ZONE_DIRECTORIES = ['/usr/share/zoneinfo', '/usr/share/lib/zoneinfo', '/usr/lib/locale/TZ', '/etc/zoneinfo'];

function zoneFile(name: string, readFile: (path: string) => Uint8Array | undefined): Uint8Array | undefined {
  if (name === '' || name === 'UTC' || name.includes('..')) return undefined;
  if (name.startsWith('/')) return readFile(name);
  for (const directory of ZONE_DIRECTORIES) {
    const bytes = readFile(`${directory}/${name}`);
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

/** Reads a TZif file; undefined where it is none. */
export function parseZone(bytes: Uint8Array): TimeZone | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 44 || view.getUint32(0) !== 0x545a6966) return undefined;
  const first = readHeader(view, 0);
  const isLong = bytes[4] >= 0x32;
  // Versions from 2 on repeat everything with 64-bit times behind the first block, and add a rule for the future.
  const start = isLong ? 44 + blockSize(first, 4) : 0;
  const header = isLong ? readHeader(view, start) : first;
  const timeSize = isLong ? 8 : 4;

  let at = start + 44;
  const times: number[] = [];
  for (let i = 0; i < header.times; i++, at += timeSize) {
    times.push(isLong ? Number(view.getBigInt64(at)) : view.getInt32(at));
  }
  const typeOfTime = bytes.subarray(at, at + header.times);
  at += header.times;
  const typesAt = at;
  const namesAt = typesAt + header.types * 6;
  const types = Array.from({ length: header.types }, (_, type) => {
    const typeAt = typesAt + type * 6;
    return {
      offsetSeconds: view.getInt32(typeAt),
      isSummer: bytes[typeAt + 4] === 1,
      abbreviation: zeroEndedText(bytes, namesAt + bytes[typeAt + 5]),
    };
  });
  const rule = isLong ? futureRule(bytes, start + 44 + blockSize(header, 8)) : undefined;

  return (seconds) => {
    if (times.length === 0 || seconds < times[0]) {
      if (times.length === 0 && rule) return rule(seconds);
      return types.find((type) => !type.isSummer) ?? types[0];
    }
    const lastTime = times[times.length - 1];
    if (seconds >= lastTime && rule) return rule(seconds);
    let low = 0;
    let high = times.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (times[middle] <= seconds) low = middle;
      else high = middle;
    }
    return types[typeOfTime[low]];
  };
}

interface ZoneHeader {
  readonly utcFlags: number;
  readonly standardFlags: number;
  readonly leaps: number;
  readonly times: number;
  readonly types: number;
  readonly nameBytes: number;
}

function readHeader(view: DataView, at: number): ZoneHeader {
  const [utcFlags, standardFlags, leaps, times, types, nameBytes] = [20, 24, 28, 32, 36, 40].map((offset) =>
    view.getUint32(at + offset),
  );
  return { utcFlags, standardFlags, leaps, times, types, nameBytes };
}

function blockSize(header: ZoneHeader, timeSize: number): number {
  const { utcFlags, standardFlags, leaps, times, types, nameBytes } = header;
  return times * (timeSize + 1) + types * 6 + nameBytes + leaps * (timeSize + 4) + standardFlags + utcFlags;
}

function zeroEndedText(bytes: Uint8Array, start: number): string {
  let text = '';
  for (let at = start; bytes[at] > 0; at++) text += String.fromCharCode(bytes[at]);
  return text;
}

/** The rule behind the last transition, such as `CET-1CEST,M3.5.0,M10.5.0/3`. */
function futureRule(bytes: Uint8Array, at: number): TimeZone | undefined {
  if (bytes[at] !== 0x0a) return undefined;
  const text = Buffer.from(bytes.subarray(at + 1, bytes.indexOf(0x0a, at + 1))).toString('latin1');
  const NAME = '(?:<([^>]+)>|([A-Za-z]{3,}))';
  const OFFSET = '([+-]?\\d{1,3}(?::\\d{2}){0,2})';
  const match = new RegExp(`^${NAME}${OFFSET}(?:${NAME}${OFFSET}?,([^,]+),([^,]+))?$`).exec(text);
  if (match === null) return undefined;
  const [, quotedName, name, offset, quotedSummer, summerName, summerOffset, begin, end] = match;
  const standard = { abbreviation: quotedName ?? name, offsetSeconds: -clockSeconds(offset) };
  if (begin === undefined) return () => standard;
  const summer = {
    abbreviation: quotedSummer ?? summerName,
    offsetSeconds: summerOffset === undefined ? standard.offsetSeconds + 3600 : -clockSeconds(summerOffset),
  };
  return (seconds) => {
    const year = new Date((seconds + standard.offsetSeconds) * 1000).getUTCFullYear();
    const summerBegins = changeTime(begin, year) - standard.offsetSeconds;
    const summerEnds = changeTime(end, year) - summer.offsetSeconds;
    const isSummer =
      summerBegins < summerEnds
        ? seconds >= summerBegins && seconds < summerEnds
        : seconds >= summerBegins || seconds < summerEnds;
    return isSummer ? summer : standard;
  };
}

function clockSeconds(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const [hours, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  return sign * (hours * 3600 + minutes * 60 + seconds);
}

/** Seconds since 1970, in local time, of a change `M3.5.0/3`, `J60` or `59` in a year. */
function changeTime(rule: string, year: number): number {
  const [day, clock = '2'] = rule.split('/');
  const secondsOfDay = clockSeconds(clock);
  const date = (month: number, dayOfMonth: number) => Date.UTC(year, month, dayOfMonth) / 1000;
  if (day.startsWith('J')) {
    const isLeap = date(2, 1) - date(1, 1) === 29 * 86400;
    const number = Number(day.slice(1));
    return date(0, isLeap && number >= 60 ? number + 1 : number) + secondsOfDay;
  }
  if (!day.startsWith('M')) return date(0, Number(day) + 1) + secondsOfDay;
  const [month, week, weekday] = day.slice(1).split('.').map(Number);
  const firstWeekday = new Date(date(month - 1, 1) * 1000).getUTCDay();
  let dayOfMonth = 1 + ((weekday - firstWeekday + 7) % 7) + (week - 1) * 7;
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  while (dayOfMonth > daysInMonth) dayOfMonth -= 7;
  return date(month - 1, dayOfMonth) + secondsOfDay;
}
