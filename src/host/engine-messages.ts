import type { OpenedTree } from '../analysis/call-tree.ts';
import type { Neighbors } from '../analysis/neighbors.ts';
import type { Profile } from '../profile/tables.ts';
import type { DocumentKind } from '../report/document.ts';
import type { Options } from '../report/options.ts';
import type { NameSearch, ViewData } from '../report/profile-view.ts';
import type { ColorDepth } from '../report/theme.ts';
import type { LoadRequest } from '../shell/load-request.ts';
import type { WeightedName } from '../shell/session-names.ts';
import type { LineEnd } from './engine.ts';

// What the thread that draws and the thread that works say to each other. Each piece of work has a number; at any time
// the work may be ended by ending the whole thread, so no message changes what a later one means.

/** What a working thread begins with. */
export interface EngineStart {
  /** The profile in shared memory, or what to load it from. */
  readonly from: { readonly profile: Profile } | { readonly request: LoadRequest };
  /** The file as the user named it. */
  readonly source: string;
  /** Where to find tools, as the command line says. */
  readonly tools: string;
  readonly colorDepth: ColorDepth;
}

export type Work =
  | { readonly type: 'runLine'; readonly line: string; readonly options: Options }
  | { readonly type: 'findView'; readonly options: Options }
  | { readonly type: 'browseView'; readonly options: Options }
  | { readonly type: 'neighbors'; readonly options: Options; readonly entry: number }
  | { readonly type: 'functionNames'; readonly options: Options };

/** What a kind of work results in. */
export interface WorkResults {
  readonly runLine: Omit<LineEnd, 'session'> & { readonly options: Options };
  readonly findView: { readonly data: ViewData; readonly search: NameSearch };
  readonly browseView: { readonly data: ViewData; readonly tree: OpenedTree };
  readonly neighbors: Neighbors;
  readonly functionNames: readonly WeightedName[];
}

export type ToEngine =
  | { readonly type: 'work'; readonly id: number; readonly work: Work }
  /** A piece of a report has been written, or a document delivered: there is room for one more. */
  | { readonly type: 'written'; readonly id: number };

export type FromEngine =
  | { readonly type: 'progress'; readonly share: number }
  /** Something to tell while loading. */
  | { readonly type: 'notice'; readonly text: string; readonly hint: string | undefined }
  | { readonly type: 'loaded'; readonly profile: Profile }
  | { readonly type: 'chunk'; readonly id: number; readonly chunk: Uint8Array }
  | { readonly type: 'message'; readonly id: number; readonly text: string }
  | {
      readonly type: 'document';
      readonly id: number;
      readonly content: Uint8Array;
      readonly kind: DocumentKind;
      readonly file: string;
    }
  | { readonly type: 'done'; readonly id: number; readonly result: WorkResults[keyof WorkResults] }
  /** `id` is LOADING while the profile is being read. */
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure };

export const LOADING = 0;

/** An error on its way to another thread, which would lose its class. */
export type Failure =
  | { readonly type: 'user'; readonly message: string; readonly hint: string | undefined }
  | { readonly type: 'fault'; readonly message: string; readonly stack: string | undefined };
