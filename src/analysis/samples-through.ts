import { GrowingInt32 } from '../base/growing.ts';
import { addUpColumn, at, type Int64, type Int64Column } from '../base/int64.ts';
import { memoizeRecent } from '../base/memoize.ts';
import type { ShownValues } from './counted.ts';
import { type EntryQuestion, shownValue } from './entry-values.ts';
import { flagsOf } from './trim.ts';

/** The counted samples with a frame of any of some entries, each once however many frames that are. */
export function samplesThrough({ profile, table, counted }: EntryQuestion, isWanted: Uint8Array): Int32Array {
  const { samples, stacks } = profile;
  const isThrough = locationsOf(table, isWanted);
  return counted.filter((sample) => {
    const end = samples.stackEnd[sample];
    for (let depth = samples.stackStart[sample]; depth < end; depth++) {
      if (isThrough[stacks[depth]] === 1) return true;
    }
    return false;
  });
}

/** The counted samples with a frame of an entry, and where the outermost such frame of each is. */
export interface OutermostFrames {
  readonly samples: Int32Array;
  /** By the places of `samples`: the place in `stacks`, and the frame of its location. */
  readonly places: Int32Array;
  readonly frames: Int32Array;
}

/** Found once for both trees of a sandwich: a pass over all stacks, most of which have no such frame. */
export const outermostFrames = memoizeRecent(1, (question: EntryQuestion, entry: number): OutermostFrames => {
  const { samples, stacks } = question.profile;
  const { entries, frames, frameStart } = question.table;
  const isThrough = locationsOf(question.table, flagsOf([entry], entries.length));
  const through = new GrowingInt32();
  const places = new GrowingInt32();
  const outermost = new GrowingInt32();
  for (let i = 0; i < question.counted.length; i++) {
    const sample = question.counted[i];
    const start = samples.stackStart[sample];
    let place = samples.stackEnd[sample] - 1;
    while (place >= start && isThrough[stacks[place]] === 0) place--;
    if (place < start) continue;
    let frame = frameStart[stacks[place] + 1] - 1;
    while (frames[frame] !== entry) frame--;
    through.push(sample);
    places.push(place);
    outermost.push(frame);
  }
  return { samples: through.finish(), places: places.finish(), frames: outermost.finish() };
});

/** The counted samples whose leaf is a frame of any of some entries. */
export function samplesAt({ profile, table, counted }: EntryQuestion, isWanted: Uint8Array): Int32Array {
  const { samples, stacks } = profile;
  const { frames, frameStart } = table;
  return counted.filter((sample) => {
    const leaf = samples.stackStart[sample];
    return leaf < samples.stackEnd[sample] && isWanted[frames[frameStart[stacks[leaf]]]] === 1;
  });
}

function locationsOf({ frames, frameStart }: EntryQuestion['table'], isWanted: Uint8Array): Uint8Array {
  const flags = new Uint8Array(frameStart.length - 1);
  for (let location = 0; location < flags.length; location++) {
    for (let frame = frameStart[location]; frame < frameStart[location + 1]; frame++)
      flags[location] |= isWanted[frames[frame]];
  }
  return flags;
}

/** What some samples add up to, divided for a mean. */
export function sumOfSamples({ column, divisor }: ShownValues, samples: Int32Array): Int64 {
  return shownValue(exactSum(column, samples), divisor && exactSum(divisor, samples));
}

function exactSum(column: Int64Column, samples: Int32Array): Int64 {
  const addUp = (part: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < samples.length; i++) sum += part[samples[i]];
    return Float64Array.of(sum);
  };
  return at(addUpColumn(column, addUp), 0);
}
