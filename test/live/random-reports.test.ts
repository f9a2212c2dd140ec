import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRandom } from '../bench/generate/random.ts';
import { commandText } from '../parity/case.ts';
import { vocabularyOf } from '../parity/corpus/vocabulary.ts';
import { randomCases } from '../parity/draw/cases.ts';
import { scriptCases } from '../parity/draw/scripts.ts';
import { judge } from '../parity/judge.ts';
import { findOracle, Oracle } from '../parity/oracle.ts';
import { OursInProcess } from '../parity/ours.ts';
import { enter, makeSurroundings } from '../parity/surroundings.ts';
import { unifiedDiff } from '../parity/unified-diff.ts';
import { randomProfile } from '../support/random-profile.ts';

// A minute of `npm run parity` in a few seconds: random profiles, command lines and sessions, against the pprof of the Go
// that is installed here; nothing where there is none.
const binary = findOracle();

const here = process.cwd();
const environment = { ...process.env };
let work = '';
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'pprof-shell-live-'));
});
afterAll(() => {
  process.chdir(here);
  Object.assign(process.env, environment);
  rmSync(work, { recursive: true });
});

describe.skipIf(binary === undefined)('go tool pprof on this machine', () => {
  test('prints the same for random profiles, flags and sessions', async () => {
    const corpus = join(work, 'corpus');
    mkdirSync(corpus);
    writeFileSync(join(corpus, 'profile.pb'), '');
    const surroundings = makeSurroundings(corpus, work);
    enter(surroundings);
    const oracle = new Oracle({ binary: binary ?? '', jobs: 1 }, surroundings);
    const ours = new OursInProcess(surroundings);

    await fc.assert(
      fc.asyncProperty(randomProfile, fc.noShrink(fc.nat()), async ({ bytes }, seed) => {
        writeFileSync(join(corpus, 'profile.pb'), bytes);
        const sources = [{ path: 'profile.pb', origin: 'drawn', vocabulary: vocabularyOf(bytes) }] as const;
        const draw = { random: makeRandom(seed), sources };
        const [parityCase] = seed % 4 === 0 ? scriptCases(draw, 1) : randomCases(draw, 1);
        const verdict = await judge(await ours.run(parityCase), (attempt) => oracle.run(parityCase, attempt));
        if (verdict.type !== 'different') return;
        const { where, theirs, ours: our } = verdict.difference;
        expect.fail([commandText(parityCase), `differs in ${where}:`, ...unifiedDiff(theirs, our)].join('\n'));
      }),
      { numRuns: 100 },
    );
  });
});
