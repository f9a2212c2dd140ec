import type { LineCallee } from '../../analysis/line-callees.ts';
import type { LineValues, SourceFunction } from '../../analysis/source-lines.ts';
import { abs, compare, type Int64 } from '../../base/int64.ts';
import { memoizeByIdentity } from '../../base/memoize.ts';
import { quotePattern } from '../../base/regex.ts';
import type { SourceAnswer, SourceArgument, SourceCode, SourceText } from '../../report/views/source.ts';
import type { SessionFacts } from '../screen/spec.ts';

/** A line of a function, by names: found again in other data. */
export interface Place {
  /** What the function was found by. */
  readonly pattern: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** A function that is to be shown as soon as it is known. */
export interface Going {
  readonly argument: SourceArgument;
  /** The line to show; undefined for the heaviest. */
  readonly line: number | undefined;
  /** The places to go back to from there. */
  readonly visited: readonly Place[];
}

/** What is known of a function's code; a text is the reason that there is none. */
export type KnownCode = SourceCode | string;

export interface SourceState {
  /** What the view was opened with, and what it shows now that callees were gone into. */
  readonly opened: SourceAnswer;
  readonly answer: SourceAnswer;
  readonly facts: SessionFacts;
  /** What the answer is to. */
  readonly pattern: string;
  /** The function shown, among those of the answer. */
  readonly shown: number;
  /** The selected line, counted from 1. */
  readonly line: number;
  /** The callee of that line which is selected, among those there are; undefined while the line is. */
  readonly callee: number | undefined;
  /** The first row on the screen; undefined where the view chooses. */
  readonly first: number | undefined;
  /** How many cells of the text are scrolled out to the left. */
  readonly left: number;
  readonly hasDetails: boolean;
  readonly hasCode: boolean;
  readonly texts: ReadonlyMap<string, SourceText>;
  /** By file, and in there by line; each the heaviest first. */
  readonly callees: ReadonlyMap<string, ReadonlyMap<number, readonly LineCallee[]>>;
  /** By `codeKey`. */
  readonly code: ReadonlyMap<string, KnownCode>;
  readonly visited: readonly Place[];
  readonly going: Going | undefined;
}

/** The state that shows what was asked for. */
export function initialState(answer: SourceAnswer, pattern: string, facts: SessionFacts): SourceState {
  const fn = answer.functions[answer.start];
  return {
    opened: answer,
    answer,
    facts,
    pattern,
    shown: answer.start,
    line: answer.line ?? heaviestLine(fn),
    callee: undefined,
    first: undefined,
    left: 0,
    hasDetails: true,
    hasCode: false,
    texts: new Map([[answer.text.file, answer.text]]),
    callees: new Map(),
    code: new Map(),
    visited: [],
    going: undefined,
  };
}

/** The function that is shown. */
export function functionOf({ answer, shown }: SourceState): SourceFunction {
  return answer.functions[shown];
}

/** The file of the function that is shown; undefined until it is read. */
export function textOf(state: SourceState): SourceText | undefined {
  return state.texts.get(functionOf(state).file);
}

export function placeOf(state: SourceState): Place {
  const { name, file } = functionOf(state);
  return { pattern: state.pattern, name, file, line: state.line };
}

/** What to ask to see a place again. */
export function goingTo({ pattern, name, file, line }: Place, visited: readonly Place[]): Going {
  return { argument: { pattern, start: { name, file } }, line, visited };
}

/** What to ask to see a function by itself. */
export function goingInto({ name, file }: Pick<Place, 'name' | 'file'>, visited: readonly Place[]): Going {
  return { argument: { pattern: `^${quotePattern(name)}$`, start: { name, file } }, line: undefined, visited };
}

/** The rows of a view are the lines of a file, or where that is missing, those that have values. */
export function rowCount(state: SourceState): number {
  const text = textOf(state);
  if (text === undefined) return 0;
  return text.source.type === 'found' ? text.source.lines.length : valuedLines(functionOf(state)).length;
}

/** The number of the line in a row. */
export function lineOfRow(state: SourceState, row: number): number {
  return textOf(state)?.source.type === 'missing' ? (valuedLines(functionOf(state))[row] ?? 0) : row + 1;
}

/** The row of a line, or of the next one before it that is there. */
export function rowOfLine(state: SourceState, line: number): number {
  const last = rowCount(state) - 1;
  const isMissing = textOf(state)?.source.type === 'missing';
  const row = isMissing ? valuedLines(functionOf(state)).findLastIndex((valued) => valued <= line) : line - 1;
  return Math.max(0, Math.min(row, last));
}

/** What a line costs: for the function that is shown, or else for another one that it belongs to. */
export interface LineCost extends LineValues {
  readonly fn: SourceFunction;
  readonly isOther: boolean;
}

export function costOfLine(state: SourceState, line: number): LineCost | undefined {
  const fn = functionOf(state);
  const own = fn.lines.get(line);
  if (own !== undefined) return { ...own, fn, isOther: false };
  const text = textOf(state);
  return text && costsOfFile(text).get(line);
}

/** The costs of all lines of a file, for the heaviest of their functions each. */
const costsOfFile = memoizeByIdentity(({ functions }: SourceText): ReadonlyMap<number, LineCost> => {
  const costs = new Map<number, LineCost>();
  for (const fn of functions) {
    for (const [line, values] of fn.lines) {
      const known = costs.get(line);
      if (known === undefined || compare(abs(values.cum), abs(known.cum)) > 0)
        costs.set(line, { ...values, fn, isOther: true });
    }
  }
  return costs;
});

/** The lines of a function that have values, in order. */
const valuedLines = memoizeByIdentity(({ lines }: SourceFunction): readonly number[] =>
  [...lines.keys()].sort((a, b) => a - b),
);

/** The same, the heaviest first. */
export const linesByWeight = memoizeByIdentity((fn: SourceFunction): readonly number[] => {
  const valuesOf = (line: number) => fn.lines.get(line) as LineValues;
  const descending = (a: Int64, b: Int64) => compare(abs(b), abs(a));
  return valuedLines(fn).toSorted(
    (a, b) => descending(valuesOf(a).cum, valuesOf(b).cum) || descending(valuesOf(a).flat, valuesOf(b).flat),
  );
});

export function heaviestLine(fn: SourceFunction): number {
  return linesByWeight(fn)[0];
}

/** The value of the heaviest line, which those of others are drawn in proportion to. */
export const heaviestValue = memoizeByIdentity((fn: SourceFunction): number =>
  Math.abs(Number(fn.lines.get(heaviestLine(fn))?.cum ?? 0)),
);

/** From which share of the heaviest line on a line is hot. */
const HOT_SHARE = 0.05;

/** The hot lines of a function, in order. */
export const hotLines = memoizeByIdentity((fn: SourceFunction): readonly number[] =>
  valuedLines(fn).filter((line) => Math.abs(Number(fn.lines.get(line)?.cum)) >= HOT_SHARE * heaviestValue(fn)),
);

/** What a line calls, the selected one where none is named; the heaviest first. Undefined until that is known. */
export function calleesOfLine(state: SourceState, line = state.line): readonly LineCallee[] | undefined {
  const { file } = functionOf(state);
  if (file === '') return [];
  return state.callees.get(file) && (state.callees.get(file)?.get(line) ?? []);
}

/** The callee that is selected. */
export function selectedCallee(state: SourceState): LineCallee | undefined {
  return state.callee === undefined ? undefined : calleesOfLine(state)?.[state.callee];
}

export function codeKey({ name, file }: { readonly name: string; readonly file: string }): string {
  return JSON.stringify([name, file]);
}

export function codeOf(state: SourceState): KnownCode | undefined {
  return state.code.get(codeKey(functionOf(state)));
}

/** Whether a comparison is shown: something has become less. */
export const isChange = memoizeByIdentity(({ functions }: SourceAnswer): boolean =>
  functions.some(({ lines }) => [...lines.values()].some(({ flat, cum }) => flat < 0 || cum < 0)),
);
