/**
 * The rows of the view: groups, what was opened of them, and nothing else.
 *
 *     ▾ chan receive in 2 stacks            a group
 *       ▾ main.worker                       one of its stacks
 *           runtime.gopark                  the frames of that
 *           main.worker
 *           goroutine 8, 2 minutes          and its members
 */

import { type GroupOrder, MIXED } from '../../analysis/goroutine-groups.ts';
import { type Goroutines, GROUPINGS, type Grouping } from '../../analysis/goroutines.ts';
import { groupRows } from '../../base/group-rows.ts';
import { addUpColumn, at, type Int64 } from '../../base/int64.ts';
import { memoizeRecent } from '../../base/memoize.ts';

export type GoroutineRow =
  | { readonly type: 'group'; readonly group: number; readonly isOpen: boolean }
  | { readonly type: 'stack'; readonly group: number; readonly part: GroupPart; readonly isOpen: boolean }
  /** Who may hold what the group waits for. */
  | { readonly type: 'candidate'; readonly group: number; readonly member: number; readonly isStale: boolean }
  | { readonly type: 'frame'; readonly group: number; readonly stack: number; readonly frame: number }
  | { readonly type: 'member'; readonly group: number; readonly stack: number; readonly member: number }
  /** Stands for members that are not listed. */
  | { readonly type: 'more'; readonly group: number; readonly stack: number; readonly count: number };

/** The members of a group that share a stack. */
export interface GroupPart {
  readonly stack: number;
  readonly members: Int32Array;
  readonly value: Int64;
  readonly longest: number;
  /** The state of the members; MIXED where they differ. */
  readonly state: number;
}

/** Groups that are open, by what their members have in common, each with its open stacks. */
export type Opened = ReadonlyMap<number, ReadonlySet<number>>;

export interface RowOptions {
  readonly grouping: Grouping;
  readonly order: GroupOrder;
  readonly isReversed: boolean;
  /** By group: 1 for those to show; undefined for all. */
  readonly shown: Uint8Array | undefined;
  readonly opened: Opened;
  /** Whether frames of the runtime are left out. */
  readonly hidesRuntime: boolean;
  /** How many members of a stack are listed. */
  readonly memberLimit: number;
}

/** What can be grouped by: what nothing is known of is not offered. */
export function groupingsOf({ groups, isDump }: Goroutines): readonly Grouping[] {
  return GROUPINGS.filter((grouping) => {
    if (grouping === 'lock') return groups.lock.length > 0;
    return isDump || (grouping !== 'wait' && grouping !== 'creator');
  });
}

/** All rows, as groups are opened. */
export function goroutineRows(goroutines: Goroutines, options: RowOptions): readonly GoroutineRow[] {
  const { grouping, order, isReversed, shown, opened } = options;
  const { key, orders } = goroutines.groups[grouping];
  const inOrder = orders[order];
  const rows: GoroutineRow[] = [];
  for (let i = 0; i < inOrder.length; i++) {
    const group = inOrder[isReversed ? inOrder.length - 1 - i : i];
    if (shown !== undefined && shown[group] === 0) continue;
    const openStacks = opened.get(key[group]);
    rows.push({ type: 'group', group, isOpen: openStacks !== undefined });
    if (openStacks !== undefined) pushOpened(rows, goroutines, group, openStacks, options);
  }
  return rows;
}

function pushOpened(
  rows: GoroutineRow[],
  goroutines: Goroutines,
  group: number,
  openStacks: ReadonlySet<number>,
  options: RowOptions,
): void {
  const { grouping } = options;
  const parts = partsOf(goroutines, grouping, group);
  if (grouping === 'stack') {
    for (const part of parts) pushStack(rows, goroutines, group, part, options);
    return;
  }
  if (grouping === 'lock') {
    for (const candidate of candidatesOf(goroutines, group)) rows.push({ type: 'candidate', group, ...candidate });
  }
  for (const part of parts) {
    const isOpen = openStacks.has(part.stack);
    rows.push({ type: 'stack', group, part, isOpen });
    if (isOpen) pushStack(rows, goroutines, group, part, options);
  }
}

/** Who may hold what a group of the grouping `lock` waits for. */
export function candidatesOf({ groups, candidates }: Goroutines, group: number) {
  return candidates.get(groups.lock.key[group]) ?? [];
}

function pushStack(
  rows: GoroutineRow[],
  { frames, stackStart, stackFrames, isDump }: Goroutines,
  group: number,
  { stack, members }: GroupPart,
  { hidesRuntime, memberLimit }: RowOptions,
): void {
  for (let place = stackStart[stack]; place < stackStart[stack + 1]; place++) {
    const frame = stackFrames[place];
    if (!hidesRuntime || !frames[frame].isPlumbing) rows.push({ type: 'frame', group, stack, frame });
  }
  if (!isDump) return;
  for (const member of members.subarray(0, memberLimit)) rows.push({ type: 'member', group, stack, member });
  const count = members.length - memberLimit;
  if (count > 0) rows.push({ type: 'more', group, stack, count });
}

/** The stacks of a group, those with the most members first. */
export const partsOf = memoizeRecent(
  64,
  (goroutines: Goroutines, grouping: Grouping, group: number): readonly GroupPart[] => {
    const members = membersOf(goroutines, grouping, group);
    const { stack: stackOf, state: stateOf, minutes } = goroutines;
    const partOfStack = new Int32Array(goroutines.stackStart.length - 1).fill(-1);
    const stacks: number[] = [];
    const partOf = new Int32Array(members.length);
    for (let i = 0; i < members.length; i++) {
      const stack = stackOf[members[i]];
      if (partOfStack[stack] === -1) partOfStack[stack] = stacks.push(stack) - 1;
      partOf[i] = partOfStack[stack];
    }
    const rowsOfPart = groupRows(partOf, stacks.length);
    const values = addUpColumn(goroutines.value, (column) => {
      const sums = new Float64Array(stacks.length);
      for (let row = 0; row < members.length; row++) sums[partOf[row]] += column[members[row]];
      return sums;
    });
    const parts = stacks.map((stack, part): GroupPart => {
      const rows = rowsOfPart(part);
      const own = new Int32Array(rows.length);
      let state = stateOf[members[rows[0]]];
      for (let i = 0; i < rows.length; i++) {
        own[i] = members[rows[i]];
        if (stateOf[own[i]] !== state) state = MIXED;
      }
      return { stack, members: own, value: at(values, part), longest: minutes[own[0]], state };
    });
    return parts.sort((a, b) => b.members.length - a.members.length || b.longest - a.longest || a.stack - b.stack);
  },
);

export function membersOf({ groups }: Goroutines, grouping: Grouping, group: number): Int32Array {
  const { members, memberStart } = groups[grouping];
  return members.subarray(memberStart[group], memberStart[group + 1]);
}

/** Whether two rows stand for the same. */
export function isSameRow(a: GoroutineRow, b: GoroutineRow): boolean {
  if (a.type !== b.type || a.group !== b.group) return false;
  if (a.type === 'group') return true;
  if (a.type === 'stack') return b.type === 'stack' && a.part.stack === b.part.stack;
  if (a.type === 'candidate') return b.type === 'candidate' && a.member === b.member;
  if (!('stack' in b) || a.stack !== b.stack) return false;
  if (a.type === 'frame') return b.type === 'frame' && a.frame === b.frame;
  return a.type === 'more' || (b.type === 'member' && a.member === b.member);
}

/** How far inside a row stands. */
export function depthOf(row: GoroutineRow, grouping: Grouping): number {
  if (row.type === 'group') return 0;
  if (row.type === 'stack' || row.type === 'candidate') return 1;
  return grouping === 'stack' ? 1 : 2;
}
