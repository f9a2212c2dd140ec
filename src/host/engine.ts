/** Where the work on profiles is done: in this thread for small profiles, in one of its own for large ones. */
import { UserError } from '../base/errors.ts';
import { compilePattern } from '../base/regex.ts';
import { safeLines } from '../base/safe-text.ts';
import type { Line } from '../report/line.ts';
import type { ViewInput } from '../report/profile-view.ts';
import type { ReportBody } from '../report/report.ts';
import type { ReportHost } from '../report/request.ts';
import { makeTheme } from '../report/theme.ts';
import { type ViewAnswer, type ViewQuestion, viewAnswer } from '../report/views/index.ts';
import { type FilterRest, filterRest } from '../shell/filters.ts';
import type { KeyTable } from '../shell/help/key-table.ts';
import type { Dialect } from '../shell/language/words.ts';
import type { LoadRequest } from '../shell/load-request.ts';
import type { Outcome } from '../shell/outcome.ts';
import { makeReportHost } from '../shell/report-host.ts';
import { runLine } from '../shell/run-line.ts';
import { loadedSession, openSession, type Session, SHELL_OPTIONS } from '../shell/session.ts';
import { type FunctionNames, functionsByWeight } from '../shell/session-names.ts';
import { sessionSummary } from '../shell/session-summary.ts';
import { currentSession, placeOf, type Workspace, withOpened } from '../shell/workspace.ts';
import { type LoadSurroundings, loadProfiles } from './load-profiles.ts';
import { type ReportOutcome, type ReportSink, type ReportWriter, writeReport } from './output.ts';
import { tell } from './program-io.ts';

/** What a line of the shell comes to, once its report is written and its profiles are loaded. */
export interface LineEnd {
  readonly workspace: Workspace;
  readonly outcome: Exclude<
    Outcome,
    { readonly type: 'report' | 'formatted' | 'message' | 'changed' | 'load' | 'examine' }
  >;
  /** What may be typed next, in the order of what was printed. */
  readonly next?: readonly string[] | undefined;
  /** What the filters leave; undefined where there are none, or nobody asked. */
  readonly rest: FilterRest | undefined;
  /** Whether some of it went wrong, which has been told, while the rest was done. */
  readonly hasFailed?: boolean;
}

/** How a line is run. */
export interface LineManner {
  readonly dialect: Dialect;
  readonly output: OutputManner;
  /** For those who ask for help about keys. */
  readonly keyTables?: readonly KeyTable[] | undefined;
}

/**
 * What becomes of output: `shown` in the colours of the terminal; `safe`: plain text that may come to a terminal by way of
 * a program; `exact`: to the byte. Where it is not shown, help and lists are output too.
 */
export type OutputManner = 'shown' | 'safe' | 'exact';

/** Does the work on profiles. What it is asked about is told with every question, so it holds no session. */
export interface Engine {
  /** Runs a line. Rejects with UserError, or with Cancelled when it is stopped. */
  runLine(line: string, workspace: Workspace, sink: ReportSink, manner: LineManner): Promise<LineEnd>;
  /** Answers what a view asks about a session's profile. Rejects with UserError, or with Cancelled when it is stopped. */
  answer<Question extends ViewQuestion>(
    question: Question,
    session: Session,
    message: (text: string) => void,
  ): Promise<ViewAnswer<Question>>;
  /** The functions that completion offers; none while they are being found out. */
  functionNames(session: Session): FunctionNames;
  /** Names will be asked for: where another thread works, it begins to find them out. */
  expectNames(session: Session): void;
  /** Stops what is being done, at once where it is done elsewhere; what is asked next is done all the same. */
  cancel(): void;
}

export interface EngineSurroundings extends Omit<ReportWriter, 'draw'> {
  /** Somebody reads along: say and do more than pprof does. */
  readonly explains: boolean;
  /** Where to find tools, as the command line says. */
  readonly tools: string;
  /** Whether a screen can be opened. */
  readonly hasTerminal: boolean;
  /** Whether reading a profile is better done in a thread of its own; nothing is where it is left out. */
  readonly isTooLarge?: (request: LoadRequest) => boolean;
  /** Makes the text of a line under the settings of a workspace; undefined for plain text. */
  readonly drawFor: (workspace: Workspace) => ((line: Line) => string) | undefined;
}

/** A line wants something loaded that is too large for this thread. Nothing of it has been done. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** Works in this thread. */
export function localEngine(surroundings: EngineSurroundings): Engine {
  let interrupt = new AbortController();
  return {
    runLine: (line, workspace, sink, manner) =>
      runLineHere(line, workspace, sink, manner, { ...surroundings, signal: interrupt.signal }),
    answer: (question, session, message) => viewAnswer(viewInput(session, surroundings, message), question),
    functionNames: (session) => functionsByWeight(session, hostFor(session.source, surroundings)),
    expectNames() {},
    cancel() {
      interrupt.abort();
      interrupt = new AbortController();
    },
  };
}

/** What views on a session are made from. */
export function viewInput(
  { profile, options, source }: Session,
  surroundings: EngineSurroundings,
  notify: (text: string) => void,
): ViewInput {
  return { profile, options, host: hostFor(source, surroundings), notify };
}

/** What reports on a profile ask of the machine. */
export function hostFor(
  source: string,
  { machine, explains, tools }: Pick<EngineSurroundings, 'machine' | 'explains' | 'tools'>,
): ReportHost {
  return makeReportHost(machine, { source, explains, tools });
}

/**
 * Runs a line, loads what it wants loaded, and writes its report out. Rejects with UserError, with Cancelled, or with
 * TooLarge.
 */
export async function runLineHere(
  line: string,
  workspace: Workspace,
  sink: ReportSink,
  manner: LineManner,
  surroundings: EngineSurroundings,
): Promise<LineEnd> {
  const { hasTerminal, machine, drawFor } = surroundings;
  const drawOf = (of: LineManner, settings: Workspace) => {
    if (of.output === 'shown') return drawFor(settings);
    return of.output === 'safe' ? makeTheme('none').line : undefined;
  };
  const host = hostFor(currentSession(workspace).source, surroundings);
  const notify = sink.message;
  const hasFootnotes = hasTerminal && manner.output === 'shown';
  const context = { workspace, host, machine, notify, hasTerminal, hasFootnotes, ...manner };
  const { workspace: next, outcome } = await withSuggestions(() => runLine(line, context), workspace, surroundings);
  const ended = (end: Workspace, rest: LineEnd['outcome'] = { type: 'nothing' }): LineEnd => ({
    workspace: end,
    outcome: rest,
    rest: hasTerminal ? restOf(end, surroundings) : undefined,
  });
  const write = (report: ReportOutcome) => {
    const writer = { ...surroundings, draw: drawOf(manner, next) };
    const { output } = manner;
    return output === 'shown' ? writeReport(report, sink, writer) : writeRedirected(report, sink, output, writer);
  };
  switch (outcome.type) {
    case 'report':
      await write(outcome);
      return ended(next);
    case 'formatted': {
      const { report, request, format, file } = outcome;
      const { writeFormatted } = await import('../report/formats/write-formatted.ts');
      const body = writeFormatted(report, request, format);
      const written = { type: 'report', body, document: undefined, file } as const;
      await writeReport(written, sink, { ...surroundings, draw: undefined });
      return ended(next);
    }
    case 'message': {
      const text = outcome.lines.map((told) => `${told}\n`).join('');
      if (manner.output === 'shown') sink.message(text);
      else await sink.write(Buffer.from(manner.output === 'safe' ? safeLines(text) : text));
      return ended(next);
    }
    case 'load': {
      if (surroundings.isTooLarge !== undefined && outcome.loads.some(surroundings.isTooLarge)) throw new TooLarge();
      const { opened, hasFailed } = await withLoaded(next, outcome, sink, surroundings);
      return { ...ended(opened), hasFailed };
    }
    case 'examine': {
      // Other files are read for it, of any size.
      if (surroundings.isTooLarge !== undefined && outcome.task.files.length > 0) throw new TooLarge();
      const { examine } = await import('./memory/examine.ts');
      const open = { sessions: next.sessions, current: currentSession(next) };
      const onProgress = (share: number) => sink.progress?.(share);
      const around = { machine, host, signal: surroundings.signal, onProgress, now: Date.now() };
      const { body, growth, next: suggested } = await examine(outcome.task, open, around);
      await write({ type: 'report', body, document: undefined, file: '' });
      if (growth === undefined || manner.output !== 'shown' || !hasTerminal) return { ...ended(next), next: suggested };
      const opened = withOpened(next, openSession(growth.profile, growth.source, SHELL_OPTIONS));
      sink.message(`opened as profile ${currentSession(opened).id}: browse, flame and top show what grew`);
      return { ...ended(opened), next: suggested };
    }
    default:
      return ended(next, outcome);
  }
}

/** Writes a report to where its line leads it: what is meant for other programs goes there too, not to a file of its own. */
function writeRedirected(
  report: ReportOutcome,
  { deliver: _, ...sink }: ReportSink,
  manner: Exclude<OutputManner, 'shown'>,
  writer: ReportWriter,
): Promise<void> {
  const isText = report.document !== undefined && report.document.drawnAs === undefined;
  const body = isText && manner === 'safe' ? safeBody(report.body) : report.body;
  return writeReport({ ...report, body }, sink, { ...writer, takesDocuments: true });
}

function* safeBody(body: ReportBody): Generator<string | Uint8Array> {
  const { line } = makeTheme('none');
  for (const part of body) yield part instanceof Uint8Array ? part : line(part);
}

const NO_MATCHES = 'no matches found for regexp: ';

/** Runs something; where a pattern matches nothing, those who read along are told what was probably meant. */
async function withSuggestions<Value>(
  run: () => Value,
  workspace: Workspace,
  surroundings: EngineSurroundings,
): Promise<Value> {
  try {
    return run();
  } catch (error) {
    const isGuessed = surroundings.explains && error instanceof UserError && error.message.startsWith(NO_MATCHES);
    if (!isGuessed || error.hint !== undefined) throw error;
    const session = currentSession(workspace);
    const functions = functionsByWeight(session, hostFor(session.source, surroundings));
    const source = error.message.slice(NO_MATCHES.length);
    const pattern = compilePattern(source);
    if (functions.index.names.some((name) => pattern.test(name))) {
      throw new UserError(error.message, 'the filters leave none of what it matches; filters lists them');
    }
    const { closestFunctions } = await import('../shell/language/closest-functions.ts');
    const closest = closestFunctions(functions, source, 3);
    throw new UserError(error.message, closest.length === 0 ? undefined : `did you mean ${closest.join(', or ')}?`);
  }
}

/** Filters that are wrong are told by the reports they spoil. */
function restOf(workspace: Workspace, surroundings: EngineSurroundings): FilterRest | undefined {
  const session = currentSession(workspace);
  try {
    return filterRest(session, hostFor(session.source, surroundings));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const NONE_READ = 'failed to fetch any ';

/** With profiles read and opened, one after the other; what cannot be read is told, and the others are opened. */
async function withLoaded(
  workspace: Workspace,
  { loads, replaces }: Extract<Outcome, { readonly type: 'load' }>,
  sink: ReportSink,
  surroundings: EngineSurroundings,
): Promise<{ readonly opened: Workspace; readonly hasFailed: boolean }> {
  let opened = workspace;
  const failed: UserError[] = [];
  for (const [i, request] of loads.entries()) {
    try {
      const session = await loaded(request, surroundings, {
        notify: (problem, hint) => tell(problem, hint, sink.message),
        onProgress: (share) => sink.progress?.((i + share) / loads.length),
      });
      opened = replaces === undefined ? withOpened(opened, session) : withReplaced(opened, replaces, session);
      const { id } = currentSession(opened);
      const { name, type, total } = sessionSummary(session);
      sink.message(`${replaces ?? id}: ${name}  ${type} ${total}`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failed.push(error);
      // What is wrong with a source has been told already. Where none can be read, the last error is thrown.
      if (loads.length > 1 && !error.message.startsWith(NONE_READ)) sink.message(error.message);
    }
  }
  const last = failed.at(-1);
  if (last !== undefined && failed.length === loads.length) {
    throw loads.length === 1 ? last : new UserError(`none of ${loads.length} profiles could be read`, last.hint);
  }
  return { opened, hasFailed: failed.length > 0 };
}

async function loaded(
  request: LoadRequest,
  { machine, explains, signal }: EngineSurroundings,
  listener: Pick<LoadSurroundings, 'notify' | 'onProgress'>,
): Promise<Session> {
  const profile = await loadProfiles(request, { machine, explains, ...listener, ...(signal ? { signal } : {}) });
  return loadedSession(profile, request);
}

/** A profile that was read again keeps its number, its options and what can be undone. */
function withReplaced(workspace: Workspace, id: number, { profile }: Session): Workspace {
  const place = placeOf(workspace, id);
  if (place === undefined) return workspace;
  return { ...workspace, sessions: workspace.sessions.with(place, { ...workspace.sessions[place], profile }) };
}
