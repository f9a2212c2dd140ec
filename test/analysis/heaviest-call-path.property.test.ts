import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CallNode, CallTree, FROM_ROOTS, type TreeShape } from '../../src/analysis/call-tree.ts';
import { heaviestCallPath } from '../../src/analysis/heaviest-call-path.ts';
import { drawView } from '../support/draw-view.ts';

const { question, names } = drawView(`
  main;serve;parse;scan  30
  main;serve;parse       10
  main;serve;render      20
  main;report;render     5
  idle;park              3
`);

const FROM_LEAVES: TreeShape = { ...FROM_ROOTS, direction: 'callers' };

const matching = (of: readonly string[], isMatch: (name: string) => boolean) =>
  Uint8Array.from(of, (name) => (isMatch(name) ? 1 : 0));

describe('the way to the heaviest node of the entries that match', () => {
  test.each([
    ['render', FROM_ROOTS, 'main;serve;render'],
    ['r', FROM_ROOTS, 'main;serve'],
    ['park', FROM_ROOTS, 'idle;park'],
    ['main', FROM_ROOTS, 'main'],
    ['xyz', FROM_ROOTS, undefined],
    ['serve', FROM_LEAVES, 'scan;parse;serve'],
    ['r', FROM_LEAVES, 'scan;parse'],
  ])('%s', (text, shape, path) => {
    const isWanted = matching(names, (name) => name.includes(text));
    const found = heaviestCallPath(question, shape, isWanted);
    expect(found?.map((entry) => names[entry]).join(';')).toBe(path);
  });

  const frame = fc.constantFrom('a', 'b', 'c', 'd');
  const stacks = fc.array(fc.tuple(fc.array(frame, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 12,
  });
  const shapes = fc.record({
    direction: fc.constantFrom('callees' as const, 'callers' as const),
    mergesRecursion: fc.boolean(),
    through: fc.constant(undefined),
  });

  test('is as heavy as the heaviest of all nodes', () => {
    fc.assert(
      fc.property(stacks, fc.subarray(['a', 'b', 'c', 'd', 'e']), shapes, (drawing, wanted, shape) => {
        const drawn = drawView(drawing.map(([stack, value]) => `${stack.join(';')} ${value}`).join('\n'));
        const isWanted = matching(drawn.names, (name) => wanted.includes(name));
        const tree = new CallTree(drawn.question, shape);
        const weights = nodesBelow(tree, tree.root, isWanted).map(({ cum }) => Number(cum));

        const path = heaviestCallPath(drawn.question, shape, isWanted);
        const found = path && tree.nodeAt(path);
        expect(path?.map((entry) => isWanted[entry]).indexOf(1)).toBe(path && path.length - 1);
        expect(found?.cum).toBe(weights.length === 0 ? undefined : Math.max(...weights));
      }),
    );
  });
});

/** The nodes below another one whose entries are wanted. */
function nodesBelow(tree: CallTree, node: CallNode, isWanted: Uint8Array): readonly CallNode[] {
  return tree
    .callees(node)
    .flatMap((callee) => [...(isWanted[callee.entry] === 1 ? [callee] : []), ...nodesBelow(tree, callee, isWanted)]);
}
