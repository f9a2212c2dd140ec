/** What to type next about a suspect. */
import { quotePattern } from '../../base/regex.ts';
import type { SourceFrame } from '../statement.ts';

/** The source of the user's code, the callers of a library's. */
export function nextCommand(frame: SourceFrame | undefined, owner: 'user' | 'library'): string {
  if (frame === undefined || frame.function === '') return 'top';
  return `${owner === 'user' && frame.file !== '' ? 'list' : 'browse'} ${exactFunction(frame.function)}`;
}

/** A pattern of one function as a word of a line: blanks and what separates commands are spelt out. */
function exactFunction(name: string): string {
  const quoted = quotePattern(name.toWellFormed());
  return `^${quoted.replace(/[\s;"'\p{Control}]/gu, (char) => `\\x{${char.codePointAt(0)?.toString(16)}}`)}$`;
}
