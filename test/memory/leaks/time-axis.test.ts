import { describe, expect, test } from 'vitest';
import { timeAxis, timeInName } from '../../../src/memory/leaks/time-axis.ts';

describe('timeInName', () => {
  test.each([
    ['memprof.2023-07-12T13_21_41.123.87654.pprof', '2023-07-12T13:21:41.123Z'],
    ['heap-2023-07-12T13:21:41Z.pb.gz', '2023-07-12T13:21:41.000Z'],
    ['heap-2023-07-12T13:21:41+02:00.pb.gz', '2023-07-12T11:21:41.000Z'],
    ['heap 2023-07-12 13.21.41.pprof', '2023-07-12T13:21:41.000Z'],
    ['dir.2001-01-01/heap.20231101-120000.pb.gz', '2023-11-01T12:00:00.000Z'],
    ['heap_20231101T120000Z', '2023-11-01T12:00:00.000Z'],
    ['C:\\dumps\\heap.20231101_120000.pprof', '2023-11-01T12:00:00.000Z'],
    ['mem.1698840000.pb.gz', '2023-11-01T12:00:00.000Z'],
    ['mem.1698840000500.pb.gz', '2023-11-01T12:00:00.500Z'],
    ['mem-1698840000500000000', '2023-11-01T12:00:00.500Z'],
  ])('reads %s', (file, time) => {
    expect(new Date(timeInName(file) ?? Number.NaN).toISOString()).toBe(time);
  });

  test.each([
    'heap.pb.gz',
    'heap.12.pb.gz',
    'heap.20231399-120000.pb.gz',
    'pprof.samples.cpu.001.pb.gz',
    'heap-2023-07-12.pb.gz',
    'heap.12345678901234567890.gz',
  ])('finds none in %s', (file) => {
    expect(timeInName(file)).toBeUndefined();
  });
});

describe('timeAxis', () => {
  const clue = (file: string, timeNanos = 0n, modifiedMs?: number) => ({ file, timeNanos, modifiedMs });

  test('believes the profiles first', () => {
    const axis = timeAxis([clue('h.20231101-120000', 3_000_000_000n, 9), clue('h.20231101-110000', 1_500_000_000n, 8)]);
    expect(axis).toMatchObject({ source: 'profiles', isTime: true, order: [1, 0], isSorted: true });
    expect([...axis.times]).toEqual([3000, 1500]);
  });

  test('takes the names when a profile has no time', () => {
    const axis = timeAxis([clue('h.20231101-120000', 1n), clue('h.20231101-120500')]);
    expect(axis).toMatchObject({ source: 'file names', isSorted: false });
    expect(axis.times[1] - axis.times[0]).toBe(300_000);
  });

  test('takes the names when all profiles have the same time', () => {
    expect(timeAxis([clue('h.20231101-120000', 5n), clue('h.20231101-120500', 5n)]).source).toBe('file names');
  });

  test('sorts running numbers as numbers, and says that they are no times', () => {
    const axis = timeAxis([clue('h.10.pb.gz', 0n, 1), clue('h.9.pb.gz', 0n, 2), clue('h.1.pb.gz', 0n, 3)]);
    expect(axis).toMatchObject({ source: 'numbers in file names', isTime: false, order: [2, 1, 0] });
    expect([...axis.times]).toEqual([2, 1, 0]);
  });

  test('takes names with numbers that differ in more than one place for no series', () => {
    expect(timeAxis([clue('a1b2', 0n, 5), clue('a2b3', 0n, 6)]).source).toBe('modification times');
  });

  test('has only the order given where nothing tells', () => {
    expect(timeAxis([clue('before'), clue('after')])).toMatchObject({
      source: 'order given',
      isTime: false,
      order: [0, 1],
    });
  });
});
