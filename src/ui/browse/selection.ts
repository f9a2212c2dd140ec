/** Going to rows, and what becomes of the selected one when there are others. */
import type { CallNode } from '../../analysis/call-tree.ts';
import type { Room } from '../screen/spec.ts';
import { windowAround } from '../widgets/scroll.ts';
import { type BrowseState, halfOf, indexOfRow, listHeight, type Part, rowCount } from './model.ts';
import { reveal } from './open-rows.ts';
import type { RowList } from './row-list.ts';

/** Goes to a row, or as near as there is one. */
export function select(state: BrowseState, wanted: number, room: Room): BrowseState {
  const length = rowCount(state);
  const selected = Math.max(0, Math.min(wanted, length - 1));
  const { first } = windowAround(selected, { first: state.first, length, height: listHeight(room) });
  return selected === state.selected && first === state.first ? state : { ...state, selected, first };
}

/** Other rows of a part, with one of them selected, which stays where it is on the screen if there is room. */
export function withRows(state: BrowseState, part: Part, rows: RowList, row: number, room: Room): BrowseState {
  const half = { ...halfOf(state, part), rows };
  const next = { ...state, [part]: half };
  const selected = indexOfRow(next, part, row);
  // What grows above the middle pushes all else down.
  const pushed = part === 'above' ? selected - state.selected : 0;
  return select({ ...next, first: Math.max(0, state.first + pushed) }, selected, room);
}

/** Opens what leads to a node, and selects it. */
export function revealed(state: BrowseState, part: Part, node: CallNode, room: Room): BrowseState {
  const { rows, source } = halfOf(state, part);
  const shown = reveal(rows, source, node);
  return withRows(state, part, shown.rows, shown.row, room);
}

/** A sandwich as it begins: the function in the middle of the screen, or of the rows there are. */
export function centered(state: BrowseState, room: Room): BrowseState {
  const selected = indexOfRow(state, 'middle');
  return select({ ...state, first: Math.max(0, selected - Math.floor(listHeight(room) / 2)) }, selected, room);
}
