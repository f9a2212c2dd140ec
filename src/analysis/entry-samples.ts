import { GrowingInt32 } from '../base/growing.ts';
import { NONE } from '../profile/tables.ts';
import type { EntryQuestion } from './entry-values.ts';
import type { NodeSamples } from './node-tags.ts';
import { flagsOf } from './trim.ts';

/** The counted samples of some entries, as far as `isWanted` holds for them. */
export function entrySamples(
  question: EntryQuestion,
  entries: Int32Array,
  isWanted: (sample: number) => boolean,
): NodeSamples {
  const { profile, table, counted } = question;
  const wanted = counted.filter(isWanted);
  const leaf = new Int32Array(profile.samples.length).fill(NONE);
  const { met, ends } = entriesOfSamples(question, wanted, flagsOf(entries, table.entries.length), leaf);

  // Bucket by bucket: `end` first counts, then it is where the next sample of an entry goes.
  const end = new Int32Array(table.entries.length);
  for (let i = 0; i < met.length; i++) end[met[i]]++;
  const start = new Int32Array(table.entries.length);
  for (let entry = 0, total = 0; entry < end.length; entry++) {
    start[entry] = total;
    total += end[entry];
    end[entry] = start[entry];
  }
  const samples = new Int32Array(met.length);
  for (let i = 0, place = 0; i < wanted.length; i++) {
    for (; place < ends[i]; place++) samples[end[met[place]]++] = wanted[i];
  }
  return { of: (entry) => samples.subarray(start[entry], end[entry]), leaf };
}

/**
 * The entries asked for in each stack, once per sample, those of one sample behind those of the one before. Enters the
 * entries that are leaves.
 */
function entriesOfSamples(
  { profile: { samples, stacks }, table: { frames, frameStart, entries } }: EntryQuestion,
  wanted: Int32Array,
  isAsked: Uint8Array,
  leaf: Int32Array,
): { readonly met: Int32Array; readonly ends: Int32Array } {
  // Most of a stack is stepped over by a byte per location.
  const isAskedAt = new Uint8Array(frameStart.length - 1);
  for (let location = 0; location < isAskedAt.length; location++) {
    for (let frame = frameStart[location]; frame < frameStart[location + 1]; frame++) {
      isAskedAt[location] |= isAsked[frames[frame]];
    }
  }
  const met = new GrowingInt32();
  const ends = new Int32Array(wanted.length);
  const seenIn = new Int32Array(entries.length).fill(NONE);
  for (let i = 0; i < wanted.length; i++) {
    const sample = wanted[i];
    const leafPlace = samples.stackStart[sample];
    for (let place = leafPlace; place < samples.stackEnd[sample]; place++) {
      const location = stacks[place];
      if (isAskedAt[location] === 0) continue;
      const innermost = frameStart[location];
      if (place === leafPlace) leaf[sample] = frames[innermost];
      for (let frame = innermost; frame < frameStart[location + 1]; frame++) {
        const entry = frames[frame];
        if (isAsked[entry] === 0 || seenIn[entry] === sample) continue;
        seenIn[entry] = sample;
        met.push(entry);
      }
    }
    ends[i] = met.length;
  }
  return { met: met.finish(), ends };
}
