import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLeaks } from '../../../src/memory/leaks/find-leaks.ts';
import { growthShape } from '../../../src/memory/leaks/growth-shape.ts';
import { leakJson } from '../../../src/memory/leaks/leak-json.ts';
import { SnapshotSeries } from '../../../src/memory/leaks/snapshot-series.ts';
import { sparkline } from '../../../src/memory/leaks/sparkline.ts';
import { trendOf } from '../../../src/memory/leaks/trend.ts';
import '../../support/properties.ts';
import { drawHeap } from './draw-series.ts';

const frame = fc.constantFrom(
  'main.main',
  'main.a@a.go:3',
  'main.a@a.go:9',
  'main.(*T).b@b.go:4',
  'bytes.grow@bytes/b.go:1',
);
const rowShape = fc.record({
  stack: fc.array(frame, { minLength: 1, maxLength: 4 }).map((frames) => ['main.main', ...frames].join(';')),
  size: fc.constantFrom(16, 1000, 65_536),
  inUse: fc.nat(500),
});
const heaps = fc.array(fc.array(rowShape, { maxLength: 6 }), { minLength: 1, maxLength: 8 });

type Heaps = readonly (readonly { readonly stack: string; readonly size: number; readonly inUse: number }[])[];

function jsonOf(rows: Heaps, order: readonly number[]): string {
  const series = new SnapshotSeries();
  for (const at of order) {
    const timeNanos = BigInt(1_700_000_000 + at * 60) * 1_000_000_000n;
    // What was ever allocated only grows, as in a process that lives on.
    const drawn = [
      ...rows[at].map((row) => ({ ...row, allocated: row.inUse })),
      { stack: 'main.main', size: 1_000_000, inUse: 0, allocated: 1000 * (at + 1) },
    ];
    series.add(drawHeap({ timeNanos, rate: 4096, rows: drawn }), { file: `h${at}` });
  }
  const report = findLeaks(series.end());
  return [...leakJson({ ...report, notes: [] })].join('\n');
}

describe('a report', () => {
  test('does not depend on the order in which snapshots are given, but for stacks that grew alike', () => {
    fc.assert(
      fc.property(heaps, (rows) => {
        const order = rows.map((_, at) => at);
        const [forwards, backwards] = [order, order.toReversed()].map((places) => {
          const { suspects, snapshots } = JSON.parse(jsonOf(rows, places));
          return { snapshots, shares: suspects.map(({ shareOfGrowth }: { shareOfGrowth: number }) => shareOfGrowth) };
        });
        expect(backwards).toEqual(forwards);
      }),
      { numRuns: 100 },
    );
  });

  test('shares out all growth and no more', () => {
    fc.assert(
      fc.property(heaps, (rows) => {
        const { suspects } = JSON.parse(
          jsonOf(
            rows,
            rows.map((_, at) => at),
          ),
        );
        const sum = suspects.reduce(
          (all: number, { shareOfGrowth }: { shareOfGrowth: number }) => all + shareOfGrowth,
          0,
        );
        expect(sum).toBeLessThanOrEqual(1.001);
      }),
      { numRuns: 100 },
    );
  });

  test('has nothing likely in fewer than four snapshots', () => {
    fc.assert(
      fc.property(heaps, (rows) => {
        const few = rows.slice(0, 3);
        expect(
          jsonOf(
            few,
            few.map((_, at) => at),
          ),
        ).not.toContain('"likely"');
      }),
      { numRuns: 100 },
    );
  });
});

describe('growthShape', () => {
  const values = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 2, maxLength: 14 });
  const shapeOf = (column: readonly number[], scale = 1) =>
    growthShape({
      times: column.map((_, at) => at),
      values: Float64Array.from(column, (v) => v * scale),
      error: () => 0,
    });

  test('is the same in other units', () => {
    fc.assert(
      fc.property(values, (column) => {
        expect(shapeOf(column, 1024).kind).toBe(shapeOf(column).kind);
      }),
    );
  });

  test('never calls growth what does not end higher than it began', () => {
    fc.assert(
      fc.property(values, (column) => {
        const ended = [...column, Math.min(...column)];
        expect(['shrinking', 'saw-tooth', 'noise']).toContain(shapeOf(ended).kind);
      }),
    );
  });
});

test('the slope of a straight line is its slope, wherever its points are', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 1e6 }), { minLength: 2, maxLength: 12 }),
      fc.integer({ min: -1000, max: 1000 }),
      (times, slope) => {
        const sorted = times.toSorted((a, b) => a - b);
        expect(
          trendOf(
            sorted,
            sorted.map((time) => 7 + slope * time),
          ).slope,
        ).toBeCloseTo(slope, 9);
      },
    ),
  );
});

test('a sparkline has a cell per value, or as many as there is room for', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: -1e300, max: 1e300 })),
      fc.integer({ min: 1, max: 40 }),
      (values, width) => {
        expect(sparkline(values, width)).toHaveLength(Math.min(values.length, width));
      },
    ),
  );
});
