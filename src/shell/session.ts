import { withoutZeroLabels } from '../profile/labels.ts';
import type { Profile } from '../profile/tables.ts';
import { DEFAULT_OPTIONS, type Options } from '../report/options.ts';
import type { LoadRequest } from './load-request.ts';

/** One profile with the options that reports on it follow. Never changed: an assignment makes a new one. */
export interface Session {
  /** What it is called in a workspace, from 1; never given twice. */
  readonly id: number;
  readonly profile: Profile;
  /** The file as the user named it; what it was made of for one that was made in the shell. */
  readonly source: string;
  readonly options: Options;
  /** The changes of options that can be taken back, oldest first. */
  readonly past: readonly OptionStep[];
  /** Those taken back, the next to be done again last. */
  readonly future: readonly OptionStep[];
  /** What it was loaded from, to load it again; undefined for one that was made in the shell. */
  readonly load: LoadRequest | undefined;
  /** A pattern of the user's own code, where they have said what that is; found out otherwise. */
  readonly mine?: string | undefined;
}

/** A change of options. */
export interface OptionStep {
  /** The line that made it, such as `focus=json`. */
  readonly name: string;
  /** The options on the other side of it: those before for a step that was done, those after for one taken back. */
  readonly options: Options;
}

/** The options a profile begins with in a shell: what is known about it has been told already. */
export const SHELL_OPTIONS: Options = { ...DEFAULT_OPTIONS, compact_labels: true };

/** A session on a profile that was loaded. */
export function loadedSession(profile: Profile, load: LoadRequest, options: Options = SHELL_OPTIONS): Session {
  const base = load.base === undefined ? '' : ` - ${load.base.sources.join(' ')}`;
  return openSession(withoutZeroLabels(profile), load.sources.join(' ') + base, options, load);
}

export function openSession(
  profile: Profile,
  source: string,
  options: Options = DEFAULT_OPTIONS,
  load?: LoadRequest,
): Session {
  return { id: 1, profile, source, options, past: [], future: [], load };
}
