import { asColumn } from '../profile/tables.ts';
import { type Entry, type EntryTable, keyText } from './entries.ts';
import type { EntryQuestion } from './entry-values.ts';

/**
 * The same question about groups of entries. A group stands wherever one of its entries does, so all that is told of
 * entries holds for groups: flat is what its entries are the leaves of, cum counts a sample once, however many of them
 * are in its stack. One group per key text of what `groupOf` says, in the order they are met.
 */
export function groupedEntries(question: EntryQuestion, groupOf: (entry: Entry) => Entry): EntryQuestion {
  return { ...question, table: groupedTable(question.table, groupOf) };
}

function groupedTable({ entries, frames, frameStart }: EntryTable, groupOf: (entry: Entry) => Entry): EntryTable {
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
}
