import type { GroupOrder } from '../../analysis/goroutine-groups.ts';
import type { Goroutines } from '../../analysis/goroutines.ts';
import { unreachable } from '../../base/errors.ts';
import type { Movement, Reply, Room } from '../screen/spec.ts';
import { rowCommand } from '../widgets/row-commands.ts';
import { windowAround } from '../widgets/scroll.ts';
import type { GoroutinesAction } from './keys.ts';
import {
  FIRST_MEMBERS,
  type GoroutinesState,
  GROUPING_NAMES,
  NOTHING_OPEN,
  ORDER_NAMES,
  rowsOf,
  selectedRow,
  targetOf,
} from './model.ts';
import { type GoroutineRow, groupingsOf, isSameRow, membersOf, type Opened, partsOf } from './rows.ts';

/** The rows of the view that are no list: the summary and the headings, or fewer where there is little room. */
export const headRows = ({ height }: Room) => (height >= 6 ? 2 : height >= 3 ? 1 : 0);

export const listHeight = (room: Room) => Math.max(1, room.height - headRows(room));

const ORDERS: readonly GroupOrder[] = ['count', 'wait', 'name'];

/** The state behind an action. */
export function updateGoroutines(
  state: GoroutinesState,
  action: GoroutinesAction | Movement,
  room: Room,
): Reply<GoroutinesState> {
  const { answer } = state;
  if (answer.type === 'other') return { own: state };
  const { goroutines } = answer;
  const moved = (place: number): Reply<GoroutinesState> => ({ own: select(state, place, room) });
  switch (action.type) {
    case 'move':
      return moved(state.selected + action.by);
    case 'movePages':
      return moved(state.selected + Math.round(action.by * Math.max(1, listHeight(room) - 1)));
    case 'moveTo':
      return moved(action.end === 'first' ? 0 : rowsOf(state).length - 1);
    case 'aside':
      return { own: action.by > 0 ? inside(state, room) : outside(state, room) };
    case 'toggle':
      return { own: toggled(state, room) };
    case 'toggleAt':
      return { own: toggled(select(state, action.place, room), room) };
    case 'nextGrouping':
      return regrouped(state, goroutines, action.by, room);
    case 'nextOrder': {
      const order = ORDERS[(ORDERS.indexOf(state.order) + 1) % ORDERS.length];
      return { own: onSameRow(state, { ...state, order }, room), note: `ordered by ${ORDER_NAMES[order]}` };
    }
    case 'reverse':
      return { own: onSameRow(state, { ...state, isReversed: !state.isReversed }, room) };
    case 'openHeaviest':
      return { own: openedBelow(state, goroutines, 1, room) };
    case 'openBelow':
      return { own: openedBelow(state, goroutines, Number.POSITIVE_INFINITY, room) };
    case 'closeBelow':
      return { own: closedBelow(state, room) };
    case 'toggleRuntime': {
      const hidesRuntime = !state.hidesRuntime;
      const note = `the runtime's frames are ${hidesRuntime ? 'hidden' : 'shown'}`;
      return { own: onSameRow(state, { ...state, hidesRuntime }, room), note };
    }
    case 'jump':
      return jumped(state, action.nth, room);
    case 'filter':
      return filteredBy(state, action.kind);
    default:
      return unreachable(action);
  }
}

function select(state: GoroutinesState, wanted: number, room: Room): GoroutinesState {
  const { length } = rowsOf(state);
  const selected = Math.max(0, Math.min(wanted, length - 1));
  const { first } = windowAround(selected, { first: state.first, length, height: listHeight(room) });
  return selected === state.selected && first === state.first ? state : { ...state, selected, first };
}

/** The next state with the row selected that was before, or with its group where it is not there any more. */
function onSameRow(before: GoroutinesState, next: GoroutinesState, room: Room): GoroutinesState {
  const row = selectedRow(before);
  const rows = rowsOf(next);
  if (row === undefined) return select(next, 0, room);
  const same = rows.findIndex((other) => isSameRow(other, row));
  return select(next, same === -1 ? placeOfGroup(rows, row.group) : same, room);
}

function placeOfGroup(rows: readonly GoroutineRow[], group: number): number {
  return Math.max(
    0,
    rows.findIndex((row) => row.type === 'group' && row.group === group),
  );
}

/** Only the groups with a text. */
export function filtered(state: GoroutinesState, filter: string, room: Room): GoroutinesState {
  return onSameRow(state, { ...state, filter }, room);
}

/** The state with groups of the current grouping opened or closed. */
function withOpened(
  state: GoroutinesState,
  change: (opened: Map<number, ReadonlySet<number>>) => void,
): GoroutinesState {
  const opened = new Map<number, ReadonlySet<number>>(openHere(state));
  change(opened);
  return { ...state, opened: { ...state.opened, [state.grouping]: opened } };
}

const openHere = ({ opened, grouping }: GoroutinesState): Opened => opened[grouping] ?? NOTHING_OPEN;
const NO_STACKS: ReadonlySet<number> = new Set();

function withRowOpen(state: GoroutinesState, row: GoroutineRow, isOpen: boolean): GoroutinesState {
  return withOpened(state, (opened) => {
    if (row.type === 'group') {
      if (isOpen) opened.set(row.group, opened.get(row.group) ?? NO_STACKS);
      else opened.delete(row.group);
    }
    if (row.type !== 'stack') return;
    const stacks = new Set(opened.get(row.group));
    if (isOpen) stacks.add(row.part.stack);
    else stacks.delete(row.part.stack);
    opened.set(row.group, stacks);
  });
}

function inside(state: GoroutinesState, room: Room): GoroutinesState {
  const row = selectedRow(state);
  if (row === undefined) return state;
  if (row.type === 'more') return withMoreMembers(state, room);
  if (row.type !== 'group' && row.type !== 'stack') return state;
  return row.isOpen ? select(state, state.selected + 1, room) : shownFrom(withRowOpen(state, row, true), room);
}

/** Scrolls so that what was opened shows, as far as the row itself stays. */
function shownFrom(state: GoroutinesState, room: Room): GoroutinesState {
  const rows = rowsOf(state);
  const row = rows[state.selected];
  let end = state.selected + 1;
  const last = Math.min(rows.length, state.selected + listHeight(room));
  while (end < last && rows[end].group === row.group && rows[end].type !== 'group') end++;
  const first = Math.max(state.first, end - listHeight(room));
  return select({ ...state, first: Math.min(first, state.selected) }, state.selected, room);
}

function outside(state: GoroutinesState, room: Room): GoroutinesState {
  const row = selectedRow(state);
  if (row === undefined) return state;
  const isOpenable = row.type === 'group' || row.type === 'stack';
  if (isOpenable && row.isOpen) return select(withRowOpen(state, row, false), state.selected, room);
  if (row.type === 'group') return state;
  const rows = rowsOf(state);
  let place = state.selected;
  const isOuter = (outer: GoroutineRow) =>
    outer.type === 'group' || (outer.type === 'stack' && row.type !== 'stack' && row.type !== 'candidate');
  while (place > 0 && !isOuter(rows[place])) place--;
  return select(state, place, room);
}

function toggled(state: GoroutinesState, room: Room): GoroutinesState {
  const row = selectedRow(state);
  if (row === undefined) return state;
  if (row.type === 'more') return withMoreMembers(state, room);
  if (row.type !== 'group' && row.type !== 'stack') return state;
  return row.isOpen ? select(withRowOpen(state, row, false), state.selected, room) : inside(state, room);
}

/** Ten times as many: a hundred thousand are a few keys away, and nobody waits for them who does not ask. */
function withMoreMembers(state: GoroutinesState, room: Room): GoroutinesState {
  return select({ ...state, memberLimit: state.memberLimit * 10 }, state.selected, room);
}

/** Groups by something else, at the group with the first member of the selected row. */
function regrouped(state: GoroutinesState, goroutines: Goroutines, by: number, room: Room): Reply<GoroutinesState> {
  const groupings = groupingsOf(goroutines);
  const at = groupings.indexOf(state.grouping) + by + groupings.length;
  const grouping = groupings[at % groupings.length];
  const next: GoroutinesState = { ...state, grouping, selected: 0, first: 0 };
  const member = memberOfRow(state, goroutines);
  const group = member === undefined ? -1 : groupWith(goroutines, next, member);
  const own = group === -1 ? select(next, 0, room) : select(next, placeOfGroup(rowsOf(next), group), room);
  return { own, note: `by ${GROUPING_NAMES[grouping]}` };
}

function memberOfRow(state: GoroutinesState, goroutines: Goroutines): number | undefined {
  const row = selectedRow(state);
  if (row === undefined) return undefined;
  if (row.type === 'member' || row.type === 'candidate') return row.member;
  return row.type === 'stack' ? row.part.members[0] : membersOf(goroutines, state.grouping, row.group)[0];
}

function groupWith({ groups }: Goroutines, { grouping }: GoroutinesState, member: number): number {
  const { members, memberStart } = groups[grouping];
  const place = members.indexOf(member);
  return place === -1 ? -1 : memberStart.findLastIndex((start) => start <= place);
}

/** Opens the row and its stacks, the first so many of them. */
function openedBelow(state: GoroutinesState, goroutines: Goroutines, most: number, room: Room): GoroutinesState {
  const row = selectedRow(state);
  if (row === undefined) return state;
  if (row.type === 'stack') return shownFrom(withRowOpen(state, row, true), room);
  if (row.type !== 'group') return state;
  const opened = withOpened(state, (open) => {
    const parts = partsOf(goroutines, state.grouping, row.group).slice(0, most);
    open.set(row.group, new Set(state.grouping === 'stack' ? [] : parts.map(({ stack }) => stack)));
  });
  return shownFrom(opened, room);
}

function closedBelow(state: GoroutinesState, room: Room): GoroutinesState {
  const row = selectedRow(state);
  if (row === undefined) return state;
  const closed = withOpened({ ...state, memberLimit: FIRST_MEMBERS }, (opened) => void opened.delete(row.group));
  return select(closed, placeOfGroup(rowsOf(closed), row.group), room);
}

/** To a group by its rank in the order they are in. */
function jumped(state: GoroutinesState, nth: number, room: Room): Reply<GoroutinesState> {
  let rank = -1;
  const place = rowsOf(state).findIndex((row) => row.type === 'group' && ++rank === nth);
  return place === -1 ? { own: state, note: `there are only ${rank + 1} groups` } : { own: select(state, place, room) };
}

/** By the frame that a row stands for, or else by its tag. */
function filteredBy(state: GoroutinesState, kind: 'focus' | 'ignore'): Reply<GoroutinesState> {
  const target = targetOf(state);
  const { options } = state.facts;
  const tagKind = kind === 'focus' ? 'tagfocus' : 'tagignore';
  const line = rowCommand(kind).lineFor(target, options) ?? rowCommand(tagKind).lineFor(target, options);
  return line === undefined ? { own: state } : { own: state, result: { type: 'run', line, effect: 'change' } };
}
