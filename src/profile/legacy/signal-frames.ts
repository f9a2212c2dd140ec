import { type Address, isOneAfter } from './address.ts';
import type { StackBuilder } from './stack-builder.ts';

/**
 * The locations of a stack that a signal interrupted. Where unwinding has seen the leaf twice, as itself and as a return
 * address, the second is left out; its location stays in the profile.
 */
export function locationsOfInterrupted(builder: StackBuilder, stack: readonly Address[]): number[] {
  const locations = builder.locationsOf(stack);
  const repeatsLeaf = stack.length > 1 && isOneAfter(stack[0], stack[1]);
  return repeatsLeaf ? locations.toSpliced(1, 1) : locations;
}

/** A sample of this share (all but one in 32) and the others' second frames being the same is no coincidence. */
const RARE = 32;

/**
 * Removes the frames of the signal handler, which are the second ones of nearly all stacks of a CPU profile: handler and
 * trampoline make two at most.
 */
export function removeSignalFrames(stacks: readonly Address[][]): void {
  for (let round = 0; round < 2; round++) {
    const handler = commonSecondFrame(stacks);
    if (handler === undefined) return;
    for (const stack of stacks) if (stack.length > 1 && stack[1] === handler) stack.splice(1, 1);
  }
}

function commonSecondFrame(stacks: readonly Address[][]): Address | undefined {
  const counts = new Map<Address, number>();
  for (const stack of stacks) if (stack.length > 1) counts.set(stack[1], (counts.get(stack[1]) ?? 0) + 1);
  const enough = stacks.length - Math.trunc(stacks.length / RARE);
  return [...counts].find(([, count]) => count >= enough)?.[0];
}
