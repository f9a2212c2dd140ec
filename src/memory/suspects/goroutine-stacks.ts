/** The goroutines of a goroutine profile or dump by their stacks, for what they keep in the heap. */
import { guessedState } from '../../analysis/goroutine-frames.ts';
import type { Pattern } from '../../base/regex.ts';
import { GOROUTINE_LABELS } from '../../profile/legacy/goroutine-dump.ts';
import { stringAt } from '../../profile/strings.ts';
import { NONE, type Profile } from '../../profile/tables.ts';
import { framesOfStack, frameTable, type OwnedFrame, sampleStacks } from './stack-frames.ts';

export interface GoroutineStack {
  /** Leaf first. */
  readonly frames: readonly OwnedFrame[];
  readonly count: number;
  /** Why the first of them waits, as Go says it or as the frames let one guess. */
  readonly state: string;
  /** How many have waited for a minute at least; only dumps (debug=2) tell. */
  readonly waitedMinutes: number;
  /** How many nothing can wake up any more, as Go says. */
  readonly leaked: number;
}

/** The stacks of a goroutine profile, those that most goroutines have first. */
export function goroutineStacks(profile: Profile, mine?: Pattern): readonly GoroutineStack[] {
  const table = frameTable(profile, mine);
  const stacks = sampleStacks(profile);
  const counts = new Float64Array(stacks.length);
  const waited = new Float64Array(stacks.length);
  const leaked = new Float64Array(stacks.length);
  const areAllLeaked = profile.valueTypes[0]?.type === 'goroutineleak';
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const count = Number(profile.samples.values[0][sample]);
    const stack = stacks.stackOf[sample];
    counts[stack] += count;
    if (labelText(profile, sample, GOROUTINE_LABELS.wait) !== undefined) waited[stack] += count;
    if (areAllLeaked || labelText(profile, sample, GOROUTINE_LABELS.trait) === 'leaked') leaked[stack] += count;
  }
  return Array.from(stacks.sample, (sample, stack) => {
    const frames = Array.from(framesOfStack(profile, sample, table), (frame) => table.frames[frame]);
    const guessed = () => guessedState(frames.map(({ function: name }) => name));
    return {
      frames,
      count: counts[stack],
      state: labelText(profile, sample, GOROUTINE_LABELS.state) ?? guessed(),
      waitedMinutes: waited[stack],
      leaked: leaked[stack],
    };
  }).sort((a, b) => b.count - a.count);
}

/** The text of a label, empty for a number; undefined where a sample does not have it. */
function labelText({ samples, labels, strings }: Profile, sample: number, key: string): string | undefined {
  for (let label = samples.labelStart[sample]; label < samples.labelEnd[sample]; label++) {
    if (stringAt(strings, labels.key[label]) !== key) continue;
    const text = labels.text[label];
    return text === NONE ? '' : stringAt(strings, text);
  }
  return undefined;
}
