import { describe, expect, test } from 'vitest';
import { findLeaks, type LeakReport } from '../../../src/memory/leaks/find-leaks.ts';
import { SnapshotSeries } from '../../../src/memory/leaks/snapshot-series.ts';
import { drawGoroutines, drawHeap, type HeapRow, SampledSite, seededRandom } from './draw-series.ts';

const at = (minute: number) => BigInt(1_700_000_000 + minute * 60) * 1_000_000_000n;

/** The report on snapshots a minute apart; `rows` draws the heap at each of them. */
function leaksIn(count: number, rows: (minute: number) => readonly HeapRow[], rate = 1): LeakReport {
  const series = new SnapshotSeries();
  for (let minute = 0; minute < count; minute++) {
    series.add(drawHeap({ timeNanos: at(minute), rate, rows: rows(minute) }), { file: `heap.${minute}` });
  }
  return findLeaks(series.end());
}

const summary = ({ suspects, others }: LeakReport) =>
  [...suspects, ...others].map((suspect) => {
    const kind = suspect.class === 'leak' ? suspect.confidence : suspect.class;
    return `${suspect.frame.function}:${suspect.frame.line} ${kind} ${Math.round(suspect.shareOfGrowth * 100)}%`;
  });

const block = (stack: string, inUse: number, allocated = inUse, size = 1000): HeapRow => ({
  stack,
  size,
  inUse,
  allocated,
});
const LEAK = 'main.main@main.go:90;main.leak@main.go:7';
const CACHE = 'main.main@main.go:91;main.cache@main.go:20';
/** So that something is allocated between all snapshots. */
const churn = (minute: number) => block('main.main@main.go:92;main.churn@main.go:30', 0, minute * 500);

describe('a site', () => {
  test.each<[string, number, (minute: number) => number, readonly string[]]>([
    ['that grows all the time leaks', 8, (m) => 100 * m, ['main.leak:7 likely 100%']],
    ['that grows from three snapshots on may leak', 3, (m) => 100 * m, ['main.leak:7 possible 100%']],
    ['that is larger in the second of two may leak', 2, (m) => 100 * m, ['main.leak:7 possible 100%']],
    [
      'that grows in the beginning alone was set up',
      9,
      (m) => Math.min(300, 150 * m),
      ['main.leak:7 initialisation 100%'],
    ],
    [
      'that grows ever slower fills up',
      12,
      (m) => Math.round(9000 * (1 - Math.exp(-m / 4))),
      ['main.leak:7 saturating cache 100%'],
    ],
    ['that is emptied now and then is a saw-tooth', 12, (m) => 50 + 100 * (m % 4), ['main.leak:7 saw-tooth 100%']],
    ['that gets less shrinks', 8, (m) => 1000 - 100 * m, ['main.leak:7 shrinking 0%']],
    ['that is emptied, but never as far, may leak', 12, (m) => 40 * m + 100 * (m % 4), ['main.leak:7 possible 100%']],
    ['that does not change is nothing', 8, () => 900, []],
    ['that was set up and grows since leaks', 10, (m) => (m === 0 ? 0 : 5000) + 100 * m, ['main.leak:7 likely 100%']],
  ])('%s', (_, count, blocks, expected) => {
    const report = leaksIn(count, (minute) => [block(LEAK, blocks(minute), 20_000 + 1000 * minute), churn(minute)]);
    expect(summary(report)).toEqual(expected);
  });

  test('is found beside a large cache that stays as it is', () => {
    const report = leaksIn(8, (minute) => [block(CACHE, 5_000_000), block(LEAK, 10 * minute), churn(minute)]);
    expect(summary(report)).toEqual(['main.leak:7 likely 100%']);
  });

  test('has figures per hour, in bytes and objects, with their interval', () => {
    const [suspect] = leaksIn(8, (minute) => [block(LEAK, 10 * minute), churn(minute)]).suspects;
    expect(suspect).toMatchObject({ bytes: 70_000, objects: 70 });
    expect(suspect.interval?.low).toBeCloseTo(600_000, 3);
    expect(suspect.interval?.high).toBeCloseTo(600_000, 3);
    expect(suspect.bytesPerHour).toBeCloseTo(600_000, 3);
    expect(suspect.objectsPerHour).toBeCloseTo(600, 6);
  });

  test('has no figures per hour where times are not known', () => {
    const series = new SnapshotSeries();
    for (const number of [1, 2, 3, 4]) series.add(drawHeap({ rows: [block(LEAK, number)] }), { file: `h.${number}` });
    const [suspect] = findLeaks(series.end()).suspects;
    expect(suspect).toMatchObject({ bytesPerHour: undefined, objectsPerHour: undefined, interval: undefined });
    expect(suspect.shape.trend.slope).toBe(1000);
  });
});

test('of a thousand snapshots is found too, and quickly', () => {
  const report = leaksIn(1000, (minute) => [block(LEAK, 10 * minute), churn(minute)]);
  expect(summary(report)).toEqual(['main.leak:7 likely 100%']);
  expect(report.suspects[0].values).toHaveLength(1000);
});

describe('which function it is', () => {
  test('closures and instances of generics are the function they are written in', () => {
    const report = leaksIn(8, (m) => [
      block('main.main;main.keep[go.shape.int]@main.go:7', 100 * m),
      block('main.main;main.keep[go.shape.string].func1@main.go:7', 50 * m),
    ]);
    expect(summary(report)).toEqual(['main.keep[go.shape.int]:7 likely 100%']);
  });

  test('the line below which most of the growth is', () => {
    const report = leaksIn(8, (m) => [
      block('main.main;main.keep@main.go:7', 10 * m),
      block('main.main;main.keep@main.go:8;bytes.growSlice@bytes/buffer.go:249', 50 * m),
      block('main.main;main.keep@main.go:8;strings.Clone@strings/clone.go:25', 30 * m),
    ]);
    expect(summary(report)).toEqual(['main.keep:8 likely 100%']);
    const [{ stack, accumulation }] = report.suspects;
    expect(stack.map((frame) => frame.function)).toEqual(['bytes.growSlice', 'main.keep', 'main.main']);
    expect(accumulation).toEqual({ function: 'main.keep', file: 'main.go', line: 8 });
  });

  test('the caller that keeps what a function makes, where others let it go', () => {
    const make = '@make.go:5';
    const report = leaksIn(8, (m) => [
      block(`main.main;main.hoard@main.go:40;main.create${make}`, 100 * m),
      block(`main.main;main.use@main.go:50;main.create${make}`, 5, 900 * m),
    ]);
    expect(summary(report)).toEqual(['main.hoard:40 likely 100%']);
  });

  test('the function itself where several callers have it grow', () => {
    const report = leaksIn(8, (m) => [
      block('main.main;main.a@main.go:40;main.(*log).add@log.go:5', 100 * m),
      block('main.main;main.b@main.go:50;main.(*log).add@log.go:5', 70 * m),
    ]);
    expect(summary(report)).toEqual(['main.(*log).add:5 likely 100%']);
  });

  test('not one that only makes things for another package', () => {
    const report = leaksIn(8, (m) => [
      block('main.main;main.(*queue).put@main.go:9;example.com/app/page.Render@/src/page/page.go:17', 100 * m),
    ]);
    expect(summary(report)).toEqual(['main.(*queue).put:9 likely 100%']);
  });

  test('one line of a function whose other lines come and go', () => {
    const report = leaksIn(12, (m) => [
      block('main.main;main.serve@main.go:40', m % 3 === 0 ? 5000 : 100, 20_000 * m),
      block('main.main;main.serve@main.go:44', 100 * m),
    ]);
    expect(report.suspects.map(({ frame }) => frame.line)).toEqual([44]);
  });

  test('the common caller of parts that grow by as many', () => {
    const report = leaksIn(8, (m) => [
      block('main.main;main.visit;main.signIn@main.go:4;main.newSession@main.go:10', 100 * m),
      block('main.main;main.visit;main.signIn@main.go:5;main.token@main.go:20', 100 * m, undefined, 64),
      block('main.main;main.visit;main.other@main.go:30', 1000 * m, undefined, 16),
    ]);
    expect(summary(report)).toEqual(['main.signIn:4 likely 87%', 'main.other:30 likely 13%']);
  });

  test('the only one that calls a library whose goroutines grow', () => {
    const report = leaksIn(8, (m) => [
      block('net/http.(*Transport).dialConn@net/http/transport.go:1800;bufio.NewReaderSize@bufio/bufio.go:57', 40 * m),
      block('main.main;main.post@main.go:34;net/http.(*Client).Post@net/http/client.go:880', 3 * m),
    ]);
    expect(summary(report)).toEqual(['main.post:34 likely 100%']);
  });

  test('what taking profiles needs is nobody’s', () => {
    const stack = 'main.main;runtime/pprof.writeHeap@runtime/pprof/pprof.go:600';
    expect(summary(leaksIn(8, (m) => [block(stack, 100 * m), churn(m)]))).toEqual([]);
  });
});

describe('goroutines', () => {
  const wait = 'main.serve@main.go:5;main.wait@main.go:9;runtime.gopark@runtime/proc.go:1';
  const goroutines = (counts: readonly number[], type?: string) => {
    const series = new SnapshotSeries();
    counts.forEach((count, minute) => {
      series.add(drawGoroutines({ [wait]: count, 'main.main': 1 }, { timeNanos: at(minute) }, type), {
        file: `g.${minute}`,
      });
    });
    return findLeaks(series.end());
  };

  test('that get more are counted', () => {
    const report = goroutines([10, 20, 30, 40, 50, 60]);
    expect(summary(report)).toEqual(['main.wait:9 likely 100%']);
    expect(report.suspects[0]).toMatchObject({ bytesPerHour: undefined, objects: 50 });
    expect(report.suspects[0].objectsPerHour).toBeCloseTo(600, 6);
  });

  test('that the collector found to be stuck are confirmed', () => {
    expect(summary(goroutines([10, 20, 30, 40, 50, 60], 'goroutineleak'))).toEqual(['main.wait:9 confirmed 100%']);
  });

  test('that come and go are no leak', () => {
    expect(goroutines([10, 60, 20, 70, 10, 60, 15, 50]).suspects).toEqual([]);
  });
});

/** Simulated programs, sampled once in 512 kB, from fixed seeds. */
describe('sampled at the usual rate', () => {
  const RATE = 512 * 1024;
  const MB = 2 ** 20;
  const RUNS = 40;

  /** How often a site of so many megabytes at each snapshot is called a likely leak, beside a cache and churn. */
  function likelyShare(
    count: number,
    megabytes: (at: number, random: () => number) => number,
    turnover = 0,
    size = 4096,
  ): number {
    let found = 0;
    for (let run = 0; run < RUNS; run++) {
      const random = seededRandom(run * 7919 + count);
      const [site, cache, noise] = [
        new SampledSite(LEAK, size, RATE, random),
        new SampledSite(CACHE, 8192, RATE, random),
        new SampledSite('main.main;main.churn@main.go:30', 1024, RATE, random),
      ];
      cache.allocate(4000);
      const report = leaksIn(
        count,
        (minute) => {
          const wanted = Math.round((megabytes(minute, random) * MB) / size);
          const turned = Math.round(site.live * turnover);
          site.free(turned);
          site.allocate(Math.max(0, wanted - site.live));
          if (wanted < site.live) site.free(site.live - wanted);
          noise.allocate(50_000);
          noise.free(noise.live);
          return [site.row(), cache.row(), noise.row()];
        },
        RATE,
      );
      expect(
        report.suspects.filter(({ frame, confidence }) => frame.function !== 'main.leak' && confidence === 'likely'),
      ).toEqual([]);
      if (report.suspects.some(({ frame, confidence }) => frame.function === 'main.leak' && confidence === 'likely'))
        found++;
    }
    return found / RUNS;
  }

  test.each<[string, number, (at: number) => number, number]>([
    ['2 MB a snapshot', 8, (m) => 2 * m, 4096],
    ['2 MB a snapshot', 12, (m) => 2 * m, 4096],
    ['1 MB a snapshot in small blocks', 12, (m) => m, 64],
    ['after 20 MB of setting up', 12, (m) => (m > 0 ? 20 : 0) + 2 * m, 4096],
  ])('a leak of %s is found in %i snapshots', (_, count, megabytes, size) => {
    expect(likelyShare(count, megabytes, 0, size)).toBeGreaterThanOrEqual(0.85);
  });

  test.each<[string, number, (at: number, random: () => number) => number, number]>([
    ['a full cache that turns over', 10, () => 10, 1],
    ['uploads of any size', 12, (_, random) => 40 * (0.9 + 0.2 * random()), 1],
    ['a table that is read once', 12, (m) => Math.min(30, 10 * m), 0],
    ['a batch every fourth snapshot', 12, (m) => 2 + 10 * ((m + 1) % 4), 0],
    ['a cache that is full after a third', 12, (m) => Math.min(30, 8 * m), 0.1],
    ['a cache that fills ever slower', 12, (m) => 30 * (1 - Math.exp(-m / 3)), 0],
  ])('%s is no likely leak', (_, count, megabytes, turnover) => {
    expect(likelyShare(count, megabytes, turnover)).toBeLessThanOrEqual(0.03);
  });
});
