import { entryNames } from '../analysis/entries.ts';
import { type EntryQuestion, type EntryValues, entryValues } from '../analysis/entry-values.ts';
import type { Int64 } from '../base/int64.ts';
import type { ValueType } from '../profile/tables.ts';
import { entryQuestion, prepareReport, type ReportInput } from './request.ts';
import { shareLabel, shareOf, type ValueLabels, valueLabel } from './value-labels.ts';

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
}

export function viewProfile(input: Omit<ReportInput, 'defaults' | 'argument'>): ProfileView {
  const request = prepareReport({ ...input, defaults: { untrimmed: true }, argument: undefined });
  const question = entryQuestion(request);
  const labels: ValueLabels = request.labels;
  return {
    question,
    values: entryValues(question),
    names: entryNames(question.table),
    total: labels.total,
    valueType: { type: labels.type, unit: labels.unit },
    label: (value) => valueLabel(labels, value),
    percent: (value) => shareLabel(labels, value).trim(),
    share: (value) => shareOf(labels, value),
  };
}
