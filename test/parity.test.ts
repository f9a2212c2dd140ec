import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandText } from './parity/case.ts';
import { differenceOf } from './parity/compare.ts';
import { readGoldens } from './parity/golden-file.ts';
import { KNOWN_DIFFERENCES } from './parity/known-differences.ts';
import { NORMALISATIONS, normalised } from './parity/normalise/normalisations.ts';
import { OursInProcess } from './parity/ours.ts';
import { shownOutcome } from './parity/shown-text.ts';
import { enter, makeSurroundings } from './parity/surroundings.ts';

// What `go tool pprof` printed for a few hundred command lines and sessions. `npm run parity -- --record` writes them.
const goldens = join(import.meta.dirname, 'golden/parity');
const readme = readFileSync(join(import.meta.dirname, 'parity/README.md'), 'utf8');

const here = process.cwd();
const environment = { ...process.env };
let work = '';
let ours: OursInProcess;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'pprof-shell-parity-test-'));
  const surroundings = makeSurroundings(join(import.meta.dirname, 'data/parity'), work);
  enter(surroundings);
  ours = new OursInProcess(surroundings);
});
afterAll(() => {
  process.chdir(here);
  Object.assign(process.env, environment);
  rmSync(work, { recursive: true });
});

const alwaysNormalised = NORMALISATIONS.filter(({ needsVariation }) => !needsVariation);

describe.each(readdirSync(goldens))('%s', (file) => {
  const recorded = readGoldens(readFileSync(join(goldens, file), 'latin1'));
  const named = recorded.map((golden) => [commandText(golden.parityCase), golden] as const);
  test.each(named)('%s', async (_, { parityCase, outcome }) => {
    const run = shownOutcome(await ours.run(parityCase));
    const our = alwaysNormalised.reduce(normalised, parityCase.script === undefined ? run : { ...run, stdout: '' });
    const difference = differenceOf(our, alwaysNormalised.reduce(normalised, outcome));
    expect(difference && `${difference.where}\n${difference.ours}`).toBe(
      difference && `${difference.where}\n${difference.theirs}`,
    );
  });
});

test('there are goldens', () => expect(readdirSync(goldens).length).toBeGreaterThan(20));

test.each([...KNOWN_DIFFERENCES, ...NORMALISATIONS])('README.md tells about: $name', ({ name }) => {
  expect(readme).toContain(name);
});
