import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CallNode, CallTree } from '../../src/analysis/call-tree.ts';
import { finished, sorting } from '../../src/analysis/tree-steps.ts';
import { drawView } from '../support/draw-view.ts';

describe('sorting in steps', () => {
  const byWeight = (a: { weight: number }, b: { weight: number }) => a.weight - b.weight;

  test('is sorting, equal items in their order', () => {
    const items = fc.array(fc.record({ weight: fc.nat(9) }), { maxLength: 50 });
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 200 }), (few, times) => {
        const all = Array.from({ length: times }, () => few.map((item) => ({ ...item }))).flat();
        const sorted = finished(sorting(all, byWeight));
        // The very same objects, and so the same of those that are equal.
        expect(all.toSorted(byWeight).every((item, i) => item === sorted[i])).toBe(true);
        expect(sorted).toHaveLength(all.length);
      }),
      { numRuns: 30 },
    );
  });

  test('stops in between where there is much to sort', () => {
    const steps = sorting(
      Array.from({ length: 5000 }, (_, i) => ({ weight: (i * 7919) % 5000 })),
      byWeight,
    );
    expect(steps.next().done).toBe(false);
  });
});

describe('opening nodes of many samples in steps', () => {
  const NAMES = ['parse', 'scan', 'render', 'flush', 'serve'];
  /** As many stacks, no two neighbours alike, of which a third have no more than the root. */
  const drawing = Array.from({ length: 30_000 }, (_, i) => {
    const frames =
      i % 3 === 0 ? [] : Array.from({ length: 1 + (i % 4) }, (__, depth) => NAMES[(i * 31 + depth * i) % 5]);
    return `${['main', i % 2 === 0 ? 'left' : 'right', ...frames].join(';')} ${1 + (i % 9)}`;
  });
  const { question, names } = drawView(drawing.join('\n'));

  const pathOf = (node: CallNode): string =>
    node.caller?.caller === undefined ? names[node.entry] : `${pathOf(node.caller)};${names[node.entry]}`;

  function* allNodes(tree: CallTree, node: CallNode): Generator<CallNode> {
    for (const callee of tree.callees(node)) {
      yield callee;
      yield* allNodes(tree, callee);
    }
  }

  const summary = (tree: CallTree) =>
    Array.from(allNodes(tree, tree.root), (node) => [pathOf(node), node.cum, node.flat, node.sampleCount] as const);

  test('one step does not do it, and all of them have what counting stacks has', () => {
    const tree = new CallTree(question);
    const [main] = tree.callees(tree.root);
    expect(tree.open(main)).toBe(false);
    const counted = new Map<string, { cum: number; flat: number; samples: number }>();
    for (const line of drawing) {
      const [stack, value] = line.split(' ');
      const frames = stack.split(';');
      for (let depth = 1; depth <= frames.length; depth++) {
        const path = frames.slice(0, depth).join(';');
        const sums = counted.get(path) ?? { cum: 0, flat: 0, samples: 0 };
        sums.cum += Number(value);
        sums.samples++;
        if (depth === frames.length) sums.flat += Number(value);
        counted.set(path, sums);
      }
    }
    const found = summary(tree).map(([path, cum, flat, samples]) => [path, { cum, flat, samples }] as const);
    expect(new Map(found)).toEqual(counted);
    expect(found).toHaveLength(counted.size);
  });

  test('several at a time, and others in between, are what they are one after the other', () => {
    const tree = new CallTree(question);
    const [main] = tree.callees(tree.root);
    const [left, right] = tree.callees(main);
    expect([tree.open(left), tree.open(right), tree.open(left)]).toContain(false);
    let [isLeftOpen, isRightOpen] = [false, false];
    while (!isLeftOpen || !isRightOpen) {
      isLeftOpen = tree.open(left);
      if (isLeftOpen) for (const callee of tree.callees(left)) tree.callees(callee);
      isRightOpen = tree.open(right);
    }
    expect(summary(tree)).toEqual(summary(new CallTree(question)));
  });
});
