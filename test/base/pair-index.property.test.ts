import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupRows } from '../../src/base/group-rows.ts';
import { PairIndex } from '../../src/base/pair-index.ts';

test('pairs are numbered in the order they are first met', () => {
  const part = fc.integer({ min: -1, max: 60 });
  fc.assert(
    fc.property(fc.array(fc.tuple(part, part), { maxLength: 5000, size: 'max' }), (pairs) => {
      const index = new PairIndex();
      const known = new Map<string, number>();
      for (const [first, second] of pairs) {
        const key = `${first} ${second}`;
        if (!known.has(key)) known.set(key, known.size);
        const row = index.rowOf(first, second);
        expect(row).toBe(known.get(key));
        expect([index.first[row], index.second[row]]).toEqual([first, second]);
      }
      expect(index.length).toBe(known.size);
    }),
    { numRuns: 8 },
  );
});

test('rows of a key keep their order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), (keys) => {
      const rowsOf = groupRows(Int32Array.from(keys), 10);
      for (let key = 0; key < 10; key++) {
        expect([...rowsOf(key)]).toEqual([...keys.keys()].filter((row) => keys[row] === key));
      }
    }),
  );
});
