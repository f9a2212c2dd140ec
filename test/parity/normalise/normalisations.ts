/** What pprof leaves open, taken out of outcomes before they are compared. */
import type { Outcome } from '../case.ts';
import { withSortedCallgrind } from './callgrind-order.ts';
import { withSortedGraph } from './graph-order.ts';
import { withSortedTies } from './tied-entries.ts';
import { withSortedTopproto } from './topproto-order.ts';

export interface Normalisation {
  readonly name: string;
  readonly reason: string;
  /** Counts only where pprof itself has been seen to print different things for the same command line. */
  readonly needsVariation: boolean;
  /** Makes texts equal that differ in nothing else. */
  apply(text: string): string;
}

export const NORMALISATIONS: readonly Normalisation[] = [
  {
    name: 'order of "For tag" warnings',
    reason: 'one for each tag with several units, in the order of a hash map',
    needsVariation: false,
    apply: (text) => text.replaceAll(/(^For tag .* used unit .*\n)+/gm, sortLines),
  },
  {
    name: 'order of conflicting options',
    reason: 'the flags in the message stand in the order of a hash map',
    needsVariation: false,
    apply: (text) =>
      text.replaceAll(
        /^conflicting options set: \[(.*)\]$/gm,
        (_, flags: string) => `conflicting options set: [${flags.split(' ').sort().join(' ')}]`,
      ),
  },
  {
    name: 'pointers in a message',
    reason: 'sample types that do not fit together are told by where they lie in memory',
    needsVariation: false,
    apply: (text) => text.replaceAll(/^(incompatible sample types) \[.*\] and \[.*\]$/gm, '$1'),
  },
  {
    name: 'order of entries of one name',
    reason: 'entries with the same name and the same flat value (or cum value with -cum) stand in any order',
    needsVariation: true,
    apply: withSortedTies,
  },
  {
    name: 'order of nodes of one name in graphs',
    reason: 'nodes with the same name and score are numbered in any order, and their edges follow',
    needsVariation: true,
    apply: withSortedGraph,
  },
  {
    name: 'order of nodes of one name in callgrind files',
    reason: 'nodes with the same name and value are written and numbered in any order',
    needsVariation: true,
    apply: withSortedCallgrind,
  },
  {
    name: 'order of nodes of one name in topproto',
    reason: 'nodes with the same name and value are written and numbered in any order',
    needsVariation: true,
    apply: withSortedTopproto,
  },
];

const sortLines = (lines: string): string => `${lines.trimEnd().split('\n').sort().join('\n')}\n`;

/** An outcome after a normalisation: all its texts are changed in the same way. */
export function normalised(outcome: Outcome, { apply }: Normalisation): Outcome {
  return {
    ...outcome,
    stdout: apply(outcome.stdout),
    stderr: apply(outcome.stderr),
    both: apply(outcome.both),
    files: Object.fromEntries(Object.entries(outcome.files).map(([name, content]) => [name, apply(content)])),
  };
}
