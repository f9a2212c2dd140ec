import { commandOfWord, isAssignment } from '../run-line.ts';
import type { Workspace } from '../workspace.ts';
import { splitCommands } from './words.ts';

/**
 * Whether a line is several commands with `;` between them: all of its parts begin like one, so that a name with a
 * semicolon in it is not taken apart.
 */
export function isSeveralCommands(line: string, workspace: Workspace): boolean {
  if (!line.includes(';')) return false;
  // What belongs to the definition of an alias, or of a key, stays in it.
  if (commandOfWord(firstWord(line))?.takesLine) return false;
  return splitCommands(line).every((part) => beginsCommand(part, workspace));
}

function beginsCommand(part: string, workspace: Workspace): boolean {
  const word = firstWord(part);
  return commandOfWord(word) !== undefined || Object.hasOwn(workspace.aliases, word) || isAssignment(part, workspace);
}

/** The verb of a line, where it has one. */
export function firstWord(line: string): string {
  return line.trim().split(/\s/, 1)[0];
}
