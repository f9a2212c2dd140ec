/** What the views of call trees ask: the tree from the roots, from the leaves, or to both sides of one function. */
import { baseValues } from '../../analysis/base-values.ts';
import { CallTree, FROM_ROOTS, type OpenedTree, type TreeShape } from '../../analysis/call-tree.ts';
import { entryNames } from '../../analysis/entries.ts';
import { type EntryQuestion, shownCum } from '../../analysis/entry-values.ts';
import { samplesThrough } from '../../analysis/samples-through.ts';
import { presentEntries } from '../../analysis/trim.ts';
import { UserError } from '../../base/errors.ts';
import { abs, compare, type Int64Column } from '../../base/int64.ts';
import { compilePattern } from '../../base/regex.ts';
import type { Profile } from '../../profile/tables.ts';
import { type ViewData, type ViewInput, viewData } from '../profile-view.ts';
import type { ValueLabels } from '../value-labels.ts';

/** Trees of a view, opened at their roots, with what else is shown beside their values. Plain data. */
export interface TreeAnswer {
  readonly data: ViewData;
  /** One, or for a sandwich that of callers and that of callees. */
  readonly trees: readonly OpenedTree[];
  /** For a sandwich: the entries that match its pattern, heaviest first. */
  readonly matches: readonly number[];
  /** What of the values is the base's, by sample; undefined where nothing is compared, or a mean is shown. */
  readonly base: Int64Column | undefined;
  /** The value type that is worth seeing beside the one shown: objects beside bytes. */
  readonly companion: number | undefined;
  /** Values may be below zero, as something was subtracted. */
  readonly isDiff: boolean;
}

export function tree(input: ViewInput, shape: TreeShape = FROM_ROOTS): TreeAnswer {
  const data = viewData(input);
  return { ...aboutValues(data), trees: [new CallTree(data.question, shape).opened], matches: [] };
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
  return { ...aboutValues(data), trees: openedTrees(data.question, shapes), matches };
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
  return shapes.map((shape) => new CallTree(question, shape).opened);
}

function aboutValues(data: ViewData): Omit<TreeAnswer, 'trees' | 'matches'> {
  const { profile, shownValues } = data.question;
  const isMean = shownValues.divisor !== undefined;
  return {
    data,
    base: isMean ? undefined : baseValues(profile, shownValues.column),
    companion: isMean ? undefined : companionType(profile, data.labels),
    isDiff: hasNegative(shownValues.column),
  };
}

function hasNegative(column: Int64Column): boolean {
  return column instanceof Float64Array ? column.some((value) => value < 0) : column.some((value) => value < 0n);
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
