/** The numbers that views draw are those that the reports print. Both are read as text, as somebody reads them. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readGoroutineDump } from '../../../src/profile/legacy/goroutine-dump.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import type { Profile } from '../../../src/profile/tables.ts';
import { listReport } from '../../../src/report/list.ts';
import type { Options } from '../../../src/report/options.ts';
import { topReport } from '../../../src/report/top.ts';
import { tracesReport } from '../../../src/report/traces.ts';
import type { SourceState } from '../../../src/ui/source/model.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { type OpenedView, openView } from '../../support/open-view.ts';
import { randomProfile } from '../../support/random-profile.ts';
import { reportText } from '../../support/report-text.ts';

/** Counts print as they are, and none of these is too long for its column. */
const profiles: fc.Arbitrary<Profile> = randomProfile
  .map(({ bytes }) => decodeProfile(bytes))
  .filter(({ valueTypes, samples }) => {
    const [first] = valueTypes;
    const isSmall = (value: number) => Math.abs(value) < 10_000;
    return first?.unit === 'count' && Array.from(samples.values[0], Number).every(isSmall);
  });

const FIRST_TYPE = { sample_index: '0' } as const;
const ROOMY = { columns: 250, rows: 600, options: FIRST_TYPE };

interface Values {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
}

/** The rows of `top`, and the total it gives shares of. */
function topOf(profile: Profile, options: Partial<Options> = {}) {
  const all = { ...FIRST_TYPE, ...options, nodecount: 0, nodefraction: 0 };
  const { text } = reportText(topReport, { profile, host: fakeHost({}), options: all });
  const rows = [...text.matchAll(/^ *(-?\d+) +\S+ +\S+ +(-?\d+) +\S+ {2}(.*)$/gm)].map(
    ([, flat, cum, name]): Values => ({
      name: name.replace(/ \((?:partial-)?inline\)$/, ''),
      flat: Number(flat),
      cum: Number(cum),
    }),
  );
  return { rows, total: Number(/ of (-?\d+) total/.exec(text)?.[1] ?? 0) };
}

/** A row of a call tree. */
interface TreeRow extends Values {
  readonly depth: number;
  readonly flatShare: number;
  readonly cumShare: number;
}

/** The rows of a tree with columns for flat and cum. */
function treeRows(view: OpenedView): TreeRow[] {
  return view.lines().flatMap((line) => {
    const cells = /^[> ].\s*([+-]?\d+)\s+(\S+)%\s+([+-]?\d+)\s+(\S+)% {2}((?: {2})*)[▸▾·] (.*)$/.exec(line);
    if (cells === null) return [];
    const [, flat, flatShare, cum, cumShare, indent, name] = cells;
    return {
      name,
      depth: indent.length / 2,
      flat: Number(flat),
      cum: Number(cum),
      flatShare: Number(flatShare),
      cumShare: Number(cumShare),
    };
  });
}

const rowsBelow = (rows: readonly TreeRow[], from: number): readonly TreeRow[] => {
  const end = rows.findIndex((row, i) => i > from && row.depth <= rows[from].depth);
  return rows.slice(from + 1, end === -1 ? rows.length : end);
};

/** Sums by name, without those that are zero. */
function sumsByName(
  rows: readonly { readonly name: string; readonly value: number }[],
): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const { name, value } of rows) sums.set(name, (sums.get(name) ?? 0) + value);
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0));
}

const flatsOf = (rows: readonly Values[]) => sumsByName(rows.map(({ name, flat }) => ({ name, value: flat })));

/** Two functions may print alike; then rows cannot be told apart by what they show. */
const hasTwins = (rows: readonly Values[]) => new Set(rows.map(({ name }) => name)).size < rows.length;

/** That a share reads as what it is a share of: pprof rounds to two digits, and cuts small ones to two figures. */
function expectShare(shown: number, value: number, total: number): void {
  const share = total === 0 ? 0 : Math.abs((100 * value) / total);
  expect(Math.abs(shown - share)).toBeLessThanOrEqual(Math.max(0.0051, share * 0.05 * Number(share < 1)));
}

test('browse: a row is its own value and its callees; all rows of a function are what top prints of it', async () => {
  await fc.assert(
    fc.asyncProperty(profiles, async (profile) => {
      const { rows: functions, total } = topOf(profile);
      const view = await openView('browse', profile, ROOMY).catch(() => undefined);
      fc.pre(view !== undefined && !hasTwins(functions));
      if (view === undefined) return;
      const roots = treeRows(view).length;
      await view.press('G', ...Array.from({ length: roots }, () => ['E', 'k']).flat());
      const rows = treeRows(view);

      rows.forEach((row, i) => {
        const callees = rowsBelow(rows, i).filter(({ depth }) => depth === row.depth + 1);
        expect(row.cum).toBe(callees.reduce((sum, { cum }) => sum + cum, row.flat));
        expectShare(row.flatShare, row.flat, total);
        expectShare(row.cumShare, row.cum, total);
      });
      expect(flatsOf(rows)).toEqual(flatsOf(functions));
      // A function that calls itself has its samples in its outermost row.
      const inner = new Set(rows.flatMap((row, i) => rowsBelow(rows, i).filter(({ name }) => name === row.name)));
      const outermost = rows.filter((row) => !inner.has(row));
      const cums = (of: readonly Values[]) => sumsByName(of.map(({ name, cum }) => ({ name, value: cum })));
      expect(cums(outermost)).toEqual(cums(functions));
    }),
    { numRuns: 40 },
  );
});

test('bottomup and sandwich: the leaves have the flat values of top, the middle both values', async () => {
  await fc.assert(
    fc.asyncProperty(profiles, async (profile) => {
      const { rows: functions } = topOf(profile);
      const view = await openView('bottomup', profile, ROOMY).catch(() => undefined);
      fc.pre(view !== undefined && !hasTwins(functions));
      if (view === undefined) return;
      const leaves = view.lines().flatMap((line) => {
        const cells = /^[> ].\s*([+-]?\d+)\s+\S+% {2}[▸▾·] (.*)$/.exec(line);
        return cells === null ? [] : [{ name: cells[2], value: Number(cells[1]) }];
      });
      expect(sumsByName(leaves)).toEqual(flatsOf(functions));

      for (const { name, flat, cum } of functions) {
        if (!/^[\w.]+$/.test(name)) continue;
        const sandwich = await openView(`sandwich ^${name.replaceAll('.', '\\.')}$`, profile, ROOMY);
        const middle = sandwich.lines().find((line) => line.endsWith(`── ${name}`));
        const [, shownFlat, shownCum] = /^[> ].\s*([+-]?\d+)\s+\S+%\s+([+-]?\d+)\s/.exec(middle ?? '') ?? [];
        expect({ name, flat: Number(shownFlat), cum: Number(shownCum) }).toEqual({ name, flat, cum });
      }
    }),
    { numRuns: 40 },
  );
});

test('flame: the whole, and what a search matches, are what top prints of them', async () => {
  await fc.assert(
    fc.asyncProperty(profiles, fc.constantFrom('main', 'serve', 'push', 'naïve'), async (profile, word) => {
      const view = await openView('flame', profile, ROOMY).catch(() => undefined);
      fc.pre(view !== undefined);
      if (view === undefined) return;
      const { rows } = topOf(profile);
      const whole = Array.from(profile.samples.values[0], Number).reduce((sum, value) => sum + value, 0);
      const cum = /^cum ([+-]?\d+) /m.exec(view.lines().join('\n'))?.[1];
      await view.press('/', ...word, 'enter');
      const found = /: ([+-]?\d+) of [+-]?\d+,/.exec(view.lines().join('\n'))?.[1];
      // The other columns of the profile make samples that have no value here; nothing is shown of them.
      if (rows.some((row) => row.name.includes(word) && row.cum !== 0)) {
        const focused = topOf(profile, { focus: word }).rows.reduce((sum, { flat }) => sum + flat, 0);
        expect(Number(found)).toBe(focused);
      }
      expect(Number(cum)).toBe(whole);
    }),
    { numRuns: 40 },
  );
});

/** A row of the source view: flat, cum, how hot it is, the line. Growth has its sign. */
const SOURCE_ROW = /^ +\+?(\S+) +\+?(\S+) .? +(\d+) .*$/;

test('source: every line has the values that list prints', async () => {
  const machine = fakeHost({ files: { '/src/a.go': 'package a\n'.repeat(40) } });
  await fc.assert(
    fc.asyncProperty(profiles, async (profile) => {
      const { text } = reportText(listReport, { profile, argument: 'main', host: machine, options: FIRST_TYPE });
      const listed = [...text.matchAll(/^ +(\S+) +(\S+) +(\d+):/gm)].filter(
        ([, flat, cum]) => `${flat}${cum}` !== '..',
      );
      const view = await openView<SourceState>('source main', profile, { ...ROOMY, rows: 70, machine }).catch(
        () => undefined,
      );
      fc.pre(view !== undefined && listed.length > 0);
      if (view === undefined) return;
      const drawn = new Set<string>();
      for (const _ of view.top.state.own.answer.functions) {
        for (const line of view.lines()) drawn.add(line.slice(1).replace(SOURCE_ROW, '$1 $2 $3'));
        await view.press('tab');
      }
      for (const [, flat, cum, line] of listed) {
        expect([...drawn]).toContain(`${[flat, cum].map((value) => (value === '0' ? '.' : value)).join(' ')} ${line}`);
      }
    }),
    { numRuns: 20 },
  );
});

test('goroutines: the rows add up to what traces and top print', async () => {
  const profile = readGoroutineDump(readFileSync('test/data/goroutines/unoptimized.debug2.txt'));
  if (profile === undefined) throw new Error('not taken for a dump');
  const { text } = reportText(tracesReport, { profile, host: fakeHost({}) });
  const traced = [...text.matchAll(/^ +(\d+) {3}\S/gm)].reduce((sum, [, value]) => sum + Number(value), 0);
  const view = await openView('goroutines', profile, { columns: 120, rows: 60 });
  for (const _ of ['by stack', 'by state', 'by wait', 'by creator']) {
    const counts = view.lines().flatMap((line) => /^[> ] +(\d+) +(\S+)% .*▸ /.exec(line)?.slice(1) ?? []);
    const sum = (column: number) =>
      counts.filter((_, i) => i % 2 === column).reduce((so, cell) => so + Number(cell), 0);
    expect(sum(0)).toBe(traced);
    expect(sum(1)).toBeCloseTo(100, 0);
    await view.press('tab');
  }
});
