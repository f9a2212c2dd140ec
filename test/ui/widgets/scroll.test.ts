import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windowAround } from '../../../src/ui/widgets/scroll.ts';

test.each([
  [{ selected: 0, first: 0 }, 0],
  [{ selected: 4, first: 0 }, 0],
  [{ selected: 5, first: 0 }, 1],
  [{ selected: 3, first: 4 }, 3],
  [{ selected: 19, first: 0 }, 15],
  [{ selected: 16, first: 18 }, 15],
])('five rows of twenty: %o', ({ selected, first }, expected) => {
  expect(windowAround(selected, { first, length: 20, height: 5 })).toEqual({ first: expected, end: expected + 5 });
});

test('the selected row is always in it, and it is full where there are rows enough', () => {
  fc.assert(
    fc.property(fc.nat(30), fc.nat(40), fc.integer({ min: -3, max: 40 }), fc.nat(1000), (length, first, height, at) => {
      const selected = length === 0 ? 0 : at % length;
      const window = windowAround(selected, { first, length, height });
      const shown = Math.max(1, height);
      expect(window.end - window.first).toBe(Math.min(length, shown));
      if (length > 0) {
        expect(window.first).toBeLessThanOrEqual(selected);
        expect(window.end).toBeGreaterThan(selected);
      }
    }),
  );
});
