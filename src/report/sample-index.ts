import { UserError } from '../base/errors.ts';
import type { Profile } from '../profile/tables.ts';

/**
 * The position of the value type that `choice` names: by position, by name, or with an `inuse_` too many in front. An
 * empty choice is the profile's default, or its last.
 */
export function sampleIndexOf({ valueTypes, defaultValueType }: Profile, choice: string): number {
  if (valueTypes.length === 0) throw new UserError('profile has no samples');
  const types = valueTypes.map(({ type }) => type);
  if (choice === '') {
    const index = types.indexOf(defaultValueType);
    return index === -1 ? types.length - 1 : index;
  }
  if (/^[+-]?\d+$/.test(choice)) {
    const index = Number(choice);
    if (index < 0 || index >= types.length) {
      throw new UserError(`sample_index ${choice} is outside the range [0..${types.length - 1}]`);
    }
    return index;
  }
  const named = types.indexOf(choice);
  if (named !== -1) return named;
  const shortened = choice.startsWith('inuse_') ? types.indexOf(choice.slice('inuse_'.length)) : -1;
  if (shortened !== -1) return shortened;
  throw new UserError(`sample_index ${JSON.stringify(choice)} must be one of: [${types.join(' ')}]`);
}
