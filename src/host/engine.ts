/** Where the work on a profile is done: in this thread for small profiles, in one of its own for large ones. */
import { CallTree } from '../analysis/call-tree.ts';
import { type Neighbors, neighborsOf } from '../analysis/neighbors.ts';
import { type NameSearch, nameSearch, type ProfileView, viewData, viewProfile } from '../report/profile-view.ts';
import type { ReportHost } from '../report/request.ts';
import type { Outcome } from '../shell/outcome.ts';
import { runLine } from '../shell/run-line.ts';
import type { Session } from '../shell/session.ts';
import { functionsByWeight, type WeightedName } from '../shell/session-names.ts';
import { type ReportSink, type ReportWriter, writeReport } from './output.ts';

/** What a line of the shell comes to, once its report is written. */
export interface LineEnd {
  readonly session: Session;
  readonly outcome: Exclude<Outcome, { readonly type: 'report' | 'message' }>;
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
  runLine(line: string, session: Session, sink: ReportSink): Promise<LineEnd>;
  /** What the find screen is about, and what the browse screen is. */
  findView(session: Session, message: (text: string) => void): Promise<FindView>;
  browseView(session: Session, message: (text: string) => void): Promise<BrowseView>;
  /** The callers and callees of an entry of a session's view. */
  neighbors(session: Session, entry: number): Promise<Neighbors>;
  /** The functions that completion offers; none while they are being found out. */
  functionNames(session: Session): readonly WeightedName[];
  /** Stops what is being done, at once where it is done elsewhere; what is asked next is done all the same. */
  cancel(): void;
}

export interface EngineSurroundings extends ReportWriter {
  readonly host: ReportHost;
  /** Whether a screen can be opened. */
  readonly hasTerminal: boolean;
}

/** Works in this thread. */
export function localEngine(surroundings: EngineSurroundings): Engine {
  const { host } = surroundings;
  let interrupt = new AbortController();
  return {
    runLine: (line, session, sink) => runLineHere(line, session, sink, { ...surroundings, signal: interrupt.signal }),
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
    functionNames: (session) => functionsByWeight(session, host),
    cancel() {
      interrupt.abort();
      interrupt = new AbortController();
    },
  };
}

/** Runs a line and writes its report out. */
export async function runLineHere(
  line: string,
  session: Session,
  sink: ReportSink,
  surroundings: EngineSurroundings,
): Promise<LineEnd> {
  const { host, hasTerminal } = surroundings;
  const context = { session, host, notify: sink.message, hasTerminal };
  const { session: next, outcome } = runLine(line, context);
  switch (outcome.type) {
    case 'report':
      await writeReport(outcome, sink, surroundings);
      return { session: next, outcome: { type: 'nothing' } };
    case 'message':
      sink.message(outcome.lines.map((text) => `${text}\n`).join(''));
      return { session: next, outcome: { type: 'nothing' } };
    default:
      return { session: next, outcome };
  }
}
