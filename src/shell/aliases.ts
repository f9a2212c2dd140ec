/** Names of the user's for lines, with parameters. */
import { UserError } from '../base/errors.ts';
import { quotedWord, splitCommands, splitWords } from './language/words.ts';

/** How deep aliases may use other aliases. */
const DEEPEST = 20;

/**
 * The lines that a line stands for: itself, where its first word is no alias. In an alias `$1` to `$9` are the words behind
 * its name, `${2:-main}` is a word with a default, `$*` are all of them, `$$` is a dollar. An alias that names no word
 * gets those it is called with at its end. Throws UserError where a word is missing, or an alias leads back to itself.
 */
export function expandAliases(line: string, aliases: Readonly<Record<string, string>>, depth = 0): readonly string[] {
  const name = /^\s*(\S+)/.exec(line)?.[1];
  if (name === undefined || !Object.hasOwn(aliases, name)) return [line];
  if (depth === DEEPEST) throw new UserError(`the alias ${name} leads back to itself`, `unalias ${name} takes it away`);
  const rest = line.slice(line.indexOf(name) + name.length).trim();
  const body = withWords(name, aliases[name], rest);
  return splitCommands(body).flatMap((command) => expandAliases(command, aliases, depth + 1));
}

const PARAMETER = /\$(?:\$|\*|([1-9])|\{([1-9])(?::-([^}]*))?\})/g;

function withWords(name: string, body: string, rest: string): string {
  // As they were typed: what was in quotes stays so.
  const words = splitWords(rest, 'shell').map(({ start, end }) => rest.slice(start, end));
  let usesWords = false;
  const filled = body.replace(PARAMETER, (parameter, plain?: string, braced?: string, fallback?: string) => {
    if (parameter === '$$') return '$';
    usesWords = true;
    if (parameter === '$*') return rest;
    const number = Number(plain ?? braced);
    const word = words.at(number - 1) ?? fallback;
    if (word !== undefined) return word;
    const example = Array.from({ length: number }, (_, i) => (i === 0 ? 'main' : `word${i + 1}`)).join(' ');
    throw new UserError(
      `${name} needs ${number === 1 ? 'a word' : `${number} words`}: it is ${body}`,
      `for example: ${name} ${example}`,
    );
  });
  return usesWords || rest === '' ? filled : `${filled} ${rest}`;
}

/** A definition as a line that makes it again. */
export function definitionLine(command: 'alias' | 'bind', name: string, line: string): string {
  return `${command} ${name} ${quotedWord(line)}`;
}
