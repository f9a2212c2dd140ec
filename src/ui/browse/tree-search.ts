/**
 * Finding nodes of a call tree by the names of their entries, in the whole tree and not only in the part that is open.
 *
 * The tree is made while one walks in it, so the search should not walk where there is nothing to find. One pass over
 * the samples tells which entries are ever on the way to a match: those that are in a stack above one. The search goes
 * only into nodes of these entries, and mostly straight to the next match.
 */
import type { CallNode } from '../../analysis/call-tree.ts';
import type { EntryQuestion } from '../../analysis/entry-values.ts';
import { abs, compare } from '../../base/int64.ts';
import type { CallSource } from './open-rows.ts';

/** Which entries match, and which lead to some that do. A byte per entry. */
export interface Targets {
  readonly isMatch: Uint8Array;
  readonly leadsOn: Uint8Array;
}

/** A pass over all stacks. Entries that match but are in no stack are no targets. */
export function targetsOf({ profile, table, counted }: EntryQuestion, matches: (entry: number) => boolean): Targets {
  const { samples, stacks } = profile;
  const { frames, frameStart } = table;
  const wanted = Uint8Array.from(table.entries, (_, entry) => (matches(entry) ? 1 : 0));
  const isMatch = new Uint8Array(table.entries.length);
  const leadsOn = new Uint8Array(table.entries.length);
  for (let i = 0; i < counted.length; i++) {
    const sample = counted[i];
    let isBelow = false;
    for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
      const location = stacks[depth];
      for (let frame = frameStart[location]; frame < frameStart[location + 1]; frame++) {
        const entry = frames[frame];
        if (isBelow) leadsOn[entry] = 1;
        if (wanted[entry] === 1) {
          isMatch[entry] = 1;
          isBelow = true;
        }
      }
    }
  }
  return { isMatch, leadsOn };
}

/** A search looks into at most this many nodes. */
const MOST_OPENED = 50_000;

export type Found =
  | { readonly type: 'found'; readonly node: CallNode; readonly wrapped: boolean }
  | { readonly type: 'none' }
  /** There may be one further on, but the tree is too large to look everywhere. */
  | { readonly type: 'given up' };

export type SearchDirection = 'next' | 'previous';

/**
 * The match after a node in the order of the rows, or the one before it, going on from the other end of the tree when
 * there is none. The node itself is looked at last; first where `inclusive` says so.
 */
export function findMatch(
  tree: CallSource,
  targets: Targets,
  from: CallNode,
  { direction, inclusive = false }: { readonly direction: SearchDirection; readonly inclusive?: boolean },
): Found {
  if (!targets.isMatch.includes(1)) return { type: 'none' };
  const isMatch = ({ entry }: CallNode) => targets.isMatch[entry] === 1;
  if (inclusive && isMatch(from)) return { type: 'found', node: from, wrapped: false };
  const walk = new Walk(tree, targets, from);
  for (let wraps = 0; wraps < 2; ) {
    const node = direction === 'next' ? walk.next() : walk.previous();
    if (node === undefined) wraps++;
    else if (isMatch(node)) return { type: 'found', node, wrapped: wraps > 0 };
    if (walk.opened > MOST_OPENED) return { type: 'given up' };
  }
  return { type: 'none' };
}

/** The callees of a node, and which of them one stands on; -1 and their number are before and behind them. */
interface Level {
  readonly callees: readonly CallNode[];
  at: number;
}

/** Steps from node to node, in the order of the rows, through the part of the tree that leads to matches. */
class Walk {
  /** How many nodes were looked into. */
  opened = 0;
  readonly #tree: CallSource;
  readonly #targets: Targets;
  /** From the callees of the root down to those with the current node; none at the root. */
  readonly #levels: Level[] = [];

  constructor(tree: CallSource, targets: Targets, from: CallNode) {
    this.#tree = tree;
    this.#targets = targets;
    for (let node = from; node.caller !== undefined; node = node.caller) {
      const callees = tree.callees(node.caller);
      this.#levels.unshift({ callees, at: callees.indexOf(node) });
    }
  }

  /** Undefined at the end of the tree, which is also before its beginning. */
  next(): CallNode | undefined {
    this.#open('before');
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      if (this.#step(level, 1)) return level.callees[level.at];
      this.#levels.pop();
    }
    return undefined;
  }

  previous(): CallNode | undefined {
    const level = this.#levels.at(-1);
    if (level === undefined || this.#step(level, -1)) return this.#toLastBelow();
    this.#levels.pop();
    return this.#node();
  }

  #node(): CallNode | undefined {
    const level = this.#levels.at(-1);
    return level?.callees[level.at];
  }

  #toLastBelow(): CallNode | undefined {
    while (this.#open('behind')) {
      const level = this.#levels[this.#levels.length - 1];
      if (this.#step(level, -1)) continue;
      this.#levels.pop();
      break;
    }
    return this.#node();
  }

  /** Goes down before or behind the callees of the current node, where they may lead to a match. */
  #open(place: 'before' | 'behind'): boolean {
    const node = this.#node() ?? this.#tree.root;
    if (node !== this.#tree.root && this.#targets.leadsOn[node.entry] === 0) return false;
    this.opened++;
    const callees = this.#tree.callees(node);
    this.#levels.push({ callees, at: place === 'before' ? -1 : callees.length });
    return true;
  }

  /** To the next callee of the level that counts; false where there is none. */
  #step(level: Level, by: 1 | -1): boolean {
    for (let at = level.at + by; at >= 0 && at < level.callees.length; at += by) {
      if (!this.#counts(level.callees[at])) continue;
      level.at = at;
      return true;
    }
    return false;
  }

  #counts({ entry }: CallNode): boolean {
    return this.#targets.isMatch[entry] === 1 || this.#targets.leadsOn[entry] === 1;
  }
}

/**
 * The match with the largest cum value. A callee is never heavier than its caller, as long as no values are negative:
 * nodes that are lighter than the heaviest match so far are not looked into.
 */
export function heaviestMatch(tree: CallSource, targets: Targets): CallNode | undefined {
  let heaviest: CallNode | undefined;
  const isLighter = (node: CallNode) => heaviest !== undefined && compare(abs(node.cum), abs(heaviest.cum)) <= 0;
  const levels: Level[] = [{ callees: tree.callees(tree.root), at: 0 }];
  for (let opened = 0; levels.length > 0 && opened < MOST_OPENED; ) {
    const level = levels[levels.length - 1];
    const node = level.callees.at(level.at++);
    if (node === undefined || isLighter(node)) {
      levels.pop();
    } else if (targets.isMatch[node.entry] === 1) {
      heaviest = node;
    } else if (targets.leadsOn[node.entry] === 1) {
      levels.push({ callees: tree.callees(node), at: 0 });
      opened++;
    }
  }
  return heaviest;
}
