import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CallNode, CallTree } from '../../../src/analysis/call-tree.ts';
import { finished } from '../../../src/analysis/tree-steps.ts';
import { type CallSource, sourceOf } from '../../../src/ui/browse/call-source.ts';
import { lookingAhead, type Targets, targetsOf } from '../../../src/ui/browse/tree-search.ts';
import type { SearchDirection } from '../../../src/ui/screen/spec.ts';
import { drawView } from '../../support/draw-view.ts';

const view = drawView(`
  main;serve;parse;scan  30
  main;serve;parse       10
  main;serve;render      20
  main;report;render     5
  idle;park              3
`);
const tree = sourceOf(new CallTree(view.question));
const targets = (text: string) => targetsOf(view.question, (entry) => view.names[entry].includes(text));

/** The next match, going on from the other end of the tree where there is none. */
function findMatch(source: CallSource, wanted: Targets, from: CallNode, how: Parameters<typeof lookingAhead>[3]) {
  const ahead = finished(lookingAhead(source, wanted, from, how));
  if (ahead.type !== 'none') return { ...ahead, wrapped: false };
  return { ...finished(lookingAhead(source, wanted, source.root, { ...how, inclusive: false })), wrapped: true };
}

/** From the root on, `main;serve;parse`. */
function pathOf(node: CallNode, names = view.names): string {
  const names_: string[] = [];
  for (let at: CallNode | undefined = node; at?.caller !== undefined; at = at.caller) names_.unshift(names[at.entry]);
  return names_.join(';');
}

function walk(text: string, direction: SearchDirection, steps: number): string[] {
  const found: string[] = [];
  let node = tree.root;
  for (let i = 0; i < steps; i++) {
    const next = findMatch(tree, targets(text), node, { direction });
    if (next.type !== 'found') return [...found, next.type];
    found.push(`${pathOf(next.node)}${next.wrapped ? ' (wrapped)' : ''}`);
    node = next.node;
  }
  return found;
}

describe('matches one after the other', () => {
  test('forwards', () => {
    expect(walk('r', 'next', 6)).toEqual([
      'main;serve',
      'main;serve;parse',
      'main;serve;render',
      'main;report',
      'main;report;render',
      'idle;park',
    ]);
    expect(walk('render', 'next', 3)).toEqual([
      'main;serve;render',
      'main;report;render',
      'main;serve;render (wrapped)',
    ]);
  });

  test('backwards', () => {
    expect(walk('render', 'previous', 3)).toEqual([
      'main;report;render',
      'main;serve;render',
      'main;report;render (wrapped)',
    ]);
  });

  test('the only one again and again', () => {
    expect(walk('scan', 'next', 2)).toEqual(['main;serve;parse;scan', 'main;serve;parse;scan (wrapped)']);
    expect(walk('scan', 'previous', 2)).toEqual(['main;serve;parse;scan', 'main;serve;parse;scan (wrapped)']);
  });

  test('none', () => {
    expect(walk('xyz', 'next', 1)).toEqual(['none']);
  });

  test('from where one stands, or beginning there', () => {
    const main = tree.callees(tree.root)[0];
    expect(findMatch(tree, targets('ma'), main, { direction: 'next', inclusive: true })).toMatchObject({
      node: main,
      wrapped: false,
    });
    expect(findMatch(tree, targets('ma'), main, { direction: 'next' })).toMatchObject({ node: main, wrapped: true });
  });
});

const frame = fc.constantFrom('a', 'b', 'c', 'd');
const stacks = fc.array(fc.tuple(fc.array(frame, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 9 })), {
  minLength: 1,
  maxLength: 12,
});

/** All nodes in the order of their rows. */
function allNodes(of: CallSource, node = of.root): CallNode[] {
  return of.callees(node).flatMap((callee) => [callee, ...allNodes(of, callee)]);
}

test('the same as looking at every node', () => {
  fc.assert(
    fc.property(
      stacks,
      frame,
      fc.nat(),
      fc.constantFrom('next' as const, 'previous' as const),
      (drawing, wanted, at, direction) => {
        const drawnView = drawView(drawing.map(([stack, value]) => `${stack.join(';')} ${value}`).join('\n'));
        const plain = sourceOf(new CallTree(drawnView.question));
        const nodes = allNodes(plain);
        const isMatch = (node: CallNode) => drawnView.names[node.entry] === wanted;
        const matching = targetsOf(drawnView.question, (entry) => drawnView.names[entry] === wanted);

        const from = at % nodes.length;
        const order = [...nodes.slice(from + 1), ...nodes.slice(0, from + 1)];
        if (direction === 'previous') order.unshift(...order.splice(-1));
        const expected = direction === 'next' ? order.find(isMatch) : order.reverse().find(isMatch);
        const found = findMatch(plain, matching, nodes[from], { direction });
        expect(found.type === 'found' ? found.node : undefined).toBe(expected);
      },
    ),
  );
});
