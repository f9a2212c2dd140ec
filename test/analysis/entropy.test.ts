import { expect, test } from 'vitest';
import { entropyScores } from '../../src/analysis/entropy.ts';
import { at } from '../../src/base/int64.ts';

/** The score of node 0, from its values and the weights of the edges to and from it. */
function scoreOf({ flat = 0, cum = 0, callers = [] as number[], callees = [] as number[] }) {
  const others = callers.length + callees.length;
  const edges = {
    length: others,
    caller: Int32Array.from([...callers.map((_, i) => i + 1), ...callees.map(() => 0)]),
    callee: Int32Array.from([...callers.map(() => 0), ...callees.map((_, i) => callers.length + i + 1)]),
    weight: Float64Array.from([...callers, ...callees]),
    isResidual: new Uint8Array(others),
    isInline: new Uint8Array(others),
  };
  const column = (value: number) => Float64Array.from({ length: others + 1 }, (_, node) => (node === 0 ? value : 0));
  return at(entropyScores({ flat: column(flat), cum: column(cum) }, edges), 0);
}

test.each([
  ['a node alone', { flat: 10, cum: 10 }, 30],
  ['a link in a chain', { cum: 10, callers: [10], callees: [10] }, 0],
  ['two equal callers', { cum: 10, callers: [5, 5], callees: [10] }, 10],
  ['four equal callees', { cum: 8, callers: [8], callees: [2, 2, 2, 2] }, 16],
  ['a callee as heavy as the node itself', { flat: 4, cum: 8, callers: [8], callees: [4] }, 12],
  ['callees below zero do not count to the total', { cum: 4, callers: [4], callees: [8, -4] }, 2],
  ['a total of nothing', { cum: 4, callers: [4], callees: [-4] }, 0],
  ['an edge without value', { flat: 3, cum: 10, callers: [10], callees: [0, 10] }, -(2n ** 63n) + 3n],
])('%s', (_, node, score) => {
  expect(scoreOf(node)).toBe(score);
});
