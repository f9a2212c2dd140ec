import { median } from '../measure.ts';
import { type Part, runTask } from '../surroundings.ts';

const NAMES = 100_000;

/** Testing patterns on many names: RE2's meaning and linear time, beside JavaScript's own engine, which has neither. */
export const patterns: Part = async function* ({ progress }) {
  progress(`matching patterns on ${NAMES} names`);
  const ours = await runTask('match patterns with pprof-shell', String(NAMES));
  const theirs = await runTask('match patterns with RegExp', String(NAMES));
  for (const [source, times] of Object.entries(ours.timings)) {
    yield {
      what: `${NAMES / 1000}k names: \`${source.replaceAll('|', '\\|')}\``,
      ours: { millis: median(times) },
      against: 'RegExp',
      theirs: { millis: median(theirs.timings[source]) },
    };
  }
};
