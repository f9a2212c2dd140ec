/** Command lines of one report on one profile: all there should be, and as many random ones as asked for. */
import type { Random } from '../../bench/generate/random.ts';
import type { Case } from '../case.ts';
import type { Origin, Source } from '../corpus/corpus.ts';
import { COMBINATIONS, type Combination, flagWords, randomCombination } from './combinations.ts';
import { reportFlags } from './flags.ts';
import { pick } from './pick.ts';

/** Profiles to draw from, and by what. */
export interface Draw {
  readonly random: Random;
  readonly sources: readonly Source[];
}

/** What most profiles that are tried should be: real ones have the most to say, random ones the strangest. */
const ORIGINS: readonly Origin[] = ['shipped', 'shipped', 'go', 'go', 'go', 'drawn', 'drawn', 'drawn', 'legacy'];

/** Any profile, of an origin as likely as its worth. */
export function anySource({ random, sources }: Draw): Source {
  const origins = ORIGINS.filter((origin) => sources.some((source) => source.origin === origin));
  const origin = origins.length === 0 ? undefined : pick(random, origins);
  return pick(random, origin === undefined ? sources : sources.filter((source) => source.origin === origin));
}

/** One report on one profile. Half of the time names are left as they are, as tests of pprof itself like to have it. */
export function reportCase({ random }: Draw, report: string, combination: Combination, source: Source): Case {
  const ending = pick(random, reportFlags(source.vocabulary)[report]);
  const symbolize = combination.some(({ flag }) => flag === 'symbolize') || random.below(2) === 0;
  return {
    args: [
      ...(symbolize ? [] : ['-symbolize=none']),
      `-${report}${ending}`,
      ...flagWords(combination, source.vocabulary),
      source.path,
    ],
  };
}

/** The reports that are tried, the same for every profile. */
export const reportNames = ({ vocabulary }: Source): string[] => Object.keys(reportFlags(vocabulary));

/** Every report on every profile, without a flag. */
export function plainCases(draw: Draw): Case[] {
  return draw.sources.flatMap((source) => reportNames(source).map((report) => reportCase(draw, report, [], source)));
}

/** Every report with every combination of flags, each on some profiles. */
export function crossedCases(draw: Draw, profilesForEach: number): Case[] {
  return COMBINATIONS.flatMap((combination) =>
    reportNames(draw.sources[0]).flatMap((report) =>
      Array.from({ length: profilesForEach }, () => reportCase(draw, report, combination, anySource(draw))),
    ),
  );
}

/** Random reports with random combinations of flags. */
export function randomCases(draw: Draw, count: number): Case[] {
  return Array.from({ length: count }, () => {
    const source = anySource(draw);
    return reportCase(draw, pick(draw.random, reportNames(source)), randomCombination(draw.random), source);
  });
}
