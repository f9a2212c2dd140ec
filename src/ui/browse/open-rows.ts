/**
 * The rows of a call tree that is open in part: the nodes on show, in the order they are drawn.
 *
 *     ▾ main          whether a node is open needs no state of its own:
 *       ▾ serve       its first callee is the next row, or it is not
 *           parse
 *       ▸ report
 *
 * There may be a million.
 */
import type { CallNode } from '../../analysis/call-tree.ts';
import type { CallSource } from './call-source.ts';
import type { RowList } from './row-list.ts';

export function isOpen(rows: RowList, row: number): boolean {
  return row + 1 < rows.length && rows.node(row + 1).caller === rows.node(row);
}

/**
 * The row behind the last one below a row. It is that of the next node that has the same caller, or one further out: the
 * rows in between are only compared, and not looked into, as there may be a million.
 */
export function endOfSubtree(rows: RowList, source: CallSource, row: number): number {
  if (!isOpen(rows, row)) return row + 1;
  for (let node = rows.node(row); node !== source.root && node.caller !== undefined; node = node.caller) {
    const siblings = source.callees(node.caller);
    const next = siblings.at(siblings.indexOf(node) + 1);
    if (next !== undefined) return rows.indexOf(next, row + 1);
  }
  return rows.length;
}

/** The row of the caller; the row itself where its caller is the root, which has none. */
export function callerRow(rows: RowList, row: number): number {
  const { caller } = rows.node(row);
  const at = caller === undefined ? -1 : rows.lastIndexOf(caller, row);
  return at === -1 ? row : at;
}

export function close(rows: RowList, source: CallSource, row: number): RowList {
  if (!isOpen(rows, row)) return rows;
  return rows.with(row + 1, endOfSubtree(rows, source, row) - row - 1, []);
}

/** Opens a row by one level. */
export function open(rows: RowList, source: CallSource, row: number): RowList {
  if (rows.node(row).isLeaf || isOpen(rows, row)) return rows;
  return rows.with(row + 1, 0, source.callees(rows.node(row)));
}

/** Leaves a row open, and closes those below it. */
export function closeBelow(rows: RowList, source: CallSource, row: number): RowList {
  if (!isOpen(rows, row)) return rows;
  return rows.with(row + 1, endOfSubtree(rows, source, row) - row - 1, source.callees(rows.node(row)));
}

/** Opens the callers of a node, so that it has a row, and tells which. */
export function reveal(
  rows: RowList,
  source: CallSource,
  node: CallNode,
): { readonly rows: RowList; readonly row: number } {
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
  return { rows: rows.with(row + 1, 0, opened), row: row + rowsBefore };
}

/** The node and its callers, the outermost first, without the root. */
export function pathTo(node: CallNode, root: CallNode): readonly CallNode[] {
  const path: CallNode[] = [];
  for (let at: CallNode | undefined = node; at !== undefined && at !== root; at = at.caller) path.push(at);
  return path.reverse();
}
