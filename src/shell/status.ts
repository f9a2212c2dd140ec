import { nameOfSource } from '../base/path-text.ts';
import { SELECTING } from '../report/request.ts';
import { sampleIndexOf } from '../report/sample-index.ts';
import type { FilterRest } from './filters.ts';
import { currentSession, type Workspace } from './workspace.ts';

/** What the status line of a prompt says. */
export interface WorkspaceStatus {
  readonly profile: string;
  readonly valueType: string;
  readonly filters: readonly string[];
  /** What the filters leave: `12.3% of 463.42MB`. */
  readonly left?: string;
  /** Where there are several: the number of the one in use, and how many are open. */
  readonly profiles?: { readonly current: number; readonly count: number };
}

export function statusOf(workspace: Workspace, rest: FilterRest | undefined): WorkspaceStatus {
  const { id, profile, source, options } = currentSession(workspace);
  const hasTypes = profile.valueTypes.length > 0;
  const type = hasTypes ? profile.valueTypes[sampleIndexOf(profile, options.sample_index)].type : 'no samples';
  const count = workspace.sessions.length;
  return {
    profile: nameOfSource(source),
    valueType: options.mean ? `mean_${type}` : type,
    filters: SELECTING.filter((name) => options[name] !== '').map((name) => `${name}=${options[name]}`),
    ...(rest === undefined ? {} : { left: `${rest.share} of ${rest.total}` }),
    ...(count > 1 ? { profiles: { current: id, count } } : {}),
  };
}
