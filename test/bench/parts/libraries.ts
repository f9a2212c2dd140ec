import { median } from '../measure.ts';
import { HEAP, referenceSpec } from '../reference-profiles.ts';
import { type Part, profileFor, runTask } from '../surroundings.ts';
import { timesFaster } from '../table.ts';

/** Decoding and inflating a whole profile in memory, against the libraries that others use for it. */
export const libraries: Part = async function* (surroundings) {
  const size = surroundings.isQuick ? 'A/10' : 'A';
  const { path } = await profileFor(surroundings, referenceSpec(size, HEAP));
  surroundings.progress(`${size}: decoding and inflating with libraries`);
  const first = ({ timings, peakBytes }: Awaited<ReturnType<typeof runTask>>) => ({
    millis: Object.values(timings)[0][0],
    peakBytes,
  });
  const usual = ({ timings }: Awaited<ReturnType<typeof runTask>>) => ({ millis: median(Object.values(timings)[0]) });

  const ours = await runTask('decode with pprof-shell', path);
  const theirs = await runTask('decode with pprof-format', path);
  const against = 'pprof-format';
  yield {
    what: `${size}: decode, for the first time`,
    ours: first(ours),
    against,
    theirs: first(theirs),
    goals: [timesFaster(1)],
  };
  yield {
    what: `${size}: decode, when warmed up`,
    ours: usual(ours),
    against,
    theirs: usual(theirs),
    goals: [timesFaster(1)],
  };

  const zlib = await runTask('inflate with zlib', path);
  const pako = await runTask('inflate with pako', path);
  yield { what: `${size}: inflate`, ours: first(zlib), against: 'pako', theirs: first(pako), goals: [timesFaster(1)] };
};
