/** Where the work on a profile is done: in this thread for small profiles, in one of its own for large ones. */
import { CallTree } from '../analysis/call-tree.ts';
import { type Neighbors, neighborsOf } from '../analysis/neighbors.ts';
import type { Line } from '../report/line.ts';
import { type NameSearch, nameSearch, type ProfileView, viewData, viewProfile } from '../report/profile-view.ts';
import type { ReportHost } from '../report/request.ts';
import type { Host } from '../shell/host.ts';
import type { Outcome } from '../shell/outcome.ts';
import { runLine } from '../shell/run-line.ts';
import type { Session } from '../shell/session.ts';
import { functionsByWeight, type WeightedName } from '../shell/session-names.ts';
import { outputChunks, writeReportFile } from './output.ts';

/** What a line of the shell comes to, once its report is written. */
export interface LineEnd {
  readonly session: Session;
  readonly outcome: Exclude<Outcome, { readonly type: 'report' | 'message' }>;
}

/** Takes what a line has to say while it runs. */
export interface LineSink {
  /** A piece of a report, drawn. Resolves when there is room for more; rejects to stop the report. */
  write(chunk: Uint8Array): Promise<void>;
  /** Text beside the report. */
  message(text: string): void;
}

export interface FindView {
  readonly view: ProfileView;
  readonly search: NameSearch;
}

export interface BrowseView {
  readonly view: ProfileView;
  readonly tree: CallTree;
}

/** Does the work on one profile. What it is asked about is told with every question, so it holds no session. */
export interface Engine {
  /** Runs a line. Rejects with UserError, or with Cancelled when it is stopped. */
  runLine(line: string, session: Session, sink: LineSink): Promise<LineEnd>;
  /** What the find screen is about, and what the browse screen is. */
  findView(session: Session, message: (text: string) => void): Promise<FindView>;
  browseView(session: Session, message: (text: string) => void): Promise<BrowseView>;
  /** The callers and callees of an entry of a session's view. */
  neighbors(session: Session, entry: number): Promise<Neighbors>;
  /** The functions that completion offers; none while they are being found out. */
  functionNames(session: Session): readonly WeightedName[];
  /** Stops what is being done, at once where it is done elsewhere. */
  cancel(): void;
  close(): void;
}

export interface EngineSurroundings {
  readonly host: ReportHost;
  readonly machine: Host;
  readonly draw: ((line: Line) => string) | undefined;
}

/** Works in this thread. */
export function localEngine({ host, machine, draw }: EngineSurroundings): Engine {
  return {
    runLine: (line, session, sink) => runLineHere(line, session, sink, { host, machine, draw }),
    async findView({ profile, options }, message) {
      const view = viewProfile({ profile, options, host, notify: message });
      return { view, search: nameSearch(view) };
    },
    async browseView({ profile, options }, message) {
      const view = viewProfile({ profile, options, host, notify: message });
      return { view, tree: new CallTree(view.question) };
    },
    async neighbors({ profile, options }, entry) {
      return neighborsOf(viewData({ profile, options, host, notify: () => undefined }).question, entry);
    },
    functionNames: functionsByWeight,
    cancel: () => undefined,
    close: () => undefined,
  };
}

/** Runs a line and writes its report out. */
export async function runLineHere(
  line: string,
  session: Session,
  sink: LineSink,
  { host, machine, draw }: EngineSurroundings,
): Promise<LineEnd> {
  const context = { session, host, notify: sink.message, hasTerminal: true };
  const { session: next, outcome } = runLine(line, context);
  switch (outcome.type) {
    case 'report':
      if (outcome.file !== '') writeReportFile(outcome, sink, machine);
      else for (const chunk of outputChunks(outcome.lines, draw)) await sink.write(chunk);
      return { session: next, outcome: { type: 'nothing' } };
    case 'message':
      sink.message(outcome.lines.map((text) => `${text}\n`).join(''));
      return { session: next, outcome: { type: 'nothing' } };
    default:
      return { session: next, outcome };
  }
}
