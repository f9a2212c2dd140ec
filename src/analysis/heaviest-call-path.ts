import { abs, compare, type Int64 } from '../base/int64.ts';
import { type CallNode, CallTree, type TreeShape } from './call-tree.ts';
import type { EntryQuestion } from './entry-values.ts';
import { samplesThrough } from './samples-through.ts';

/** A search looks into at most this many nodes. */
const MOST_OPENED = 50_000;

/**
 * The way from the root of a call tree to the wanted entry with the largest cum value there, entry by entry; undefined
 * where no stack has one.
 *
 * It is looked for in a tree of those samples alone that have a wanted entry. Nodes of wanted entries are the same there,
 * and nodes above them have only what they lead to: as a callee is never heavier than its caller, as long as no values are
 * negative, those that are lighter than the heaviest so far need not be opened.
 */
export function heaviestCallPath(
  question: EntryQuestion,
  shape: TreeShape,
  isWanted: Uint8Array,
): readonly number[] | undefined {
  const tree = new CallTree({ ...question, counted: samplesThrough(question, isWanted) }, shape);
  let heaviest: CallNode | undefined;
  let weight: Int64 = 0;
  const levels = [tree.callees(tree.root).values()];
  for (let opened = 0; levels.length > 0 && opened < MOST_OPENED; ) {
    const { value: node, done } = levels[levels.length - 1].next();
    // The callees that follow are no heavier.
    if (done || (heaviest !== undefined && compare(abs(node.cum), weight) <= 0)) {
      levels.pop();
    } else if (isWanted[node.entry] === 1) {
      heaviest = node;
      weight = abs(node.cum);
    } else {
      levels.push(tree.callees(node).values());
      opened++;
    }
  }
  return heaviest && entriesTo(heaviest);
}

function entriesTo(node: CallNode): readonly number[] {
  const path: number[] = [];
  for (let at: CallNode | undefined = node; at?.caller !== undefined; at = at.caller) path.push(at.entry);
  return path.reverse();
}
