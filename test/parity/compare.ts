/** Whether two outcomes are the same: byte for byte, but for what is ours to say. */
import type { Outcome } from './case.ts';

/** The first place where outcomes differ. */
export interface Difference {
  readonly where: string;
  readonly theirs: string;
  readonly ours: string;
}

const USAGE = /^usage:\n[\s\S]*?^ {3}\* On Windows, %USERPROFILE%[^\n]*\n/m;

/** Messages without the explanation of all flags that pprof prints with some: its sentences are not ours to copy. */
export const withoutUsage = (messages: string): string => messages.replace(USAGE, '');

/** Undefined where everything agrees: output, messages, files, and whether it went well. */
export function differenceOf(ours: Outcome, theirs: Outcome): Difference | undefined {
  const hasFailed = theirs.status !== 0;
  if ((ours.status !== 0) !== hasFailed) {
    return { where: 'exit status', theirs: ending(theirs), ours: ending(ours) };
  }
  const texts = (where: string, their: string, our: string) =>
    their === our ? undefined : { where, theirs: their, ours: our };
  const names = [...new Set([...Object.keys(theirs.files), ...Object.keys(ours.files)])].sort();
  return (
    texts('stdout', theirs.stdout, ours.stdout) ??
    differenceOfMessages('stderr', ours.stderr, theirs.stderr, hasFailed) ??
    differenceOfMessages('stdout and stderr together', ours.both, theirs.both, hasFailed) ??
    names
      .map((name) => texts(`the file ${name}`, fileText(theirs, name), fileText(ours, name)))
      .find((difference) => difference !== undefined)
  );
}

const ending = ({ status, stderr }: Outcome): string => `exit status ${status}\n${withoutUsage(stderr)}`;

const fileText = ({ files }: Outcome, name: string): string => files[name] ?? '(there is none)\n';

/** Each of their messages has to be one of ours, in order. After a failure, advice of ours may follow one. */
function differenceOfMessages(where: string, ours: string, theirs: string, hasFailed: boolean): Difference | undefined {
  const wanted = withoutUsage(theirs);
  if (wanted === ours) return undefined;
  const difference = { where, theirs: wanted, ours };
  if (!hasFailed) return difference;
  const waiting = wanted.split('\n');
  for (const line of ours.split('\n')) {
    if (line === waiting[0]) waiting.shift();
    else if (!line.startsWith('  ')) return difference;
  }
  return waiting.length === 0 ? undefined : difference;
}
