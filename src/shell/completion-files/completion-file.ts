import { UserError } from '../../base/errors.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { type CompletedFlag, completedFlags, type OtherFlags } from './flags.ts';
import { zshCompletion } from './zsh.ts';

const WRITERS: Readonly<Record<string, (flags: readonly CompletedFlag[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** The file that lets a shell complete the command line. Throws UserError for a shell there is none for. */
export function completionFile(shell: string, flags: OtherFlags): string {
  if (Object.hasOwn(WRITERS, shell)) return WRITERS[shell](completedFlags(flags));
  throw new UserError(`invalid value ${JSON.stringify(shell)} for flag -completion`, 'use bash, zsh or fish');
}
