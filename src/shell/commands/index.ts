import type { Command } from '../language/command.ts';
import { checkCommand } from './check.ts';
import { diffCommand } from './diff.ts';
import { filtersCommand, redoCommand, resetCommand, undoCommand } from './filters.ts';
import { makeHelpCommand } from './help.ts';
import {
  doctorCommand,
  growthCommand,
  leaksCommand,
  memstatsCommand,
  objectsCommand,
  suspectsCommand,
} from './memory.ts';
import { mineCommand } from './mine.ts';
import { namesCommand } from './names.ts';
import { optionsCommand } from './options.ts';
import { quitCommand } from './quit.ts';
import { reportCommands } from './reports.ts';
import { copyCommand, historyCommand, saveCommand } from './results.ts';
import { bindCommand, makeAliasCommand, setCommand, sourceCommand, unaliasCommand, unbindCommand } from './set-up.ts';
import {
  bottomupCommand,
  browseCommand,
  findCommand,
  flameCommand,
  goroutinesCommand,
  sandwichCommand,
} from './views.ts';
import {
  baseCommand,
  closeCommand,
  loadCommand,
  mergeCommand,
  profilesCommand,
  reloadCommand,
  useCommand,
} from './workspace.ts';

const commands: readonly Command[] = [
  ...reportCommands,
  findCommand,
  browseCommand,
  bottomupCommand,
  sandwichCommand,
  flameCommand,
  goroutinesCommand,
  doctorCommand,
  leaksCommand,
  growthCommand,
  suspectsCommand,
  memstatsCommand,
  objectsCommand,
  filtersCommand,
  undoCommand,
  redoCommand,
  resetCommand,
  mineCommand,
  namesCommand,
  loadCommand,
  profilesCommand,
  useCommand,
  closeCommand,
  mergeCommand,
  baseCommand,
  diffCommand,
  reloadCommand,
  copyCommand,
  saveCommand,
  historyCommand,
  checkCommand,
  sourceCommand,
  makeAliasCommand((name) => findCommandNamed(name) !== undefined),
  unaliasCommand,
  bindCommand,
  unbindCommand,
  setCommand,
  optionsCommand,
  quitCommand,
];

/** All commands of the shell. */
export const COMMANDS: readonly Command[] = [...commands, makeHelpCommand(commands)];

const commandsByName = new Map(
  COMMANDS.flatMap((command) => [command.name, ...(command.aliases ?? [])].map((name) => [name, command] as const)),
);

export function findCommandNamed(name: string): Command | undefined {
  return commandsByName.get(name);
}
