import { describe, expect, test } from 'vitest';
import type { GcReading } from '../../../src/memory/logs/log-report.ts';
import { readLog } from './fixtures.ts';

const MIB = 2 ** 20;

interface Drawn {
  readonly seconds?: number;
  readonly percent?: number;
  readonly goal?: number;
  readonly forced?: boolean;
}

/** A collection that leaves `live` MB. */
function gc(
  number: number,
  live: number,
  { seconds = number * 60, percent = 2, goal = live * 2, forced = false }: Drawn = {},
) {
  const end = forced ? ' (forced)' : '';
  return `gc ${number} @${seconds}s ${percent}%: 0.1+1.0+0.1 ms clock, 0.1+0.1/1.0/0+0.1 ms cpu, ${goal}->${goal}->${live} MB, ${goal} MB goal, 0 MB stacks, 0 MB globals, 8 P${end}\n`;
}

const drawn = (count: number, live: (at: number) => number, options: (at: number) => Drawn = () => ({})) =>
  Array.from({ length: count }, (_, at) => gc(at + 1, live(at), options(at + 1)));

function readings(...lines: readonly string[]): readonly string[] {
  return readLog(...lines).gcTraces[0].readings.map(({ type, confidence }: GcReading) => `${confidence}: ${type}`);
}

describe('a trace', () => {
  test('that rises for long, lowest figures too, is likely a leak', () => {
    expect(readings(...drawn(60, (at) => 100 + 10 * at + 20 * (at % 3)))).toEqual(['likely: live rises']);
  });

  test('that rises for a few minutes may as well be a cache that fills', () => {
    expect(
      readings(
        ...drawn(
          60,
          (at) => 100 + 10 * at,
          (number) => ({ seconds: number }),
        ),
      ),
    ).toEqual(['possible: live rises']);
  });

  test('that goes up and down is steady', () => {
    expect(readings(...drawn(60, (at) => 100 + 30 * (at % 5)))).toEqual(['likely: steady']);
  });

  test('that rises once and stays is not said to leak', () => {
    expect(readings(...drawn(80, (at) => (at < 10 ? 20 * at : 200)))).toEqual(['likely: steady']);
  });

  test('whose heap is small does not rise by rounding', () => {
    expect(readings(...drawn(60, (at) => 1 + Math.floor(at / 20)))).toEqual(['likely: steady']);
  });

  test('with a pinned goal and much of the CPU is likely at its limit, and with one of both it may be', () => {
    const busy = (number: number) => ({ goal: 102, percent: Math.min(60, number) });
    expect(readings(...drawn(60, () => 100, busy))).toEqual(['likely: limit thrash', 'likely: steady']);
    expect(
      readings(
        ...drawn(
          60,
          () => 100,
          () => ({ goal: 102 }),
        ),
      ),
    ).toEqual(['possible: limit thrash', 'likely: steady']);
    expect(
      readings(
        ...drawn(
          60,
          () => 100,
          () => ({ percent: 60 }),
        ),
      ),
    ).toEqual(['likely: steady']);
  });

  test('with forced collections says so, and leaves them out of the rest', () => {
    const forced = drawn(
      60,
      (at) => (at % 2 === 0 ? 100 : 10),
      (number) => ({ forced: number % 2 === 0 }),
    );
    expect(readings(...forced)).toEqual(['confirmed: forced', 'possible: steady']);
  });

  test('that is short says nothing more', () => {
    expect(readings(...drawn(7, (at) => 100 * at))).toEqual(['possible: too short']);
  });

  test('of several runs is one trace for each', () => {
    const { gcTraces } = readLog(...drawn(9, () => 10), 'exit status 2\n', ...drawn(5, () => 20));
    expect(gcTraces.map(({ count, at, cycles }) => [count, at.line, cycles.liveBytes[0]])).toEqual([
      [9, 1, 10 * MIB],
      [5, 11, 20 * MIB],
    ]);
  });

  test('of Go 1.4 has what that printed', () => {
    const { gcTraces } = readLog('gc1(1): 0+0+0+0 us, 0 -> 3 MB, 78 (78-0) objects, 2 goroutines, 15/0/0 sweeps\n');
    const [{ cycles }] = gcTraces;
    expect([cycles.number[0], cycles.liveBytes[0], cycles.procs[0]]).toEqual([1, 3 * MIB, 1]);
    expect(cycles.seconds[0]).toBeNaN();
  });

  test('that is very long is kept thinned out', () => {
    const [{ count, cycles }] = readLog(drawn(140_000, () => 10).join('')).gcTraces;
    expect(count).toBe(140_000);
    expect(cycles.length).toBeLessThan(1 << 17);
    expect(Array.from(cycles.number.subarray(0, 3))).toEqual([1, 3, 5]);
    expect(cycles.number.at(-1)).toBeGreaterThan(139_990);
  });

  test('told by scavtrace has what was returned', () => {
    const line = 'scav 512 KiB work (bg), 1536 KiB work (eager), 3848 KiB now, 54% util\n';
    expect(readLog(gc(1, 3), line, line).gcTraces[0].scavenges).toEqual({
      count: 2,
      returnedBytes: 4 * MIB,
      lastUtilisation: 54,
    });
  });
});
