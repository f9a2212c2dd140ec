import { addUpColumn, at, type Int64, type Int64Column } from '../base/int64.ts';
import type { ShownValues } from './counted.ts';
import { type EntryQuestion, shownValue } from './entry-values.ts';

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
