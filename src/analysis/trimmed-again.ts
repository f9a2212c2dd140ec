import { memoizeByIdentity } from '../base/memoize.ts';
import { asColumn, NONE } from '../profile/tables.ts';
import type { Entry } from './entries.ts';
import type { EntryQuestion } from './entry-values.ts';

/**
 * The question as it is when paths are trimmed once more, which pprof does whenever it makes its graph anew without what
 * was left out. Entries keep their places; one whose file is now called what no entry's is has become another one, that
 * is not among those kept. The same question where trimming again changes nothing.
 */
export function trimmedAgain(question: EntryQuestion): EntryQuestion {
  return question.table.trimmedAgain === undefined ? question : withPathsTrimmed(question);
}

const withPathsTrimmed = memoizeByIdentity((question: EntryQuestion): EntryQuestion => {
  const { table } = question;
  const { entries, frames, trimmedAgain: become = new Int32Array(0) } = table;
  const other = entries.length;
  const mapped = new Int32Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const next = become[frames[frame]];
    mapped[frame] = next === NONE ? other : next;
  }
  return {
    ...question,
    table: {
      ...table,
      entries: [...entries, OTHER],
      frames: asColumn(mapped),
      trimmedAgain: Int32Array.from([...become, other]),
    },
  };
});

/** Stands for all entries that are called otherwise now. */
const OTHER: Entry = { functionName: '', file: '', line: 0, column: 0, address: 0n, object: '', startLine: 0 };
