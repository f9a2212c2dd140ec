/** What reports are mostly piped to, with what it makes of them; looking through all of PATH would take too long. */
export const PIPE_PROGRAMS: Readonly<Record<string, string>> = {
  pager: 'The view of this shell to read and search in.',
  grep: 'Only lines that match.',
  less: 'Page by page.',
  head: 'The first lines.',
  tail: 'The last lines.',
  sort: 'In order.',
  wc: 'How many lines.',
  uniq: 'Without repeated lines.',
  cut: 'Some columns.',
  awk: 'Columns, worked on.',
  sed: 'With replacements.',
  column: 'In columns.',
  jq: 'For -json.',
  tee: 'To a file as well.',
  cat: 'As it is.',
};

/** The program that a word such as `json|grep` was meant to be piped to: only a `|` that stands alone pipes. */
export function gluedProgram(word: string): string | undefined {
  const program = /\|(\w+)$/.exec(word)?.[1];
  return program !== undefined && Object.hasOwn(PIPE_PROGRAMS, program) ? program : undefined;
}
