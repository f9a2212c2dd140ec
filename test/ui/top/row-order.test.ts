import fc from 'fast-check';
import { expect, test } from 'vitest';
import { descendingOrder } from '../../../src/ui/top/row-order.ts';

const keys = fc.array(
  fc.oneof(fc.constantFrom(0, -0, 1, -1, 2), fc.double({ noNaN: true }), fc.maxSafeInteger(), fc.integer()),
  { maxLength: 60 },
);

test('the largest first, equal ones in the order given', () => {
  fc.assert(
    fc.property(keys, fc.boolean(), (given, isBackwards) => {
      const places = given.map((_, place) => place);
      const start = isBackwards ? places.toReversed() : places;
      const expected = start.toSorted((a, b) => given[b] - given[a] || 0);
      expect([...descendingOrder(Float64Array.from(given), Int32Array.from(start))]).toEqual(expected);
      if (!isBackwards) expect([...descendingOrder(Float64Array.from(given))]).toEqual(expected);
    }),
  );
});
