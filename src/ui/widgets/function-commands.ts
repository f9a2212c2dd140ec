import { baseName } from '../../base/path-text.ts';
import { quotePattern } from '../../base/regex.ts';
import type { ProfileView } from '../../report/profile-view.ts';

/** What a screen can do with a function: a typed command, so that keys and commands share one path and one history. */
export interface FunctionCommand {
  readonly name: 'focus' | 'ignore' | 'peek' | 'source' | 'browse';
  /** The key where letters are keys. */
  readonly key: string;
  readonly help: string;
  /** The line to type. Undefined where the entry has nothing that the command could ask for. */
  lineFor(view: ProfileView, entry: number): string | undefined;
}

export const FUNCTION_COMMANDS: readonly FunctionCommand[] = [
  {
    name: 'focus',
    key: 'f',
    help: 'keep only samples that go through it',
    lineFor: (view, entry) => behind('focus=', framePattern(view, entry)),
  },
  {
    name: 'ignore',
    key: 'i',
    help: 'drop the samples that go through it',
    lineFor: (view, entry) => behind('ignore=', framePattern(view, entry)),
  },
  {
    name: 'peek',
    key: 'p',
    help: 'print its callers and callees',
    lineFor: (view, entry) => behind('peek ', namePattern(view, entry)),
  },
  {
    name: 'source',
    key: 's',
    help: 'print its source, with values',
    lineFor: (view, entry) => behind('list ', functionPattern(view, entry)),
  },
  {
    name: 'browse',
    key: 'b',
    help: 'open the call tree at it',
    lineFor: (view, entry) => behind('browse ', namePattern(view, entry)),
  },
];

export function functionCommand(name: FunctionCommand['name']): FunctionCommand {
  const command = FUNCTION_COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw new Error(`no such function command: ${name}`);
  return command;
}

/** Why a command cannot be used on an entry; undefined where it can. */
export function whyNot(command: FunctionCommand, view: ProfileView, entry: number): string | undefined {
  return command.lineFor(view, entry) === undefined ? `${command.name} needs the name of a function` : undefined;
}

function behind(command: string, pattern: string | undefined): string | undefined {
  return pattern === undefined ? undefined : command + pattern;
}

/** Peek and browse look at names as they are printed. */
function namePattern({ names }: ProfileView, entry: number): string {
  return `^${quoted(names[entry])}$`;
}

function functionPattern({ question }: ProfileView, entry: number): string | undefined {
  const { functionName } = question.table.entries[entry];
  return functionName === '' ? undefined : `^${quoted(functionName)}$`;
}

/** Selections look at the frames: at their functions, and also at files and binaries, whose directories may not be shown. */
function framePattern(view: ProfileView, entry: number): string | undefined {
  const { file, object } = view.question.table.entries[entry];
  const path = file === '' && object !== '' ? baseName(object) : file;
  return functionPattern(view, entry) ?? (path === '' ? undefined : `(^|/)${quoted(path)}$`);
}

/** A blank would end the word of a command, a line end its line: any character in their place is near enough. */
function quoted(text: string): string {
  return quotePattern(text).replace(/[\s\p{Control}]/gu, '.');
}
