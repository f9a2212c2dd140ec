import { describe, expect, test } from 'vitest';
import { blockersOf, mayBlock, waitingRing, waitsAlongside } from '../../src/analysis/goroutine-blocks.ts';
import type { Goroutines } from '../../src/analysis/goroutines.ts';
import { readGoroutineDump } from '../../src/profile/legacy/goroutine-dump.ts';
import { DEFAULT_OPTIONS } from '../../src/report/options.ts';
import { goroutinesAnswer } from '../../src/report/views/goroutines.ts';

/** Goroutines that each hold and wait for locks: `1 has a, waits for b`. */
function locks(text: string): Goroutines {
  const stacks = text.split('\n').map((line) => {
    const [, id, held = '', wanted] = /^\s*(\d+)(?: has (\w+))?(?:, waits for (\w))?$/.exec(line) ?? [];
    const address = (name: string) => `0xc00000${name.charCodeAt(0)}00`;
    const waits = wanted === undefined ? '' : `sync.(*Mutex).lockSlow(${address(wanted)})\n\t/go/mutex.go:1 +0x1\n`;
    const args = [...held].map(address).join(', ');
    return `goroutine ${id} [sync.Mutex.Lock]:\n${waits}main.f(${args})\n\t/app/main.go:${id} +0x1\n`;
  });
  const profile = readGoroutineDump(Buffer.from(stacks.join('\n')));
  if (profile === undefined) throw new Error('not taken for a dump');
  const host = {} as Parameters<typeof goroutinesAnswer>[0]['host'];
  const answer = goroutinesAnswer({ profile, options: DEFAULT_OPTIONS, host, notify: () => {} }, '');
  if (answer.type === 'other') throw new Error('no goroutines');
  return answer.goroutines;
}

/** The number of a goroutine to its row, and rows to numbers. */
const rowOf = ({ id }: Goroutines, number: number) => id.indexOf(number);
const numbers = ({ id }: Goroutines, rows: readonly number[]) => rows.map((row) => id[row]);

describe('who waits for whom', () => {
  test('who has what a goroutine waits for, and the other way round', () => {
    const goroutines = locks('1 has a\n2 has b, waits for a\n3, waits for a\n4, waits for b');
    const blockers = (number: number) => blockersOf(goroutines, rowOf(goroutines, number)).map(({ member }) => member);
    expect([1, 2, 3, 4].map((number) => numbers(goroutines, blockers(number)))).toEqual([[], [1], [1], [2]]);
    const blocked = (number: number) => numbers(goroutines, mayBlock(goroutines, rowOf(goroutines, number)));
    expect([1, 2, 3, 4].map(blocked)).toEqual([[2, 3], [4], [], []]);
    expect(numbers(goroutines, waitsAlongside(goroutines, rowOf(goroutines, 3)))).toEqual([2]);
    expect(waitsAlongside(goroutines, rowOf(goroutines, 1))).toEqual([]);
  });

  test.each([
    ['1 has a, waits for b\n2 has b, waits for a', 1, [1, 2]],
    ['1 has a, waits for b\n2 has b, waits for c\n3 has c, waits for a', 2, [2, 3, 1]],
    // The shortest way round.
    ['1 has a, waits for b\n2 has b, waits for c\n3 has c, waits for a\n4 has b, waits for a', 1, [1, 4]],
    ['1 has a, waits for b\n2 has b, waits for a\n3, waits for a', 3, undefined],
    ['1 has a, waits for b\n2 has b', 1, undefined],
    ['1 has ab, waits for a', 1, undefined],
  ])('%j: the ring of goroutine %i', (text, number, ring) => {
    const goroutines = locks(text);
    const found = waitingRing(goroutines, rowOf(goroutines, number));
    expect(found && numbers(goroutines, found)).toEqual(ring);
  });
});
