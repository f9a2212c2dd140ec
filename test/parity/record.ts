/** Records goldens: what pprof prints for a few hundred cases on the small profiles in `test/data/parity`. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRandom } from '../bench/generate/random.ts';
import { type Case, commandText, groupOf, type Outcome } from './case.ts';
import { differenceOf, withoutUsage } from './compare.ts';
import type { Corpus, Source } from './corpus/corpus.ts';
import { crossedCases, type Draw, plainCases } from './draw/cases.ts';
import { commandLineCases } from './draw/command-lines.ts';
import { scriptCases } from './draw/scripts.ts';
import { severalProfileCases } from './draw/several-profiles.ts';
import { type Golden, goldenText } from './golden-file.ts';
import { knownDifferenceOf } from './known-differences.ts';
import { NORMALISATIONS, normalised } from './normalise/normalisations.ts';
import type { Oracle } from './oracle.ts';
import type { OursInProcess } from './ours.ts';
import { shownOutcome } from './shown-text.ts';

/** Goldens are read by people: what is longer is left to the live comparison. */
const MOST_BYTES = 6000;
const SEVERAL_PROFILES = 70;
const SESSIONS = 60;
/** A case that pprof answers differently now and then is no golden. */
const RUNS = 4;

/** Every combination of flags with a report it has not been with for longest, every profile with some reports. */
function goldenCases(sources: readonly Source[]): Case[] {
  const draw = (seed: number): Draw => ({ random: makeRandom(seed), sources });
  const crossed = rotated(crossedCases(draw(1), 1));
  // Of a profile that is there for how it is read, one report says all.
  const plain = plainCases(draw(2)).filter((parityCase, i) =>
    /^(broken|legacy)\b/.test(parityCase.args.at(-1) ?? '') ? groupOf(parityCase) === 'raw' : i % 4 === 0,
  );
  const cases = [
    ...commandLineCases(draw(3)),
    ...plain,
    ...crossed,
    ...severalProfileCases(draw(4), SEVERAL_PROFILES),
    ...scriptCases(draw(5), SESSIONS),
  ];
  return [...new Map(cases.map((parityCase) => [commandText(parityCase), parityCase])).values()];
}

/** Of all reports with one combination of flags, one: each time the next. */
function rotated(cases: readonly Case[]): Case[] {
  const reports = new Set(cases.map(groupOf)).size;
  return cases.filter((_, i) => i % reports === Math.floor(i / reports) % reports);
}

interface Recorder {
  /** Where the goldens go; whatever is there is replaced. */
  readonly folder: string;
  readonly corpus: Corpus;
  readonly oracle: Oracle;
  readonly ours: OursInProcess;
}

/** Writes the goldens anew; the result is how many there are. */
export async function recordGoldens({ folder, corpus, oracle, ours }: Recorder): Promise<number> {
  const files = new Map<string, Golden[]>();
  let count = 0;
  for (const parityCase of goldenCases(corpus.sources)) {
    const outcome = await goldenOutcome(parityCase, oracle, ours);
    if (outcome === undefined) continue;
    const name = goldenFileName(parityCase);
    files.set(name, [...(files.get(name) ?? []), { parityCase, outcome }]);
    count++;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, goldens] of files) writeFileSync(join(folder, name), goldenText(goldens), 'latin1');
  return count;
}

/** What pprof makes of a case on any machine and every time; undefined where that cannot be told. */
async function goldenOutcome(parityCase: Case, oracle: Oracle, ours: OursInProcess): Promise<Outcome | undefined> {
  if (parityCase.args.some((arg) => /^\/|localhost/.test(arg))) return undefined;
  const outcome = shownOutcome(await oracle.run(parityCase));
  for (let attempt = 1; attempt < RUNS; attempt++) {
    if (differenceOf(shownOutcome(await oracle.run(parityCase, attempt)), outcome) !== undefined) return undefined;
  }
  const { stdout, both, stderr, files } = outcome;
  const texts = [stdout, both, stderr, ...Object.values(files)];
  if (texts.some((text) => text.length > MOST_BYTES || listsThisMachine(text))) return undefined;
  const our = shownOutcome(await ours.run(parityCase));
  if (differenceOf(our, outcome) !== undefined && (knownDifferenceOf(our, outcome) || differsInOrder(our, outcome))) {
    return undefined;
  }
  return { ...outcome, stderr: withoutUsage(stderr) };
}

/** Whether there is nothing but an order between two outcomes: one that pprof leaves open, though it may seldom show. */
function differsInOrder(ours: Outcome, theirs: Outcome): boolean {
  const inOneOrder = (outcome: Outcome) => NORMALISATIONS.reduce(normalised, outcome);
  return differenceOf(inOneOrder(ours), inOneOrder(theirs)) === undefined;
}

/** Whether a listing shows a source file that lies somewhere on this machine. */
function listsThisMachine(text: string): boolean {
  return [...text.matchAll(/^ROUTINE =+ .* in (\/.*)$/gm)].some(([, path]) => existsSync(path));
}

/** One file for each profile; for those that are tried once or twice, one for each folder of them. */
function goldenFileName({ args, script }: Case): string {
  const profiles = args.filter((arg) => /^[^-].*\.(pb|pb\.gz|prof|txt)$/.test(arg) || /^-(diff_)?base=./.test(arg));
  if (script !== undefined) return 'sessions.txt';
  if (profiles.length !== 1) return 'several-profiles.txt';
  const [folder] = profiles[0].split('/');
  return folder === 'broken' || folder === 'legacy' ? `${folder}.txt` : `${profiles[0].replaceAll('/', '-')}.txt`;
}
