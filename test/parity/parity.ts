/** `npm run parity`: the same command lines to pprof-shell and to pprof; `test/parity/README.md` tells what it says. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRandom } from '../bench/generate/random.ts';
import { type Case, commandText, groupOf } from './case.ts';
import { type Choices, readChoices, USAGE } from './choices.ts';
import { differenceOf } from './compare.ts';
import { buildCorpus, type Corpus, goldenCorpus } from './corpus/corpus.ts';
import { crossedCases, type Draw, plainCases, randomCases } from './draw/cases.ts';
import { commandLineCases } from './draw/command-lines.ts';
import { scriptCases } from './draw/scripts.ts';
import { binaryCases, severalProfileCases } from './draw/several-profiles.ts';
import { Examples } from './examples.ts';
import { judge } from './judge.ts';
import { findOracle, Oracle } from './oracle.ts';
import { OursBuilt, OursInProcess } from './ours.ts';
import { recordGoldens } from './record.ts';
import { enter, makeSurroundings } from './surroundings.ts';
import { Tally } from './tally.ts';

/** All cases, without those nobody asked for. */
function casesOf({ sources }: Corpus, { only, profiles, count, profilesForEach, seed }: Choices): Case[] {
  const wanted = sources.filter(
    ({ path }) => profiles.length === 0 || profiles.some((start) => path.startsWith(start)),
  );
  if (wanted.length === 0) throw new Error(`--profiles=${profiles.join(',')}: there are no such profiles`);
  // Each kind has a random source of its own, so that more of one kind leaves the others as they are.
  const draw = (stream: number): Draw => ({ random: makeRandom(seed * 1000 + stream), sources: wanted });
  const cases = [
    ...commandLineCases(draw(0)),
    ...binaryCases(draw(0)),
    ...plainCases(draw(1)),
    ...crossedCases(draw(2), profilesForEach),
    ...severalProfileCases(draw(3), Math.ceil(count / 2)),
    ...randomCases(draw(4), count),
    ...scriptCases(draw(5), Math.ceil(count / 4)),
  ];
  const asked = cases.filter((parityCase) => only.length === 0 || only.includes(groupOf(parityCase)));
  return [...new Map(asked.map((parityCase) => [commandText(parityCase), parityCase])).values()];
}

/** How far pprof may be ahead, so that it works while pprof-shell does. */
const AHEAD = 8;
/** One case in so many is also run as it is built. */
const BUILT_EVERY = 150;

const progress = (text: string) => void process.stderr.write(`… ${text}\n`);

async function main(): Promise<number> {
  const root = process.env['PPROF_SHELL_ROOT'] ?? process.cwd();
  const choices = readChoices();
  const binary = findOracle();
  if (binary === undefined) throw new Error('there is no go tool pprof here; install Go');

  const cache = join(tmpdir(), 'pprof-shell-parity');
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'pprof-shell-parity-work-'));
  try {
    const corpus = choices.records
      ? goldenCorpus(join(root, 'test/data/parity'))
      : buildCorpus({ root, cache, seed: choices.seed, progress });
    const surroundings = makeSurroundings(corpus.folder, work);
    enter(surroundings);
    const ours = new OursInProcess(surroundings);
    const outcomes = choices.usesCache ? { cache: { folder: join(cache, 'outcomes'), corpus } } : {};
    const oracle = new Oracle({ binary, jobs: choices.jobs, ...outcomes }, surroundings);
    if (choices.records) {
      const count = await recordGoldens({ folder: join(root, 'test/golden/parity'), corpus, oracle, ours });
      progress(`recorded ${count} goldens`);
      return 0;
    }
    const built = new OursBuilt(join(root, 'dist/pprof-shell.js'), surroundings);
    return await compareAll(casesOf(corpus, choices), { choices, corpus, oracle, ours, built });
  } finally {
    process.chdir(root);
    rmSync(work, { recursive: true, force: true });
  }
}

interface Contestants {
  readonly choices: Choices;
  readonly corpus: Corpus;
  readonly oracle: Oracle;
  readonly ours: OursInProcess;
  readonly built: OursBuilt;
}

/** Compares all cases and prints what came of it; the result is the exit status. */
async function compareAll(
  cases: readonly Case[],
  { choices, corpus, oracle, ours, built }: Contestants,
): Promise<number> {
  const begun = performance.now();
  const tally = new Tally();
  const examples = new Examples(choices);
  let builtDifferently = 0;

  for (const [i, parityCase] of cases.entries()) {
    for (const next of cases.slice(i, i + AHEAD)) oracle.start(next);
    const our = await ours.run(parityCase);
    const verdict = await judge(our, (attempt) => oracle.run(parityCase, attempt));
    tally.add(parityCase, verdict);
    if (verdict.type === 'different') examples.add(parityCase, verdict.type, verdict.difference);
    if (i % BUILT_EVERY === 0) {
      const difference = differenceOf({ ...built.run(parityCase), both: our.both }, our);
      if (difference !== undefined) {
        builtDifferently++;
        examples.add(parityCase, 'dist/pprof-shell.js differs from src/', difference);
      }
    }
    if (i % 1000 === 999) progress(`${i + 1} of ${cases.length} cases, ${(100 * tally.share).toFixed(2)} % identical`);
  }

  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const { different, varies } = tally.total;
  process.stdout.write(`${tally.tables().join('\n')}\n
${cases.length} cases on ${corpus.sources.length} profiles in ${seconds} s; pprof was started ${oracle.runs} times.
${(100 * tally.share).toFixed(2)} % identical; ${different} different, ${varies} where pprof varies.
`);
  if (builtDifferently > 0)
    process.stdout.write(`dist/ differs from src/ in ${builtDifferently} cases; is it current?\n`);
  return different + builtDifferently === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n${USAGE}`);
  process.exitCode = 1;
}
