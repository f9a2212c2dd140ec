/** What stays different, and why. `README.md` lists the same; a test holds the two together. */
import type { Outcome } from './case.ts';
import { differenceOf } from './compare.ts';
import { withSortedGraph } from './normalise/graph-order.ts';

export interface KnownDifference {
  readonly name: string;
  /** Whether another run of pprof may do without it. */
  readonly mayBeChance?: true;
  /** Whether it is all that stands between two outcomes that differ. */
  explains(ours: Outcome, theirs: Outcome): boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: 'the original crashes',
    explains: (_, theirs) => /^(panic|fatal error): [\s\S]*?^goroutine \d+/m.test(theirs.stderr),
  },
  {
    name: 'more sources are found',
    explains: (ours, theirs) => differenceOf(changed(ours, theirs, withoutFoundSources), theirs) === undefined,
  },
  {
    name: 'instructions in the syntax of objdump',
    explains: (ours, theirs) => {
      const bare = (outcome: Outcome) => changed(outcome, outcome, withoutInstructions);
      return theirs.stdout.includes('\nROUTINE ====') && differenceOf(bare(ours), bare(theirs)) === undefined;
    },
  },
  {
    name: 'order of equal nodes in graphs',
    mayBeChance: true,
    explains: (ours, theirs) => {
      const sorted = (outcome: Outcome) => changed(outcome, outcome, withSortedGraph);
      return theirs.stdout.startsWith('digraph ') && differenceOf(sorted(ours), sorted(theirs)) === undefined;
    },
  },
];

export function knownDifferenceOf(ours: Outcome, theirs: Outcome): KnownDifference | undefined {
  return KNOWN_DIFFERENCES.find(({ explains }) => explains(ours, theirs));
}

/** Our outcome with each output changed by what theirs is in the same place. */
function changed(ours: Outcome, theirs: Outcome, change: (our: string, their: string) => string): Outcome {
  const files = Object.entries(ours.files).map(([name, our]) => [name, change(our, theirs.files[name] ?? '')] as const);
  return {
    ...ours,
    stdout: change(ours.stdout, theirs.stdout),
    both: change(ours.both, theirs.both),
    files: Object.fromEntries(files),
  };
}

/** Of the instructions only the addresses that have values: where code cannot be read, other bytes make one. */
function withoutInstructions(text: string): string {
  return text
    .replaceAll(/^ +\. +\. +[0-9a-f]+: .*\n| {70,};.*\n/gm, '')
    .replaceAll(/^( *\S+ +\S+ +[0-9a-f]+): .*$/gm, '$1');
}

/** A function in a listing: two lines about it, then its source, or why there is none. */
const LISTED = /^(ROUTINE =+ .*\n.* \(flat, cum\) .*\n)(?:(?: +\S+ +\S+ +\d+:.*\n)+|( Error: .*\n))/gm;

/** Our text with their excuses where only we have the source. */
function withoutFoundSources(ours: string, theirs: string): string {
  const excuses = [...theirs.matchAll(LISTED)].map(([, , excuse]) => excuse);
  let listed = 0;
  return ours.replaceAll(LISTED, (whole, about: string) => {
    const excuse = excuses[listed++];
    return excuse === undefined ? whole : about + excuse;
  });
}
