import type { Notify, ReportHost } from '../../report/request.ts';
import type { KeyTable } from '../help/key-table.ts';
import type { Host } from '../host.ts';
import type { Outcome } from '../outcome.ts';
import type { Session } from '../session.ts';
import type { Workspace } from '../workspace.ts';
import type { Dialect, Word } from './words.ts';

/** What a command may use. */
export interface CommandContext {
  readonly workspace: Workspace;
  /** The one in use. */
  readonly session: Session;
  readonly dialect: Dialect;
  /** The line behind the name of the command, as it was typed. */
  readonly rest: string;
  readonly host: ReportHost;
  readonly machine: Host;
  readonly notify: Notify;
  /** Whether a screen can be opened. */
  readonly hasTerminal: boolean;
  /** The keys of the prompt and of the screens, where there are any. */
  readonly keyTables?: readonly KeyTable[] | undefined;
  /** Whether reports tell what they leave out. */
  readonly hasFootnotes: boolean;
}

/** What completion offers behind a command. */
export type ArgumentKind =
  | 'nothing'
  | 'functions'
  | 'report words'
  | 'topics'
  | 'tags'
  | 'files'
  /** What `source` takes; only files in a script. */
  | 'functions or files'
  /** Numbers of open profiles; `load` takes files. */
  | 'profiles'
  /** A whole line of its own: `copy top 10`. */
  | 'line'
  | 'aliases'
  | 'settings'
  | 'keys'
  | 'rules'
  | 'text';

/** A verb of the shell, declared once: parsing, completion, help and the documentation read this. */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly section: 'reports' | 'views' | 'memory' | 'filters' | 'workspace' | 'results' | 'session' | 'set-up';
  /** Whether it is not pprof's but ours. */
  readonly isOurs?: boolean;
  readonly summary: string;
  /** One line each: the ways to write it. */
  readonly usage: readonly string[];
  /** What can be written besides in the shell's dialect. */
  readonly shellUsage?: readonly string[];
  readonly argument: ArgumentKind;
  /** Whether it reads the `>` behind it itself, as pprof's do. */
  readonly takesFile?: boolean;
  /** Whether what stands behind the name is a line of its own, with the pipes in it. */
  readonly takesLine?: boolean;
  /** `words` are what stands behind the name. Throws UserError when they do not fit. */
  run(context: CommandContext, words: readonly Word[]): Outcome;
}
