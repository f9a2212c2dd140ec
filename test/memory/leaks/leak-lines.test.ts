import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/base/text-width.ts';
import { UTC } from '../../../src/base/time-zone.ts';
import { findLeaks, type LeakQuestion } from '../../../src/memory/leaks/find-leaks.ts';
import { leakJson } from '../../../src/memory/leaks/leak-json.ts';
import { leakLines } from '../../../src/memory/leaks/leak-lines.ts';
import { SnapshotSeries } from '../../../src/memory/leaks/snapshot-series.ts';
import { sparkline } from '../../../src/memory/leaks/sparkline.ts';
import { chartLines } from '../../../src/memory/leaks/time-chart.ts';
import { plainText } from '../../../src/report/line.ts';
import { drawHeap } from './draw-series.ts';

const LEAK = 'main.main@/src/app/main.go:90;example.com/app/store.(*Sessions).Add@/src/app/store/sessions.go:41';
const CACHE = 'main.main@/src/app/main.go:91;main.(*cache).fill@/src/app/main.go:20';

function report(count: number, question: LeakQuestion = {}, times = true) {
  const series = new SnapshotSeries();
  for (let at = 0; at < count; at++) {
    const rows = [
      { stack: LEAK, size: 4096, inUse: 512 * at },
      { stack: CACHE, size: 8192, inUse: Math.min(600, 200 * at), allocated: 900 * at },
    ];
    const timeNanos = times ? BigInt(1_700_000_000 + at * 600) * 1_000_000_000n : 0n;
    series.add(drawHeap({ timeNanos, rate: 512 * 1024, rows }), { file: `heap.${at}.pb.gz` });
  }
  return findLeaks(series.end(), question);
}

const OPTIONS = { width: 80, timeZone: UTC, limit: 5, chartHeight: 6 };
const textOf = (...args: Parameters<typeof report>) => Array.from(leakLines(report(...args), OPTIONS), plainText);

describe('the text of a report', () => {
  test('on a leak beside a cache that filled up', () => {
    expect(textOf(9).join('\n')).toMatchSnapshot();
  });

  test('where times are not known', () => {
    expect(textOf(4, {}, false).slice(0, 12).join('\n')).toMatchSnapshot();
  });

  test('has what is known about the code', () => {
    const advice = () => ({ meaning: 'sessions are kept for ever', remedy: 'expire them' });
    expect(textOf(9, { advice }).join('\n')).toContain('sessions are kept for ever; expire them');
  });

  test('on one snapshot says what is missing', () => {
    expect(textOf(1).join('\n')).toContain('There is nothing to compare');
  });

  test.each([40, 80, 132])('fits into %i cells, but for what cannot be cut', (width) => {
    const lines = Array.from(leakLines(report(9), { ...OPTIONS, width }), plainText);
    const isPath = (line: string) => line.trim().split(' ').length < 2;
    for (const line of lines.filter((text) => !isPath(text)))
      expect(textWidth(line)).toBeLessThanOrEqual(Math.max(width, 70));
  });
});

describe('the JSON of a report', () => {
  const json = JSON.parse([...leakJson(report(9))].join('\n'));

  test('has the members that are promised, heaviest first', () => {
    const [leak, cache] = json.suspects;
    const promised = 'function file line stack confidence bytesPerHour objectsPerHour shareOfGrowth evidence';
    expect(Object.keys(leak).slice(0, 9)).toEqual(promised.split(' '));
    expect(leak).toMatchObject({
      function: 'example.com/app/store.(*Sessions).Add',
      file: '/src/app/store/sessions.go',
      line: 41,
      confidence: 'likely',
      bytesPerHour: 6 * 512 * 4096,
      objectsPerHour: 6 * 512,
      class: 'leak',
    });
    expect(leak.stack[1]).toEqual({ function: 'main.main', file: '/src/app/main.go', line: 90 });
    expect(cache).toMatchObject({ function: 'main.(*cache).fill', confidence: 'possible', class: 'initialisation' });
  });

  test('tells the snapshots and what their times are from', () => {
    expect(json.timeAxis).toEqual({ source: 'profiles', isTime: true });
    expect(json.snapshots[1]).toEqual({
      file: 'heap.1.pb.gz',
      time: '2023-11-14T22:23:20.000Z',
      total: 512 * 4096 + 200 * 8192,
    });
  });

  test('says that speeds are not known rather than 0', () => {
    const { suspects } = JSON.parse([...leakJson(report(4, {}, false))].join('\n'));
    expect(suspects[0]).toMatchObject({ bytesPerHour: null, objectsPerHour: null });
  });

  test('is valid without any suspects', () => {
    expect(JSON.parse([...leakJson(report(1))].join('\n'))).toMatchObject({ suspects: [], kind: 'heap' });
  });
});

describe('sparkline', () => {
  test.each<[readonly number[], number, string]>([
    [[0, 1, 2, 3, 4, 5, 6, 7], 8, '▁▂▃▄▅▆▇█'],
    [[5, 5, 5], 8, '▁▁▁'],
    [[0, 0, 7, 7], 2, '▁█'],
    [[], 8, ''],
  ])('of %j in %i cells', (values, width, expected) => {
    expect(sparkline(values, width)).toBe(expected);
  });
});

describe('chartLines', () => {
  const axes = {
    times: [0, 1, 2, 4],
    valueText: (value: number) => `${value}MB`,
    timeText: (time: number) => `${time}h`,
  };
  const chart = (values: readonly number[], size = { width: 30, height: 4 }) =>
    Array.from(chartLines([{ mark: 'total', values }], axes, size), plainText);

  test('draws values where they are in time', () => {
    expect(chart([0, 10, 20, 40]).join('\n')).toMatchSnapshot();
  });

  test('is left out where there is no room, or nothing to draw', () => {
    expect(chart([1, 2, 3, 4], { width: 12, height: 4 })).toEqual([]);
    expect(chart([0, 0, 0, 0])).toEqual([]);
  });
});
