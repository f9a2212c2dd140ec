import type { Profile } from '../profile/tables.ts';
import type { DocumentKind } from '../report/document.ts';
import type { ColorDepth } from '../report/theme.ts';
import type { ViewQuestion } from '../report/views/index.ts';
import type { LoadRequest } from '../shell/load-request.ts';
import type { FunctionNames } from '../shell/session-names.ts';
import type { LineEnd, LineManner } from './engine.ts';
import type { PackedAnswer } from './packed-answers.ts';
import type { PackedSession, PackedWorkspace } from './packed-profiles.ts';

// What the thread that draws and the thread that works say to each other. Each piece of work has a number; at any time
// the work may be ended by ending the whole thread, so no message changes what a later one means.

/** What a working thread begins with. */
export interface EngineStart {
  /** Where to find tools, as the command line says. */
  readonly tools: string;
  readonly colorDepth: ColorDepth;
}

export type Work =
  | { readonly type: 'load'; readonly request: LoadRequest }
  | {
      readonly type: 'runLine';
      readonly line: string;
      readonly workspace: PackedWorkspace;
      readonly manner: LineManner;
    }
  | { readonly type: 'answer'; readonly session: PackedSession; readonly question: ViewQuestion }
  | { readonly type: 'functionNames'; readonly session: PackedSession };

/** What a kind of work results in. */
export interface WorkResults {
  readonly load: Profile;
  readonly runLine: Omit<LineEnd, 'workspace'> & { readonly workspace: PackedWorkspace };
  readonly answer: PackedAnswer;
  readonly functionNames: FunctionNames;
}

export type ToEngine =
  | { readonly type: 'work'; readonly id: number; readonly work: Work }
  /** A piece of a report has been written, or a document delivered: there is room for one more. */
  | { readonly type: 'written'; readonly id: number };

export type FromEngine =
  /** How much of what is being loaded has been read. */
  | { readonly type: 'progress'; readonly id: number; readonly share: number }
  | { readonly type: 'chunk'; readonly id: number; readonly chunk: Uint8Array }
  | { readonly type: 'message'; readonly id: number; readonly text: string; readonly hint?: string | undefined }
  | {
      readonly type: 'document';
      readonly id: number;
      readonly content: Uint8Array;
      readonly kind: DocumentKind;
      readonly file: string;
    }
  | { readonly type: 'done'; readonly id: number; readonly result: WorkResults[keyof WorkResults] }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure };

/** An error on its way to another thread, which would lose its class. */
export type Failure =
  | { readonly type: 'user'; readonly message: string; readonly hint: string | undefined }
  | { readonly type: 'fault'; readonly message: string; readonly stack: string | undefined };
