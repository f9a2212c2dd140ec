import { expect, test } from 'vitest';
import { growthProfile } from '../../../src/memory/leaks/growth-profile.ts';
import { drawHeap } from './draw-series.ts';

test('growthProfile is the last snapshot minus the first', () => {
  const heap = (blocks: number) =>
    drawHeap({
      rows: [
        { stack: 'main.main;main.f', size: 1000, inUse: blocks },
        { stack: 'main.main;main.g', size: 64, inUse: 5 },
      ],
    });
  const { samples } = growthProfile(heap(3), heap(8));
  const inUse = Array.from(samples.values[3], Number);
  expect(inUse.reduce((sum, bytes) => sum + bytes, 0)).toBe(5000);
  expect(inUse).toContain(8000);
  expect(inUse).toContain(-3000);
});
