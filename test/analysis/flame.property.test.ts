import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CallNode, CallTree } from '../../src/analysis/call-tree.ts';
import { shownCum, shownFlat } from '../../src/analysis/entry-values.ts';
import { type FlameBox, flameLayout, wholeFrame, zoomToGathered } from '../../src/analysis/flame-layout.ts';
import { flameMatches } from '../../src/analysis/flame-matches.ts';
import { type FlameDirection, type FlameFrame, FlameTree } from '../../src/analysis/flame-tree.ts';
import { compareText } from '../../src/base/byte-text.ts';
import { add, addUpColumn, at, type Int64 } from '../../src/base/int64.ts';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import { DEFAULT_OPTIONS } from '../../src/report/options.ts';
import { viewProfile } from '../../src/report/profile-view.ts';
import { drawView } from '../support/draw-view.ts';
import { randomProfile } from '../support/random-profile.ts';

const host = { explains: false } as never;
const directions = fc.constantFrom<FlameDirection>('callees', 'callers');

const randomView = fc.tuple(randomProfile, fc.boolean()).map(([{ bytes }, mean]) =>
  viewProfile({
    profile: readProfileBytes(bytes),
    options: { ...DEFAULT_OPTIONS, mean, symbolize: 'none' } as never,
    host,
    notify: () => {},
  }),
);

describe('the tree of a flame graph', () => {
  test('is the call tree, however small the pieces it is opened in', () => {
    fc.assert(
      fc.property(randomView, directions, fc.integer({ min: 1, max: 9 }), ({ question }, direction, piece) => {
        const flame = new FlameTree(question, direction);
        const calls = new CallTree(question, { direction, mergesRecursion: false, through: undefined });
        openAll(flame, flame.root, piece);
        expect(flameText(flame.root)).toEqual(callText(calls, calls.root));
      }),
    );
  });

  test('weights are the values without their signs, and those of callees are part of their caller’s', () => {
    fc.assert(
      fc.property(randomView, ({ question }) => {
        const flame = new FlameTree(question);
        openAll(flame, flame.root, 50);
        const { column } = question.shownValues;
        const all = question.counted.reduce((sum, sample) => sum + Math.abs(Number(column[sample])), 0);
        expect(Math.abs(flame.root.weight - all)).toBeLessThanOrEqual(all * 1e-12);
        for (const frame of framesOn(flame.root)) {
          const onIt = (frame.callees ?? []).reduce((sum, { weight }) => sum + weight, 0);
          expect(onIt).toBeLessThanOrEqual(frame.weight * (1 + 1e-12));
        }
      }),
    );
  });

  test('the flat values of the frames of an entry add up to its flat in top', () => {
    fc.assert(
      fc.property(randomView, ({ question, values }) => {
        // Means do not add up.
        fc.pre(question.shownValues.divisor === undefined);
        const flame = new FlameTree(question);
        openAll(flame, flame.root, 50);
        const sums = new Map<number, Int64>();
        for (const { entry, flat } of framesOn(flame.root)) sums.set(entry, add(sums.get(entry) ?? 0, flat));
        for (const [entry, sum] of sums) expect(sum).toBe(shownFlat(values, entry));
      }),
    );
  });

  test('thousands of callees come heaviest first, then by name', () => {
    const values = Array.from({ length: 5000 }, (_, i) => (i * 7919) % 613);
    const { question, names } = drawView(values.map((value, i) => `f${i} ${value + 1}`).join('\n'));
    const flame = new FlameTree(question);
    openAll(flame, flame.root, 700);
    const callees = flame.root.callees ?? [];
    const sorted = callees.toSorted((a, b) => b.weight - a.weight || compareText(names[a.entry], names[b.entry]));
    expect(callees).toHaveLength(5000);
    expect(callees.map(({ entry }) => entry)).toEqual(sorted.map(({ entry }) => entry));
  });

  test('the frames of a function that does not recurse add up to its cum in top', () => {
    const { question, values } = drawView(`
      main;a;b  10
      main;c;b  7
      main;b    5
      main;d    1
    `);
    const flame = new FlameTree(question);
    openAll(flame, flame.root, 3);
    for (const entry of question.table.entries.keys()) {
      const sum = framesOn(flame.root).filter((frame) => frame.entry === entry);
      expect(sum.reduce((cum, frame) => cum + Number(frame.cum), 0)).toBe(shownCum(values, entry));
    }
  });
});

describe('the layout of a flame graph', () => {
  const sizes = fc.integer({ min: 1, max: 200 });

  test('frames lie on their callers side by side, and none is missing', () => {
    fc.assert(
      fc.property(randomView, directions, sizes, ({ question }, direction, width) => {
        const flame = new FlameTree(question, direction);
        openAll(flame, flame.root, 50);
        const { rows, unopened } = flameLayout(wholeFrame(flame.root), width);
        expect(unopened).toEqual([]);
        for (const row of rows) {
          row.reduce((end, box) => {
            expect(box.start).toBeGreaterThanOrEqual(end);
            expect(box.end).toBeGreaterThan(box.start);
            return box.end + Math.sign(box.edge);
          }, 0);
        }
        for (const [depth, row] of rows.entries()) {
          for (const box of row.filter(({ gathered }) => gathered === 0)) {
            const onIt = boxesOn(rows[depth + 1] ?? [], box);
            for (const { start, end } of onIt) {
              expect(start).toBeGreaterThanOrEqual(box.start);
              expect(end).toBeLessThanOrEqual(box.end);
            }
            const frames = onIt.reduce((sum, { gathered }) => sum + Math.max(1, gathered), 0);
            expect(frames).toBe(box.frame.callees?.length);
          }
        }
      }),
    );
  });

  test('cells are the share within one cell, and one more beside what is gathered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 60 }),
        sizes,
        (values, width) => {
          const { question } = drawView(values.map((value, i) => `main;f${i} ${value}`).join('\n'));
          const flame = new FlameTree(question);
          openAll(flame, flame.root, 50);
          const { rows } = flameLayout(wholeFrame(flame.root), width);
          for (const { start, end, edge, weight, gathered } of rows.flat()) {
            const share = (weight / flame.root.weight) * width;
            const hasNeighbour = rows.some((row) => row.some((box) => box.gathered > 0 && box.start === end));
            const least = gathered > 0 || hasNeighbour ? 2 : 1;
            expect(Math.abs(end - start + edge / 8 - share)).toBeLessThanOrEqual(least);
          }
        },
      ),
    );
  });

  test('zooming in to what is gathered always shows some of it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 300 }),
        sizes,
        (values, width) => {
          const { question } = drawView(values.map((value, i) => `f${i} ${value}`).join('\n'));
          const flame = new FlameTree(question);
          openAll(flame, flame.root, 50);
          let zoom = wholeFrame(flame.root);
          for (let left = values.length; ; ) {
            const { rows } = flameLayout(zoom, Math.max(4, width));
            const gathered = rows[1].find((box) => box.gathered > 0);
            if (gathered === undefined) break;
            expect(gathered.gathered).toBeLessThan(left);
            left = gathered.gathered;
            zoom = zoomToGathered(gathered, Math.max(4, width));
          }
        },
      ),
    );
  });
});

describe('matches in a flame graph', () => {
  test('every sample counts once, as in the sum of those that go through a match', () => {
    fc.assert(
      fc.property(randomView, fc.constantFrom('main', 'a', 'x', 'b'), ({ question, values, names }, text) => {
        const isWanted = (entry: number) => names[entry].includes(text);
        const { profile, table, shownValues, counted } = question;
        if (shownValues.divisor !== undefined) return;
        const through = counted.filter((sample) => {
          const stack = Array.from(profile.stacks as unknown as Int32Array).slice(
            profile.samples.stackStart[sample],
            profile.samples.stackEnd[sample],
          );
          return stack.some((location) =>
            Array.from(table.frames as unknown as Int32Array)
              .slice(table.frameStart[location], table.frameStart[location + 1])
              .some((entry) => isWanted(entry) && Number(values.cum[entry]) !== 0),
          );
        });
        const addUp = (part: Float64Array) => Float64Array.of(through.reduce((sum, sample) => sum + part[sample], 0));
        const { sum, path } = flameMatches(question, values, isWanted);
        expect(sum).toEqual(at(addUpColumn(shownValues.column, addUp), 0));
        expect(path.length > 0).toBe(through.length > 0);
      }),
    );
  });

  test('the path leads to the heaviest function by its largest sample', () => {
    const { question, values, names } = drawView(`
      main;a;xa    10
      main;b;c;xb  8
      main;c;xb    9
    `);
    const { path, sum, entries } = flameMatches(question, values, (entry) => names[entry].startsWith('x'));
    expect(path.map((entry) => names[entry])).toEqual(['main', 'c', 'xb']);
    expect({ sum, entries }).toEqual({ sum: 27, entries: 2 });
  });
});

function openAll(tree: FlameTree, frame: FlameFrame, piece: number): void {
  for (let left = -1; frame.callees === undefined && left < 1e6; left++) tree.open(frame, piece);
  for (const callee of frame.callees ?? []) openAll(tree, callee, piece);
}

function framesOn(frame: FlameFrame): readonly FlameFrame[] {
  return (frame.callees ?? []).flatMap((callee) => [callee, ...framesOn(callee)]);
}

function boxesOn(row: readonly FlameBox[], box: FlameBox): readonly FlameBox[] {
  return row.filter(({ frame, gathered }) => (gathered > 0 ? frame : frame.caller) === box.frame);
}

const line = ({ entry, depth, flat, cum }: Pick<CallNode, 'entry' | 'depth' | 'flat' | 'cum'>, isEnd: boolean) =>
  `${'  '.repeat(depth)}${entry} ${flat} ${cum} ${isEnd}`;

/** Their order is that of the weights, which the call tree does not know. */
function flameText(frame: FlameFrame): readonly string[] {
  const callees = (frame.callees ?? []).toSorted((a, b) => a.entry - b.entry);
  return [line(frame, frame.isLast), ...callees.flatMap(flameText)];
}

function callText(tree: CallTree, node: CallNode): readonly string[] {
  const callees = tree.callees(node).toSorted((a, b) => a.entry - b.entry);
  return [line(node, node.isLeaf), ...callees.flatMap((callee) => callText(tree, callee))];
}
