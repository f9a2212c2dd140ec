import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockShape } from '../../../src/memory/suspects/shapes.ts';

const anyBlocks = fc
  .uniqueArray(
    fc.record({
      size: fc.integer({ min: 1, max: 1 << 24 }),
      alloc: fc.nat(10_000),
      kept: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    {
      selector: ({ size }) => size,
      maxLength: 40,
    },
  )
  .map((drawn) =>
    drawn
      .sort((a, b) => a.size - b.size)
      .map(({ size, alloc, kept }) => {
        const inuse = Math.floor(alloc * kept);
        return { size, allocObjects: alloc, allocBytes: alloc * size, inuseObjects: inuse, inuseBytes: inuse * size };
      }),
  );

test('a shape never fits more than all, wastes no more than there is, and lies within the sizes there are', () => {
  fc.assert(
    fc.property(anyBlocks, (blocks) => {
      const shape = blockShape(blocks);
      const total = blocks.reduce((sum, { allocBytes }) => sum + allocBytes, 0);
      expect(shape === undefined).toBe(total === 0);
      if (shape === undefined) return;
      expect(shape.fit).toBeGreaterThan(0);
      expect(shape.fit).toBeLessThanOrEqual(1);
      expect(shape.wasteBytes).toBeGreaterThanOrEqual(0);
      expect(shape.wasteBytes).toBeLessThanOrEqual(total);
      expect(blocks.map(({ size }) => size)).toEqual(expect.arrayContaining([shape.smallest, shape.largest]));
    }),
  );
});

test('a slice grown by a quarter is recognised wherever it begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4096, max: 100_000 }), fc.integer({ min: 6, max: 20 }), (start, rungs) => {
      const blocks = Array.from({ length: rungs }, (_, i) => {
        const size = Math.round(start * 1.27 ** i);
        const inuse = i === rungs - 1 ? 1 : 0;
        return { size, allocObjects: 1, allocBytes: size, inuseObjects: inuse, inuseBytes: inuse * size };
      });
      expect(blockShape(blocks)).toMatchObject({ kind: 'append', rungs: blocks.length });
    }),
  );
});
