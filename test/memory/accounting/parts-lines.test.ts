import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiText } from '../../../src/base/ascii-text.ts';
import { textWidth } from '../../../src/base/text-width.ts';
import { PART_TEXTS } from '../../../src/memory/accounting/part-texts.ts';
import { memoryParts } from '../../../src/memory/accounting/parts.ts';
import { partsBar, partsLines } from '../../../src/memory/accounting/parts-lines.ts';
import { plainText } from '../../../src/report/line.ts';
import { drawMemStats, drawnMemStats } from './draw-mem-stats.ts';

const MB = 2 ** 20;
const stats = drawMemStats({
  sys: 185 * MB,
  heapAlloc: 90 * MB,
  heapInuse: 100 * MB,
  heapIdle: 70 * MB,
  heapReleased: 10 * MB,
  heapSys: 170 * MB,
  stackSys: 5 * MB,
  gcSys: 10 * MB,
});
const drawn = (process: Parameters<typeof memoryParts>[1], width?: number) =>
  Array.from(partsLines(memoryParts(stats, process), width), plainText);

test('a bar, a table of what it shows, and advice on the large parts', () => {
  expect(drawn({ rssBytes: 200 * MB, liveBytes: 50 * MB, limitBytes: 256 * MB })).toMatchInlineSnapshot(`
    [
      "Memory: 200MB resident",
      "████████████████████▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▄▄▄▄░░░░░░░░░░░░░░░░░░░░░░░░▌▌────▒▒▒▒▒▒▒▒▒▒",
      "█ live heap             ~50MB 25.00%  reachable at the last collection",
      "▆ garbage, or new       ~40MB 20.00%  allocated since the last collection",
      "▄ free in spans          10MB  5.00%  room between objects, by size class",
      "░ idle, kept             60MB 30.00%  free spans not given back yet",
      "▌ stacks                  5MB  2.50%  of goroutines, and of threads with cgo",
      "─ runtime                10MB  5.00%  of the collector, allocator, profiler",
      "▒ outside of Go          25MB 12.50%  C code, mapped files, the program",
      "  That is 78.12% of the limit of 256MB. GOMEMLIMIT counts 175MB of it.",
      "",
      "idle, kept",
      "  What is left of a peak: Go gives it back slowly, and keeps what the next",
      "  collection cycle may need. debug.FreeOSMemory() shows whether it can go;",
      "  GOMEMLIMIT makes Go give it back earlier. Find the peak:",
      "  sample_index=alloc_space.",
    ]
  `);
});

test.each([
  [{}, 'Memory: 175MB managed by Go; how much is resident is not known'],
  [{ rssBytes: 200 * MB }, 'Memory: 200MB resident'],
  [{ maxRss: 200 * MB }, 'Memory: 200MB resident at the peak'],
  [{ rssBytes: 100 * MB }, 'Memory: 175MB managed by Go, not all of it resident (100MB)'],
  [{ maxRss: 100 * MB }, 'Memory: 175MB managed by Go, not all of it resident at the peak (100MB)'],
])('%j: %s', (process, title) => {
  expect(drawn(process)[0]).toBe(title);
});

test('the bar has the width, whatever the parts, and no line is wider', () => {
  fc.assert(
    fc.property(drawnMemStats(), fc.nat(2 ** 42), fc.integer({ min: 40, max: 200 }), (given, rssBytes, width) => {
      const memory = memoryParts(given, { rssBytes, limitBytes: 2 ** 30 });
      fc.pre(memory.total > 0);
      expect(textWidth(plainText(partsBar(memory, width)))).toBe(width);
      for (const line of partsLines(memory, width)) expect(textWidth(plainText(line))).toBeLessThanOrEqual(width);
    }),
  );
});

test('the parts have signs of their own', () => {
  const { live, objects, ...others } = PART_TEXTS;
  // They never stand in the same bar.
  expect(live.sign).toBe(objects.sign);
  const signs = [live, ...Object.values(others)].map(({ sign }) => sign);
  expect(new Set(signs).size).toBe(signs.length);
  expect(new Set(signs.map(asciiText)).size).toBe(signs.length);
});

test('a program of which nothing is known has no bar', () => {
  expect(Array.from(partsLines(memoryParts(drawMemStats({}))), plainText)).toEqual([
    'Memory: 0 managed by Go; how much is resident is not known',
  ]);
});
