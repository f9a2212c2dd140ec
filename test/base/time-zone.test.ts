import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { durationText, preciseTimeText, timeText } from '../../src/base/time-text.ts';
import { findTimeZone, UTC } from '../../src/base/time-zone.ts';

// test/data/zones holds a few files of the tz database (public domain), so that any machine has them.
const zones = join(import.meta.dirname, '../data/zones');
const zone = (name: string) =>
  findTimeZone(name, (path) =>
    path.endsWith(`/${name}`) ? readFileSync(join(zones, name.replace('/', '-'))) : undefined,
  );

const nanos = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;

describe('local time', () => {
  test.each([
    ['Europe/Berlin', '2026-01-15T12:00:00Z', '2026-01-15 13:00:00 CET'],
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29 01:59:59 CET'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29 03:00:00 CEST'],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', '2026-10-25 02:00:00 CET'],
    ['Europe/Berlin', '2050-07-01T00:00:00Z', '2050-07-01 02:00:00 CEST'],
    ['America/New_York', '2026-07-04T12:00:00Z', '2026-07-04 08:00:00 EDT'],
    ['America/New_York', '2060-12-25T12:00:00Z', '2060-12-25 07:00:00 EST'],
    ['Asia/Kolkata', '2026-07-04T12:00:00Z', '2026-07-04 17:30:00 IST'],
    ['America/Sao_Paulo', '2026-07-04T12:00:00Z', '2026-07-04 09:00:00 -03'],
    ['Australia/Sydney', '2045-01-01T00:00:00Z', '2045-01-01 11:00:00 AEDT'],
  ])('%s %s', (name, iso, text) => expect(timeText(nanos(iso), zone(name))).toBe(text));

  test('with its offset and fractions', () => {
    expect(preciseTimeText(nanos('2023-11-14T22:13:20Z') + 123456789n, zone('America/New_York'))).toBe(
      '2023-11-14 17:13:20.123456789 -0500 EST',
    );
    expect(preciseTimeText(1n, UTC)).toBe('1970-01-01 00:00:00.000000001 +0000 UTC');
  });

  test.each(['', 'UTC', 'No/Such_Zone', '../../etc/passwd'])('TZ=%j is UTC', (name) => {
    expect(findTimeZone(name, () => undefined)(0)).toEqual({ offsetSeconds: 0, abbreviation: 'UTC' });
  });

  test('a file that is no zone is UTC', () => {
    expect(findTimeZone('Odd/Zone', () => new Uint8Array(100))(0).abbreviation).toBe('UTC');
  });
});

test.each([
  [0n, '0s'],
  [999n, '999ns'],
  [1500n, '1.5µs'],
  [250_000_000n, '250ms'],
  [12_500_000_000n, '12.5s'],
  [62_500_000_000n, '1m2.5s'],
  [3_723_500_000_000n, '1h2m3.5s'],
  [-1_000_000n, '-1ms'],
])('a duration of %d ns is %s', (value, text) => expect(durationText(value)).toBe(text));
