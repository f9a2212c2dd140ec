import type { DocumentKind } from './document.ts';
import type { Line } from './line.ts';
import type { ReportDefaults, ReportRequest } from './request.ts';

/** What reports write: lines of text, or bytes as they are. */
export type ReportBody = Iterable<Line | Uint8Array>;

/** One kind of report. Its name is a command of the shell and a flag of the command line. */
export interface Report {
  readonly name: string;
  readonly summary: string;
  /** Whether pprof does not have it. */
  readonly isOurs?: boolean;
  /** Whether it needs a pattern to know what to report on. */
  readonly argument: 'none' | 'regex';
  /** What plain words behind the command select: frames, or for reports on labels, those. */
  readonly wordsSelect?: 'frames' | 'labels';
  readonly defaults: ReportDefaults;
  /** Where it makes a document instead of text for the terminal. */
  readonly document?: DocumentKind;
  /** Everything that can fail, fails before the first line. */
  write(request: ReportRequest): ReportBody;
}
