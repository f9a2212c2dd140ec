import { type Measured, repeatCommand } from '../measure.ts';
import { growthSpec } from '../reference-profiles.ts';
import { type Part, profileFor } from '../surroundings.ts';
import { atMostTimes } from '../table.ts';

const LARGEST_MB = 1024;
const LARGEST_QUICK_MB = 16;
const FACTOR = 2.2;

/** Loading ever larger profiles and printing their top: what doubling the size costs. */
export const growth: Part = async function* (surroundings) {
  const { isQuick, program, progress } = surroundings;
  let before: Measured | undefined;
  for (let size = 1; size <= (isQuick ? LARGEST_QUICK_MB : LARGEST_MB); size *= 2) {
    const { path } = await profileFor(surroundings, growthSpec(size));
    const what = `${size} MB: load, top`;
    progress(what);
    const ours = await repeatCommand([...program, '-top', path], { runs: 5, budgetMillis: 10_000 });
    if (before === undefined) yield { what, ours };
    else {
      const goals = [atMostTimes(FACTOR), atMostTimes(FACTOR, 'memory')];
      yield { what, ours, against: `${size / 2} MB`, theirs: before, goals };
    }
    before = ours;
  }
};
