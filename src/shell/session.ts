import { baseName } from '../base/path-text.ts';
import type { Profile } from '../profile/tables.ts';
import { DEFAULT_OPTIONS, type Options } from '../report/options.ts';
import { activeFilters } from '../report/request.ts';
import { sampleIndexOf } from '../report/sample-index.ts';

/** One profile with the options that reports on it follow. Never changed: an assignment makes a new one. */
export interface Session {
  readonly profile: Profile;
  /** The file as the user named it. */
  readonly source: string;
  readonly options: Options;
}

export function openSession(profile: Profile, source: string, options: Options = DEFAULT_OPTIONS): Session {
  return { profile, source, options };
}

/** What the status line of a prompt says. */
export interface SessionStatus {
  readonly profile: string;
  readonly valueType: string;
  readonly filters: readonly string[];
}

export function statusOf({ profile, source, options }: Session): SessionStatus {
  const hasTypes = profile.valueTypes.length > 0;
  const type = hasTypes ? profile.valueTypes[sampleIndexOf(profile, options.sample_index)].type : 'no samples';
  const prune = options.prune_from === '' ? [] : [`prune_from=${options.prune_from}`];
  return {
    profile: baseName(source),
    valueType: options.mean ? `mean_${type}` : type,
    filters: [...activeFilters(options), ...prune],
  };
}
