import { describe, expect, test } from 'vitest';
import { changeError, variancePerByte } from '../../../src/memory/leaks/sampling-noise.ts';
import { SampledSite, seededRandom } from './draw-series.ts';

const RATE = 512 * 1024;

describe('variancePerByte', () => {
  test('is the rate for small blocks, nothing for huge ones, and nothing where all are taken', () => {
    expect(variancePerByte(16, RATE)).toBeCloseTo(RATE, -2);
    expect(variancePerByte(64 * RATE, RATE)).toBeLessThan(1e-15);
    expect(variancePerByte(1024, 1)).toBe(0);
    expect(variancePerByte(1024, 0)).toBe(0);
  });

  test.each([48, 4096, 100_000, 600_000, 2_000_000])('is what sampling blocks of %i bytes scatters by', (size) => {
    const random = seededRandom(size);
    const blocks = Math.ceil((32 * RATE) / size);
    const drawn = Array.from({ length: 3000 }, () => {
      const site = new SampledSite('main.f', size, RATE, random);
      site.allocate(blocks);
      return site.row().inUse * size;
    });
    const mean = drawn.reduce((sum, bytes) => sum + bytes, 0) / drawn.length;
    const variance = drawn.reduce((sum, bytes) => sum + (bytes - mean) ** 2, 0) / (drawn.length - 1);
    const expected = blocks * size * variancePerByte(size, RATE);
    expect(mean / (blocks * size)).toBeCloseTo(1, 1);
    expect(Math.sqrt(variance / expected)).toBeGreaterThan(0.93);
    expect(Math.sqrt(variance / expected)).toBeLessThan(1.07);
  });
});

describe('changeError', () => {
  /** How far off the change between two snapshots is, in 2000 runs of a program, and what is said of it on average. */
  function scatter(run: (site: SampledSite) => void, isAllocKnown = true) {
    const random = seededRandom(7);
    const size = 4096;
    const weight = variancePerByte(size, RATE);
    const changes: number[] = [];
    let squares = 0;
    for (let i = 0; i < 2000; i++) {
      const site = new SampledSite('main.f', size, RATE, random);
      site.allocate(20_000);
      const before = site.row();
      run(site);
      const after = site.row();
      changes.push((after.inUse - before.inUse) * size);
      const sums = (blocks: (row: typeof before) => number) =>
        Float64Array.from([before, after], (row) => blocks(row) * size * weight);
      const noise = {
        inUse: sums((row) => row.inUse),
        allocated: isAllocKnown ? sums((row) => row.allocated ?? 0) : undefined,
      };
      squares += changeError(noise, 0, 1) ** 2;
    }
    const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
    const variance = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / (changes.length - 1);
    return { actual: Math.sqrt(variance), said: Math.sqrt(squares / changes.length) };
  }

  test('of what stays is nothing', () => {
    expect(scatter(() => {})).toEqual({ actual: 0, said: 0 });
  });

  test('of growth is that of the growth alone', () => {
    const { actual, said } = scatter((site) => site.allocate(5000));
    expect(said / actual).toBeCloseTo(1, 1);
  });

  test('of a full turnover is that of both snapshots', () => {
    const { actual, said } = scatter((site) => {
      site.free(site.live);
      site.allocate(20_000);
    });
    expect(said / actual).toBeCloseTo(1, 1);
  });

  test('is never said to be less than it is when the profiles do not tell what was allocated', () => {
    const { actual, said } = scatter((site) => site.allocate(5000), false);
    expect(said).toBeGreaterThan(actual);
  });
});
