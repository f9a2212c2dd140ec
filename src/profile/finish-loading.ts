import { UserError } from '../base/errors.ts';
import { compileWholePattern, type Pattern } from '../base/regex.ts';
import { withReadableNames } from './readable-names.ts';
import { pruneUninteresting } from './select.ts';
import { asColumn, type Profile } from './tables.ts';

export interface LoadingOptions {
  /** Leaves function names as the file has them. */
  readonly keepNames: boolean;
}

/** What pprof does to every profile once it is read: simplifies names, and drops the frames the profile wants dropped. */
export function finishLoading(profile: Profile, { keepNames }: LoadingOptions): Profile {
  const mapped = profile.mappings.length === 0 ? withOneMapping(profile) : profile;
  const named = keepNames ? mapped : withReadableNames(mapped);
  const drop = optionalPattern(named.dropFrames);
  return drop === undefined ? named : pruneUninteresting(named, drop, optionalPattern(named.keepFrames));
}

/** A profile without any mapping gets one that stands for all its locations. */
function withOneMapping(profile: Profile): Profile {
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
