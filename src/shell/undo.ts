/** Filters and other options as steps that can be taken back. */
import type { Options } from '../report/options.ts';
import { SELECTING } from '../report/request.ts';
import { filtersOf } from './filters.ts';
import type { OptionStep, Session } from './session.ts';
import { withSetting } from './settings.ts';
import { currentSession, type Workspace, withCurrent } from './workspace.ts';

/** How many steps can be taken back. */
const STEPS_KEPT = 200;

/** A session whose options a line changed, as a step with a name. The same where nothing changed. */
export function withStep(session: Session, name: string, options: Options): Session {
  const names = Object.keys(options) as (keyof Options)[];
  if (names.every((option) => session.options[option] === options[option])) return session;
  const step: OptionStep = { name, options: session.options };
  return { ...session, options, past: [...session.past.slice(1 - STEPS_KEPT), step], future: [] };
}

/** Other options for the session in use. Where filters are shared, what changed about them holds for the others too. */
export function withSteps(workspace: Workspace, name: string, options: Options): Workspace {
  const { options: before } = currentSession(workspace);
  const changed = withCurrent(workspace, withStep(currentSession(workspace), name, options));
  if (workspace.settings.shared_filters === 'off') return changed;
  const sessions = changed.sessions.map((session, place) =>
    place === changed.current ? session : withSharedFilters(session, name, before, options),
  );
  return { ...changed, sessions };
}

/** A session with the filters that differ between two states of another one. */
export function withSharedFilters(session: Session, name: string, before: Options, after: Options): Session {
  const filters = SELECTING.filter((filter) => before[filter] !== after[filter]);
  const shared = Object.fromEntries(filters.map((filter) => [filter, after[filter]]));
  return withStep(session, name, { ...session.options, ...shared });
}

/** With a setting changed. Where filters come to be shared, those of the profile in use hold for the others from then on. */
export function withSettingChanged(workspace: Workspace, name: string, text: string): Workspace {
  const settings = withSetting(workspace.settings, name, text);
  const changed = { ...workspace, settings };
  if (workspace.settings.shared_filters === settings.shared_filters || settings.shared_filters === 'off')
    return changed;
  const filters = filtersOf(currentSession(workspace).options);
  const step = `${name}=${text}`;
  const sessions = changed.sessions.map((session) => withStep(session, step, { ...session.options, ...filters }));
  return { ...changed, sessions };
}

/** The session before its last step; undefined where there is none. */
export function undone(session: Session): { readonly session: Session; readonly name: string } | undefined {
  const step = session.past.at(-1);
  if (step === undefined) return undefined;
  const future = [...session.future, { name: step.name, options: session.options }];
  return { session: { ...session, options: step.options, past: session.past.slice(0, -1), future }, name: step.name };
}

/** The session with the step done again that was taken back last; undefined where there is none. */
export function redone(session: Session): { readonly session: Session; readonly name: string } | undefined {
  const step = session.future.at(-1);
  if (step === undefined) return undefined;
  const past = [...session.past, { name: step.name, options: session.options }];
  return { session: { ...session, options: step.options, past, future: session.future.slice(0, -1) }, name: step.name };
}
