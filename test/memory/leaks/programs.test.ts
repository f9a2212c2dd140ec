import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findLeaks, type LeakReport } from '../../../src/memory/leaks/find-leaks.ts';
import { SnapshotSeries } from '../../../src/memory/leaks/snapshot-series.ts';
import { readProfileBytes } from '../../../src/profile/pprof/read.ts';

/** What `expected.json` beside a recorded program says; see its README.md. */
interface Expectation {
  readonly isHealthy: boolean;
  readonly shows: string | null;
  readonly function: string | null;
  readonly alsoAccepted: readonly string[];
  readonly files: { readonly snapshots?: readonly string[]; readonly goroutineSnapshots?: readonly string[] };
}

const root = join(import.meta.dirname, '../programs');

const programs = readdirSync(root)
  .filter((name) => existsSync(join(root, name, 'expected.json')))
  .map((name) => {
    const expected: Expectation = JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8'));
    const { snapshots, goroutineSnapshots } = expected.files;
    const series = [snapshots, goroutineSnapshots].flatMap((files) => (files === undefined ? [] : [files]));
    return { name, expected, reports: series.map((files) => reportOn(name, files)) };
  });

function reportOn(name: string, files: readonly string[]): LeakReport {
  const series = new SnapshotSeries();
  for (const file of files) series.add(readProfileBytes(readFileSync(join(root, name, file))), { file });
  return findLeaks(series.end());
}

const isLikely = ({ confidence }: { readonly confidence: string }) => confidence !== 'possible';

/** Where a function that is as good as the expected one stands, counted from 1; 0 where it does not. */
function placeOf({ expected }: (typeof programs)[number], { suspects, others }: LeakReport): number {
  const accepted = [expected.function, ...expected.alsoAccepted];
  const listed = [...suspects, ...others.filter(({ shape }) => shape.change > 0)];
  return 1 + listed.findIndex(({ frame }) => accepted.includes(frame.function));
}

describe('recorded programs', () => {
  test('are there', () => {
    expect(programs.length).toBeGreaterThanOrEqual(28);
  });

  const healthy = programs.filter(({ expected }) => expected.isHealthy);
  test.each(healthy.map(({ name, reports }) => [name, reports] as const))(
    '%s is healthy: nothing is likely',
    (_, reports) => {
      expect(reports.flatMap(({ suspects }) => suspects.filter(isLikely).map(({ frame }) => frame.function))).toEqual(
        [],
      );
    },
  );

  /** Goroutines that were many for a moment are not seen to grow, and the stacks of what they leave have no code of anyone. */
  const NOT_SEEN = ['burst'];

  const leaking = programs.filter(({ expected }) => expected.shows === 'retention');
  test.each(leaking.map((program) => [program.name, program] as const))(
    '%s has its fault first or second',
    (name, program) => {
      const found = program.reports
        .map((report) => placeOf(program, report))
        .some((place) => place === 1 || place === 2);
      expect(found).toBe(!NOT_SEEN.includes(name));
    },
  );
});
