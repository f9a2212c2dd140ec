import { describe, expect, test } from 'vitest';
import { medianOf, trendOf } from '../../../src/memory/leaks/trend.ts';
import { seededRandom } from './draw-series.ts';

const places = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('trendOf', () => {
  test('finds a slope that two wild values do not change', () => {
    const { slope, low, high } = trendOf(places(10), [0, 2, 4, 6, 900, 10, 12, -500, 16, 18]);
    expect(slope).toBe(2);
    expect(low).toBeLessThanOrEqual(2);
    expect(high).toBeGreaterThanOrEqual(2);
  });

  test('takes times as they are, not as places', () => {
    expect(trendOf([0, 1, 10, 100], [0, 3, 30, 300]).slope).toBe(3);
  });

  // Kendall's exact distribution: of n! orders one rises all the way.
  test.each([
    [3, 1 / 6],
    [4, 1 / 24],
    [5, 1 / 120],
    [8, 1 / 40_320],
  ])('knows the chance that %i values only rise', (count, chance) => {
    expect(trendOf(places(count), places(count)).riseByChance).toBeCloseTo(chance, 12);
  });

  test('counts orders with one fall too', () => {
    // 4 values, 6 pairs: 1 order without a fall and 3 with one, of 24.
    expect(trendOf(places(4), [0, 2, 1, 3]).riseByChance).toBeCloseTo(4 / 24, 12);
  });

  test('a fall is certain not to be less than chance', () => {
    expect(trendOf(places(6), [6, 5, 4, 3, 2, 1]).riseByChance).toBe(1);
  });

  test('values that are all the same have no trend', () => {
    expect(trendOf(places(6), [4, 4, 4, 4, 4, 4])).toEqual({ slope: 0, low: 0, high: 0, riseByChance: 1 });
  });

  test('times that are all the same have none either', () => {
    expect(trendOf([1, 1], [4, 5])).toEqual({ slope: 0, low: 0, high: 0, riseByChance: 1 });
  });

  test('long series have the same chance by the normal distribution as by counting', () => {
    const values = [3, 1, 4, 2, 6, 5, 8, 7, 9, 12, 10, 11];
    const counted = trendOf(places(12), values).riseByChance;
    const estimated = trendOf(places(13), [...values, 8.5]).riseByChance;
    expect(Math.abs(Math.log10(estimated / counted))).toBeLessThan(1);
  });

  test.each([6, 12, 30])('the interval holds the slope of %i noisy values 95 times in 100', (count) => {
    const random = seededRandom(count);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let held = 0;
    const runs = 600;
    for (let run = 0; run < runs; run++) {
      const { low, high } = trendOf(
        places(count),
        places(count).map((time) => 0.7 * time + normal()),
      );
      if (low <= 0.7 && 0.7 <= high) held++;
    }
    expect(held / runs).toBeGreaterThan(0.92);
  });
});

test('medianOf takes the middle, or the mean of the two in the middle', () => {
  expect([medianOf([]), medianOf([3]), medianOf([9, 1, 5]), medianOf([4, 1, 3, 2])]).toEqual([0, 3, 5, 2.5]);
});
