import { GrowingInt64 } from '../base/growing.ts';
import { at, type Int64, type Int64Column, roundAwayFromZero } from '../base/int64.ts';
import { keepSamples, rowsWhere } from './sample-subset.ts';
import type { Profile } from './tables.ts';

/** The profile with every value of every sample replaced. */
export function mapValues(profile: Profile, map: (value: Int64) => Int64): Profile {
  return withColumns(
    profile,
    profile.samples.values.map((column) => mapColumn(column, map)),
  );
}

/**
 * Multiplies each column of values by its ratio, rounding halves away from zero; columns with ratio 1 stay as they are.
 * As in pprof a sample survives only if one of the columns that were multiplied is not zero in it.
 */
export function scaleValues(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const values = profile.samples.values.map((column, i) =>
    ratios[i] === 1 ? column : mapColumn(column, (value) => roundAwayFromZero(Number(value) * ratios[i])),
  );
  const scaled = values.filter((_, i) => ratios[i] !== 1);
  const isKept = (sample: number) => scaled.some((column) => Number(column[sample]) !== 0);
  return keepSamples(withColumns(profile, values), rowsWhere(profile.samples.length, isKept));
}

export function withColumns(profile: Profile, values: readonly Int64Column[]): Profile {
  return { ...profile, samples: { ...profile.samples, values } };
}

function mapColumn(column: Int64Column, map: (value: Int64) => Int64): Int64Column {
  const mapped = new GrowingInt64();
  for (let i = 0; i < column.length; i++) mapped.push(map(at(column, i)));
  return mapped.finish();
}
