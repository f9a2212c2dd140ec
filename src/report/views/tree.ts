/** What the views of call trees ask: the tree from the roots, from the leaves, or to both sides of one function. */
import { baseValues } from '../../analysis/base-values.ts';
import { CallTree, type OpenedTree, type TreeShape } from '../../analysis/call-tree.ts';
import { hasNegativeValues } from '../../analysis/counted.ts';
import { entryNames } from '../../analysis/entries.ts';
import { type EntryQuestion, shownCum } from '../../analysis/entry-values.ts';
import { heaviestCallPath } from '../../analysis/heaviest-call-path.ts';
import { samplesThrough } from '../../analysis/samples-through.ts';
import { presentEntries } from '../../analysis/trim.ts';
import { UserError } from '../../base/errors.ts';
import { abs, compare, type Int64Column } from '../../base/int64.ts';
import { compilePattern } from '../../base/regex.ts';
import type { Profile } from '../../profile/tables.ts';
import { type ViewData, type ViewInput, viewData } from '../profile-view.ts';
import type { ValueLabels } from '../value-labels.ts';

/** Trees of a view, open as far as they are shown at first, with what else is shown beside their values. Plain data. */
export interface TreeAnswer {
  readonly data: ViewData;
  /** One, or for a sandwich that of callers and that of callees. */
  readonly trees: readonly OpenedTree[];
  /** For a sandwich: the entries that match its pattern, heaviest first. */
  readonly matches: readonly number[];
  /** For a tree with a pattern: the entries on the way to its heaviest match, undefined where there is none. */
  readonly path: readonly number[] | undefined;
  /** What of the values is the base's, by sample; undefined where nothing is compared, or a mean is shown. */
  readonly base: Int64Column | undefined;
  /** The value type that is worth seeing beside the one shown: objects beside bytes. */
  readonly companion: number | undefined;
  /** Values may be below zero, as something was subtracted. */
  readonly isDiff: boolean;
}

/** What a tree is asked for with. */
export interface TreeArgument {
  readonly direction: TreeShape['direction'];
  /** Of the functions that it is to be opened at; empty for none. */
  readonly pattern: string;
}

/** The tree of all stacks. Throws UserError for a pattern that cannot be read. */
export function tree(input: ViewInput, { direction, pattern }: TreeArgument): TreeAnswer {
  const shape: TreeShape = { direction, mergesRecursion: false, through: undefined };
  const compiled = pattern === '' ? undefined : compilePattern(pattern);
  const data = viewData(input);
  const { question } = data;
  const isMatch = compiled && Uint8Array.from(entryNames(question.table), (name) => (compiled.test(name) ? 1 : 0));
  const path = isMatch && heaviestCallPath(question, shape, isMatch);
  const whole = new CallTree(question, shape);
  const match = path && whole.nodeAt(path);
  if (match === undefined) openWhileOne(whole);
  else whole.callees(match);
  return { ...aboutValues(data), trees: [whole.opened], matches: [], path };
}

/** Opens the nodes that are the only ones their callers call. */
function openWhileOne(tree: CallTree): void {
  let callees = tree.callees(tree.root);
  while (callees.length === 1) callees = tree.callees(callees[0]);
}

/** What a sandwich is asked for with. */
export interface SandwichArgument {
  readonly pattern: string;
  readonly mergesRecursion: boolean;
}

/** The trees on both sides of the heaviest function that matches. Throws UserError where none does. */
export function sandwich(input: ViewInput, { pattern, mergesRecursion }: SandwichArgument): TreeAnswer {
  const data = viewData(input);
  const compiled = compilePattern(pattern);
  const names = entryNames(data.question.table);
  const weight = (entry: number) => abs(shownCum(data.values, entry));
  const matches = entriesInStacks(
    data,
    names.map((name) => compiled.test(name)),
  ).sort((a, b) => compare(weight(b), weight(a)));
  if (matches.length === 0) {
    throw new UserError(`no matches found for regexp: ${pattern}`, 'find lists the names of functions');
  }
  const shapes = sandwichShapes(matches[0], mergesRecursion);
  return { ...aboutValues(data), trees: openedTrees(data.question, shapes), matches, path: undefined };
}

/**
 * The wanted entries that have a value, or else those that are in a stack at all: where profiles are compared, what grew
 * and what shrank may cancel out.
 */
function entriesInStacks({ question, values }: ViewData, isWanted: readonly boolean[]): number[] {
  const present = Array.from(presentEntries(values, false)).filter((entry) => isWanted[entry]);
  if (present.length > 0) return present;
  const { profile, table } = question;
  const { samples, stacks } = profile;
  const met = new Set<number>();
  for (const sample of samplesThrough(question, Uint8Array.from(isWanted, Number))) {
    for (let place = samples.stackStart[sample]; place < samples.stackEnd[sample]; place++) {
      const end = table.frameStart[stacks[place] + 1];
      for (let frame = table.frameStart[stacks[place]]; frame < end; frame++) {
        if (isWanted[table.frames[frame]]) met.add(table.frames[frame]);
      }
    }
  }
  return [...met];
}

/** Other trees of a view that has been made before, and is still known. */
export function trees(input: ViewInput, shapes: readonly TreeShape[]): readonly OpenedTree[] {
  return openedTrees(viewData(input).question, shapes);
}

/** The trees of a sandwich: who calls an entry, and whom it calls. */
export function sandwichShapes(through: number, mergesRecursion: boolean): readonly TreeShape[] {
  return [
    { direction: 'callers', mergesRecursion, through },
    { direction: 'callees', mergesRecursion, through },
  ];
}

function openedTrees(question: EntryQuestion, shapes: readonly TreeShape[]): readonly OpenedTree[] {
  return shapes.map((shape) => {
    const tree = new CallTree(question, shape);
    // The first row of a sandwich is its middle, whose callees are on show.
    if (shape.through !== undefined) for (const middle of tree.callees(tree.root)) tree.callees(middle);
    return tree.opened;
  });
}

function aboutValues(data: ViewData): Omit<TreeAnswer, 'trees' | 'matches' | 'path'> {
  const { profile, shownValues } = data.question;
  const isMean = shownValues.divisor !== undefined;
  return {
    data,
    base: isMean ? undefined : baseValues(profile, shownValues.column),
    companion: isMean ? undefined : companionType(profile, data.labels),
    isDiff: hasNegativeValues(shownValues.column),
  };
}

const COMPANION_ENDS: Readonly<Record<string, string>> = { space: 'objects', objects: 'space' };

/** `inuse_objects` for `inuse_space` and the other way round; where there are two types the other one. */
function companionType({ valueTypes }: Profile, { type }: ValueLabels): number | undefined {
  const shown = valueTypes.findIndex((candidate) => candidate.type === type);
  if (shown === -1) return undefined;
  const [, start = '', end = ''] = /^(.*_)?([^_]*)$/.exec(type) ?? [];
  const companion = valueTypes.findIndex((candidate) => candidate.type === `${start}${COMPANION_ENDS[end]}`);
  if (companion !== -1) return companion;
  return valueTypes.length === 2 ? 1 - shown : undefined;
}
