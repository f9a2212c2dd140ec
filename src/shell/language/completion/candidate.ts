import type { Host } from '../../host.ts';
import type { FunctionNames } from '../../session-names.ts';
import type { Workspace } from '../../workspace.ts';
import type { Dialect } from '../words.ts';

/** What kind of thing a candidate is, in a word to show. */
export type CandidateKind =
  | 'command'
  | 'alias'
  | 'option'
  | 'setting'
  | 'choice'
  | 'sample type'
  | 'function'
  | 'package'
  | 'file'
  | 'directory'
  | 'tag'
  | 'flag'
  | 'profile'
  | 'program'
  | 'key'
  | 'topic'
  | 'rule';

/** What could stand in a line. */
export interface Candidate {
  /** What is put in, in quotes where it has to be. */
  readonly text: string;
  /** A few words about it. */
  readonly help?: string;
  readonly kind?: CandidateKind;
  /** The letters of the text that match what was typed, by their places, ascending. */
  readonly matched?: readonly number[];
}

/** What to put in place of the text from `start` to `end`. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  /** The best first. */
  readonly candidates: readonly Candidate[];
  /** How many there are, where not all are given. */
  readonly total?: number;
}

export interface CompletionContext {
  readonly workspace: Workspace;
  /** Of the profile in use. */
  readonly functions: FunctionNames;
  readonly host: Pick<Host, 'listDirectory' | 'env' | 'currentDirectory'>;
  readonly dialect: Dialect;
  /** What there is help about; without, the names of commands, options, settings and aliases. */
  readonly topics?: readonly HelpName[];
}

/** A page of help. */
export interface HelpName {
  readonly name: string;
  readonly summary: string;
}
