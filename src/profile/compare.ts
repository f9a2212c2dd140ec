/** A profile compared with a base: what it has more, and less, than that. */
import { UserError } from '../base/errors.ts';
import { GrowingInt64 } from '../base/growing.ts';
import { at } from '../base/int64.ts';
import { alignProfiles, goText } from './align.ts';
import { BASE_LABEL } from './labels.ts';
import { mergeProfiles } from './merge.ts';
import { scaleValues } from './scale-values.ts';
import { appendTexts, stringAt } from './strings.ts';
import { asColumn, type Column, NONE, type Profile } from './tables.ts';

export interface Comparison {
  readonly base: Profile;
  /** Keeps the samples of the base apart and lets percentages be shares of the base. */
  readonly isDiff: boolean;
  /** Scales the profile to the totals of its base first. */
  readonly normalize: boolean;
}

/** The profile minus its base. Throws UserError where the two do not measure the same. */
export function compareWithBase(profile: Profile, { base, isDiff, normalize }: Comparison): Profile {
  const marked = isDiff ? withLabel(base, BASE_LABEL.key, BASE_LABEL.value) : base;
  const source = normalize ? normalized(profile, marked) : profile;
  const subtracted = scaleValues(
    marked,
    marked.valueTypes.map(() => -1),
  );
  return mergeProfiles(alignProfiles([source, subtracted]));
}

/** Each column scaled so that it adds up to what that of the base does. */
function normalized(profile: Profile, base: Profile): Profile {
  checkMeasureTheSame(profile, base);
  const sums = ({ samples }: Profile) =>
    samples.values.map((column) => {
      let sum = 0n;
      for (let sample = 0; sample < column.length; sample++) sum += BigInt(column[sample]);
      return Number(BigInt.asIntN(64, sum));
    });
  const [ofProfile, ofBase] = [sums(profile), sums(base)];
  return scaleValues(
    profile,
    ofProfile.map((sum, column) => (sum === 0 ? 0 : ofBase[column] / sum)),
  );
}

function checkMeasureTheSame(profile: Profile, base: Profile): void {
  const hint = 'normalize profiles of the same kind';
  const isSame = (a: Profile['periodType'], b: Profile['periodType']) => a.type === b.type && a.unit === b.unit;
  if (!isSame(profile.periodType, base.periodType)) {
    const [found, expected] = [goText(profile.periodType), goText(base.periodType)];
    throw new UserError(`incompatible period types &${found} and &${expected}`, hint);
  }
  const isSameLength = profile.valueTypes.length === base.valueTypes.length;
  if (!isSameLength || !profile.valueTypes.every((type, column) => isSame(type, base.valueTypes[column]))) {
    const [found, expected] = [profile, base].map(({ valueTypes }) => `[${valueTypes.map(goText).join(' ')}]`);
    throw new UserError(`incompatible sample types ${found} and ${expected}`, hint);
  }
}

/** Gives every sample a text label, in place of those it has under that key. */
function withLabel(profile: Profile, key: string, value: string): Profile {
  const { samples, labels } = profile;
  const { strings, indexes } = appendTexts(profile.strings, [key, value]);
  const rows: number[] = [];
  const labelEnd = new Uint32Array(samples.length);
  const labelStart = new Uint32Array(samples.length);
  const isReplaced = (label: number) =>
    labels.text[label] !== NONE && stringAt(profile.strings, labels.key[label]) === key;
  for (let sample = 0; sample < samples.length; sample++) {
    labelStart[sample] = rows.length;
    for (let label = samples.labelStart[sample]; label < samples.labelEnd[sample]; label++) {
      if (!isReplaced(label)) rows.push(label);
    }
    rows.push(NONE);
    labelEnd[sample] = rows.length;
  }
  const column = <Value extends number>(own: Column<Value>, added: number): Column<Value> =>
    asColumn(Int32Array.from(rows, (row) => (row === NONE ? added : own[row])));
  const number = new GrowingInt64();
  for (const row of rows) number.push(row === NONE ? 0 : at(labels.number, row));
  return {
    ...profile,
    strings,
    samples: { ...samples, labelStart, labelEnd },
    labels: {
      length: rows.length,
      key: column(labels.key, indexes[0]),
      text: column(labels.text, indexes[1]),
      number: number.finish(),
      unit: column(labels.unit, 0),
    },
  };
}
