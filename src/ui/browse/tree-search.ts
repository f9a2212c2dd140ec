/**
 * Finding nodes of a call tree by the names of their entries, in the whole tree and not only in the part that is open.
 *
 * The tree is made while one walks in it, so the search should not walk where there is nothing to find. One pass over
 * the samples tells which entries are ever on the way to a match: those that are in a stack above one. The search goes
 * only into nodes of these entries, and mostly straight to the next match.
 */
import type { CallNode, TreeShape } from '../../analysis/call-tree.ts';
import type { EntryQuestion } from '../../analysis/entry-values.ts';
import type { Steps } from '../../analysis/tree-steps.ts';
import type { SearchDirection } from '../screen/spec.ts';
import { type CallSource, linksOf } from './call-source.ts';
import { pathTo } from './open-rows.ts';

/** Which entries match, and which lead to some that do. A byte per entry. */
export interface Targets {
  readonly isMatch: Uint8Array;
  readonly leadsOn: Uint8Array;
}

/** How many samples, or names, are looked at in one step. */
const STEP_SAMPLES = 1000;
const STEP_NAMES = 2000;

/**
 * Finds the targets in a pass over all names, and one over all stacks where there is a name that matches; in steps.
 * Entries that match but are in no stack are no targets.
 */
export class TargetsSearch {
  /** Whole when it is done. */
  readonly targets: Targets;
  isDone = false;
  readonly #question: EntryQuestion;
  readonly #wanted: Uint8Array;
  /** From the end of the tree's paths to their beginning: an entry leads to what was met before it. */
  readonly #step: 1 | -1;
  readonly #steps: Steps<void>;

  constructor(
    question: EntryQuestion,
    matches: (entry: number) => boolean,
    direction: TreeShape['direction'] = 'callees',
  ) {
    const { length } = question.table.entries;
    this.#question = question;
    this.#step = direction === 'callees' ? 1 : -1;
    this.#wanted = new Uint8Array(length);
    this.targets = { isMatch: new Uint8Array(length), leadsOn: new Uint8Array(length) };
    this.#steps = this.#looking(matches);
  }

  step(): void {
    this.isDone ||= this.#steps.next().done === true;
  }

  *#looking(matches: (entry: number) => boolean): Steps<void> {
    const wanted = this.#wanted;
    for (let entry = 0; entry < wanted.length; entry++) {
      if (matches(entry)) wanted[entry] = 1;
      if (entry % STEP_NAMES === STEP_NAMES - 1) yield;
    }
    if (!wanted.includes(1)) return;
    const { table, counted } = this.#question;
    const hasWanted = locationsOf(table, wanted);
    // What is on the way to a match is found out by location, as that is what stacks are made of.
    const met: MetLocations = { first: new Uint8Array(hasWanted.length), behind: new Uint8Array(hasWanted.length) };
    for (let i = 0; i < counted.length; i++) {
      this.#lookAt(counted[i], hasWanted, met);
      if (i % STEP_SAMPLES === STEP_SAMPLES - 1) yield;
    }
    this.#enter(met);
  }

  #lookAt(sample: number, hasWanted: Uint8Array, { first, behind }: MetLocations): void {
    const { samples, stacks } = this.#question.profile;
    const [start, end] = [samples.stackStart[sample], samples.stackEnd[sample]];
    const step = this.#step;
    let place = step === 1 ? start : end - 1;
    while (place >= start && place < end && hasWanted[stacks[place]] === 0) place += step;
    if (place < start || place >= end) return;
    first[stacks[place]] = 1;
    for (place += step; place >= start && place < end; place += step) behind[stacks[place]] = 1;
  }

  /** From locations to the entries of their frames. */
  #enter({ first, behind }: MetLocations): void {
    const { frames, frameStart } = this.#question.table;
    const { isMatch: found, leadsOn } = this.targets;
    for (let location = 0; location < first.length; location++) {
      if (first[location] === 0 && behind[location] === 0) continue;
      const [start, end] = [frameStart[location], frameStart[location + 1]];
      let hasMatch = behind[location] === 1;
      for (let i = 0; i < end - start; i++) {
        const entry = frames[this.#step === 1 ? start + i : end - 1 - i];
        if (hasMatch) leadsOn[entry] = 1;
        if (this.#wanted[entry] === 0) continue;
        found[entry] = 1;
        hasMatch = true;
      }
    }
  }
}

/** A byte per location: that some sample's first match is in it, and that it is behind the first match of some. */
interface MetLocations {
  readonly first: Uint8Array;
  readonly behind: Uint8Array;
}

/** Which locations have a frame of a wanted entry. A byte per location. */
function locationsOf({ frames, frameStart }: EntryQuestion['table'], isWanted: Uint8Array): Uint8Array {
  const flags = new Uint8Array(frameStart.length - 1);
  for (let location = 0; location < flags.length; location++) {
    for (let frame = frameStart[location]; frame < frameStart[location + 1]; frame++) {
      if (isWanted[frames[frame]] === 1) flags[location] = 1;
    }
  }
  return flags;
}

/** All steps at once. */
export function targetsOf(...question: ConstructorParameters<typeof TargetsSearch>): Targets {
  const search = new TargetsSearch(...question);
  while (!search.isDone) search.step();
  return search.targets;
}

/** A search looks into at most this many nodes. */
const MOST_OPENED = 50_000;

export type Found =
  | { readonly type: 'found'; readonly node: CallNode }
  | { readonly type: 'none' }
  /** There may be one further on, but the tree is too large to look everywhere. */
  | { readonly type: 'given up' };

/**
 * Looks for the match after a node in the order of the rows, or the one before it, up to the end of the tree. The node
 * itself only counts where it is `inclusive`. The root stands for either end.
 */
export function* lookingAhead(
  source: CallSource,
  targets: Targets,
  from: CallNode,
  { direction, inclusive = false }: { readonly direction: SearchDirection; readonly inclusive?: boolean },
): Steps<Found> {
  if (!targets.isMatch.includes(1)) return { type: 'none' };
  if (inclusive && from !== source.root && isMatch(targets, from)) return { type: 'found', node: from };
  const walk = new Walk(source, targets, from);
  while (walk.opened <= MOST_OPENED) {
    const node = direction === 'next' ? yield* walk.next() : yield* walk.previous();
    if (node === undefined) return { type: 'none' };
    if (isMatch(targets, node)) return { type: 'found', node };
  }
  return { type: 'given up' };
}

/** Whether a row stands for an entry that matches. */
function isMatch(targets: Targets, node: CallNode): boolean {
  return linksOf(node).some(({ entry }) => targets.isMatch[entry] === 1);
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
    for (const node of pathTo(from, tree.root)) {
      const callees = tree.callees(node.caller ?? tree.root);
      this.#levels.push({ callees, at: callees.indexOf(node) });
    }
  }

  /** Undefined at the end of the tree, which is also before its beginning. */
  *next(): Steps<CallNode | undefined> {
    yield* this.#open('before');
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      if (this.#step(level, 1)) return level.callees[level.at];
      this.#levels.pop();
    }
    return undefined;
  }

  *previous(): Steps<CallNode | undefined> {
    const level = this.#levels.at(-1);
    if (level === undefined || this.#step(level, -1)) return yield* this.#toLastBelow();
    this.#levels.pop();
    return this.#node();
  }

  #node(): CallNode | undefined {
    const level = this.#levels.at(-1);
    return level?.callees[level.at];
  }

  *#toLastBelow(): Steps<CallNode | undefined> {
    while (yield* this.#open('behind')) {
      const level = this.#levels[this.#levels.length - 1];
      if (this.#step(level, -1)) continue;
      this.#levels.pop();
      break;
    }
    return this.#node();
  }

  /** Goes down before or behind the callees of the current node, where they may lead to a match. */
  *#open(place: 'before' | 'behind'): Steps<boolean> {
    const node = this.#node() ?? this.#tree.root;
    if (node !== this.#tree.root && this.#targets.leadsOn[node.entry] === 0) return false;
    this.opened++;
    do yield;
    while (!this.#tree.open(node));
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

  #counts(node: CallNode): boolean {
    return this.#targets.leadsOn[node.entry] === 1 || isMatch(this.#targets, node);
  }
}
