import { median, percentile } from '../measure.ts';
import { type Part, runTask } from '../surroundings.ts';
import { type Goal, withinMillis } from '../table.ts';

const GOALS: Readonly<Record<number, readonly Goal[]>> = {
  10000: [withinMillis(16)],
  100000: [withinMillis(16)],
  500000: [withinMillis(50)],
};

/** Typing queries letter by letter: how long the list of matches takes after each key. */
export const search: Part = async function* ({ isQuick, progress }) {
  for (const count of isQuick ? [10_000, 100_000] : [10_000, 100_000, 500_000]) {
    const names = `${count / 1000}k names`;
    progress(`searching ${names}`);
    const ours = await runTask('search with pprof-shell', String(count));
    const { build, keys } = ours.timings;
    yield { what: `${names}: build the index`, ours: { millis: build[0], peakBytes: ours.peakBytes } };

    progress(`searching ${names} with fuse.js alone`);
    const fuse = await runTask('search with fuse.js', String(count));
    const theirs = { millis: median(fuse.timings['keys']), peakBytes: fuse.peakBytes };
    const against = 'fuse.js alone, whole queries';
    yield { what: `${names}: a key, usually (p50)`, ours: { millis: percentile(keys, 0.5) }, against, theirs };
    yield { what: `${names}: a key, at worst (p95)`, ours: { millis: percentile(keys, 0.95) }, goals: GOALS[count] };
  }
};
