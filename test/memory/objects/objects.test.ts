import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objectStatistics } from '../../../src/memory/objects/block-histogram.ts';
import { objectJson, objectLines } from '../../../src/memory/objects/object-lines.ts';
import { plainText } from '../../../src/report/line.ts';
import { drawHeap } from '../suspects/draw-heap.ts';

const profile = drawHeap(`
  main.main@a.go:1;main.f@a.go:2                              48:100/100 64:10/20 600:3/3
  main.main@a.go:1;main.g@a.go:4;bytes.growSlice@bytes/b.go:1 4096:1/50
`);

describe('the histogram', () => {
  const bounds = (scale: 'powers' | 'classes') =>
    objectStatistics(profile, { scale }).sizes.map(({ above, upTo, inuseObjects }) => [above, upTo, inuseObjects]);

  test('has a row for each power of two from the smallest block to the largest', () => {
    expect(bounds('powers')).toEqual([
      [32, 64, 110],
      [64, 128, 0],
      [128, 256, 0],
      [256, 512, 0],
      [512, 1024, 3],
      [1024, 2048, 0],
      [2048, 4096, 1],
    ]);
  });

  test('or for each size class of Go’s allocator', () => {
    expect(bounds('classes').slice(0, 3)).toEqual([
      [32, 48, 100],
      [48, 64, 10],
      [64, 80, 0],
    ]);
  });

  test('has every object in one row', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1 << 22 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(sizes, fc.constantFrom('powers' as const, 'classes' as const), (drawn, scale) => {
        const { sizes: rows, total } = objectStatistics(
          drawHeap(`main.main@a.go:1 ${drawn.map((size) => `${size}:2/3`).join(' ')}`),
          { scale },
        );
        expect(rows.reduce((sum, { allocObjects }) => sum + allocObjects, 0)).toBe(total.allocObjects);
        for (const [i, { above, upTo }] of rows.entries()) {
          expect(upTo).toBeGreaterThan(above);
          if (i > 0) expect(above).toBe(rows[i - 1].upTo);
        }
      }),
    );
  });
});

test('functions have the objects that libraries allocate for them', () => {
  const { functions } = objectStatistics(profile, { scale: 'powers' });
  expect(functions.map(({ frame, allocObjects }) => [frame.function, allocObjects])).toEqual([
    ['main.f', 123],
    ['main.g', 50],
  ]);
});

test('as text', () => {
  const lines = objectLines(objectStatistics(profile, { scale: 'powers' }), { width: 80, limit: 1, mode: 'churn' });
  expect(Array.from(lines, plainText).join('\n')).toMatchInlineSnapshot(`
    "in use 11.07kB in 114 objects, allocated 207.70kB in 173 objects

    blocks up to      objects      bytes  share  of what was allocated
             64B          120     5.94kB     3%  █
            128B            0          0     0%
            256B            0          0     0%
            512B            0          0     0%
             1kB            3     1.76kB     1%  ▎
             2kB            0          0     0%
             4kB           50      200kB    96%  ███████████████████████████████████

    bytes each     in use    objects  allocated     objects  function
           4kB        4kB          1      200kB          50  main.g
    and 1 more with 3.71% of the bytes"
  `);
});

test('as JSON', () => {
  const { sizes, functions, total } = JSON.parse(
    [...objectJson(objectStatistics(profile, { scale: 'powers' }))].join('\n'),
  );
  expect(total).toEqual({ inuseBytes: 11_336, inuseObjects: 114, allocBytes: 212_680, allocObjects: 173 });
  expect(sizes[0]).toMatchObject({ above: 32, upTo: 64, allocObjects: 120 });
  expect(functions[1]).toMatchObject({ function: 'main.g', averageBytes: 4096 });
});

test('a profile that does not tell the sizes of blocks has averages only, and says so', () => {
  const statistics = objectStatistics(drawHeap('main.main@a.go:1 0:5/5'), { scale: 'powers' });
  expect(statistics.sizes).toEqual([]);
  const text = Array.from(objectLines(statistics, { width: 80, limit: 5, mode: 'retention' }), plainText);
  expect(text).toContain('The profile does not tell the sizes of blocks: averages only.');
});
