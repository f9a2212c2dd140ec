import type { Line } from './line.ts';
import type { ReportDefaults, ReportRequest } from './request.ts';

/** One kind of report. Its name is a command of the shell and a flag of the command line. */
export interface Report {
  readonly name: string;
  readonly summary: string;
  /** Whether it needs a pattern to know what to report on. */
  readonly argument: 'none' | 'regex';
  /** What plain words behind the command select: frames, or for reports on labels, those. */
  readonly wordsSelect?: 'frames' | 'labels';
  readonly defaults: ReportDefaults;
  /** Everything that can fail, fails before the first line. */
  write(request: ReportRequest): Iterable<Line>;
}
