/** What to say about a case: identical, or what stands between the two. */
import type { Outcome } from './case.ts';
import { type Difference, differenceOf } from './compare.ts';
import { type KnownDifference, knownDifferenceOf } from './known-differences.ts';
import { looseLines } from './normalise/loose-lines.ts';
import { NORMALISATIONS, type Normalisation, normalised } from './normalise/normalisations.ts';
import { shownOutcome } from './shown-text.ts';

export type Verdict =
  | { readonly type: 'identical' }
  /** Pprof prints now this, now that, and ours is one of them. */
  | { readonly type: 'one of several' }
  | { readonly type: 'normalised'; readonly by: readonly Normalisation[] }
  | { readonly type: 'known'; readonly difference: KnownDifference }
  /** Pprof prints now this, now that, and each line of ours is one of those. */
  | { readonly type: 'varies'; readonly difference: Difference }
  | { readonly type: 'different'; readonly difference: Difference };

/** Runs of pprof where the first is not ours: it might have been another time. */
const RUNS = 5;
/** More chances where it has been seen to vary, or nothing but an order is different. */
const RUNS_WHERE_IT_MAY_VARY = 40;

/** Compares an outcome with what pprof makes of the same case; `theirs` runs that again for every attempt. */
export async function judge(ours: Outcome, theirs: (attempt: number) => Promise<Outcome>): Promise<Verdict> {
  const our = shownOutcome(ours);
  const first = shownOutcome(await theirs(0));
  const difference = differenceOf(our, first);
  if (difference === undefined) return { type: 'identical' };

  const known = knownDifferenceOf(our, first);
  // Where it may be a matter of chance, pprof is asked again before that is put down to a difference of ours.
  if (known !== undefined && !known.mayBeChance) return { type: 'known', difference: known };
  if (difference.where === 'exit status') return { type: 'different', difference };

  const seen = new Map([[JSON.stringify(first), first]]);
  const runs = normalisationsBetween(our, first, NORMALISATIONS) === undefined ? RUNS : RUNS_WHERE_IT_MAY_VARY;
  for (let attempt = 1; attempt < (seen.size > 1 ? RUNS_WHERE_IT_MAY_VARY : runs); attempt++) {
    const next = shownOutcome(await theirs(attempt));
    if (differenceOf(our, next) === undefined) return { type: 'one of several' };
    seen.set(JSON.stringify(next), next);
  }
  const varies = seen.size > 1;
  const applicable = NORMALISATIONS.filter(({ needsVariation }) => varies || !needsVariation);
  for (const their of seen.values()) {
    const by = normalisationsBetween(our, their, applicable);
    if (by !== undefined) return { type: 'normalised', by };
  }
  if (known !== undefined) return { type: 'known', difference: known };
  return { type: varies && isCovered(our, [...seen.values()]) ? 'varies' : 'different', difference };
}

/** Whether every line of ours is one that pprof prints in some run, and all else is equal. */
function isCovered(ours: Outcome, theirs: readonly Outcome[]): boolean {
  const covered = (our: string, their: readonly string[]) => {
    const known = new Set(their.flatMap(looseLines));
    return looseLines(our).every((line) => known.has(line));
  };
  const withoutReport = (outcome: Outcome): Outcome => ({ ...outcome, stdout: '', both: '', files: {} });
  return (
    differenceOf(withoutReport(ours), withoutReport(theirs[0])) === undefined &&
    covered(
      ours.stdout,
      theirs.map(({ stdout }) => stdout),
    ) &&
    covered(
      ours.both,
      theirs.map(({ both }) => both),
    ) &&
    Object.entries(ours.files).every(([name, content]) =>
      covered(
        content,
        theirs.map(({ files }) => files[name] ?? ''),
      ),
    )
  );
}

/** Those of some normalisations that make two outcomes equal; undefined where all of them together do not. */
function normalisationsBetween(
  ours: Outcome,
  theirs: Outcome,
  candidates: readonly Normalisation[],
): readonly Normalisation[] | undefined {
  const areEqual = (by: readonly Normalisation[]) =>
    differenceOf(by.reduce(normalised, ours), by.reduce(normalised, theirs)) === undefined;
  if (!areEqual(candidates)) return undefined;
  return candidates.reduce((by, one) => {
    const without = by.filter((other) => other !== one);
    return areEqual(without) ? without : by;
  }, candidates);
}
