import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallNode } from '../../../src/analysis/call-tree.ts';
import { RowList, RowsInTheMaking } from '../../../src/ui/browse/row-list.ts';

const node = (entry: number): CallNode => ({
  entry,
  caller: undefined,
  depth: 0,
  flat: 0,
  cum: 0,
  isLeaf: true,
  sampleCount: 1,
});

const NODES = Array.from({ length: 9000 }, (_, entry) => node(entry));

function madeOf(nodes: readonly CallNode[]): RowList {
  const making = new RowsInTheMaking();
  for (const each of nodes) making.push(each);
  return making.finish();
}

/** Whether the same nodes, as a list tells them in all its ways; quicker than comparing them part by part. */
function expectSame(list: RowList, nodes: readonly CallNode[]): void {
  expect(list.length).toBe(nodes.length);
  expect([...list].every((each, row) => each === nodes[row])).toBe(true);
  for (const row of [0, nodes.length >> 1, nodes.length - 1]) {
    if (nodes.length === 0) continue;
    expect(list.node(row)).toBe(nodes[row]);
    expect(list.indexOf(nodes[row], row >> 1)).toBe(nodes.indexOf(nodes[row], row >> 1));
    expect(list.indexOf(nodes[row], row + 1)).toBe(nodes.indexOf(nodes[row], row + 1));
    expect(list.lastIndexOf(nodes[0], row)).toBe(nodes.lastIndexOf(nodes[0], row));
  }
}

test('a list is the array it stands for, whatever takes the place of its rows', () => {
  const part = fc
    .tuple(fc.nat(NODES.length), fc.nat(5000))
    .map(([start, length]) => NODES.slice(start, start + length));
  const step = fc.record({ at: fc.nat(), count: fc.nat(6000), others: part, how: fc.constantFrom('array', 'list') });
  fc.assert(
    fc.property(part, fc.array(step, { maxLength: 8 }), (first, steps) => {
      let nodes: readonly CallNode[] = first;
      let list = RowList.of(first);
      for (const { at, count, others, how } of steps) {
        const start = at % (nodes.length + 1);
        const removed = Math.min(count, nodes.length - start);
        const [before, kept] = [list, nodes];
        nodes = [...nodes.slice(0, start), ...others, ...nodes.slice(start + removed)];
        list = list.with(start, removed, how === 'array' ? others : madeOf(others));
        expectSame(list, nodes);
        expectSame(before, kept);
      }
    }),
    { numRuns: 40 },
  );
});

test('rows that are added later do not come into a list that was made before', () => {
  const making = new RowsInTheMaking();
  making.push(NODES[0]);
  const list = making.finish();
  making.push(NODES[1]);
  expect([...list]).toEqual([NODES[0]]);
  expect(making.finish().length).toBe(2);
});
