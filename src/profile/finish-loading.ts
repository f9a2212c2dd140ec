import { UserError } from '../base/errors.ts';
import { compileWholePattern, type Pattern } from '../base/regex.ts';
import { pruneUninteresting } from './select.ts';
import { asColumn, type Profile } from './tables.ts';

/** A profile without any mapping gets one that stands for all its locations. */
export function withSomeMapping(profile: Profile): Profile {
  if (profile.mappings.length > 0) return profile;
  return {
    ...profile,
    mappings: [
      {
        id: 1n,
        start: 0n,
        limit: 0n,
        offset: 0n,
        file: '',
        buildId: '',
        hasFunctions: false,
        hasFilenames: false,
        hasLineNumbers: false,
        hasInlineFrames: false,
      },
    ],
    locations: {
      ...profile.locations,
      mapping: asColumn(new Int32Array(profile.locations.length)),
    },
  };
}

/** The profile without the frames that it itself says are of no interest. */
export function withoutUninteresting(profile: Profile): Profile {
  const drop = optionalPattern(profile.dropFrames);
  return drop === undefined ? profile : pruneUninteresting(profile, drop, optionalPattern(profile.keepFrames));
}

/** A pattern of the profile itself; one that does not compile is as good as none, as the user did not write it. */
function optionalPattern(source: string): Pattern | undefined {
  if (source === '') return undefined;
  try {
    return compileWholePattern(source);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
