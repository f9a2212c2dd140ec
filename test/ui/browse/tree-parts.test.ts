import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CallNode, CallTree } from '../../../src/analysis/call-tree.ts';
import { finished } from '../../../src/analysis/tree-steps.ts';
import { abs, compare } from '../../../src/base/int64.ts';
import {
  arrangedSource,
  type CallSource,
  inChains,
  linksOf,
  type OrderBy,
  sourceOf,
} from '../../../src/ui/browse/call-source.ts';
import { HeaviestFlats } from '../../../src/ui/browse/heaviest-flats.ts';
import { nodeAtPath, openBelow, openNames, pathOfNames } from '../../../src/ui/browse/kept-rows.ts';
import { isOpen, open } from '../../../src/ui/browse/open-rows.ts';
import { RowList } from '../../../src/ui/browse/row-list.ts';
import { Unfolding } from '../../../src/ui/browse/unfolding.ts';
import { drawView } from '../../support/draw-view.ts';

const stacks = (min: number) =>
  fc.array(
    fc.tuple(
      fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 6 }),
      fc.integer({ min, max: 20 }).filter((value) => value !== 0),
    ),
    { minLength: 1, maxLength: 12 },
  );

function treeOf(drawing: readonly (readonly [readonly string[], number])[]) {
  const { question, names } = drawView(drawing.map(([stack, value]) => `${stack.join(';')} ${value}`).join('\n'));
  const tree = new CallTree(question);
  return { tree, question, names, source: sourceOf(tree) };
}

function allNodes(source: CallSource, node = source.root): CallNode[] {
  return source.callees(node).flatMap((callee) => [callee, ...allNodes(source, callee)]);
}

test('the largest flat values of all nodes, also where growth and shrinking cancel out', () => {
  fc.assert(
    fc.property(stacks(-20), (drawing) => {
      const { source, tree, question } = treeOf(drawing);
      const sizes = (question.shownValues.column as Float64Array).map(Math.abs);
      const flats = new HeaviestFlats(source, (node) => tree.sumOf(node, sizes));
      while (!flats.isDone) flats.step();
      const expected = allNodes(source)
        .map(({ flat }) => abs(flat))
        .filter((flat) => flat !== 0)
        .sort((a, b) => compare(b, a));
      expect(flats.found.map(({ flat }) => abs(flat))).toEqual(expected);
    }),
  );
});

test('chains hold every node once, and lose no value', () => {
  fc.assert(
    fc.property(stacks(1), (drawing) => {
      const { source } = treeOf(drawing);
      const chains = allNodes(inChains(source));
      expect(new Set(chains.flatMap(linksOf))).toEqual(new Set(allNodes(source)));
      for (const chain of chains) {
        for (const link of linksOf(chain)) expect(link.cum).toBe(chain.cum);
        for (const link of linksOf(chain).slice(0, -1)) expect(link.flat).toBe(0);
      }
    }),
  );
});

test('an order has the same nodes, and is turned round by being reversed', () => {
  const { source, tree, names } = treeOf([
    [['b', 'a'], 3],
    [['a'], 9],
    [['c', 'b'], 2],
    [['c'], 5],
  ]);
  const inThe = (by: OrderBy, isReversed = false) =>
    arrangedSource(tree, { hasChains: false, order: { by, isReversed } }, names)
      .callees(source.root)
      .map(({ entry }) => names[entry])
      .join('');
  expect([inThe('cum'), inThe('flat'), inThe('name'), inThe('change')]).toEqual(['acb', 'acb', 'abc', 'acb']);
  expect([inThe('cum', true), inThe('name', true)]).toEqual(['bca', 'cba']);
});

/** Rows are those of an open tree: siblings are complete and in order. */
function isWhole(source: CallSource, rows: RowList, from = 0, caller = source.root): number | undefined {
  let row: number | undefined = from;
  for (const callee of source.callees(caller)) {
    if (row === undefined || rows.node(row) !== callee) return undefined;
    row = isOpen(rows, row) ? isWhole(source, rows, row + 1, callee) : row + 1;
  }
  return row;
}

test('rows that are opened in steps are whole wherever it is stopped', () => {
  fc.assert(
    fc.property(stacks(1), fc.nat(40), fc.integer({ min: 1, max: 50 }), (drawing, steps, most) => {
      const { source } = treeOf(drawing);
      const unfolding = new Unfolding(
        source,
        { nodes: source.callees(source.root), scope: true },
        (scope: boolean) => scope,
        most,
      );
      for (let i = 0; i < steps; i++) unfolding.step();
      const rows = unfolding.rows();
      expect(isWhole(source, rows)).toBe(rows.length);
      if (unfolding.isDone && !unfolding.isEnough) expect([...rows]).toEqual(allNodes(source));
    }),
  );
});

test('what is open is found again by names', () => {
  fc.assert(
    fc.property(stacks(1), fc.array(fc.nat(), { maxLength: 10 }), (drawing, opened) => {
      const [before, after] = [treeOf(drawing), treeOf(drawing)];
      let rows = RowList.of(before.source.callees(before.source.root));
      for (const at of opened) rows = open(rows, before.source, at % rows.length);
      const kept = finished(openNames(rows, before.names));
      expect(kept.isCut).toBe(false);
      const { source, names } = after;
      const unfolding = new Unfolding(source, { nodes: source.callees(source.root), scope: kept.open }, (scope, node) =>
        openBelow(scope, node, names, 'none'),
      );
      while (!unfolding.isDone) unfolding.step();
      const again = unfolding.rows();
      expect([...again].map(({ entry, depth }) => ({ entry, depth }))).toEqual(
        [...rows].map(({ entry, depth }) => ({ entry, depth })),
      );
      for (const node of rows) {
        const path = pathOfNames(node, before.source.root, before.names);
        const found = finished(nodeAtPath(source, path, names));
        expect(found?.isWhole).toBe(true);
        expect(found && pathOfNames(found.node, source.root, names)).toEqual(path);
      }
    }),
  );
});
