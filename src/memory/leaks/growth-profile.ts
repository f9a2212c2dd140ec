/** What grew between two snapshots as a profile of its own, for reports and views. */
import { compareWithBase } from '../../profile/compare.ts';
import type { Profile } from '../../profile/tables.ts';

/**
 * The last snapshot minus the first: what `-diff_base` of the first makes of the last, so that shares are those of the
 * first. Throws UserError where the two do not measure the same. `LeakReport.files` begins with the one and ends with the
 * other.
 */
export function growthProfile(first: Profile, last: Profile): Profile {
  return compareWithBase(last, { base: first, isDiff: true, normalize: false });
}
