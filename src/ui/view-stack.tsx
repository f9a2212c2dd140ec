/**
 * Views on top of each other: each is opened from the prompt or from the one below, and Esc goes back to that. Lines that
 * change filters are run in between, and the view on top is made anew from what they leave, at the same place.
 */
import type { ReactElement } from 'react';
import { Cancelled, UserError } from '../base/errors.ts';
import { nameOfSource } from '../base/path-text.ts';
import { profileView } from '../report/profile-view.ts';
import { shownType } from '../report/request.ts';
import type { Theme } from '../report/theme.ts';
import type { ViewAnswer, ViewQuestion } from '../report/views/index.ts';
import { quotedWord } from '../shell/language/words.ts';
import type { ScreenRequest } from '../shell/outcome.ts';
import type { Session } from '../shell/session.ts';
import type { WorkspaceStatus } from '../shell/status.ts';
import { FindScreen } from './find/find-screen.tsx';
import type { FindState } from './find/model.ts';
import type { SessionFacts } from './screen/spec.ts';
import { ViewScreen } from './screen/view-screen.tsx';
import type { ScreenEnds } from './screen-result.ts';
import type { ScreenEnd, Stage } from './stage.tsx';
import { type AnyView, viewFor } from './views.ts';

/** What views need of the shell. */
export interface ViewSurroundings {
  readonly stage: Stage;
  /** As they are now. */
  readonly session: () => Session;
  readonly status: () => WorkspaceStatus;
  readonly theme: () => Theme;
  readonly shorten: () => ((name: string) => string) | undefined;
  readonly hasMouse: () => boolean;
  answer<Question extends ViewQuestion>(question: Question, session: Session): Promise<ViewAnswer<Question>>;
  /** Runs a line that prints nothing; resolves to what it tells, and to the view it opens. Rejects with UserError. */
  run(line: string): Promise<{ readonly told: string; readonly screen: ScreenRequest | undefined }>;
  copy(text: string): void;
  /** Opens the user's editor. Resolves when it is left. Rejects with UserError where there is none. */
  edit(file: string, line: number): Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A view that is open. */
interface Level {
  readonly request: ScreenRequest;
  /** The line that opened it. */
  readonly line: string;
  /** What it shows, and of which session that is. */
  shown?: { readonly session: Session; readonly answer: ViewAnswer; readonly view: AnyView | undefined };
  /** The state it was left with. */
  kept?: unknown;
}

/** How the views were left. */
export interface ViewsEnd {
  /** The line to run at the prompt; undefined for none. */
  readonly line: string | undefined;
  /** What was done, as one line that does it again; undefined where that is the line that was typed. */
  readonly record: string | undefined;
}

/** Shows a view, and those opened from it, until all are left. Rejects with UserError where the first cannot open. */
export async function showViews(
  request: ScreenRequest,
  line: string,
  surroundings: ViewSurroundings,
): Promise<ViewsEnd> {
  const { stage, session } = surroundings;
  const levels: Level[] = [{ request, line }];
  let changes: Changes = { done: [], undone: [] };
  let note: string | undefined;
  for (;;) {
    const level = levels[levels.length - 1];
    const task = level.line;
    try {
      if (level.shown?.session !== session()) await stage.whileWorking(task, () => prepare(level, surroundings));
    } catch (error) {
      if (!(error instanceof UserError || error instanceof Cancelled)) throw error;
      const problem = error instanceof UserError ? error.message : 'stopped';
      const change = changes.done.at(-1);
      if (level.shown === undefined && levels.length > 1) {
        levels.pop();
        note = problem;
      } else if (change === undefined) {
        throw error;
      } else {
        // It has left nothing to show.
        const back = change === 'undo' ? 'redo' : 'undo';
        await surroundings.run(back);
        changes = withChange(changes, back);
        note = `${problem}: ${change} was taken back`;
      }
      continue;
    }
    const { result, state } = await show(level, levels, note, surroundings);
    note = undefined;
    level.kept = state;
    const ended = (next?: string) => ({ line: next, record: recordOf(level, changes.done, line) });
    switch (result.type) {
      case 'back':
        if (levels.length === 1) return ended();
        levels.pop();
        break;
      case 'leave':
        return ended();
      case 'copy':
        note = await told(async () => {
          surroundings.copy(result.text);
          return 'copied';
        });
        break;
      case 'edit':
        note = await told(async () => {
          await surroundings.edit(result.file, result.line);
          return '';
        });
        break;
      case 'run':
        if (result.effect === 'print') {
          return { line: result.line, record: changes.done.length === 0 ? undefined : changes.done.join('; ') };
        }
        note = await told(async () => {
          const before = session();
          const { told: text, screen } = await stage.whileWorking(result.line, () => surroundings.run(result.line));
          if (session() !== before) changes = withChange(changes, result.line);
          if (screen !== undefined) levels.push({ request: screen, line: result.line });
          return text;
        });
    }
  }
}

/** What a piece of work has to tell, or what went wrong in it. */
async function told(work: () => Promise<string>): Promise<string | undefined> {
  try {
    return (await work()).trim().split('\n').join('  ') || undefined;
  } catch (error) {
    if (error instanceof Cancelled) return 'stopped';
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** What was done in views, as far as it still holds. */
export interface Changes {
  /** The lines that do it again. */
  readonly done: readonly string[];
  /** Those that were taken back, the last one first to come again. */
  readonly undone: readonly string[];
}

/** The changes with one more line: `undo` takes the last one back, as long as there is one that was made here. */
export function withChange({ done, undone }: Changes, line: string): Changes {
  const last = done.at(-1);
  const before = done.slice(0, -1);
  if (line === 'undo' && last === 'redo') return { done: before, undone };
  if (line === 'undo' && last !== undefined && last !== 'undo') return { done: before, undone: [...undone, last] };
  if (line === 'redo' && last === 'undo') return { done: before, undone };
  const again = undone.at(-1);
  if (line === 'redo' && again !== undefined) return { done: [...done, again], undone: undone.slice(0, -1) };
  const isStep = line === 'undo' || line === 'redo';
  return { done: [...done, line], undone: isStep ? undone : [] };
}

function recordOf(level: Level, changes: readonly string[], typed: string): string | undefined {
  const record = [...changes, lineOf(level)].join('; ');
  return record === typed ? undefined : record;
}

/** The line that opens a view as it was left. */
function lineOf({ request, shown, kept, line }: Level): string {
  if (kept === undefined) return line;
  if (shown?.view !== undefined) return shown.view.spec.line(ownOf(kept));
  if (request.type !== 'find') return line;
  const { query } = kept as FindState;
  return query.text.trim() === '' ? 'find' : `find ${quotedWord(query.text.trim())}`;
}

/** The view's own part of the state of its screen. */
function ownOf(kept: unknown): unknown {
  return (kept as { readonly own: unknown }).own;
}

async function prepare(level: Level, { session, answer }: ViewSurroundings): Promise<void> {
  const { request } = level;
  const asked = session();
  if (request.type === 'find') {
    level.shown = {
      session: asked,
      answer: await answer({ type: 'functions', argument: undefined }, asked),
      view: undefined,
    };
    return;
  }
  const view = await viewFor(request);
  level.shown = { session: asked, answer: await answer(view.question(request), asked), view };
}

function show(
  level: Level,
  levels: readonly Level[],
  note: string | undefined,
  surroundings: ViewSurroundings,
): Promise<ScreenEnd> {
  const { stage, theme, stop, hasMouse } = surroundings;
  const { request, shown, kept } = level;
  if (shown === undefined) throw new Error('a view is shown before it is known');
  const facts = factsOf(levels, surroundings);
  const common = { facts, theme: theme(), stop, hasMouse: hasMouse() };
  const ask = <Question extends ViewQuestion>(question: Question) => surroundings.answer(question, shown.session);
  const draw = (ends: Pick<ScreenEnds, 'typedAhead' | 'onDone'>): ReactElement => {
    if (request.type === 'find') {
      const { data, search } = shown.answer as ViewAnswer<ViewQuestion<'functions'>>;
      const view = { ...profileView(data), shorten: facts.shorten };
      const { query } = request;
      const state = kept as FindState | undefined;
      return <FindScreen {...common} {...ends} view={view} search={search} query={query} ask={ask} kept={state} />;
    }
    if (shown.view === undefined) throw new Error('a view without its kind');
    const begun = shown.view.begin(shown.answer, request, facts, kept === undefined ? undefined : ownOf(kept));
    const initial = note === undefined ? begun : { ...begun, note };
    return <ViewScreen {...common} {...ends} spec={shown.view.spec} initial={initial} ask={ask} />;
  };
  return stage.show(draw);
}

function factsOf(levels: readonly Level[], { session, status, shorten }: ViewSurroundings): SessionFacts {
  const { profile, options, source } = session();
  const { filters, left } = status();
  const types = profile.valueTypes.map(({ type }) => type);
  const shown = shownType(profile, options);
  const filtered = filters.length === 0 ? [] : [`${filters.join(' ')}${left === undefined ? '' : ` ${left}`}`];
  return {
    options,
    sampleTypes: types,
    sampleType: shown.replace(/^mean_/, ''),
    trail: [nameOfSource(source), shown, ...filtered, ...levels.map(({ request }) => request.type)],
    shorten: shorten() ?? ((name) => name),
  };
}
