/** Between names and the patterns that are typed for them. */
import { quotePattern } from '../../../base/regex.ts';
import type { Dialect } from '../words.ts';

/** What nobody can type: control characters, and bytes that are no UTF-8. */
const UNTYPEABLE = /\p{Cc}|\p{Surrogate}/gu;

/** Whether a text can stand in a line as it is. */
export function isTypeable(text: string): boolean {
  return text.search(UNTYPEABLE) === -1;
}

/**
 * A pattern that matches a name, and what contains it, such as the closures of a function. pprof has no quotes, so its
 * lines get a `.` for every blank.
 */
export function patternOf(name: string, dialect: Dialect): string {
  const plain = quotePattern(name).replace(UNTYPEABLE, typeable);
  if (dialect === 'pprof') return plain.replace(/\s/g, '.');
  // In double quotes a backslash at the end would take the quote for a letter, so it has to do with single ones.
  return plain.includes("'") && /"|\\$/.test(plain) ? plain.replaceAll("'", '\\x27') : plain;
}

/** Patterns see bytes that are no UTF-8 as some character; `.` is any but the end of a line. */
function typeable(char: string): string {
  const code = char.charCodeAt(0);
  return code < 0xd800 ? `\\x${code.toString(16).padStart(2, '0')}` : '.';
}

/**
 * What a typed pattern looks for as a text: names as they are pasted, and patterns as completion puts them in, without
 * their backslashes. `a.*b` looks for two words.
 */
export function queryOf(pattern: string): string {
  return pattern
    .replace(/^\^|(?<!\\)\$$/g, '')
    .replaceAll('.*', ' ')
    .replaceAll('\\', '');
}

/** Where letters of a name, ascending, stand in its pattern: behind what was put in to escape them and those before. */
export function placesInPattern(name: string, places: readonly number[]): number[] {
  const shifted: number[] = [];
  let length = 0;
  let at = 0;
  for (const place of places) {
    for (; at < place; at++) length += escapedLength(name[at]);
    shifted.push(length + (quotePattern(name[place]) === name[place] ? 0 : 1));
  }
  return shifted;
}

function escapedLength(letter: string): number {
  return letter < ' ' ? '\\x00'.length : quotePattern(letter).length;
}
