import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineRanges } from '../../src/analysis/line-ranges.ts';

test('lines that are near are shown together, with five lines around them', () => {
  expect(lineRanges([40, 60, 81])).toEqual([
    { first: 35, last: 65 },
    { first: 76, last: 86 },
  ]);
});

test('a file begins with line 1', () => {
  expect(lineRanges([3])).toEqual([{ first: 1, last: 8 }]);
});

test('every line is in one range, and ranges do not touch', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 500 })), (lines) => {
      const ranges = lineRanges(lines);
      for (const line of lines)
        expect(ranges.filter(({ first, last }) => first <= line && line <= last)).toHaveLength(1);
      for (const [i, { first }] of ranges.entries()) if (i > 0) expect(first).toBeGreaterThan(ranges[i - 1].last);
    }),
  );
});
