import { describe, expect, test } from 'vitest';
import { type Series, SnapshotSeries } from '../../../src/memory/leaks/snapshot-series.ts';
import { readProfileBytes } from '../../../src/profile/pprof/read.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { drawGoroutines, drawHeap, type HeapRow } from './draw-series.ts';

const MINUTE = 60_000_000_000n;
const at = (minute: number) => 1_700_000_000_000_000_000n + BigInt(minute) * MINUTE;
const row = (inUse: number, allocated = inUse, stack = 'main.main;main.f'): HeapRow => ({
  stack,
  size: 1000,
  inUse,
  allocated,
});
const heap = (minute: number, ...rows: HeapRow[]) => drawHeap({ timeNanos: at(minute), rows });

function seriesOf(profiles: readonly Profile[], files = profiles.map((_, i) => `h${i}`)): Series {
  const series = new SnapshotSeries();
  profiles.forEach((profile, i) => void series.add(profile, { file: files[i] }));
  return series.end();
}

const filesOf = ({ snapshots }: Series) => snapshots.map(({ file }) => file);
const notesOf = ({ notes }: Series) => notes.map(({ type }) => type);

describe('a series', () => {
  test('adds up samples per stack, whatever their ids are in each file', () => {
    const first = heap(0, row(3), row(2, 2, 'main.main;main.g'));
    const second = heap(1, row(7, 7, 'main.main;main.g'), row(4), { ...row(1), size: 10 });
    const series = seriesOf([first, second]);
    expect(series.frames.stackCount).toBe(2);
    const nameOf = (stack: number) => series.frames.frame(series.frames.framesOf(stack)[0]).function;
    const bytes = series.snapshots.map((snapshot) =>
      Object.fromEntries(Array.from(snapshot.bytes, (value, stack) => [nameOf(stack), value])),
    );
    expect(bytes).toEqual([
      { 'main.f': 3000, 'main.g': 2000 },
      { 'main.f': 4010, 'main.g': 7000 },
    ]);
  });

  test('is sorted by time, and says so', () => {
    const series = seriesOf([heap(2, row(3)), heap(0, row(1)), heap(1, row(2))]);
    expect(filesOf(series)).toEqual(['h1', 'h2', 'h0']);
    expect(notesOf(series)).toEqual(['sorted']);
  });

  test('has a snapshot that is there twice once', () => {
    const series = seriesOf([heap(0, row(1)), heap(1, row(2)), heap(1, row(2)), heap(2, row(3))]);
    expect(filesOf(series)).toEqual(['h0', 'h1', 'h3']);
    expect(notesOf(series)).toEqual(['duplicate']);
  });

  test('leaves out what is equal to the byte as no collection ended in between', () => {
    const series = seriesOf([heap(0, row(1, 5)), heap(1, row(2, 9)), heap(2, row(2, 9)), heap(3, row(3, 12))]);
    expect(filesOf(series)).toEqual(['h0', 'h1', 'h3']);
    expect(series.notes).toMatchObject([{ type: 'stale', text: expect.stringContaining('h2') }]);
  });

  test('keeps what is equal in use while more was allocated: that is steady', () => {
    expect(filesOf(seriesOf([heap(0, row(2, 5)), heap(1, row(2, 9)), heap(2, row(2, 14))]))).toHaveLength(3);
  });

  test('says that growth cannot be seen where all snapshots are of one collection', () => {
    const { notes } = seriesOf([heap(0, row(2)), heap(1, row(2)), heap(2, row(2))]);
    expect(notes[0].text).toContain('take them with ?gc=1');
  });

  test('compares the snapshots of one process alone', () => {
    const series = seriesOf([heap(0, row(4, 90)), heap(1, row(1, 3)), heap(2, row(2, 8)), heap(3, row(3, 9))]);
    expect(filesOf(series)).toEqual(['h1', 'h2', 'h3']);
    expect(notesOf(series)).toEqual(['restart']);
  });

  test('of goroutines counts them, and steady counts are no sign of anything', () => {
    const profiles = [0, 1, 2].map((minute) => drawGoroutines({ 'main.main;main.wait': 7 }, { timeNanos: at(minute) }));
    const series = seriesOf(profiles);
    expect(series).toMatchObject({ kind: 'count', type: 'goroutine', notes: [] });
    expect(series.snapshots.map(({ totalObjects }) => totalObjects)).toEqual([7, 7, 7]);
  });

  test('may be of text profiles, the first of them from before anything was freed', () => {
    const text = (inUse: number, allocated: number) =>
      readProfileBytes(
        Buffer.from(
          `heap profile: 1: 8 [1: 8] @ heap/1048576\n${inUse}: ${inUse * 8} [${allocated}: ${allocated * 8}] @ 0x4010 0x4020\n`,
        ),
      );
    const series = seriesOf([text(3, 3), text(5, 9), text(7, 14)], ['h.1.txt', 'h.2.txt', 'h.3.txt']);
    expect(filesOf(series)).toEqual(['h.1.txt', 'h.2.txt', 'h.3.txt']);
    expect(notesOf(series)).toEqual(['time']);
  });

  test('with less than a minute in it warns of figures per hour', () => {
    const seconds = [0n, 2n, 4n].map((second, i) =>
      drawHeap({ timeNanos: at(0) + second * 1_000_000_000n, rows: [row(i + 1)] }),
    );
    expect(seriesOf(seconds).notes).toMatchObject([
      { type: 'time', text: expect.stringContaining('all snapshots are from 4s') },
    ]);
  });

  test('says that rates differ', () => {
    const sampled = (minute: number, rate: number) =>
      drawHeap({ timeNanos: at(minute), rate, rows: [row(minute + 1)] });
    expect(notesOf(seriesOf([sampled(0, 4096), sampled(1, 8192), sampled(2, 8192)]))).toEqual(['rate']);
  });

  test('says that builds differ where functions are the same', () => {
    const built = (minute: number, buildId: string) =>
      drawHeap({ timeNanos: at(minute), buildId, rows: [row(minute + 1)] });
    expect(notesOf(seriesOf([built(0, 'a'), built(1, 'b'), built(2, 'b')]))).toEqual(['build']);
  });
});

describe('a series refuses', () => {
  test('profiles of another program', () => {
    const other = drawHeap({ timeNanos: at(1), binary: '/bin/other', rows: [row(1, 1, 'main.run@other.go:3')] });
    expect(() => seriesOf([heap(0, row(1)), other])).toThrow(
      'h1 is of another program than h0: they have no code of their own in common',
    );
  });

  test('profiles of another program of the same author, which shares packages', () => {
    const shared = 'example.com/all/internal/lru.(*Cache).Put@/src/lru/lru.go:4';
    const of = (minute: number, main: string) =>
      drawHeap({
        timeNanos: at(minute),
        binary: `/bin/${main}`,
        rows: [row(1, 1, `main.main@/src/${main}/main.go:9;${shared}`)],
      });
    expect(() => seriesOf([of(0, 'a'), of(1, 'b')])).toThrow('h1 is of another program than h0');
  });

  test('profiles without names among those that have them', () => {
    const text = readProfileBytes(
      Buffer.from('heap profile: 1: 8 [1: 8] @ heap/1048576\n1: 8 [1: 8] @ 0x4010 0x4020\n'),
    );
    expect(() => seriesOf([heap(0, row(1)), text])).toThrow('h1 has addresses where h0 has names of functions');
  });

  test('profiles of another kind', () => {
    const goroutines = drawGoroutines({ 'main.main': 1 }, { timeNanos: at(1) });
    expect(() => seriesOf([heap(0, row(1)), goroutines])).toThrow(
      'h1 is a profile of goroutine, h0 one of inuse_space',
    );
  });

  test('profiles that do not tell what is in use', () => {
    expect(() => seriesOf([drawProfile('main 5')])).toThrow(
      'h0 does not tell what is in use: it has the sample types [cpu]',
    );
  });

  test('to be of nothing', () => {
    expect(() => new SnapshotSeries().end()).toThrow('leaks needs snapshots to compare');
  });
});
