import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMemStats } from '../../../src/memory/accounting/mem-stats.ts';
import { type MemoryParts, memoryParts } from '../../../src/memory/accounting/parts.ts';
import { readResidentMemory } from '../../../src/memory/accounting/process-memory.ts';
import { drawMemStats, drawnMemStats } from './draw-mem-stats.ts';

const MB = 2 ** 20;
const text = (kind: string) => readFileSync(join(import.meta.dirname, 'recorded', `${kind}.txt`));
const stats = (kind: string) => known(readMemStats(text(kind)));
const rss = (kind: string) => known(readResidentMemory(text(kind).toString())).rssBytes;
const sizeOf = ({ parts }: MemoryParts, name: string) => parts.find((part) => part.name === name)?.bytes ?? 0;

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('not in the recording');
  return value;
}

describe('programs with memory of one kind (recorded/main.go, Go 1.26 on Linux)', () => {
  test.each([
    ['nothing', 'runtime', 1.5, 4.5],
    ['live', 'objects', 200, 201],
    // Without a collection nobody can tell it from what is live.
    ['garbage', 'objects', 200, 201],
    ['fragments', 'fragmentation', 60, 100],
    ['fragments', 'idle', 70, 140],
    ['spike', 'idle', 299, 301],
    ['released', 'idle', 0, 5],
    ['malloc', 'outside', 149, 151],
    ['mmap', 'outside', 149, 151],
    ['stacks', 'stacks', 120, 130],
    ['untouched', 'objects', 200, 201],
  ])('%s: %s is between %d and %d MB', (kind, part, least, most) => {
    const bytes = sizeOf(memoryParts(stats(kind), { rssBytes: rss(kind) }), part) / MB;
    expect(bytes).toBeGreaterThanOrEqual(least);
    expect(bytes).toBeLessThanOrEqual(most);
  });

  test.each(['nothing', 'live', 'garbage', 'fragments', 'spike', 'released'])(
    '%s: what Go manages is what is resident, within 2 MB',
    (kind) => {
      expect(Math.abs(known(memoryParts(stats(kind)).managed) - rss(kind))).toBeLessThan(2 * MB);
    },
  );

  test.each(['stacks', 'untouched'])('%s: not all that Go manages is resident, and that is told', (kind) => {
    const memory = memoryParts(stats(kind), { rssBytes: rss(kind) });
    expect(memory.totalOf).toBe('managed');
    expect(known(memory.managed) - known(memory.residentBytes)).toBeGreaterThan(40 * MB);
  });

  test.each(['malloc', 'mmap'])('%s: the peak alone proves that memory is outside of Go', (kind) => {
    const memory = memoryParts(stats(kind));
    expect(memory.totalOf).toBe('peak');
    expect(sizeOf(memory, 'outside')).toBeGreaterThan(140 * MB);
  });

  test('released: the peak alone does not, where Go had that memory itself', () => {
    const memory = memoryParts(stats('released'));
    expect(sizeOf(memory, 'outside')).toBe(0);
    expect(sizeOf(memory, 'peak')).toBeGreaterThan(290 * MB);
  });
});

test('objects are split where it is known how much was live', () => {
  const given = drawMemStats({ heapAlloc: 100, heapInuse: 120 });
  const split = (liveBytes: number) =>
    memoryParts(given, { liveBytes }).parts.map(({ name, bytes, precision }) => `${name} ${bytes} ${precision}`);
  expect(split(60)).toEqual(['live 60 estimated', 'garbage 40 estimated', 'fragmentation 20 exact']);
  // Samples may add up to more than there is.
  expect(split(130)).toEqual(['live 100 estimated', 'fragmentation 20 exact']);
});

test('what was freed lazily is not outside of Go', () => {
  const given = drawMemStats({ heapAlloc: 10, heapInuse: 10 });
  const rest = (rssBytes: number, lazyFreeBytes: number) =>
    memoryParts(given, { rssBytes, lazyFreeBytes }).parts.flatMap(({ name, bytes }) =>
      name === 'objects' ? [] : [`${name} ${bytes}`],
    );
  expect(rest(100, 70)).toEqual(['lazy 70', 'outside 20']);
  expect(rest(50, 70)).toEqual(['lazy 40']);
  expect(rest(5, 70)).toEqual([]);
});

test('resident memory of a later time does not prove that memory is outside of Go', () => {
  const given = drawMemStats({ heapAlloc: 10, heapInuse: 10 });
  const { parts, total } = memoryParts(given, { rssBytes: 100, isRssLater: true });
  expect(parts.map(({ name, bytes }) => `${name} ${bytes}`)).toEqual(['objects 10', 'since 90']);
  expect(total).toBe(100);
});

test('without resident memory the total is what Go manages', () => {
  const memory = memoryParts(drawMemStats({ heapAlloc: 10, heapInuse: 10, stackSys: 5 }));
  expect(memory).toMatchObject({ total: 15, totalOf: 'managed', managed: 15, residentBytes: undefined });
});

test('resident memory now is believed before the peak', () => {
  const given = drawMemStats({ heapAlloc: 10, heapInuse: 10, sys: 10, maxRss: 1000 });
  expect(memoryParts(given, { rssBytes: 30 })).toMatchObject({ total: 30, totalOf: 'resident' });
});

test('the parts add up to the total, and what Go manages to Sys - HeapReleased', () => {
  fc.assert(
    fc.property(
      drawnMemStats(),
      fc.record({
        rssBytes: fc.option(fc.nat(2 ** 40), { nil: undefined }),
        maxRss: fc.option(fc.nat(2 ** 40), { nil: undefined }),
        isRssLater: fc.boolean(),
        lazyFreeBytes: fc.option(fc.nat(2 ** 40), { nil: undefined }),
        liveBytes: fc.option(fc.nat(2 ** 40), { nil: undefined }),
      }),
      (given, process) => {
        const memory = memoryParts(given, process);
        expect(memory.managed).toBe(given.sys - given.heapReleased);
        expect(memory.parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(memory.total);
        expect(memory.parts.every(({ bytes }) => bytes > 0)).toBe(true);
        const resident = process.rssBytes ?? process.maxRss;
        expect(memory.total).toBe(resident === undefined ? memory.managed : Math.max(known(memory.managed), resident));
      },
    ),
  );
});
