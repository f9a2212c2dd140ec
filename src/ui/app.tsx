import type { ProgramIo } from '../program.ts';
import type { CommandContext } from '../shell/language/command.ts';
import type { Session } from '../shell/session.ts';
import type { Theme } from './terminal/theme.ts';

export interface TerminalShell {
  readonly context: Omit<CommandContext, 'session'>;
  readonly io: ProgramIo;
  readonly theme: Theme;
}

export async function runTerminalShell(session: Session, shell: TerminalShell): Promise<void> {
  void session;
  void shell;
}
