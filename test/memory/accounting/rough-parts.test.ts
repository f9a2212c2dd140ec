import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsLines } from '../../../src/memory/accounting/parts-lines.ts';
import { roughParts } from '../../../src/memory/accounting/rough-parts.ts';
import { plainText } from '../../../src/report/line.ts';

const MB = 2 ** 20;

test('resident memory is the live heap, garbage up to the goal, and a rest', () => {
  const memory = roughParts({ liveBytes: 50 * MB, goalBytes: 100 * MB, rssBytes: 180 * MB, limitBytes: 200 * MB });
  expect(Array.from(partsLines(memory), plainText)).toMatchInlineSnapshot(`
    [
      "Memory: 180MB resident",
      "██████████████████████▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆………………………………………………………………………………………………",
      "█ live heap             ~50MB 27.78%  reachable at the last collection",
      "▆ garbage, or new      <=50MB 27.78%  allocated since the last collection",
      "… not told apart       >=80MB 44.44%  kept by Go, runtime, or outside of Go",
      "  That is 90.00% of the limit of 200MB.",
      "",
      "not told apart",
      "  The heap profile in text form tells more: /debug/pprof/heap?debug=1 ends with",
      "  MemStats. Memory that Go keeps, its own tables, C libraries and mapped files",
      "  are all in here.",
    ]
  `);
});

test('there is no more garbage than is resident', () => {
  const memory = roughParts({ liveBytes: 50, goalBytes: 100, stackBytes: 10, rssBytes: 70 });
  expect(memory.parts.map(({ name, bytes }) => `${name} ${bytes}`)).toEqual(['live 50', 'garbage 10', 'stacks 10']);
});

test('where resident memory is not known, the total is what the collector allows for', () => {
  expect(roughParts({ liveBytes: 50, goalBytes: 100 })).toMatchObject({ total: 100, totalOf: 'managed' });
  // A profile that is older than the figure of the system.
  expect(roughParts({ liveBytes: 50, goalBytes: 100, rssBytes: 40 })).toMatchObject({ total: 50, totalOf: 'managed' });
});

test('the parts add up to the total, which is what is resident or more', () => {
  const size = fc.nat(2 ** 40);
  fc.assert(
    fc.property(size, size, size, size, (liveBytes, goalBytes, stackBytes, rssBytes) => {
      const { parts, total } = roughParts({ liveBytes, goalBytes, stackBytes, rssBytes });
      expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(total);
      expect(total).toBe(Math.max(rssBytes, liveBytes + stackBytes));
    }),
  );
});
