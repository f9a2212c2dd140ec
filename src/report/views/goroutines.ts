import { findGoroutines, type Goroutines, isGoroutineProfile } from '../../analysis/goroutines.ts';
import { findMyCode } from '../../analysis/my-code.ts';
import { memoizeByIdentity } from '../../base/memoize.ts';
import { compilePattern } from '../../base/regex.ts';
import type { Profile } from '../../profile/tables.ts';
import type { ViewInput } from '../profile-view.ts';
import { entryQuestion, prepareReport } from '../request.ts';
import type { ValueLabels } from '../value-labels.ts';

/** The goroutines of a profile, or what it has instead. Plain data. */
export type GoroutinesAnswer =
  | { readonly type: 'goroutines'; readonly goroutines: Goroutines; readonly labels: ValueLabels }
  | { readonly type: 'other'; readonly valueTypes: readonly string[] };

/** Works out the goroutines whose stacks match a pattern; empty for all. Throws UserError. */
export function goroutinesAnswer(input: ViewInput, pattern: string): GoroutinesAnswer {
  const { profile } = input;
  if (!isGoroutineProfile(profile)) return { type: 'other', valueTypes: profile.valueTypes.map(({ type }) => type) };
  // Without names there are only addresses to tell stacks apart.
  const granularity = profile.lines.length === 0 ? 'addresses' : 'lines';
  const request = prepareReport({ ...input, defaults: { untrimmed: true, granularity }, argument: undefined });
  const mine = input.mine ?? goCodeOf(profile)?.pattern;
  const goroutines = findGoroutines(entryQuestion(request), {
    pattern: pattern === '' ? undefined : compilePattern(pattern),
    mine: mine === undefined ? undefined : compilePattern(mine),
  });
  return { type: 'goroutines', goroutines, labels: request.labels };
}

/** The user's own code as far as the profile tells. */
const goCodeOf = memoizeByIdentity((profile: Profile) =>
  findMyCode(profile, { built: undefined, goMods: [], currentDirectory: '/' }),
);
