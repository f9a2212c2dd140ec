/** Where the output of a line goes: `top | grep json`, `filters > kept.txt`, `top >> log.txt`. */
import { UserError } from '../../base/errors.ts';
import { commandOfWord, isAssignment } from '../run-line.ts';
import type { Workspace } from '../workspace.ts';
import { splitLine, type Word } from './words.ts';

export type Redirection =
  | { readonly type: 'program'; readonly command: string }
  /** The view of the shell to read long output in. */
  | { readonly type: 'pager' }
  | { readonly type: 'file'; readonly file: string; readonly isAppended: boolean };

export interface RedirectedLine {
  /** The line without what redirects it. */
  readonly command: string;
  readonly to: Redirection | undefined;
}

/**
 * Takes a line of the shell's dialect apart at a lone `|`, at `>>`, and at the `>` of commands that do not read it
 * themselves. Values of options, and lines that are words of a command, are left whole. Throws UserError where what should
 * stand behind is missing.
 */
export function readRedirection(line: string, workspace: Workspace): RedirectedLine {
  const whole = { command: line, to: undefined };
  if (isAssignment(line, workspace)) return whole;
  const { words } = splitLine(line, 'shell');
  const name = words.at(0)?.text ?? '';
  const command = commandOfWord(name);
  const isKnown = command !== undefined || Object.hasOwn(workspace.aliases, name);
  if (!isKnown || command?.takesLine) return whole;

  const isOperator = (word: Word, operator: string) => !word.isQuoted && word.text.startsWith(operator);
  const pipe = words.find((word) => word.text === '|' && !word.isQuoted);
  if (pipe !== undefined) {
    const program = line.slice(pipe.end).trim();
    if (program === '')
      throw new UserError('unexpected end of line after |', 'write a command behind it, such as grep');
    return {
      command: line.slice(0, pipe.start),
      to: program === 'pager' ? { type: 'pager' } : { type: 'program', command: program },
    };
  }

  const place = words.findIndex((word) => isOperator(word, '>>') || (!command?.takesFile && isOperator(word, '>')));
  if (place <= 0) return whole;
  const word = words[place];
  const isAppended = word.text.startsWith('>>');
  const behind = word.text.slice(isAppended ? 2 : 1);
  const fileWord = behind === '' ? words.at(place + 1) : undefined;
  const file = behind || fileWord?.text;
  if (file === undefined) {
    const operator = isAppended ? '>>' : '>';
    throw new UserError(`unexpected end of line after ${operator}`, `write a file name behind the ${operator}`);
  }
  const end = fileWord?.end ?? word.end;
  return { command: line.slice(0, word.start) + line.slice(end), to: { type: 'file', file, isAppended } };
}
