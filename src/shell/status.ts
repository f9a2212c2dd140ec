import { nameOfSource } from '../base/path-text.ts';
import { filtersSet, shownType } from '../report/request.ts';
import type { FilterName, FilterRest } from './filters.ts';
import type { Session } from './session.ts';
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

/** A filter as it was set: `mine` sets a pattern that nobody wants to read again and again. */
function filterText({ options, past }: Session, name: FilterName): string {
  for (let i = past.length - 1; i >= 0; i--) {
    const after = i + 1 < past.length ? past[i + 1].options : options;
    if (past[i].options[name] === after[name]) continue;
    if (name === 'show' && /^mine\b/.test(past[i].name)) return 'mine';
    break;
  }
  return `${name}=${options[name]}`;
}

export function statusOf(workspace: Workspace, rest: FilterRest | undefined): WorkspaceStatus {
  const session = currentSession(workspace);
  const { id, profile, source, options } = session;
  const count = workspace.sessions.length;
  return {
    profile: nameOfSource(source),
    valueType: shownType(profile, options),
    filters: filtersSet(options).map((name) => filterText(session, name)),
    ...(rest === undefined ? {} : { left: `${rest.share} of ${rest.total}` }),
    ...(count > 1 ? { profiles: { current: id, count } } : {}),
  };
}
