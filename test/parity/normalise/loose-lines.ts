/**
 * The lines of a text without what depends on the order of entries. Where a limit falls between entries of one name and
 * value, pprof keeps now these, now those; then no order makes two runs equal, but every line is one of some run's.
 */
import { isCallgrind, plainCallgrindLines } from './callgrind-order.ts';
import { withSortedTies } from './tied-entries.ts';
import { withSortedTopproto } from './topproto-order.ts';

export function looseLines(text: string): string[] {
  if (isCallgrind(text)) return plainCallgrindLines(text);
  return withSortedTopproto(withSortedTies(text))
    .split('\n')
    .map((line) => (/^N\d/.test(line) ? line.replaceAll(/\bN\d+(_\d+)*\b| id="node\d+"/g, 'N') : line));
}
