import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.ts';
import { safeText } from '../../../src/base/safe-text.ts';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import type { Options } from '../../../src/report/options.ts';
import { randomProfile } from '../../support/random-profile.ts';
import { csvRows } from './csv-rows.ts';
import { ALL_REPORTS, reportNamed } from './examples.ts';
import { type FormattedRun, formattedText, textOf } from './formatted-text.ts';
import { markdownTables } from './markdown-tables.ts';

const profiles = randomProfile.map(({ bytes }) => decodeProfile(bytes));
const options: fc.Arbitrary<Partial<Options>> = fc.record({
  granularity: fc.constantFrom('', 'functions', 'files', 'lines', 'addresses'),
  sort: fc.constantFrom('flat', 'cum'),
  noinlines: fc.boolean(),
  drop_negative: fc.boolean(),
  mean: fc.boolean(),
  nodecount: fc.constantFrom(-1, 3),
  unit: fc.constantFrom('minimum', 'ms', 'auto'),
});

/** A run of a report on a drawn profile; peek and its like ask for all there is. */
const runs = fc.record({ profile: profiles, options, argument: fc.constantFrom('.', 'main') });
const runOf = (name: string, run: FormattedRun): FormattedRun => {
  const { argument, ...rest } = run;
  return reportNamed(name).argument === 'regex' && argument !== undefined ? { ...rest, argument } : rest;
};

/** The rows of a text report, blanks squeezed: what stands behind its heading. */
function textRows(name: string, run: FormattedRun): string[] {
  const lines = textOf(reportNamed(name), run).split('\n').slice(0, -1);
  const heading = lines.findIndex((line) => line.startsWith('      flat  flat%'));
  return lines.slice(heading + 1).map((line) => line.trim().replace(/ +/g, ' '));
}

const squeezed = (words: readonly string[]) =>
  words
    .filter((word) => word !== '')
    .join(' ')
    .replace(/ +/g, ' ')
    .trim();

test('top: the rows are those of the text', () => {
  fc.assert(
    fc.property(runs, (drawn) => {
      const run = runOf('top', drawn);
      const text = textRows('top', run);
      const { entries } = JSON.parse(formattedText(reportNamed('top'), 'json', run));
      const names = entries.map(({ name, inline }: { name: string; inline: string | null }) =>
        squeezed([name, inline === null ? '' : `(${inline})`]),
      );
      expect(names).toEqual(text.map((row, i) => row.slice(-names[i].length)));

      const [[, ...rows]] = markdownTables(formattedText(reportNamed('top'), 'markdown', run));
      // Where there is no total, nothing has a share of it; the text says 0%.
      const shown = rows.map(([flat, flatShare, sumShare, cum, cumShare, name, mark]) => {
        const shares = [flatShare, sumShare, cumShare].map((share) => share || '0%');
        return squeezed([flat, shares[0], shares[1], cum, shares[2], name, mark === '' ? '' : `(${mark})`]);
      });
      expect(shown).toEqual(text.map(safeText));
    }),
  );
});

test('what is hidden and what is shown make up all flat values', () => {
  const name = fc.constantFrom('top', 'tree', 'dot');
  const trimmings = fc.record({ nodefraction: fc.constantFrom(0, 0.05, 0.3), nodecount: fc.constantFrom(0, 2) });
  fc.assert(
    fc.property(profiles, name, trimmings, fc.boolean(), (profile, report, trimming, callTree) => {
      const sumOf = (options: Partial<Options>) => {
        const run = { profile, options: { ...options, call_tree: callTree } };
        // As text: the sums of some drawn values do not fit into doubles.
        const json = formattedText(reportNamed(report), 'json', run);
        const flats = Array.from(json.matchAll(/"flat": ?(-?\d+)/g), ([, flat]) => BigInt(flat));
        return BigInt.asIntN(
          64,
          flats.reduce((sum, flat) => sum + flat, 0n),
        );
      };
      expect(sumOf(trimming)).toBe(sumOf({ nodefraction: 0, nodecount: 0 }));

      const run = { profile, options: { ...trimming, call_tree: callTree } };
      const { hidden } = JSON.parse(formattedText(reportNamed(report), 'json', run));
      if (trimming.nodefraction === 0) expect(hidden.below_nodefraction).toMatchObject({ entries: 0, flat: 0 });
      if (trimming.nodecount === 0) expect(hidden.behind_nodecount).toMatchObject({ entries: 0, flat: 0 });
    }),
  );
});

test('tree and peek: the rows are those of the text', () => {
  fc.assert(
    fc.property(runs, fc.constantFrom('tree', 'peek'), (drawn, name) => {
      const run = runOf(name, drawn);
      let text: string[];
      try {
        text = textRows(name, run).filter((row) => !row.startsWith('---'));
      } catch (error) {
        if (error instanceof UserError) return;
        throw error;
      }
      const { calls } = JSON.parse(formattedText(reportNamed(name), 'json', run));
      const shown = calls.map((row: { relation: string; name: string; inline: boolean | null }) =>
        squeezed([row.name, row.inline === true ? '(inline)' : '']),
      );
      expect(shown).toEqual(text.map((row) => row.slice(row.indexOf('| ') + 2)));
    }),
  );
});

test('traces: every sample of the text is a row', () => {
  fc.assert(
    fc.property(runs, (drawn) => {
      const run = runOf('traces', drawn);
      const { samples } = JSON.parse(formattedText(reportNamed('traces'), 'json', run));
      const frames = samples.flatMap(({ stack, inlined }: { stack: string[]; inlined: number[] }) =>
        stack.map((name, i) => `   ${name}${inlined.includes(i) ? ' (inline)' : ''}`),
      );
      const lines = textOf(reportNamed('traces'), run).split('\n');
      const text = lines
        .slice(lines.findIndex((line) => line.startsWith('-----------+')))
        .filter((line) => /^.{10,} {3}/.test(line) && !/^ *[^ ]+: {2}/.test(line));
      expect(frames.length).toBe(text.length);
      for (const [i, frame] of frames.entries()) expect(text[i].endsWith(frame)).toBe(true);
    }),
  );
});

test('every report in JSON and in CSV says the same, and both can be read', () => {
  const name = fc.constantFrom(...ALL_REPORTS.map((report) => report.name));
  fc.assert(
    fc.property(runs, name, (drawn, report) => {
      const run = runOf(report, drawn);
      let json: string;
      try {
        json = formattedText(reportNamed(report), 'json', run);
      } catch (error) {
        if (error instanceof UserError) return;
        throw error;
      }
      const { schema, report: _, argument, profile, options: __, filters, hidden, ...tables } = JSON.parse(json);
      expect([schema, argument ?? null, typeof profile, filters]).toEqual([
        'pprof-shell/1',
        run.argument ?? null,
        'object',
        [],
      ]);
      expect(hidden === null || hidden.below_nodefraction.entries >= 0).toBe(true);
      const [heading, ...rows] = csvRows(formattedText(reportNamed(report), 'csv', run));
      expect(rows.every((row) => row.length === heading.length)).toBe(true);
      const objects = (Object.values(tables) as object[][]).flat();
      expect(rows.length).toBe(objects.length);
      for (const [i, object] of objects.entries()) {
        for (const [key, value] of Object.entries(object)) {
          if (typeof value === 'string') expect(plain(rows[i][heading.indexOf(key)])).toBe(safeText(value));
          else if (value === null) expect(rows[i][heading.indexOf(key)]).toBe('');
          else if (typeof value === 'number') expect(Number(rows[i][heading.indexOf(key)])).toBe(value);
        }
      }
      const markdown = formattedText(reportNamed(report), 'markdown', run);
      for (const [columns, ...cells] of markdownTables(markdown)) {
        expect(cells.every((row) => row.length === columns.length)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

/** A field as it was before it was made harmless. */
function plain(field: string): string {
  return field.startsWith("'") ? field.slice(1) : field;
}
