/**
 * Who waits for whom, as far as a dump tells. It has the address that a goroutine waits for where Go prints it, and never
 * who holds what is there; who has the address among its arguments may:
 *
 *     goroutine 7  waits for 0xc0000180c0      goroutine 6  has it, and waits for 0xc0000180d0,
 *                                              which 7 has: they may wait for each other
 */
import { memoizeByIdentity } from '../base/memoize.ts';
import type { Candidate, Goroutines } from './goroutines.ts';

const NOBODY: readonly Candidate[] = [];

/** Who may hold or release what a member waits for. */
export function blockersOf({ waitsFor, candidates }: Goroutines, member: number): readonly Candidate[] {
  return (waitsFor[member] === 0 ? undefined : candidates.get(waitsFor[member])) ?? NOBODY;
}

/** By member: the addresses that others wait for among its arguments. */
const heldIn = memoizeByIdentity((candidates: Goroutines['candidates']) => {
  const held = new Map<number, number[]>();
  for (const [address, some] of candidates) for (const { member } of some) push(held, member, address);
  return held;
});

/** By address: the members that wait for it. */
const waitersIn = memoizeByIdentity((waitsFor: Int32Array) => {
  const waiters = new Map<number, number[]>();
  for (let member = 0; member < waitsFor.length; member++) {
    if (waitsFor[member] !== 0) push(waiters, waitsFor[member], member);
  }
  return waiters;
});

function push(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The other members that wait for the same address. */
export function waitsAlongside({ waitsFor }: Goroutines, member: number): readonly number[] {
  return (waitersIn(waitsFor).get(waitsFor[member]) ?? []).filter((other) => other !== member);
}

/** The members that may wait for one: it may hold what they wait for. */
export function mayBlock({ candidates, waitsFor }: Goroutines, member: number): readonly number[] {
  const waiters = waitersIn(waitsFor);
  const blocked = (heldIn(candidates).get(member) ?? []).flatMap((address) => waiters.get(address) ?? []);
  return [...new Set(blocked)].filter((other) => other !== member);
}

/** No more members are looked at on the way from one back to itself. */
const MOST_LOOKED_AT = 1000;

/**
 * The members, each of which may wait for the next one and the last for the first: the shortest such ring through one of
 * them. Undefined where there is none.
 */
export function waitingRing(goroutines: Goroutines, member: number): readonly number[] | undefined {
  const cameFrom = new Map<number, number>();
  const queue = [member];
  for (let i = 0; i < queue.length && i < MOST_LOOKED_AT; i++) {
    for (const { member: next } of blockersOf(goroutines, queue[i])) {
      if (next === member) return wayTo(queue[i], member, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, queue[i]);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(last: number, first: number, cameFrom: ReadonlyMap<number, number>): readonly number[] {
  const way: number[] = [];
  for (let at: number | undefined = last; at !== undefined && at !== first; at = cameFrom.get(at)) way.push(at);
  return [first, ...way.reverse()];
}
