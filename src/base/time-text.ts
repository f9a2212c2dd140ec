import type { TimeZone } from './time-zone.ts';

const NANOS_PER_SECOND = 1_000_000_000n;

interface LocalTexts {
  readonly date: string;
  readonly clock: string;
  readonly fraction: string;
  readonly offset: string;
  readonly abbreviation: string;
}

function localTexts(timeNanos: bigint, zone: TimeZone): LocalTexts {
  let seconds = timeNanos / NANOS_PER_SECOND;
  let nanos = timeNanos % NANOS_PER_SECOND;
  if (nanos < 0n) {
    seconds -= 1n;
    nanos += NANOS_PER_SECOND;
  }
  const { offsetSeconds, abbreviation } = zone(Number(seconds));
  const [date, clock] = new Date((Number(seconds) + offsetSeconds) * 1000).toISOString().split('T');
  const minutes = Math.trunc(Math.abs(offsetSeconds) / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    date,
    clock: clock.slice(0, 8),
    fraction: nanos === 0n ? '' : `.${nanos.toString().padStart(9, '0').replace(/0+$/, '')}`,
    offset: `${offsetSeconds < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}${two(minutes % 60)}`,
    abbreviation,
  };
}

/** `2023-11-14 22:13:20 UTC` */
export function timeText(timeNanos: bigint, zone: TimeZone): string {
  const { date, clock, abbreviation } = localTexts(timeNanos, zone);
  return `${date} ${clock} ${abbreviation}`;
}

/** `2023-11-14 22:13:20.123456789 +0000 UTC` */
export function preciseTimeText(timeNanos: bigint, zone: TimeZone): string {
  const { date, clock, fraction, offset, abbreviation } = localTexts(timeNanos, zone);
  return `${date} ${clock}${fraction} ${offset} ${abbreviation}`;
}

/** A duration as Go writes it: `1h2m3.5s`, `250ms`, `1.5µs`, `0s`. */
export function durationText(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const positive = nanos < 0n ? -nanos : nanos;
  if (positive < 1000n) return `${sign}${positive}ns`;
  if (positive < 1_000_000n) return `${sign}${decimal(positive, 3)}µs`;
  if (positive < NANOS_PER_SECOND) return `${sign}${decimal(positive, 6)}ms`;
  const hours = positive / (3600n * NANOS_PER_SECOND);
  const minutes = (positive / (60n * NANOS_PER_SECOND)) % 60n;
  const seconds = `${decimal(positive % (60n * NANOS_PER_SECOND), 9)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0n ? `${sign}${minutes}m${seconds}` : sign + seconds;
}

/** A number with its decimal point moved to the left, without trailing zeros. */
function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return digits.slice(0, -places) + (fraction === '' ? '' : `.${fraction}`);
}
