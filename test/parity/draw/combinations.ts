/** The fixed list of flag combinations that every report is tried with. */
import type { Random } from '../../bench/generate/random.ts';
import type { Vocabulary } from '../corpus/vocabulary.ts';
import { vocabularyOf } from '../corpus/vocabulary.ts';
import { flagTable, GRANULARITIES } from './flags.ts';

/** A flag and which of its values. */
export interface Choice {
  readonly flag: string;
  readonly value: number;
}
export type Combination = readonly Choice[];

/** Any profile does to know how many values a flag has. */
const ANY_TABLE = flagTable(vocabularyOf(new Uint8Array(0)));

/** Flags that only say something about each other, or end everything: tried alone. */
const LONERS = new Set(['http', 'no_browser', 'normalize', 'intel_syntax', 'seconds', 'timeout', 'tools', 'flat']);

const first = (flag: string, value = 0): Choice => ({ flag, value });

/** How entries are told apart and counted, which changes what every other flag does. */
const MANNERS: readonly Combination[] = [
  ...GRANULARITIES.slice(1).map((flag) => [first(flag)]),
  [first('noinlines')],
  [first('lines'), first('showcolumns')],
  [first('addresses'), first('noinlines')],
  [first('cum')],
  [first('mean')],
  [first('call_tree')],
];

const isManner = (flag: string) =>
  GRANULARITIES.includes(flag) || ['noinlines', 'showcolumns', 'cum', 'mean', 'call_tree'].includes(flag);

/** Every value of every flag alone, and most flags in every manner. */
export const COMBINATIONS: readonly Combination[] = [
  [],
  ...Object.entries(ANY_TABLE).flatMap(([flag, values]) => values.map((_, value) => [{ flag, value }])),
  ...MANNERS.flatMap((manner, i) =>
    Object.entries(ANY_TABLE)
      .filter(([flag]) => !isManner(flag) && !LONERS.has(flag))
      .map(([flag, values], j) => [...manner, { flag, value: (i + j) % values.length }]),
  ),
];

/** The words of a combination for one profile. */
export function flagWords(combination: Combination, vocabulary: Vocabulary): string[] {
  const table = flagTable(vocabulary);
  return combination.map(({ flag, value }) => `-${flag}${table[flag][value]}`);
}

/** Two to five flags, at most one of a kind. */
export function randomCombination(random: Random): Combination {
  const flags = Object.entries(ANY_TABLE).filter(([flag]) => !LONERS.has(flag));
  const chosen = new Map<string, Choice>();
  const wanted = 2 + random.below(4);
  for (let i = 0; i < wanted; i++) {
    const [flag, values] = flags[random.below(flags.length)];
    chosen.set(GRANULARITIES.includes(flag) ? 'granularity' : flag, { flag, value: random.below(values.length) });
  }
  return [...chosen.values()];
}
