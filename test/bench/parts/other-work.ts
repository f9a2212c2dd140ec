import { repeatCommand } from '../measure.ts';
import { CPU, HEAP, referenceSpec } from '../reference-profiles.ts';
import { type Part, profileFor } from '../surroundings.ts';
import { type Goal, timesFaster } from '../table.ts';

const FIVE_TIMES = [timesFaster(5)];

/** What is asked of profiles besides their top, each as a command line of its own. */
export const otherWork: Part = async function* (surroundings) {
  const { isQuick, program, goPprof, progress } = surroundings;
  const size = isQuick ? 'A/10' : 'A';
  const { path: heap } = await profileFor(surroundings, referenceSpec(size, HEAP));
  const { path: cpu } = await profileFor(surroundings, referenceSpec(size, CPU));
  // Writing is mostly deflating, and what cancels out is mostly reading: in both nobody can be much faster than zlib.
  const rows: readonly (readonly [what: string, args: readonly string[], goals?: readonly Goal[]])[] = [
    ['graph (dot)', ['-dot', heap], FIVE_TIMES],
    ['call tree (dot -call_tree)', ['-dot', '-call_tree', cpu], FIVE_TIMES],
    ['callgrind', ['-callgrind', cpu], FIVE_TIMES],
    ['a profile written (proto)', ['-proto', '-output=/dev/null', cpu]],
    ['two profiles merged, top', ['-top', cpu, cpu], FIVE_TIMES],
    ['a profile minus its base, top', ['-top', '-base', cpu, cpu]],
  ];
  for (const [what, args, goals = []] of rows) {
    const row = `${size}: ${what}`;
    progress(row);
    const ours = await repeatCommand([...program, '-symbolize=none', ...args], { runs: 3, budgetMillis: 10_000 });
    if (goPprof === undefined) {
      yield { what: row, ours };
      continue;
    }
    progress(`${row} with pprof`);
    const theirs = await repeatCommand([...goPprof, ...args], { runs: 1, budgetMillis: 5000 });
    yield { what: row, ours, against: 'go tool pprof', theirs, goals };
  }
};
