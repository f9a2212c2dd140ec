/** All that a shell has open and set up. Plain data, never changed in place: every command makes a new one. */
import { filtersOf } from './filters.ts';
import type { Session } from './session.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

export interface Workspace {
  /** The open profiles, in the order they were opened; at least one. */
  readonly sessions: readonly Session[];
  /** The place of the one in use. */
  readonly current: number;
  /** The number given to a profile last. */
  readonly lastId: number;
  readonly settings: Settings;
  /** Names for lines, in which `$1` to `$9` and `$*` stand for the words behind the name. */
  readonly aliases: Readonly<Record<string, string>>;
  /** What keys do: a line to run, or `:action` of the line editor. */
  readonly bindings: Readonly<Record<string, string>>;
}

export function openWorkspace(session: Session): Workspace {
  return {
    sessions: [session],
    current: 0,
    lastId: session.id,
    settings: DEFAULT_SETTINGS,
    aliases: {},
    bindings: {},
  };
}

export function currentSession({ sessions, current }: Workspace): Session {
  return sessions[current];
}

/** With another state of the session in use. */
export function withCurrent(workspace: Workspace, session: Session): Workspace {
  return { ...workspace, sessions: workspace.sessions.with(workspace.current, session) };
}

/** With one more profile open, and in use. It gets the next number, and the filters where they hold for all. */
export function withOpened(workspace: Workspace, session: Omit<Session, 'id'>): Workspace {
  const id = workspace.lastId + 1;
  const isShared = workspace.settings.shared_filters === 'on';
  const filters = isShared ? filtersOf(currentSession(workspace).options) : {};
  const sessions = [...workspace.sessions, { ...session, id, options: { ...session.options, ...filters } }];
  return { ...workspace, sessions, current: sessions.length - 1, lastId: id };
}

/** The place of the profile with a number; undefined where there is none. */
export function placeOf({ sessions }: Workspace, id: number): number | undefined {
  const place = sessions.findIndex((session) => session.id === id);
  return place === -1 ? undefined : place;
}
