import type { DocumentKind } from '../report/document.ts';
import type { ReportBody } from '../report/report.ts';

/** A full view for the terminal to open. */
export type ScreenRequest =
  | { readonly type: 'find'; readonly query: string }
  | { readonly type: 'browse'; readonly pattern: string };

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
  /** Help, listings, warnings: for standard error. */
  | { readonly type: 'message'; readonly lines: readonly string[] }
  | { readonly type: 'screen'; readonly screen: ScreenRequest }
  | { readonly type: 'quit' };
