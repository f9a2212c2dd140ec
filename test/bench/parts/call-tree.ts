import { percentile } from '../measure.ts';
import { HEAP, HEAP_RANDOM, kindText, referenceSpec } from '../reference-profiles.ts';
import { type Part, profileFor, runTask } from '../surroundings.ts';
import { withinMillis } from '../table.ts';

/** Browsing the call tree: how long a level takes to open. */
export const callTree: Part = async function* (surroundings) {
  const size = surroundings.isQuick ? 'A' : 'B';
  for (const kind of [HEAP, HEAP_RANDOM]) {
    const { path } = await profileFor(surroundings, referenceSpec(size, kind));
    const what = `${size} (${kindText(kind)}): call tree`;
    surroundings.progress(what);
    const { timings, peakBytes } = await runTask('open call tree', path);
    const { view, build, first, path: along, heavy } = timings;
    const goals = [withinMillis(16)];
    yield { what: `${what}, prepare the view`, ours: { millis: view[0], peakBytes } };
    yield { what: `${what}, build`, ours: { millis: build[0] } };
    yield { what: `${what}, open the root`, ours: { millis: first[0] }, goals };
    yield { what: `${what}, down the heaviest path, slowest level`, ours: { millis: Math.max(...along) }, goals };
    yield { what: `${what}, ${heavy.length} heavy nodes, p95`, ours: { millis: percentile(heavy, 0.95) }, goals };
    yield { what: `${what}, ${heavy.length} heavy nodes, slowest`, ours: { millis: Math.max(...heavy) }, goals };
  }
};
