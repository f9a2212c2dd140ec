import { addUpByStack, type DistinctStacks, distinctStacks } from '../analysis/distinct-stacks.ts';
import { type EntryTable, entryNames } from '../analysis/entries.ts';
import { shownValue } from '../analysis/entry-values.ts';
import { add, at, type Int64 } from '../base/int64.ts';
import type { Report } from './report.ts';
import { entryQuestion, type ReportRequest } from './request.ts';
import { numbersOf, stackWriter } from './stack-text.ts';
import { type ValueLabels, valueLabel } from './value-labels.ts';

/** The format: https://github.com/brendangregg/FlameGraph#2-fold-stacks */
export const foldedReport: Report = {
  name: 'folded',
  isOurs: true,
  summary: 'Write every distinct stack in a line, root first, with its value: what flame graphs are made from.',
  argument: 'none',
  defaults: { untrimmed: true, keepsPaths: true },
  write: writeFolded,
};

function writeFolded(request: ReportRequest): Iterable<string> {
  const { table, names, stacks } = foldedStacks(request);
  return foldedLines(stackWriter(request.profile, table, names, ';'), stacks);
}

function* foldedLines(stackText: (sample: number) => string, stacks: Iterable<FoldedStack>): Generator<string> {
  for (const { value, sample } of stacks) yield `${stackText(sample)} ${value}`;
}

/** A stack with what the samples that have it count. */
export interface FoldedStack {
  readonly value: Int64;
  /** The first sample that has it. */
  readonly sample: number;
}

export interface FoldedStacks {
  readonly table: EntryTable;
  /** By entry: its name, fit to stand in a stack. */
  readonly names: readonly string[];
  /** Made as they are asked for, in the order of the file. */
  readonly stacks: Iterable<FoldedStack>;
}

/** The stacks that have a value above zero, which is all that a flame graph can show. Tells what that leaves out. */
export function foldedStacks(request: ReportRequest): FoldedStacks {
  const { profile, shownValues, labels, notify } = request;
  const { table } = entryQuestion(request);
  const names = entryNames(table).map(foldedName);
  const distinct = distinctStacks(profile, table, numbersOf(names));
  const sums = addUpByStack(distinct, shownValues.column);
  const divisors = shownValues.divisor && addUpByStack(distinct, shownValues.divisor);
  const amountOf = (stack: number) => shownValue(at(sums, stack), divisors && at(divisors, stack));

  const notice = noticeOfNegatives(distinct.length, amountOf, labels);
  if (notice !== undefined) notify(notice);
  return { table, names, stacks: positiveStacks(distinct, amountOf) };
}

function* positiveStacks(
  { length, sample }: DistinctStacks,
  amountOf: (stack: number) => Int64,
): Generator<FoldedStack> {
  for (let stack = 0; stack < length; stack++) {
    const value = amountOf(stack);
    if (value > 0) yield { value, sample: sample[stack] };
  }
}

/** What separates frames, and what would end the line, becomes something else. */
function foldedName(name: string): string {
  return /[;\r\n]/.test(name) ? name.replaceAll(';', ':').replace(/[\r\n]+/g, ' ') : name;
}

/** A sentence about the stacks below zero, as comparisons have; undefined where there are none. */
export function noticeOfNegatives(
  length: number,
  amountOf: (stack: number) => Int64,
  labels: ValueLabels,
): string | undefined {
  let count = 0;
  let sum: Int64 = 0;
  for (let stack = 0; stack < length; stack++) {
    const value = amountOf(stack);
    if (value >= 0) continue;
    count++;
    sum = add(sum, value);
  }
  if (count === 0) return undefined;
  return `Left out ${count} ${count === 1 ? 'stack' : 'stacks'} with ${labels.type} below zero (${valueLabel(labels, sum)})`;
}
