import { memoizeRecent } from '../base/memoize.ts';
import { asColumn } from '../profile/tables.ts';
import { type Entry, type EntryTable, keyText } from './entries.ts';
import type { EntryQuestion } from './entry-values.ts';

/** What tells the group of an entry. A function of its own, as what it leads to is found again by it. */
export type GroupOf = (entry: Entry) => Entry;

/**
 * The same question about groups of entries. A group stands wherever one of its entries does, so all that is told of
 * entries holds for groups: flat is what its entries are the leaves of, cum counts a sample once, however many of them
 * are in its stack. One group per key text of what `groupOf` says, in the order they are met.
 */
export function groupedEntries(question: EntryQuestion, groupOf: GroupOf): EntryQuestion {
  return { ...question, table: groupedTable(question.table, groupOf) };
}

/** Other values and filters ask about the same groups. */
const groupedTable = memoizeRecent(4, ({ entries, frames, frameStart }: EntryTable, groupOf: GroupOf): EntryTable => {
  const groups: Entry[] = [];
  const indexes = new Map<string, number>();
  const groupAt = Int32Array.from(entries, (entry) => {
    const group = groupOf(entry);
    const key = keyText(group);
    const known = indexes.get(key);
    if (known !== undefined) return known;
    indexes.set(key, groups.length);
    return groups.push(group) - 1;
  });
  return {
    entries: groups,
    frameStart,
    frames: asColumn(Int32Array.from({ length: frames.length }, (_, frame) => groupAt[frames[frame]])),
  };
});
