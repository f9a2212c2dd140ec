import { RE2JS, RE2JSSyntaxException } from 're2js';
import { UserError } from './errors.ts';

/** Asks one question of a text: does the pattern match anywhere in it? */
export interface Pattern {
  readonly source: string;
  test(text: string): boolean;
}

/** What has a meaning in patterns, apart from `|`. */
const META = /[\\^$.?*+()[\]{}]/;

/**
 * Compiles a pattern in pprof's dialect (Go's RE2: linear time, no look-around). Words and alternatives of words, which
 * is most of what people type, are searched as text. Throws a UserError that starts as Go's own does,
 * `error parsing regexp: …`.
 */
export function compilePattern(source: string): Pattern {
  if (META.test(source)) {
    const regex = compileRe2(source);
    return { source, test: (text) => regex.test(asGoReads(text)) };
  }
  const words = source.split('|');
  return words.length === 1
    ? { source, test: (text) => asGoReads(text).includes(source) }
    : { source, test: (text) => words.some((word) => asGoReads(text).includes(word)) };
}

/** Whether anything in a pattern but `|` stands for more than itself. */
export function hasMeta(source: string): boolean {
  return META.test(source);
}

/** A pattern that has to match the whole text, as the drop_frames and keep_frames of a profile do. */
export function compileWholePattern(source: string): Pattern {
  const regex = compileRe2(`^(?:${source})$`);
  return { source, test: (text) => regex.test(asGoReads(text)) };
}

/** Bytes that are no UTF-8 are one character each to Go's patterns, the replacement character. */
function asGoReads(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** `quoted` is what messages that quote all of the source quote. */
function compileRe2(source: string, quoted = source): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    // Go lets two groups have the same name. Nobody asks for groups here, so they can do without.
    if (error.message.includes('duplicate capture group name')) return compileRe2(withoutGroupNames(source), source);
    // Where Go says nothing about the place, it still quotes it.
    const quote = error.message.endsWith('trailing backslash at end of expression') ? ': ``' : '';
    throw new UserError(error.message.replace(`\`${source}\``, () => `\`${quoted}\``) + quote);
  }
}

/** Literal text, escapes and character classes, which are left alone, or the beginning of a named group. */
const TOKEN = /\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|(\(\?P?<\w+>)/gsu;

function withoutGroupNames(source: string): string {
  return source.replace(TOKEN, (token, group) => (group === undefined ? token : '('));
}

/** The pattern that matches exactly this text and nothing more special. */
export function quotePattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
