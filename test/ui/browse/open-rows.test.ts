import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CallNode, CallTree } from '../../../src/analysis/call-tree.ts';
import { type CallSource, sourceOf } from '../../../src/ui/browse/call-source.ts';
import { HeaviestPath } from '../../../src/ui/browse/heaviest-path.ts';
import { callerRow, close, closeBelow, endOfSubtree, isOpen, open, reveal } from '../../../src/ui/browse/open-rows.ts';
import { RowList } from '../../../src/ui/browse/row-list.ts';
import { drawView } from '../../support/draw-view.ts';

const view = drawView(`
  main;serve;parse;scan  30
  main;serve;parse       10
  main;serve;render      20
  main;report            5
  idle;park              3
`);
const tree = sourceOf(new CallTree(view.question));

/** Opens the heaviest path below a row. */
function openHeaviest(rows: RowList, source: CallSource, row: number): RowList {
  const path = new HeaviestPath(source, rows.node(row));
  while (!path.isDone) path.step();
  return reveal(rows, source, path.node).rows;
}

/** The rows with their names indented, open ones marked. */
const drawn = (rows: RowList) =>
  [...rows].map((node, row) => {
    const mark = node.isLeaf ? '·' : isOpen(rows, row) ? '▾' : '▸';
    return `${'  '.repeat(node.depth - 1)}${mark} ${view.names[node.entry]}`;
  });

const roots = RowList.of(tree.callees(tree.root));

describe('opening and closing', () => {
  test('the roots', () => {
    expect(drawn(roots)).toEqual(['▸ main', '▸ idle']);
  });

  test('one level', () => {
    const rows = open(roots, tree, 0);
    expect(drawn(rows)).toEqual(['▾ main', '  ▸ serve', '  · report', '▸ idle']);
    expect(open(rows, tree, 0)).toBe(rows);
    expect(open(rows, tree, 2)).toBe(rows);
  });

  test('the heaviest path, through what is open already', () => {
    const all = ['▾ main', '  ▾ serve', '    ▾ parse', '      · scan', '    · render', '  · report', '▸ idle'];
    expect(drawn(openHeaviest(roots, tree, 0))).toEqual(all);
    expect(drawn(openHeaviest(open(roots, tree, 0), tree, 0))).toEqual(all);
  });

  test('closing takes all rows below away', () => {
    const rows = openHeaviest(roots, tree, 0);
    expect(drawn(close(rows, tree, 1))).toEqual(['▾ main', '  ▸ serve', '  · report', '▸ idle']);
    expect(drawn(close(rows, tree, 0))).toEqual(['▸ main', '▸ idle']);
    expect(close(rows, tree, 3)).toBe(rows);
    expect(drawn(closeBelow(rows, tree, 0))).toEqual(['▾ main', '  ▸ serve', '  · report', '▸ idle']);
  });

  test('callers and ends', () => {
    const rows = openHeaviest(roots, tree, 0);
    expect([...rows].map((_, row) => callerRow(rows, row))).toEqual([0, 0, 1, 2, 1, 0, 6]);
    expect([...rows].map((_, row) => endOfSubtree(rows, tree, row))).toEqual([6, 5, 4, 4, 5, 6, 7]);
  });
});

describe('revealing a node', () => {
  const scan = openHeaviest(roots, tree, 0).node(3);

  test('opens its callers and nothing else', () => {
    const { rows, row } = reveal(roots, tree, scan);
    expect(drawn(rows)).toEqual([
      '▾ main',
      '  ▾ serve',
      '    ▾ parse',
      '      · scan',
      '    · render',
      '  · report',
      '▸ idle',
    ]);
    expect(rows.node(row)).toBe(scan);
  });

  test('keeps what is open', () => {
    const rows = open(openHeaviest(roots, tree, 1), tree, 0);
    expect(drawn(rows)).toEqual(['▾ main', '  ▸ serve', '  · report', '▾ idle', '  · park']);
    const shown = reveal(rows, tree, scan);
    expect(drawn(shown.rows).slice(-3)).toEqual(['  · report', '▾ idle', '  · park']);
    expect(shown.rows.node(shown.row)).toBe(scan);
    expect(reveal(shown.rows, tree, scan)).toEqual(shown);
  });
});

test('a million rows open and close in a moment', () => {
  const root: CallNode = { entry: -1, caller: undefined, depth: 0, flat: 0, cum: 0, isLeaf: false, sampleCount: 1 };
  const node = (caller: CallNode, isLeaf: boolean): CallNode => ({
    ...root,
    entry: 0,
    caller,
    depth: caller.depth + 1,
    isLeaf,
  });
  const [first, second] = [node(root, false), node(root, false)];
  const many = Array.from({ length: 1_000_000 }, () => node(first, true));
  const callees = (of: CallNode) => (of === root ? [first, second] : of === first ? many : []);
  const source: CallSource = { root, open: () => true, callees, heaviestFirst: callees };
  const rows = openHeaviest(RowList.of([first, second]), source, 0);
  expect(rows).toHaveLength(1_000_002);
  expect(callerRow(rows, 1_000_000)).toBe(0);
  expect(reveal(RowList.of([first, second]), source, many[999_999]).row).toBe(1_000_000);
  expect([...close(rows, source, 0)]).toEqual([first, second]);
});

/** Rows are those of an open tree: each is below its caller, siblings are complete and in order. */
function isComplete(rows: RowList): boolean {
  const siblings = (from: number, caller: CallNode): number => {
    let row = from;
    for (const callee of tree.callees(caller)) {
      if (rows.node(row) !== callee) return -1;
      row = isOpen(rows, row) ? siblings(row + 1, callee) : row + 1;
      if (row === -1) return -1;
    }
    return row;
  };
  return siblings(0, tree.root) === rows.length;
}

test('whatever is opened and closed, the rows are whole', () => {
  const step = fc.record({ at: fc.nat(), does: fc.constantFrom('open', 'path', 'close', 'reveal') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let rows: RowList = roots;
      const seen: CallNode[] = [...roots];
      for (const { at, does } of steps) {
        const row = at % rows.length;
        if (does === 'open') rows = open(rows, tree, row);
        else if (does === 'path') rows = openHeaviest(rows, tree, row);
        else if (does === 'close') rows = close(rows, tree, row);
        else {
          const node = seen[at % seen.length];
          const shown = reveal(rows, tree, node);
          rows = shown.rows;
          expect(rows.node(shown.row)).toBe(node);
        }
        seen.push(...rows);
        expect(isComplete(rows)).toBe(true);
      }
    }),
  );
});
