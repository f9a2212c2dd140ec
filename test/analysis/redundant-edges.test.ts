import { expect, test } from 'vitest';
import { redundantEdges } from '../../src/analysis/redundant-edges.ts';

/** Edges in their order, the heaviest first: `a>b` a call, `a..b` a residual one. Nodes are in alphabetical order. */
function redundantOf(drawing: string): string[] {
  const drawn = drawing.split(' ');
  const nodes = [...new Set(drawing.match(/\w/g))].sort();
  const edges = {
    length: drawn.length,
    caller: Int32Array.from(drawn, (edge) => nodes.indexOf(edge[0])),
    callee: Int32Array.from(drawn, (edge) => nodes.indexOf(edge.slice(-1))),
    weight: new Float64Array(drawn.length),
    isResidual: Uint8Array.from(drawn, (edge) => Number(edge.includes('..'))),
    isInline: new Uint8Array(drawn.length),
  };
  return [...redundantEdges(edges, Int32Array.from(nodes.keys()), nodes.length)].map((edge) => drawn[edge]);
}

test.each([
  ['a call is never redundant', 'a>b b>c a>c', []],
  ['a residual edge beside a path', 'a>b b>c a..c', ['a..c']],
  ['a residual edge that is the only way', 'a>b a..c', []],
  ['behind a call that is lighter, it is not looked at', 'b>c a..c a>b d>c', []],
  ['one on a path of residual edges', 'a..b b..c a..c', ['a..c']],
  ['those found first are gone for the others', 'a..b b..c c..b a..c', ['a..c']],
  ['a path through a cycle', 'a>b b>c c>b c>d a..d', ['a..d']],
])('%s: %s', (_, drawing, redundant) => {
  expect(redundantOf(drawing)).toEqual(redundant);
});
