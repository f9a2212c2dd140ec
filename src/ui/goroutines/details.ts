/** What is known of the goroutines of a row: who they are, who started them, and who waits for whom. */
import { blockersOf, mayBlock, waitingRing, waitsAlongside } from '../../analysis/goroutine-blocks.ts';
import type { Goroutines, Grouping } from '../../analysis/goroutines.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { type GoroutinesState, membersOfRow, selectedRow, waitText } from './model.ts';
import type { GoroutineRow } from './rows.ts';

/** Lines on the selected row, those that matter most first. Numbers of goroutines are left out from `width` cells on. */
export function rowDetails(state: GoroutinesState, goroutines: Goroutines, width: number): readonly string[] {
  const row = selectedRow(state);
  return row === undefined ? [] : detailsOf(goroutines, state.grouping, row, width);
}

const detailsOf = memoizeRecent(4, (goroutines: Goroutines, grouping: Grouping, row: GoroutineRow, width: number) =>
  memberDetails(goroutines, membersOfRow(goroutines, grouping, row), width),
);

/** `members` stand in the order of their waits, the longest first. */
function memberDetails(goroutines: Goroutines, members: Int32Array, width: number): readonly string[] {
  if (!goroutines.isDump) {
    return [
      ...countedTexts('state, guessed from the functions: ', goroutines, goroutines.state, members),
      'Only dumps (debug=2, crashes, SIGQUIT) tell goroutines apart: who waits for whom, and since when, is not told.',
    ];
  }
  const many = members.length > 1;
  return [
    idsText(many ? `${members.length} goroutines: ` : 'goroutine ', goroutines, members, width),
    ...countedTexts('state: ', goroutines, goroutines.state, members),
    ...waitTexts(goroutines, members),
    ...blockTexts(goroutines, members, width),
    ...countedTexts('created by: ', goroutines, goroutines.creator, members),
    ...countedTexts('Go says: ', goroutines, goroutines.traits, members),
  ];
}

/** As many numbers of goroutines as there is room for, and how many more there are. */
function idsText(before: string, { id }: Goroutines, members: ArrayLike<number>, width: number): string {
  const rest = (left: number) => (left === 0 ? '' : ` and ${left} more`);
  let text = before;
  for (let i = 0; i < members.length; i++) {
    const next = `${i === 0 ? '' : ', '}${id[members[i]]}`;
    const left = members.length - i - 1;
    if (i > 0 && text.length + next.length + rest(left).length > width) return text + rest(left + 1);
    text += next;
  }
  return text;
}

/** How many of some members have which text, the most frequent first; nothing where none has one. */
function countedTexts(
  before: string,
  { texts }: Goroutines,
  column: Int32Array,
  members: Int32Array,
): readonly string[] {
  const counts = countsOf(column, members);
  const told = [...counts].filter(([text]) => texts[text] !== '').sort(([, a], [, b]) => b - a);
  if (told.length === 0) return [];
  const isOne = counts.size === 1;
  return [before + told.map(([text, count]) => (isOne ? texts[text] : `${texts[text]} (${count})`)).join(', ')];
}

/** In the order they are met. A row's members are mostly alike: one that is like the one before costs next to nothing. */
function countsOf(column: Int32Array, members: Int32Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < members.length; ) {
    const text = column[members[i]];
    const first = i;
    while (i < members.length && column[members[i]] === text) i++;
    counts.set(text, (counts.get(text) ?? 0) + i - first);
  }
  return counts;
}

/** How long they have waited. Go tells whole minutes, and none of less than one. */
function waitTexts({ minutes }: Goroutines, members: Int32Array): readonly string[] {
  const [longest, middle, shortest] = [0, (members.length - 1) >> 1, members.length - 1].map(
    (place) => minutes[members[place]],
  );
  if (longest === 0) return [];
  if (shortest === longest) return [`waiting for ${waitText(longest)}`];
  const text = (wait: number) => waitText(wait) || 'less than 1m';
  return [`waiting for ${text(shortest)} to ${waitText(longest)}, half of them for ${text(middle)} or more`];
}

/** Who waits for whom, or why that is not told. A few members stand for many. */
function blockTexts(goroutines: Goroutines, members: Int32Array, width: number): readonly string[] {
  const { waitsFor, texts, state } = goroutines;
  const lines: string[] = [];
  const addresses = new Set<number>();
  for (const member of members) {
    if (waitsFor[member] === 0 || addresses.has(waitsFor[member])) continue;
    addresses.add(waitsFor[member]);
    if (addresses.size <= MOST_ADDRESSES) lines.push(...addressTexts(goroutines, member, members, width));
  }
  if (addresses.size > MOST_ADDRESSES) lines.push(`and ${addresses.size - MOST_ADDRESSES} more that they wait for`);
  const blocked = members.length <= MOST_BLOCKERS ? blockedBy(goroutines, members) : [];
  if (blocked.length > 0) lines.push(idsText('may keep waiting: goroutine ', goroutines, blocked, width));
  if (addresses.size > 0) return lines;
  const reasons = new Set(Array.from(countsOf(state, members).keys(), (text) => whyNotTold(texts[text])));
  return [...lines, ...[...reasons].filter((reason) => reason !== '')];
}

const MOST_ADDRESSES = 3;
const MOST_BLOCKERS = 1000;

function blockedBy(goroutines: Goroutines, members: Int32Array): readonly number[] {
  return [...new Set(Array.from(members).flatMap((member) => mayBlock(goroutines, member)))];
}

/** What a member waits for: who may hold it, who else waits for it, and whether that comes back to itself. */
function addressTexts(goroutines: Goroutines, member: number, members: Int32Array, width: number): readonly string[] {
  const { texts, waitsFor, id } = goroutines;
  const blockers = blockersOf(goroutines, member);
  const address = `waits for ${texts[waitsFor[member]]}`;
  const isListed = new Set(members);
  const others = waitsAlongside(goroutines, member).filter((other) => !isListed.has(other));
  const ring = waitingRing(goroutines, member);
  const held = blockers.map((blocker) => blocker.member);
  return [
    held.length === 0
      ? `${address}: who holds it is not told, as no other goroutine has it among its arguments`
      : idsText(`${address}, which may be held or released by goroutine `, goroutines, held, width),
    ...(ring === undefined
      ? []
      : [`may be a deadlock: ${[...ring, member].map((each) => `goroutine ${id[each]}`).join(' waits for ')}`]),
    ...(others.length === 0 ? [] : [idsText('so does goroutine ', goroutines, others, width)]),
  ];
}

/** Why the dump has no address for what goroutines in a state wait for; empty where they do not wait for another one. */
function whyNotTold(state: string): string {
  if (/^(?:chan |select)/.test(state)) {
    if (state.includes('nil chan') || state.includes('no cases')) return `${state}: nothing can ever wake it up`;
    return `${state}: for which channel is not told; only crashes with GOTRACEBACK=system print that, and not for select`;
  }
  if (/^(?:sync\.|semacquire)/.test(state)) {
    return `${state}: for which lock is not told, as its address is no argument that Go still knows`;
  }
  return '';
}
