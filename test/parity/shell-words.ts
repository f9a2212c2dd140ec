/** Words as a POSIX shell takes them: for command lines that are shown, and read back. */

const PLAIN = /^[\w@%+=:,./^-]+$/;

/** A word in quotes where it needs them. */
export function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The words of a line that was put together from quoted words. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/gs)].map(([word]) =>
    word.replace(/'([^']*)'|\\(.)/gs, (_, inside: string | undefined, escaped: string) => inside ?? escaped),
  );
}
