import type { DocumentKind } from '../report/document.ts';
import type { Format } from '../report/formats/format.ts';
import type { Report, ReportBody } from '../report/report.ts';
import type { ReportRequest } from '../report/request.ts';
import type { TableArrangement } from '../report/views/table-arrangement.ts';
import type { LoadRequest } from './load-request.ts';
import type { MemoryTask } from './memory-task.ts';
import type { Workspace } from './workspace.ts';

/** A full view for the terminal to open. */
export type ScreenRequest =
  | { readonly type: 'find'; readonly query: string }
  /** The call tree from its roots, or that of callers from the leaves; empty for all of it. */
  | { readonly type: 'browse' | 'bottomup'; readonly pattern: string }
  | { readonly type: 'sandwich'; readonly pattern: string }
  | { readonly type: 'flame'; readonly pattern: string }
  /** A table of the samples that `focus` and `ignore` leave; empty for all. */
  | {
      readonly type: 'top';
      readonly focus: string;
      readonly ignore: string;
      readonly byCum: boolean;
      readonly arrangement: TableArrangement;
    }
  /** The source of a function, or `file:line`. */
  | { readonly type: 'source'; readonly pattern: string }
  /** The keys of tags, or the values of one. */
  | { readonly type: 'tags'; readonly key: string }
  | { readonly type: 'goroutines'; readonly pattern: string };

/** What only the shell itself can do, as it has the files, the history and the terminal. */
export type ShellRequest =
  | { readonly type: 'source'; readonly file: string }
  /** What a line prints, to the clipboard or to a file; what was printed last where there is no line. */
  | { readonly type: 'copy'; readonly line: string }
  | { readonly type: 'save'; readonly file: string; readonly line: string }
  | { readonly type: 'save settings' }
  | { readonly type: 'history'; readonly query: string };

/** What a command asks the shell to do. A command never prints, draws or exits itself. */
export type Outcome =
  | { readonly type: 'nothing' }
  /** The body of a report, for standard output or the file named. */
  | {
      readonly type: 'report';
      readonly body: ReportBody;
      readonly document: DocumentKind | undefined;
      /** Empty for standard output. */
      readonly file: string;
    }
  /** A report to be written in another format than its own. */
  | {
      readonly type: 'formatted';
      readonly report: Report;
      readonly request: ReportRequest;
      readonly format: Format;
      readonly file: string;
    }
  /** Help, listings, warnings: for standard error. */
  | { readonly type: 'message'; readonly lines: readonly string[] }
  | { readonly type: 'screen'; readonly screen: ScreenRequest }
  /** Another workspace, with what to tell about it. */
  | { readonly type: 'changed'; readonly workspace: Workspace; readonly lines?: readonly string[] }
  /** Profiles to read: each becomes a session of its own, or takes the place of the one with the number `replaces`. */
  | { readonly type: 'load'; readonly loads: readonly LoadRequest[]; readonly replaces?: number }
  /** Something about memory to look into. */
  | { readonly type: 'examine'; readonly task: MemoryTask }
  /** Rules that were checked, one line each. */
  | { readonly type: 'checked'; readonly lines: readonly string[]; readonly isFailed: boolean }
  | ShellRequest
  | { readonly type: 'quit' };
