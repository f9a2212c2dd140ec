import type { GroupOrder } from '../../analysis/goroutine-groups.ts';
import type { Goroutines, Grouping } from '../../analysis/goroutines.ts';
import { unreachable } from '../../base/errors.ts';
import { NONE } from '../../profile/tables.ts';
import type { Movement, Reply, Room } from '../screen/spec.ts';
import { rowCommand } from '../widgets/row-commands.ts';
import { windowAround } from '../widgets/scroll.ts';
import type { GoroutinesAction } from './keys.ts';
import {
  FIRST_MEMBERS,
  type GoroutinesState,
  type GoroutineZoom,
  GROUPING_NAMES,
  groupIdentity,
  groupName,
  membersOfRow,
  NOTHING_OPEN,
  ORDER_NAMES,
  rowIdentity,
  rowsOf,
  selectedRow,
  shownGoroutines,
  stackIdentity,
  stackName,
  stackOfRow,
  targetOf,
  targetOfRow,
} from './model.ts';
import { type GoroutineRow, groupingsOf, isSameRow, membersOf, type Opened, partsOf } from './rows.ts';

/** The rows of the view that are no list: the summary and the headings, or fewer where there is little room. */
export const headRows = ({ height }: Room) => (height >= 6 ? 2 : height >= 3 ? 1 : 0);

/** How many rows tell about the selected one. */
export function detailRows({ hasDetails }: GoroutinesState, { height }: Room): number {
  return hasDetails && height >= 8 ? Math.min(10, Math.floor(height / 2)) : 0;
}

export function listHeight(state: GoroutinesState, room: Room): number {
  return Math.max(1, room.height - headRows(room) - detailRows(state, room));
}

const ORDERS: readonly GroupOrder[] = ['count', 'wait', 'name'];

/** The state behind an action. */
export function updateGoroutines(
  state: GoroutinesState,
  action: GoroutinesAction | Movement,
  room: Room,
): Reply<GoroutinesState> {
  const goroutines = shownGoroutines(state);
  if (goroutines === undefined) return { own: state };
  const moved = (place: number): Reply<GoroutinesState> => ({ own: select(state, place, room) });
  switch (action.type) {
    case 'move':
      return moved(state.selected + action.by);
    case 'movePages':
      return moved(state.selected + Math.round(action.by * Math.max(1, listHeight(state, room) - 1)));
    case 'moveTo':
      return moved(action.end === 'first' ? 0 : rowsOf(state).length - 1);
    case 'aside':
      return { own: action.by > 0 ? inside(state, room) : outside(state, room) };
    case 'toggle':
      return { own: toggled(state, room) };
    case 'toggleAt':
      return { own: toggled(select(state, action.place, room), room) };
    case 'zoomIn':
      return zoomedIn(state, goroutines, room);
    case 'zoomAt':
      return zoomedIn(select(state, action.place, room), goroutines, room);
    case 'zoomOut':
      return { own: withZooms(state, goroutines, state.zooms.slice(0, -1), room) };
    case 'zoomReset':
      return { own: withZooms(state, goroutines, [], room) };
    case 'mark':
      return { own: select(withMark(state, goroutines), state.selected + 1, room) };
    case 'clearMarks':
      return { own: { ...state, marked: new Map() } };
    case 'toggleDetails':
      return { own: select({ ...state, hasDetails: !state.hasDetails }, state.selected, room) };
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
  const { first } = windowAround(selected, { first: state.first, length, height: listHeight(state, room) });
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

/** What the members of a row's group have in common. */
function keyOf(state: GoroutinesState, { group }: GoroutineRow): number {
  return shownGoroutines(state)?.groups[state.grouping].key[group] ?? NONE;
}

function withRowOpen(state: GoroutinesState, row: GoroutineRow, isOpen: boolean): GoroutinesState {
  return withOpened(state, (opened) => {
    const key = keyOf(state, row);
    if (row.type === 'group') {
      if (isOpen) opened.set(key, opened.get(key) ?? NO_STACKS);
      else opened.delete(key);
    }
    if (row.type !== 'stack') return;
    const stacks = new Set(opened.get(key));
    if (isOpen) stacks.add(row.part.stack);
    else stacks.delete(row.part.stack);
    opened.set(key, stacks);
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
  const last = Math.min(rows.length, state.selected + listHeight(state, room));
  while (end < last && rows[end].group === row.group && rows[end].type !== 'group') end++;
  const first = Math.max(state.first, end - listHeight(state, room));
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
  const row = selectedRow(state);
  const member = row && membersOfRow(goroutines, state.grouping, row)[0];
  return { own: atGroupWith(next, member, room), note: `by ${GROUPING_NAMES[grouping]}` };
}

/** At the group that has a member. */
function atGroupWith(state: GoroutinesState, member: number | undefined, room: Room): GoroutinesState {
  const goroutines = shownGoroutines(state);
  const group = goroutines === undefined || member === undefined ? -1 : groupWith(goroutines, state, member);
  return select(state, group === -1 ? 0 : placeOfGroup(rowsOf(state), group), room);
}

/** Leaves only the goroutines of a group, or of the stack that a row is of. */
function zoomedIn(state: GoroutinesState, goroutines: Goroutines, room: Room): Reply<GoroutinesState> {
  const row = selectedRow(state);
  if (row === undefined) return { own: state };
  const zoom = zoomOf(goroutines, state.grouping, row);
  const before = state.zooms.at(-1)?.members ?? goroutines.stack;
  if (zoom.members.length === before.length) return { own: state, note: 'these are all there are' };
  const own = withZooms(state, goroutines, [...state.zooms, zoom], room);
  return { own: rowsOf(own).length === 1 ? inside(own, room) : own };
}

function zoomOf(goroutines: Goroutines, grouping: Grouping, row: GoroutineRow): GoroutineZoom {
  const isGroup = row.type === 'group' || row.type === 'candidate' || grouping === 'stack';
  const stack = isGroup ? undefined : stackOfRow(goroutines, grouping, row);
  const members = membersOf(goroutines, grouping, row.group);
  return {
    grouping,
    group: groupIdentity(goroutines, grouping, row.group),
    stack: stack === undefined ? undefined : stackIdentity(goroutines, stack),
    name: stack === undefined ? groupName(goroutines, grouping, row.group) : stackName(goroutines, stack),
    members: stack === undefined ? members : members.filter((member) => goroutines.stack[member] === stack),
  };
}

/** Other zooms, at the group of the goroutine that was selected. */
function withZooms(
  state: GoroutinesState,
  goroutines: Goroutines,
  zooms: readonly GoroutineZoom[],
  room: Room,
): GoroutinesState {
  const row = selectedRow(state);
  const member = row && membersOfRow(goroutines, state.grouping, row)[0];
  return atGroupWith({ ...state, zooms, selected: 0, first: 0 }, member, room);
}

function withMark(state: GoroutinesState, goroutines: Goroutines): GoroutinesState {
  const row = selectedRow(state);
  if (row === undefined) return state;
  const marked = new Map(state.marked);
  const identity = rowIdentity(goroutines, state.grouping, row);
  const target = targetOfRow(goroutines, state.grouping, row);
  if (!marked.delete(identity) && target !== undefined) marked.set(identity, target);
  return { ...state, marked };
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
    open.set(keyOf(state, row), new Set(state.grouping === 'stack' ? [] : parts.map(({ stack }) => stack)));
  });
  return shownFrom(opened, room);
}

function closedBelow(state: GoroutinesState, room: Room): GoroutinesState {
  const row = selectedRow(state);
  if (row === undefined) return state;
  const closed = withOpened(
    { ...state, memberLimit: FIRST_MEMBERS },
    (opened) => void opened.delete(keyOf(state, row)),
  );
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
