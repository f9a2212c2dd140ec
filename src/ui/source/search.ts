import { memoizeRecent } from '../../base/memoize.ts';
import { type LinePattern, readingsOf } from '../pager/line-pattern.ts';
import type { Reply, Room, SearchDirection } from '../screen/spec.ts';
import { rowOfLine, type SourceState, textOf } from './model.ts';
import { atLine } from './update.ts';

/** How a text that is searched is meant: as a pattern, if that matches any line of the file. */
export const readingFor = memoizeRecent(2, (lines: readonly string[], searched: string): LinePattern => {
  const readings = readingsOf(searched);
  return readings.find(({ test }) => lines.some((line) => test(line))) ?? readings[0];
});

/** The next line of the file that matches, from the end on to the beginning. */
export function searchSource(
  state: SourceState,
  searched: string,
  { direction, inclusive }: { readonly direction: SearchDirection; readonly inclusive: boolean },
  room: Room,
): Reply<SourceState> {
  const source = textOf(state)?.source;
  if (source?.type !== 'found') return { own: state, note: 'there is no text to search' };
  const { lines } = source;
  const { test } = readingFor(lines, searched);
  const selected = rowOfLine(state, state.line);
  const step = direction === 'next' ? 1 : lines.length - 1;
  let row = inclusive ? selected : (selected + step) % lines.length;
  for (let looked = 0; looked < lines.length; looked++) {
    if (test(lines[row])) {
      const isAround = direction === 'next' ? row < selected : row > selected;
      const own = atLine(state, row + 1, room);
      return isAround
        ? { own, note: `from the ${direction === 'next' ? 'end' : 'beginning'} of the file on` }
        : { own };
    }
    row = (row + step) % lines.length;
  }
  return { own: state, note: `no line matches ${searched}` };
}
