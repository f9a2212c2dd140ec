import { hasNegativeValues } from '../../analysis/counted.ts';
import { entryNames } from '../../analysis/entries.ts';
import type { EntryQuestion } from '../../analysis/entry-values.ts';
import { containing, flameMatches } from '../../analysis/flame-matches.ts';
import type { Int64 } from '../../base/int64.ts';
import { compilePattern } from '../../base/regex.ts';
import { type ViewData, type ViewInput, viewData } from '../profile-view.ts';
import { entryQuestion, prepareReport } from '../request.ts';
import type { ValueLabels } from '../value-labels.ts';

/** What a flame graph is made from. Plain data, without the sums per entry, which a graph can do without at first. */
export interface FlameAnswer {
  readonly question: EntryQuestion;
  readonly labels: ValueLabels;
  /** Values may be below zero, as something was subtracted. */
  readonly isDiff: boolean;
  /** The names on the way to the heaviest function that matches the pattern; undefined without a pattern. */
  readonly path: readonly string[] | undefined;
}

/** Throws UserError for a pattern that cannot be read. */
export function flame(input: ViewInput, pattern: string): FlameAnswer {
  const compiled = pattern === '' ? undefined : compilePattern(pattern);
  const request = prepareReport({ ...input, defaults: { untrimmed: true }, argument: undefined });
  const question = entryQuestion(request);
  return {
    question,
    labels: request.labels,
    isDiff: hasNegativeValues(question.shownValues.column),
    path: compiled && matchesIn(viewData(input), (name) => compiled.test(name)).path,
  };
}

/** What a text that is searched for is found in. */
export interface FlameFinds {
  readonly text: string;
  /** How many functions match. */
  readonly functions: number;
  /** The value of the samples that go through any of them, each once. */
  readonly sum: Int64;
  /** The names on the way to the heaviest of them. */
  readonly path: readonly string[];
}

/** Searches the whole graph, what is too narrow to be drawn as well. */
export function flameSearch(input: ViewInput, text: string): FlameFinds {
  return { text, ...matchesIn(viewData(input), containing(text)) };
}

function matchesIn(
  { question, values }: ViewData,
  isMatch: (name: string) => boolean,
): Pick<FlameFinds, 'functions' | 'sum' | 'path'> {
  const names = entryNames(question.table);
  const { entries, sum, path } = flameMatches(question, values, (entry) => isMatch(names[entry]));
  return { functions: entries, sum, path: path.map((entry) => names[entry]) };
}
