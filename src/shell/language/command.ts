import type { Notify, ReportHost } from '../../report/request.ts';
import type { Outcome } from '../outcome.ts';
import type { Session } from '../session.ts';

/** What a command may use. */
export interface CommandContext {
  readonly session: Session;
  readonly host: ReportHost;
  readonly notify: Notify;
  /** Whether a screen can be opened. */
  readonly hasTerminal: boolean;
}

/** What completion offers behind a command. */
export type ArgumentKind = 'nothing' | 'functions' | 'report words' | 'topics' | 'tags';

/** A verb of the shell, declared once: parsing, completion, help and the documentation read this. */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly section: 'reports' | 'views' | 'session';
  readonly summary: string;
  /** One line each: the ways to write it. */
  readonly usage: readonly string[];
  readonly argument: ArgumentKind;
  /** `words` are what stands behind the name. Throws UserError when they do not fit. */
  run(context: CommandContext, words: readonly string[]): Outcome;
}
