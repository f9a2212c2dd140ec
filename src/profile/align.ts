/** Makes profiles alike before they are put together: the same value types in the same order and units. */
import { UserError } from '../base/errors.ts';
import { roundAwayFromZero } from '../base/int64.ts';
import { scaleValues, withColumns } from './scale-values.ts';
import type { Profile, ValueType } from './tables.ts';
import { finerUnit, scale } from './units.ts';

/** Throws UserError with pprof's sentence for profiles that cannot be told in one another's terms. */
export function alignProfiles(profiles: readonly Profile[]): Profile[] {
  return withCommonUnits(withCommonTypes(profiles));
}

/**
 * Only the value types that all profiles have, in the order of the first. Types are counted by name over all profiles,
 * so that a name a profile has twice is missing from the result, even where there is no other profile.
 */
function withCommonTypes(profiles: readonly Profile[]): Profile[] {
  const counts = new Map<string, number>();
  for (const { valueTypes } of profiles) {
    for (const { type } of valueTypes) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const common = profiles[0].valueTypes.map(({ type }) => type).filter((type) => counts.get(type) === profiles.length);
  if (common.length === 0) {
    throw new UserError('profiles have empty common sample type list', differentTypes(profiles));
  }
  return profiles.map((profile) => onlyTypes(profile, common));
}

function onlyTypes(profile: Profile, types: readonly string[]): Profile {
  const columns = types.map((type) => profile.valueTypes.findIndex((candidate) => candidate.type === type));
  const missing = types[columns.indexOf(-1)];
  if (missing !== undefined) {
    throw new UserError(`${JSON.stringify(missing)} sample type is not found in profile`, differentTypes([profile]));
  }
  const isUnchanged = columns.length === profile.valueTypes.length && columns.every((column, i) => column === i);
  if (isUnchanged) return profile;
  const kept = withColumns(
    profile,
    columns.map((column) => profile.samples.values[column]),
  );
  return {
    ...kept,
    valueTypes: columns.map((column) => profile.valueTypes[column]),
    defaultValueType: types.includes(profile.defaultValueType) ? profile.defaultValueType : types[0],
  };
}

function differentTypes(profiles: readonly Profile[]): string {
  const lists = profiles.map(({ valueTypes }) => `[${valueTypes.map(({ type }) => type).join(' ')}]`);
  if (lists.length > 1) return `found the sample types ${lists.join(' and ')}; put together profiles of the same kind`;
  return lists[0] === '[]' ? 'the profile has no sample types' : `found ${lists[0]}, but expected each type once`;
}

/** Periods and values in the finest unit that any of the profiles has them in. */
function withCommonUnits(profiles: readonly Profile[]): Profile[] {
  const periodType = finest(
    profiles.map((profile) => profile.periodType),
    'period type',
  );
  const valueTypes = profiles[0].valueTypes.map((_, column) =>
    finest(
      profiles.map((profile) => profile.valueTypes[column]),
      'sample types',
    ),
  );
  return profiles.map((profile) => inUnits(profile, periodType, valueTypes));
}

function finest(types: readonly ValueType[], what: string): ValueType {
  return types.reduce((best, next) => {
    const unit = isSameType(best.type, next.type) ? finerUnit(best.unit, next.unit) : undefined;
    if (unit === undefined) {
      throw new UserError(
        `${what}: incompatible types: ${goText(best)} ${goText(next)}`,
        'the profiles measure differently',
      );
    }
    return unit === best.unit ? best : next;
  });
}

/** One `s` at the end makes no difference. */
function isSameType(a: string, b: string): boolean {
  return a.replace(/s$/, '') === b.replace(/s$/, '');
}

/** A type as Go prints its struct: the numbers are the places of its texts, which are not known any more. */
export function goText({ type, unit }: ValueType): string {
  return `{${type} ${unit} 0 0}`;
}

function inUnits(profile: Profile, periodType: ValueType, valueTypes: readonly ValueType[]): Profile {
  const ratio = (from: ValueType, to: ValueType) => (from.unit === to.unit ? 1 : scale(1, from.unit, to.unit).value);
  const periodRatio = ratio(profile.periodType, periodType);
  const scaled = scaleValues(
    profile,
    profile.valueTypes.map((type, column) => ratio(type, valueTypes[column])),
  );
  return {
    ...scaled,
    period: periodRatio === 1 ? profile.period : BigInt(roundAwayFromZero(Number(profile.period) * periodRatio)),
    periodType: { ...profile.periodType, unit: periodType.unit },
    valueTypes: profile.valueTypes.map((type, column) => ({ ...type, unit: valueTypes[column].unit })),
  };
}
