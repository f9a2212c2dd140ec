import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UTC } from '../../../src/base/time-zone.ts';
import { type MemStats, readMemStats } from '../../../src/memory/accounting/mem-stats.ts';
import { memStatsData } from '../../../src/memory/accounting/mem-stats-data.ts';
import { memStatsFigures } from '../../../src/memory/accounting/mem-stats-figures.ts';
import { memStatsLines } from '../../../src/memory/accounting/mem-stats-lines.ts';
import { plainText } from '../../../src/report/line.ts';
import { drawMemStats } from './draw-mem-stats.ts';

const recorded = (name: string) => readFileSync(join(import.meta.dirname, 'recorded', `${name}.txt`));
const read = (text: string | Uint8Array) =>
  readMemStats(typeof text === 'string' ? Buffer.from(text) : text) as MemStats;

describe('reading', () => {
  test.each(['go1.9', 'go1.12', 'live'])(
    '%s: HeapSys is HeapInuse + HeapIdle, and Sys the sum of its parts',
    (name) => {
      const stats = read(recorded(name));
      const { stackSys, mSpanSys, mCacheSys, buckHashSys, gcSys, otherSys } = stats;
      expect(stats.heapInuse + stats.heapIdle).toBe(stats.heapSys);
      expect(stats.heapSys + stackSys + mSpanSys + mCacheSys + buckHashSys + gcSys + otherSys).toBe(stats.sys);
    },
  );

  test('MaxRSS is not there before Go 1.17', () => {
    expect(read(recorded('go1.12')).maxRss).toBeUndefined();
    expect(read(recorded('live')).maxRss).toBeGreaterThan(200_000_000);
  });

  test('a profile without MemStats has none', () => {
    expect(readMemStats(Buffer.from('heap profile: 0: 0 [0: 0] @ heap/1048576\n'))).toBeUndefined();
    expect(readMemStats(new Uint8Array(0))).toBeUndefined();
  });

  test('what is cut off is refused, and not read as smaller numbers', () => {
    const whole = recorded('live').toString();
    const end = whole.indexOf('# OtherSys') + '# OtherSys = 12'.length;
    expect(() => read(whole.slice(0, end))).toThrow(
      'the runtime.MemStats of the profile are cut off: OtherSys is missing',
    );
    // Behind the sizes everything may be missing.
    const withoutRest = read(whole.slice(0, whole.indexOf('# NextGC')));
    expect(withoutRest).toMatchObject({ nextGc: undefined, gcCount: undefined, pausesNanos: [], maxRss: undefined });
  });

  test('damage is told', () => {
    const whole = recorded('live').toString();
    expect(() => read(whole.replace(/# HeapAlloc = \d/, '# HeapAlloc = x'))).toThrow(/are damaged: HeapAlloc is "x/);
  });

  test('line ends of Windows are fine', () => {
    const whole = recorded('live').toString();
    expect(read(whole.replaceAll('\n', '\r\n').replace('MemStats\r', 'MemStats'))).toEqual(read(whole));
    expect(read(whole.replaceAll('\n', '\r\n'))).toEqual(read(whole));
  });

  test('a collection that is off has no goal', () => {
    // debug.SetGCPercent(-1); the numbers differ by release.
    expect(read(recorded('garbage')).nextGc).toBeUndefined();
    const whole = recorded('live').toString();
    for (const goal of ['18446744073709551615', '8946670875744742005']) {
      expect(read(whole.replace(/# NextGC = \d+/, `# NextGC = ${goal}`)).nextGc).toBeUndefined();
    }
  });

  test('pauses come latest first, out of a ring that was filled several times', () => {
    const ring = (first: number) => Array.from({ length: 256 }, (_, at) => first + at).join(' ');
    const whole = recorded('live')
      .toString()
      .replace(/# NumGC = \d+/, '# NumGC = 515')
      .replace(/# PauseNs = .*/, `# PauseNs = [${ring(1000)}]`);
    // 515 = 2 * 256 + 3: the latest is the third of the ring.
    const { pausesNanos } = read(whole);
    expect(pausesNanos.slice(0, 4)).toEqual([1002, 1001, 1000, 1255]);
    expect(pausesNanos).toHaveLength(256);
  });
});

describe('what follows from MemStats', () => {
  test('averages, and the share of the goal', () => {
    const stats = drawMemStats({
      heapAlloc: 900,
      heapObjects: 9,
      totalAlloc: 5000,
      mallocs: 100,
      gcCount: 10,
      nextGc: 1800,
    });
    expect(memStatsFigures(stats)).toMatchObject({
      averageObject: 100,
      averageAllocation: 50,
      allocatedPerGc: 500,
      shareOfGoal: 0.5,
    });
  });

  test('pauses by rank', () => {
    const pausesNanos = Array.from({ length: 200 }, (_, i) => 200 - i);
    expect(memStatsFigures(drawMemStats({ pausesNanos })).pauses).toEqual({
      count: 200,
      medianNanos: 100,
      p99Nanos: 198,
      longestNanos: 200,
    });
  });

  test('times between collections, and since the last one', () => {
    const stats = drawMemStats({ lastGcNanos: 9_000n, pauseEndsNanos: [9_000n, 7_000n, 3_000n] });
    expect(memStatsFigures(stats, 10_000n)).toMatchObject({ gcIntervalNanos: 3_000n, sinceLastGcNanos: 1_000n });
    // A clock that says the profile is older than its last collection tells nothing.
    expect(memStatsFigures(stats, 8_000n).sinceLastGcNanos).toBeUndefined();
  });

  test('nothing, of a program that did nothing', () => {
    expect(Object.values(memStatsFigures(drawMemStats({})))).toEqual(new Array(7).fill(undefined));
  });
});

describe('for people', () => {
  test('every figure with what it means', () => {
    const lines = memStatsLines(read(recorded('live')), { zone: UTC });
    expect(`${Array.from(lines, plainText).join('\n')}\n`).toMatchSnapshot();
  });

  test.each([60, 80, 120])('in lines of at most %d cells', (width) => {
    for (const line of memStatsLines(read(recorded('spike')), { zone: UTC, width })) {
      expect(plainText(line).length).toBeLessThanOrEqual(width);
    }
  });

  test('a program that has not collected yet', () => {
    const text = Array.from(memStatsLines(drawMemStats({}), { zone: UTC }), plainText).join('\n');
    expect(text).toContain('none yet  LastGC');
    expect(text).toContain('off or unknown  NextGC');
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test('for other programs all is JSON', () => {
  const data = memStatsData(read(recorded('live')), { limitBytes: 2 ** 30 });
  expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  expect(data.stats.lastGcNanos).toMatch(/^\d{19}$/);
  expect(data.memory.limitBytes).toBe(2 ** 30);
});
