/** Taking lines apart: words, quotes, redirections, several commands in a line. */
import { UserError } from '../../base/errors.ts';

/**
 * How lines are read. `pprof`: exactly as pprof does, for commands on standard input. `shell`: with quotes, pipes and
 * flags for formats besides, for people and for scripts written for this shell.
 */
export type Dialect = 'pprof' | 'shell';

/** A word of a line. */
export interface Word {
  /** Without its quotes. */
  readonly text: string;
  /** Begins with a quote: it is never a flag, a number or a redirection. */
  readonly isQuoted: boolean;
  /** Where it stands in the line, its quotes included. */
  readonly start: number;
  readonly end: number;
}

/** A word where a quote is open at the end of the line. */
export interface SplitLine {
  readonly words: readonly Word[];
  /** Where the quote stands that is never closed; undefined where all are. */
  readonly openQuote: number | undefined;
}

/**
 * Splits at blanks. In the shell's dialect `'…'` and `"…"` keep blanks, where they stand at the beginning of a word, behind
 * its leading `-`, `>` or `>>`, or behind the `=` of `name=` or `-name=`: anywhere else a quote is a letter, as in Rust's `&'a str`. Text in
 * quotes is taken as it is, backslashes too, as patterns need them; only `\"` in `"…"` is a quote.
 */
export function splitLine(line: string, dialect: Dialect): SplitLine {
  const words: Word[] = [];
  let openQuote: number | undefined;
  let at = 0;
  for (;;) {
    while (at < line.length && isBlank(line[at])) at++;
    if (at === line.length) return { words, openQuote };
    const start = at;
    const prefix = dialect === 'shell' ? (QUOTABLE_PREFIX.exec(line.slice(start))?.[0] ?? '') : '';
    const quote = dialect === 'shell' ? line[start + prefix.length] : undefined;
    let text = prefix;
    at += prefix.length;
    if (quote === '"' || quote === "'") {
      const quoted = readQuoted(line, at, quote);
      text += quoted.text;
      at = quoted.end;
      if (!quoted.isClosed) openQuote = start + prefix.length;
    }
    while (at < line.length && !isBlank(line[at])) text += line[at++];
    words.push({ text, isQuoted: prefix === '' && (quote === '"' || quote === "'"), start, end: at });
  }
}

/** What can stand before a quote that quotes. */
const QUOTABLE_PREFIX = /^(?:>>?|-?[\p{L}_]\w*=|-)?/u;

/** As `splitLine`. Throws UserError where a quote is not closed. */
export function splitWords(line: string, dialect: Dialect): readonly Word[] {
  const { words, openQuote } = splitLine(line, dialect);
  if (openQuote !== undefined) {
    throw new UserError(
      `the quote before ${JSON.stringify(line.slice(openQuote + 1))} is not closed`,
      `put a ${line[openQuote]} behind it, or leave the first one out`,
    );
  }
  return words;
}

function readQuoted(line: string, start: number, quote: '"' | "'") {
  let text = '';
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return { text, end: at + 1, isClosed: true };
    if (quote === '"' && line[at] === '\\' && line[at + 1] === '"') at++;
    text += line[at];
  }
  return { text, end: line.length, isClosed: false };
}

/** A value that is in quotes as a whole, without them; any other as it is. */
export function unquoted(value: string): string {
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return value;
  const { text, end, isClosed } = readQuoted(value, 0, quote);
  return isClosed && end === value.length ? text : value;
}

/** A text as one word of the shell's dialect. */
export function quotedWord(text: string): string {
  if (text !== '' && !/[\s"';]/.test(text) && !/^[-|>]/.test(text)) return text;
  return text.includes("'") ? `"${text.replaceAll('"', '\\"')}"` : `'${text}'`;
}

/** Blanks as pprof splits at them. */
function isBlank(char: string): boolean {
  return /\s/.test(char);
}

/** The end of what stands before a quote that quotes, of at most three characters. */
const CAN_QUOTE = /(?:^|[\s;=])(?:-|>>?)?$/;

/** The commands of `top; peek main`: those between semicolons that are not in quotes. Empty ones are left out. */
export function splitCommands(text: string): string[] {
  const commands = commandPlaces(text).map(({ start, end }) => text.slice(start, end).trim());
  return commands.filter((command) => command !== '');
}

/** Where the texts between semicolons stand, those without a command too. */
export function commandPlaces(text: string): readonly { readonly start: number; readonly end: number }[] {
  const places: { readonly start: number; readonly end: number }[] = [];
  let from = 0;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quote !== undefined) {
      if (char === '\\' && quote === '"' && text[at + 1] === '"') at++;
      else if (char === quote) quote = undefined;
    } else if ((char === '"' || char === "'") && CAN_QUOTE.test(text.slice(Math.max(0, at - 3), at))) {
      quote = char;
    } else if (char === ';') {
      places.push({ start: from, end: at });
      from = at + 1;
    }
  }
  return [...places, { start: from, end: text.length }];
}
