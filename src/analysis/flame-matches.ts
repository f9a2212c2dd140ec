import { abs, at, compare, type Int64 } from '../base/int64.ts';
import { foldCase } from '../search/fold-case.ts';
import { entriesFromRoot } from './distinct-stacks.ts';
import { type EntryQuestion, type EntryValues, shownCum } from './entry-values.ts';
import { samplesThrough, sumOfSamples } from './samples-through.ts';

/** What matches in a whole flame graph. */
export interface FlameMatches {
  /** How many entries match. */
  readonly entries: number;
  /** Of the samples that go through any of them, each once. */
  readonly sum: Int64;
  /** The stack of the largest sample through the heaviest of them, from its root to the first match. */
  readonly path: readonly number[];
}

/** Whether names contain a text. Upper and lower case are one, unless the text has an upper case letter. */
export function containing(text: string): (name: string) => boolean {
  const folded = foldCase(text);
  return folded === text ? (name) => foldCase(name).includes(folded) : (name) => name.includes(text);
}

/** A pass over all stacks. Entries without a value do not count. */
export function flameMatches(
  question: EntryQuestion,
  values: EntryValues,
  isWanted: (entry: number) => boolean,
): FlameMatches {
  const flags = new Uint8Array(question.table.entries.length);
  let entries = 0;
  let heaviest: number | undefined;
  const weight = (entry: number) => abs(shownCum(values, entry));
  for (let entry = 0; entry < flags.length; entry++) {
    if (Number(values.cum[entry]) === 0 || !isWanted(entry)) continue;
    flags[entry] = 1;
    entries++;
    if (heaviest === undefined || compare(weight(entry), weight(heaviest)) > 0) heaviest = entry;
  }
  if (heaviest === undefined) return { entries, sum: 0, path: [] };
  const counted = samplesThrough(question, flags);
  const sum = sumOfSamples(question.shownValues, counted);
  return { entries, sum, path: heaviestPath({ ...question, counted }, heaviest) };
}

/** How the largest sample with an entry comes to it. */
function heaviestPath(question: EntryQuestion, entry: number): readonly number[] {
  const { profile, table, shownValues } = question;
  const flags = new Uint8Array(table.entries.length);
  flags[entry] = 1;
  const size = (sample: number) => abs(at(shownValues.column, sample));
  let largest: number | undefined;
  for (const sample of samplesThrough(question, flags)) {
    if (largest === undefined || compare(size(sample), size(largest)) > 0) largest = sample;
  }
  if (largest === undefined) return [];
  const stack = entriesFromRoot(profile, table, largest);
  return stack.slice(0, stack.indexOf(entry) + 1);
}
