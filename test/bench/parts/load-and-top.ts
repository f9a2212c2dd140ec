import { type Measured, repeatCommand, repeatInTurn } from '../measure.ts';
import {
  CPU,
  HEAP,
  HEAP_PLAIN,
  HEAP_RANDOM,
  kindText,
  type ProfileKind,
  type ProfileSize,
  referenceSpec,
} from '../reference-profiles.ts';
import { BARE_NODE, type Part, profileFor, type Surroundings } from '../surroundings.ts';
import { atMostTimes, type Goal, timesFaster } from '../table.ts';

/** A profile, and what is expected compared with pprof. Without that, pprof is left out. */
interface Case {
  readonly size: ProfileSize;
  readonly kind: ProfileKind;
  readonly pprofGoals?: readonly Goal[];
}

const A_GOALS = [timesFaster(25), atMostTimes(1 / 5, 'memory')];
const LARGE_GOALS = [timesFaster(80), atMostTimes(1 / 8, 'memory')];

const QUICK_CASES: readonly Case[] = [
  { size: 'A/10', kind: HEAP, pprofGoals: [] },
  { size: 'A/10', kind: CPU, pprofGoals: [] },
  { size: 'A/10', kind: HEAP_RANDOM, pprofGoals: [] },
  { size: 'A', kind: HEAP },
];

const CASES: readonly Case[] = [
  ...[HEAP, HEAP_PLAIN, CPU, HEAP_RANDOM].map((kind): Case => ({ size: 'A', kind, pprofGoals: A_GOALS })),
  ...[HEAP, CPU, HEAP_RANDOM].map((kind): Case => ({ size: 'B', kind, pprofGoals: LARGE_GOALS })),
  ...[HEAP, HEAP_RANDOM].map((kind): Case => ({ size: 'C', kind, pprofGoals: LARGE_GOALS })),
];

const BUDGET = { runs: 5, budgetMillis: 10_000 };

/** Loading a profile and printing its top: against pprof, and against what no program for Node can be faster than. */
export const loadAndTop: Part = async function* (surroundings) {
  const { isQuick, program, goPprof, gunzip, progress } = surroundings;
  for (const { size, kind, pprofGoals } of isQuick ? QUICK_CASES : CASES) {
    const { path, rawBytes } = await profileFor(surroundings, referenceSpec(size, kind));
    const what = `${size} (${kindText(kind)}, ${(rawBytes / 1e6).toFixed(1)} MB): load, top`;
    progress(what);
    const limit = gunzip === undefined ? [] : [[...gunzip, path], BARE_NODE];
    const [ours, ...parts] = await repeatInTurn([[...program, '-top', path], ...limit], BUDGET);
    if (parts.length > 0) {
      // The memory of the two is not a measure of anything.
      const theirs = { millis: parts.reduce((sum, { millis }) => sum + millis, 0) };
      yield { what, ours, against: 'gzip -dc, then node -e 0', theirs, goals: size === 'A/10' ? [] : [atMostTimes(3)] };
    }
    if (goPprof !== undefined && pprofGoals !== undefined) {
      progress(`${what} with pprof`);
      const theirs = await topWithPprof(goPprof, path);
      yield { what, ours, against: 'go tool pprof', theirs, goals: pprofGoals };
    }
  }
};

/** Large files are measured once: that takes long enough. */
function topWithPprof(goPprof: NonNullable<Surroundings['goPprof']>, path: string): Promise<Measured> {
  return repeatCommand([...goPprof, '-top', path], { runs: 3, budgetMillis: 5000 });
}
