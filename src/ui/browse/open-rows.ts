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

export type Rows = readonly CallNode[];

/** What the rows are taken from. */
export interface CallSource {
  readonly root: CallNode;
  callees(node: CallNode): readonly CallNode[];
}

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

/** Opens a row, and then its heaviest callee and so on, as often as `levels` says or until a leaf is reached. */
export function openHeaviest(rows: Rows, tree: CallSource, row: number, levels = Number.POSITIVE_INFINITY): Rows {
  let at = row;
  let left = levels;
  for (; left > 0 && isOpen(rows, at); left--) at++;
  const path: CallNode[] = [];
  const others: (readonly CallNode[])[] = [];
  for (let node = rows[at]; left > 0 && !node.isLeaf; left--) {
    const callees = tree.callees(node);
    node = callees[0];
    path.push(node);
    others.push(callees.slice(1));
  }
  return path.length === 0 ? rows : rows.slice(0, at + 1).concat(path, others.reverse().flat(), rows.slice(at + 1));
}

/** Opens the callers of a node, so that it has a row, and tells which. */
export function reveal(rows: Rows, tree: CallSource, node: CallNode): { readonly rows: Rows; readonly row: number } {
  const path = pathTo(node);
  let depth = 0;
  let row = rows.indexOf(path[0]);
  for (; depth + 1 < path.length && isOpen(rows, row); depth++) row = rows.indexOf(path[depth + 1], row + 1);
  if (depth + 1 === path.length) return { rows, row };

  // What becomes visible below the row is put together from the deepest caller up.
  let opened: readonly CallNode[] = [];
  let rowsBefore = 0;
  for (let caller = path.length - 2; caller >= depth; caller--) {
    const callees = tree.callees(path[caller]);
    const place = callees.indexOf(path[caller + 1]) + 1;
    opened = callees.slice(0, place).concat(opened, callees.slice(place));
    rowsBefore += place;
  }
  return { rows: rows.slice(0, row + 1).concat(opened, rows.slice(row + 1)), row: row + rowsBefore };
}

/** The node and its callers, the outermost first, without the root. */
function pathTo(node: CallNode): readonly CallNode[] {
  const path: CallNode[] = [];
  for (let at = node; at.caller !== undefined; at = at.caller) path.push(at);
  return path.reverse();
}
