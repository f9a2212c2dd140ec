import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomProfile } from '../support/random-profile.ts';
import { run } from '../support/run-program.ts';

// Random profiles and command lines, against the pprof of the Go that is installed here; nothing where there is none.
const found = spawnSync('go', ['tool', '-n', 'pprof'], { encoding: 'utf8' });
const pprof = found.status === 0 ? found.stdout.trim() : undefined;

const anyOf = (...words: readonly string[]) => fc.constantFrom(...words);
const joined = (names: fc.Arbitrary<string>, values: fc.Arbitrary<string>) =>
  fc.tuple(names, values).map((parts) => parts.join('='));

const report = anyOf(
  '-top',
  '-text',
  '-tree',
  '-traces',
  '-raw',
  '-tags',
  '-comments',
  '-peek=main',
  '-peek=.',
  '-list=main',
  '-list=.',
);
const flag = fc.oneof(
  anyOf(
    '-lines',
    '-files',
    '-filefunctions',
    '-addresses',
    '-noinlines',
    '-showcolumns',
    '-mean',
    '-compact_labels',
    '-cum',
  ),
  anyOf(
    '-relative_percentages',
    '-drop_negative',
    '-trim=false',
    '-call_tree',
    '-nodecount=1',
    '-nodecount=3',
    '-nodecount=0',
  ),
  anyOf(
    '-nodefraction=0.1',
    '-nodefraction=0',
    '-edgefraction=0.2',
    '-unit=ms',
    '-unit=auto',
    '-unit=kb',
    '-divide_by=3',
  ),
  anyOf(
    '-sample_index=0',
    '-sample_index=type0',
    '-trim_path=/src',
    '-tagroot=route',
    '-tagleaf=bytes',
    '-tagroot=latency,route',
  ),
  joined(
    anyOf('-focus', '-ignore', '-hide', '-show', '-show_from', '-prune_from'),
    anyOf('main', 'a\\.b', 'conn', 'c.go', 'vector', 'libc', 'zzz', 'x', '^$', '(?i)NET'),
  ),
  joined(
    anyOf('-tagfocus', '-tagignore'),
    anyOf('cart', 'route=db', 'route=cart,db', '1kb:', 'bytes=:2kb', 'latency=1s:', '100', 'route:db,cart'),
  ),
  joined(anyOf('-tagshow', '-taghide'), anyOf('route', 'b', 'zzz')),
);
/** At most one flag of a kind, and one granularity. */
const flags = fc.uniqueArray(flag, {
  maxLength: 3,
  selector: (text) => (/^-(lines|files|filefunctions|addresses)$/.test(text) ? 'granularity' : text.split('=')[0]),
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-live-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The lines without their order and running sums: pprof leaves open how entries of equal names and values are ordered. */
const lineSet = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/^(.{18}) *[\d.e+-]+%/, '$1'))
    .sort();

describe.skipIf(pprof === undefined)('go tool pprof on this machine', () => {
  test('prints the same for random profiles and flags', async () => {
    const at = process.cwd();
    process.chdir(folder);
    try {
      await fc.assert(
        fc.asyncProperty(randomProfile, report, flags, async ({ bytes }, format, options) => {
          writeFileSync('profile.pb', bytes);
          const args = ['-symbolize=none', format, ...options, 'profile.pb'];
          const theirs = spawnSync(pprof ?? '', args, {
            encoding: 'latin1',
            env: { ...process.env, TZ: 'UTC', TERM: 'dumb' },
          });
          const ours = await run(args);
          expect(lineSet(ours.stdout)).toEqual(lineSet(theirs.stdout));
          expect(ours.status === 0).toBe(theirs.status === 0);
          // Each of their messages is one of ours; what to do about it is ours alone.
          expect(ours.stderr.split('\n')).toEqual(expect.arrayContaining(theirs.stderr.split('\n')));
        }),
        { numRuns: 120 },
      );
    } finally {
      process.chdir(at);
    }
  });
});
