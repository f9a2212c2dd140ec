import type { Command } from '../language/command.ts';
import { makeHelpCommand } from './help.ts';
import { optionsCommand } from './options.ts';
import { quitCommand } from './quit.ts';
import { reportCommands } from './reports.ts';
import { browseCommand, findCommand } from './views.ts';

const commands: readonly Command[] = [...reportCommands, findCommand, browseCommand, optionsCommand, quitCommand];

/** All commands of the shell. */
export const COMMANDS: readonly Command[] = [...commands, makeHelpCommand(commands)];

export function findCommandNamed(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name || command.aliases?.includes(name));
}
