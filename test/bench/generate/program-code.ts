/**
 * The program a generated profile is of: functions, the places in them that call other functions, and what they call.
 * Functions stand in levels, few near the roots, and mostly call the next level. Every function is called from
 * somewhere; a few are called from many places. Some calls go back to a level above, which is recursion, and some to
 * helpers that call nobody.
 *
 *   level 0   f0 f1 … f7              roots
 *   level 1   f8 ………… f23             each called from level 0
 *   …
 *   last      ………………………………           the first of them are the helpers that everybody calls
 */
import { makeRandom, type Random } from './random.ts';

export const NONE = -1;

export interface ProgramCode {
  readonly functions: number;
  readonly roots: number;
  /** The places in a function's code are `siteStart[fn]` up to but not including `siteStart[fn + 1]`; each is a location. */
  readonly siteStart: Int32Array;
  /** What a place calls. NONE at the last place of each function, where it works itself. */
  readonly callee: Int32Array;
  /** The function whose code was copied to a place. NONE at most. */
  readonly inlined: Int32Array;
}

const ROOTS = 8;
const INLINED_SHARE = 0.12;
const RECURSION_SHARE = 0.03;
/** The share of calls to helpers, times the number of levels: the longer stacks may get, the rarer what ends them early. */
const HELPERS_PER_STACK = 0.8;

export function makeProgramCode(functions: number, levels: number, seed: number): ProgramCode {
  const random = makeRandom(seed);
  const levelStart = levelStarts(functions, Math.max(1, Math.min(levels, Math.floor(functions / 2))));
  const calls = makeCalls(levelStart, random);

  const siteStart = new Int32Array(functions + 1);
  for (const { caller } of calls) siteStart[caller + 1]++;
  for (let fn = 0; fn < functions; fn++) siteStart[fn + 1] += siteStart[fn] + 1;
  const callee = new Int32Array(siteStart[functions]).fill(NONE);
  const next = siteStart.slice();
  for (const call of calls) callee[next[call.caller]++] = call.callee;

  const inlined = new Int32Array(callee.length).fill(NONE);
  for (let fn = 0; fn < functions; fn++) {
    const neighbour = fn ^ 1;
    if (neighbour >= functions) continue;
    for (let site = siteStart[fn]; site < siteStart[fn + 1]; site++) {
      if (random.unit() < INLINED_SHARE) inlined[site] = neighbour;
    }
  }
  return { functions, roots: levelStart[1], siteStart, callee, inlined };
}

/** Where each level begins, and where the last ends. Levels double in size until the rest can be shared out evenly. */
function levelStarts(functions: number, levels: number): Int32Array {
  const starts = new Int32Array(levels + 1);
  for (let level = 0; level < levels; level++) {
    const even = Math.ceil((functions - starts[level]) / (levels - level));
    starts[level + 1] = starts[level] + Math.min(even, ROOTS * 2 ** level);
  }
  starts[levels] = functions;
  return starts;
}

interface Call {
  readonly caller: number;
  readonly callee: number;
}

function makeCalls(levelStart: Int32Array, random: Random): Call[] {
  const levels = levelStart.length - 1;
  const from = (level: number, skew: number) =>
    levelStart[level] + Math.floor((levelStart[level + 1] - levelStart[level]) * random.unit() ** skew);
  const helperShare = Math.min(0.2, HELPERS_PER_STACK / levels);
  const calls: Call[] = [];
  for (let level = 1; level < levels; level++) {
    for (let callee = levelStart[level]; callee < levelStart[level + 1]; callee++) {
      calls.push({ caller: from(level - 1, 1), callee });
    }
    for (let caller = levelStart[level - 1]; caller < levelStart[level]; caller++) {
      const kind = random.unit();
      if (kind < RECURSION_SHARE) calls.push({ caller, callee: from(Math.max(0, level - 1 - random.below(3)), 1) });
      else if (kind < RECURSION_SHARE + helperShare) calls.push({ caller, callee: from(levels - 1, 4) });
      else calls.push({ caller, callee: from(level, 2.5) });
    }
  }
  return calls;
}

/** Writes a stack into `stack`, root first; returns its length, at most `depth`. */
export type StackMaker = (random: Random, depth: number, stack: Int32Array) => number;

/** Follows calls from a root until the depth is reached or a function that calls nobody. */
export function walkStacks({ roots, siteStart, callee }: ProgramCode): StackMaker {
  return (random, depth, stack) => {
    let fn = random.below(roots);
    for (let length = 0; ; ) {
      const ownSite = siteStart[fn + 1] - 1;
      const calls = ownSite - siteStart[fn];
      if (calls === 0 || length === depth - 1) {
        stack[length] = ownSite;
        return length + 1;
      }
      // The first calls of a function are made more often than the later ones.
      const site = siteStart[fn] + Math.floor(calls * random.unit() ** 2);
      stack[length++] = site;
      fn = callee[site];
    }
  };
}

/** Any place may stand above any other: nothing is shared between stacks. */
export function scatterStacks({ callee }: ProgramCode): StackMaker {
  return (random, depth, stack) => {
    for (let i = 0; i < depth; i++) stack[i] = random.below(callee.length);
    return depth;
  };
}
