/**
 * The rows of a call tree that is open in part: the nodes on show, in the order they are drawn.
 *
 *     ▾ main          whether a node is open needs no state of its own:
 *       ▾ serve       its first callee is the next row, or it is not
 *           parse
 *       ▸ report
 *
 * A screenful is a slice of the array. Opening and closing copy it once, which takes a few milliseconds where a million
 * rows are open.
 */
import type { CallNode } from '../../analysis/call-tree.ts';
import type { CallSource } from './call-source.ts';

export type Rows = readonly CallNode[];

export function isOpen(rows: Rows, row: number): boolean {
  return row + 1 < rows.length && rows[row + 1].caller === rows[row];
}

/** The row behind the last one below a row. */
export function endOfSubtree(rows: Rows, row: number): number {
  let end = row + 1;
  while (end < rows.length && rows[end].depth > rows[row].depth) end++;
  return end;
}

/** The row of the caller; the row itself where its caller is the root, which has none. */
export function callerRow(rows: Rows, row: number): number {
  const { caller } = rows[row];
  let at = row - 1;
  while (at >= 0 && rows[at] !== caller) at--;
  return at === -1 ? row : at;
}

export function close(rows: Rows, row: number): Rows {
  return isOpen(rows, row) ? rows.slice(0, row + 1).concat(rows.slice(endOfSubtree(rows, row))) : rows;
}

/** Opens a row by one level. */
export function open(rows: Rows, source: CallSource, row: number): Rows {
  if (rows[row].isLeaf || isOpen(rows, row)) return rows;
  return rows.slice(0, row + 1).concat(source.callees(rows[row]), rows.slice(row + 1));
}

/** Leaves a row open, and closes those below it. */
export function closeBelow(rows: Rows, source: CallSource, row: number): Rows {
  if (!isOpen(rows, row)) return rows;
  return rows.slice(0, row + 1).concat(source.callees(rows[row]), rows.slice(endOfSubtree(rows, row)));
}

/** Opens the callers of a node, so that it has a row, and tells which. */
export function reveal(rows: Rows, source: CallSource, node: CallNode): { readonly rows: Rows; readonly row: number } {
  const path = pathTo(node, source.root);
  let depth = 0;
  let row = rows.indexOf(path[0]);
  for (; depth + 1 < path.length && isOpen(rows, row); depth++) row = rows.indexOf(path[depth + 1], row + 1);
  if (depth + 1 === path.length) return { rows, row };

  // What becomes visible below the row is put together from the deepest caller up.
  let opened: readonly CallNode[] = [];
  let rowsBefore = 0;
  for (let caller = path.length - 2; caller >= depth; caller--) {
    const callees = source.callees(path[caller]);
    const place = callees.indexOf(path[caller + 1]) + 1;
    opened = callees.slice(0, place).concat(opened, callees.slice(place));
    rowsBefore += place;
  }
  return { rows: rows.slice(0, row + 1).concat(opened, rows.slice(row + 1)), row: row + rowsBefore };
}

/** The node and its callers, the outermost first, without the root. */
export function pathTo(node: CallNode, root: CallNode): readonly CallNode[] {
  const path: CallNode[] = [];
  for (let at: CallNode | undefined = node; at !== undefined && at !== root; at = at.caller) path.push(at);
  return path.reverse();
}
