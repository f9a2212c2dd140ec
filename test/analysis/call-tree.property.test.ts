import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CallNode, CallTree, FROM_ROOTS, type TreeShape } from '../../src/analysis/call-tree.ts';
import { countedSamples } from '../../src/analysis/counted.ts';
import { buildEntries } from '../../src/analysis/entries.ts';
import { type EntryQuestion, entryValues, shownCum, shownFlat } from '../../src/analysis/entry-values.ts';
import { add, at } from '../../src/base/int64.ts';
import { decodeProfile } from '../../src/profile/pprof/decode.ts';
import { drawView } from '../support/draw-view.ts';
import { randomProfile } from '../support/random-profile.ts';

const FROM_LEAVES: TreeShape = { ...FROM_ROOTS, direction: 'callers' };

const questions = randomProfile.map(({ bytes }): EntryQuestion => {
  const profile = decodeProfile(bytes);
  const shownValues = { column: profile.samples.values[0], divisor: undefined };
  const table = buildEntries(profile, {
    granularity: 'functions',
    noInlines: false,
    showColumns: false,
    keepsObjects: false,
    trimPath: '',
    sourcePath: '',
    keepsPaths: false,
  });
  return { profile, table, shownValues, counted: countedSamples(shownValues) };
});

const shapes = fc.record({
  direction: fc.constantFrom('callees' as const, 'callers' as const),
  mergesRecursion: fc.boolean(),
  through: fc.option(fc.nat(), { nil: undefined }),
});

/** A shape as it fits a question: through one of its entries. */
const fitted = ({ table }: EntryQuestion, shape: TreeShape): TreeShape => ({
  ...shape,
  through: shape.through === undefined || table.entries.length === 0 ? undefined : shape.through % table.entries.length,
});

function* allNodes(tree: CallTree, node: CallNode = tree.root): Generator<CallNode> {
  yield node;
  for (const callee of tree.callees(node)) yield* allNodes(tree, callee);
}

/** Opens the heaviest node of some levels. */
function openHeaviest(tree: CallTree, levels: number): void {
  let node: CallNode | undefined = tree.root;
  for (let level = 0; level < levels && node !== undefined; level++) node = tree.callees(node)[0];
}

describe('a tree of any shape', () => {
  test('what ends in a node and what goes on makes up its value', () => {
    fc.assert(
      fc.property(questions, shapes, (question, shape) => {
        const tree = new CallTree(question, fitted(question, shape));
        for (const node of allNodes(tree)) {
          const callees = tree.callees(node);
          expect(callees.reduce((sum, { cum }) => add(sum, cum), node.flat)).toEqual(node.cum);
          expect(node.isLeaf).toBe(callees.length === 0);
          expect(tree.sumOf(node, question.shownValues.column)).toEqual(node.cum);
          if (shape.mergesRecursion) expect(callees.map(({ entry }) => entry)).not.toContain(node.entry);
        }
      }),
    );
  });

  test('goes on from what another one has opened', () => {
    fc.assert(
      fc.property(questions, shapes, fc.nat(3), (question, shape, levels) => {
        const first = new CallTree(question, fitted(question, shape));
        openHeaviest(first, levels);
        const paths = (tree: CallTree) =>
          Array.from(allNodes(tree), ({ entry, depth, flat, cum }) => ({ entry, depth, flat, cum }));
        expect(paths(new CallTree(question, structuredClone(first.opened)))).toEqual(paths(first));
      }),
    );
  });
});

test('the first level of the tree of callers is the flat column of top', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const tree = new CallTree(question, FROM_LEAVES);
      const values = entryValues(question);
      const flats = new Map(tree.callees(tree.root).map(({ entry, cum }) => [entry, cum]));
      for (const entry of question.table.entries.keys()) {
        expect(flats.get(entry) ?? 0).toEqual(shownFlat(values, entry));
      }
    }),
  );
});

test('both trees through a function have the cum value of top, however often it recurs', () => {
  fc.assert(
    fc.property(questions, fc.boolean(), (question, mergesRecursion) => {
      const values = entryValues(question);
      for (const through of question.table.entries.keys()) {
        for (const direction of ['callees', 'callers'] as const) {
          const tree = new CallTree(question, { direction, mergesRecursion, through });
          const first = tree.callees(tree.root);
          expect(tree.root.cum).toEqual(shownCum(values, through));
          expect(first.length).toBeLessThanOrEqual(1);
          if (first.length > 0) expect(first[0]).toMatchObject({ entry: through, cum: tree.root.cum });
        }
      }
    }),
  );
});

test('merging recursion keeps the values of first calls', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const [plain, merged] = [false, true].map(
        (mergesRecursion) => new CallTree(question, { ...FROM_ROOTS, mergesRecursion }),
      );
      const firstLevel = (tree: CallTree) => tree.callees(tree.root).map(({ entry, cum }) => ({ entry, cum }));
      expect(firstLevel(merged)).toEqual(firstLevel(plain));
      const leaves = (tree: CallTree) => {
        const sums = new Map<number, unknown>();
        for (const { entry, flat } of allNodes(tree)) sums.set(entry, add((sums.get(entry) ?? 0) as number, flat));
        return sums;
      };
      expect(leaves(merged)).toEqual(leaves(plain));
    }),
  );
});

test('a drawn profile, cut at the outermost call', () => {
  const { question, names } = drawView(`
    main;a;b;a;c  5
    main;a        2
    main;b        1
  `);
  const drawn = (shape: TreeShape) => {
    const tree = new CallTree(question, shape);
    return Array.from(allNodes(tree), ({ entry, depth, flat, cum }) =>
      depth === 0 ? `all ${cum}` : `${' '.repeat(depth)}${names[entry]} ${flat} ${cum}`,
    );
  };
  const through = names.indexOf('a');
  expect(drawn({ ...FROM_ROOTS, through })).toEqual(['all 7', ' a 2 7', '  b 0 5', '   a 0 5', '    c 5 5']);
  expect(drawn({ ...FROM_LEAVES, through })).toEqual(['all 7', ' a 0 7', '  main 7 7']);
  expect(drawn(FROM_LEAVES)).toEqual([
    'all 8',
    ' c 0 5',
    '  a 0 5',
    '   b 0 5',
    '    a 0 5',
    '     main 5 5',
    ' a 0 2',
    '  main 2 2',
    ' b 0 1',
    '  main 1 1',
  ]);
  expect(at(question.shownValues.column, 0)).toBe(5);
});
