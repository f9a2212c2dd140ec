import { entryNames } from '../analysis/entries.ts';
import { type EntryQuestion, type EntryValues, entryValues, shownCum } from '../analysis/entry-values.ts';
import { presentEntries } from '../analysis/trim.ts';
import type { Int64 } from '../base/int64.ts';
import type { ValueType } from '../profile/tables.ts';
import { buildNameIndex, type NameIndex } from '../search/name-index.ts';
import { entryQuestion, prepareReport, type ReportInput } from './request.ts';
import { shareLabel, shareOf, type ValueLabels, valueLabel } from './value-labels.ts';

/** What a view is made from: plain data, so that another thread can work it out. */
export interface ViewData {
  readonly question: EntryQuestion;
  readonly values: EntryValues;
  readonly labels: ValueLabels;
}

/** A profile under a session's options, ready for views: filters applied, values chosen, nothing left out. */
export interface ProfileView {
  readonly question: EntryQuestion;
  readonly values: EntryValues;
  /** The printed name of every entry. */
  readonly names: readonly string[];
  readonly total: Int64;
  readonly valueType: ValueType;
  /** A value with its unit, as reports without a common unit print it. */
  label(value: Int64): string;
  /** The share of the total, without padding: `33.33%`. */
  percent(value: Int64): string;
  /** The share of the total from 0 to 1. */
  share(value: Int64): number;
  /** What is drawn for a name; the name itself unless short ones are wanted. */
  shorten(name: string): string;
}

/** The functions of a view that have a value, made ready for searching by name. Plain data. */
export interface NameSearch {
  /** The entries in the order that the index numbers them. */
  readonly entries: Int32Array;
  readonly index: NameIndex;
}

export function nameSearch({ values, names }: Pick<ProfileView, 'values' | 'names'>): NameSearch {
  const entries = presentEntries(values, false);
  const index = buildNameIndex(
    Array.from(entries, (entry) => names[entry]),
    Float64Array.from(entries, (entry) => Number(shownCum(values, entry))),
  );
  return { entries, index };
}

export type ViewInput = Omit<ReportInput, 'defaults' | 'argument'>;

export function viewData(input: ViewInput): ViewData {
  const request = prepareReport({ ...input, defaults: { untrimmed: true }, argument: undefined });
  const question = entryQuestion(request);
  return { question, values: entryValues(question), labels: request.labels };
}

export function profileView({ question, values, labels }: ViewData): ProfileView {
  return {
    question,
    values,
    names: entryNames(question.table),
    total: labels.total,
    valueType: { type: labels.type, unit: labels.unit },
    label: (value) => valueLabel(labels, value),
    percent: (value) => shareLabel(labels, value).trim(),
    share: (value) => shareOf(labels, value),
    shorten: (name) => name,
  };
}

/** Both steps, for a profile that is small enough to do them at once. */
export const viewProfile = (input: ViewInput): ProfileView => profileView(viewData(input));
