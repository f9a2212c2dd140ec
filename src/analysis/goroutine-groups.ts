/** Goroutines in groups: those that share a stack, a reason to wait, a creator and so on, with what is known of each group. */
import { groupRows } from '../base/group-rows.ts';
import { abs, addUpColumn, at, compare, type Int64Column } from '../base/int64.ts';

/** Groups of goroutines that share a key. Plain data. */
export interface GoroutineGroups {
  readonly length: number;
  /** By group: the key its members have. */
  readonly key: Int32Array;
  /** By group: the sum of its members' values. */
  readonly value: Int64Column;
  /** By group: the longest wait among its members, in minutes. */
  readonly longest: Float64Array;
  /** By group: the state of its members; MIXED where they differ. */
  readonly state: Int32Array;
  /** By group: how many different stacks its members have. */
  readonly stacks: Int32Array;
  /** The members of a group are `members[memberStart[group]]` up to `members[memberStart[group + 1]]`. */
  readonly memberStart: Int32Array;
  /** The members of each group, those that have waited longest first. */
  readonly members: Int32Array;
  /** The groups in several orders. */
  readonly orders: Readonly<Record<GroupOrder, Int32Array>>;
}

/** Stands where members differ. */
export const MIXED = -1;

export type GroupOrder = 'count' | 'wait' | 'name';

/** Columns by member. */
export interface GoroutineMembers {
  readonly value: Int64Column;
  readonly minutes: Float64Array;
  readonly stack: Int32Array;
  readonly state: Int32Array;
}

/** The members in the order of their waits, the longest first. Waits are few different ones. */
export function membersByWait({ minutes }: Pick<GoroutineMembers, 'minutes'>): Int32Array {
  const waits = Float64Array.from(new Set(minutes)).sort().reverse();
  const rank = new Map(Array.from(waits, (wait, i) => [wait, i]));
  const membersOf = groupRows(
    Int32Array.from(minutes, (wait) => rank.get(wait) ?? 0),
    waits.length,
  );
  const members = new Int32Array(minutes.length);
  let length = 0;
  for (let i = 0; i < waits.length; i++) {
    members.set(membersOf(i), length);
    length += membersOf(i).length;
  }
  return members;
}

/** How to group: members with a key below 0 are in no group. `rank` orders the keys by name. */
export interface GroupBy {
  readonly key: Int32Array;
  readonly keyCount: number;
  rank(a: number, b: number): number;
}

/** Puts members together by their keys. Those of `byWait` are taken, which stand in the order `membersByWait` gives. */
export function groupGoroutines(members: GoroutineMembers, byWait: Int32Array, by: GroupBy): GoroutineGroups {
  const { groupAt, key, memberStart } = numbered(byWait, by);
  const { length } = key;
  const value = addUpColumn(members.value, (part) => {
    const sums = new Float64Array(length);
    for (let i = 0; i < byWait.length; i++) if (groupAt[i] >= 0) sums[groupAt[i]] += part[byWait[i]];
    return sums;
  });
  const next = memberStart.slice();
  const ordered = new Int32Array(memberStart[length]);
  for (let i = 0; i < byWait.length; i++) if (groupAt[i] >= 0) ordered[next[groupAt[i]]++] = byWait[i];
  const longest = new Float64Array(length);
  for (let group = 0; group < length; group++) longest[group] = members.minutes[ordered[memberStart[group]]];
  return {
    length,
    key,
    value,
    longest,
    ...sharedBy(members, memberStart, ordered),
    memberStart,
    members: ordered,
    orders: ordersOf({ length, key, value, longest }, by),
  };
}

/**
 * The same groups with some of their members only, which stand in the order of their waits; those that keep none are left
 * out. Takes time in proportion to these members.
 */
export function groupsWithin(groups: GoroutineGroups, members: GoroutineMembers, some: Int32Array): GoroutineGroups {
  const { key, orders, length } = groups;
  const rank = new Int32Array(length);
  for (let i = 0; i < length; i++) rank[orders.name[i]] = i;
  const groupOf = groupOfMembers(groups, members.stack.length);
  const within = groupGoroutines(members, some, { key: groupOf, keyCount: length, rank: (a, b) => rank[a] - rank[b] });
  return { ...within, key: within.key.map((group) => key[group]) };
}

const groupsOfMembers = new WeakMap<GoroutineGroups, Int32Array>();

/** By member: its group, -1 where it is in none. */
function groupOfMembers(groups: GoroutineGroups, count: number): Int32Array {
  const known = groupsOfMembers.get(groups);
  if (known !== undefined) return known;
  const groupOf = new Int32Array(count).fill(-1);
  const { length, members, memberStart } = groups;
  for (let group = 0; group < length; group++) {
    for (let place = memberStart[group]; place < memberStart[group + 1]; place++) groupOf[members[place]] = group;
  }
  groupsOfMembers.set(groups, groupOf);
  return groupOf;
}

/** Numbers the keys that occur as they come: by place among the members the group, and where each group begins. */
function numbered(members: Int32Array, { key: keys, keyCount }: GroupBy) {
  const groupOfKey = new Int32Array(keyCount).fill(-1);
  const occurring: number[] = [];
  const sizes: number[] = [];
  const groupAt = new Int32Array(members.length);
  for (let i = 0; i < members.length; i++) {
    const key = keys[members[i]];
    if (key >= 0 && groupOfKey[key] === -1) {
      groupOfKey[key] = occurring.push(key) - 1;
      sizes.push(0);
    }
    groupAt[i] = key < 0 ? -1 : groupOfKey[key];
    if (key >= 0) sizes[groupAt[i]]++;
  }
  const memberStart = new Int32Array(sizes.length + 1);
  for (let group = 0; group < sizes.length; group++) memberStart[group + 1] = memberStart[group] + sizes[group];
  return { groupAt, key: Int32Array.from(occurring), memberStart };
}

/** What the members of each group share: their state, and how many stacks there are. */
function sharedBy({ stack, state }: GoroutineMembers, memberStart: Int32Array, members: Int32Array) {
  const length = memberStart.length - 1;
  const stateOf = new Int32Array(length);
  const stacks = new Int32Array(length);
  /** By stack: the last group, plus 1, that it was counted for. */
  const countedFor: number[] = [];
  for (let group = 0; group < length; group++) {
    stateOf[group] = state[members[memberStart[group]]];
    for (let place = memberStart[group]; place < memberStart[group + 1]; place++) {
      const member = members[place];
      if (state[member] !== stateOf[group]) stateOf[group] = MIXED;
      if (countedFor[stack[member]] === group + 1) continue;
      countedFor[stack[member]] = group + 1;
      stacks[group]++;
    }
  }
  return { state: stateOf, stacks };
}

function ordersOf(
  { length, key, value, longest }: Pick<GoroutineGroups, 'length' | 'key' | 'value' | 'longest'>,
  { rank }: GroupBy,
): Readonly<Record<GroupOrder, Int32Array>> {
  const name = Int32Array.from({ length }, (_, group) => group).sort((a, b) => rank(key[a], key[b]) || a - b);
  const place = new Int32Array(length);
  for (let i = 0; i < length; i++) place[name[i]] = i;
  const byValue = (a: number, b: number) => compare(abs(at(value, b)), abs(at(value, a)));
  const byWait = (a: number, b: number) => longest[b] - longest[a];
  const byName = (a: number, b: number) => place[a] - place[b];
  return {
    count: name.slice().sort((a, b) => byValue(a, b) || byWait(a, b) || byName(a, b)),
    wait: name.slice().sort((a, b) => byWait(a, b) || byValue(a, b) || byName(a, b)),
    name,
  };
}
