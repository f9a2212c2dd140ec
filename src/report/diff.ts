/** Two profiles side by side: what each entry had before, what it has after, and what changed most. */
import type { EntryQuestion } from '../analysis/entry-values.ts';
import {
  diffEntries,
  type LargestChanges,
  largestChanges,
  multiplied,
  type ProfileDiff,
} from '../analysis/profile-diff.ts';
import type { EntryOrder } from '../analysis/trim.ts';
import { padLeft, padRight } from '../base/byte-text.ts';
import { UserError } from '../base/errors.ts';
import { add, compare, type Int64, negate } from '../base/int64.ts';
import { shortest } from '../base/number-text.ts';
import type { Profile, ValueType } from '../profile/tables.ts';
import { finerUnit, percentage, scale, scaledLabel } from '../profile/units.ts';
import { elapsedText, type HeapPair, heapPair } from './heap-pair.ts';
import type { Line } from './line.ts';
import type { Options } from './options.ts';
import { entryQuestion, type Notify, prepareReport, type ReportHost, type ReportRequest } from './request.ts';
import { faint, heading, value } from './top.ts';
import { type ValueLabels, valueLabel, withCommonUnit } from './value-labels.ts';

/** A profile, and what the user knows it by. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
}

export interface ComparisonInput {
  readonly before: NamedProfile;
  readonly after: NamedProfile;
  /** They hold for both profiles. */
  readonly options: Options;
  /** The name of the sample type to compare. */
  readonly sampleType: string;
  /** Scales the values of `before`, so that both have the same total. */
  readonly isNormalized: boolean;
  readonly host: ReportHost;
  readonly notify: Notify;
}

/** One of two profiles that are compared. */
export interface ComparedSide {
  readonly name: string;
  /** Without filters. */
  readonly whole: Profile;
  readonly request: ReportRequest;
  readonly question: EntryQuestion;
  /** What its values are multiplied by to be in the common unit, and to add up to the common total where that is asked for. */
  readonly ratio: number;
  /** In the common unit, without the scaling to a common total. */
  readonly total: Int64;
}

/** Two profiles with the same filters and the same kind of values. */
export interface Comparison {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly isNormalized: boolean;
  /** For values of both. Shares are those of the total of `before`, scaled as its values are. */
  readonly labels: ValueLabels;
  readonly valueType: ValueType;
}

/** Prepares both profiles alike. Throws UserError where there is nothing that both measure. */
export function compareProfiles(input: ComparisonInput): Comparison {
  const { options, isNormalized } = input;
  const columns = commonColumns(input);
  const [before, after] = (['before', 'after'] as const).map((end): ComparedSide => {
    const { name, profile } = input[end];
    const request = prepareReport({
      profile,
      options: { ...options, sample_index: String(columns[end]) },
      defaults: { untrimmed: true },
      argument: undefined,
      host: input.host,
      notify: (message) => input.notify(`${name}: ${message}`),
    });
    const { unit } = request.valueType;
    const ratio = unit === columns.unit ? 1 : scale(1, unit, columns.unit).value;
    const question = entryQuestion(request);
    return { name, whole: profile, request, question, ratio, total: multiplied(request.labels.total, ratio) };
  });

  if (isNormalized && (before.total === 0 || after.total === 0)) {
    const { name } = before.total === 0 ? before : after;
    throw new UserError(`${name} has no ${before.request.labels.type} to normalize by`, 'compare without -normalize');
  }
  const scaling = isNormalized ? Number(after.total) / Number(before.total) : 1;
  const valueType = { ...before.request.valueType, unit: columns.unit };
  return {
    before: { ...before, ratio: before.ratio * scaling },
    after,
    isNormalized,
    labels: { ...before.request.labels, unit: columns.unit, total: multiplied(before.total, scaling) },
    valueType,
  };
}

/** Where both profiles have the sample type to compare, and the finer of the two units it is in. */
function commonColumns({ before, after, sampleType }: ComparisonInput) {
  const [from, to] = [before, after].map(({ profile }) =>
    profile.valueTypes.findIndex(({ type }) => type === sampleType),
  );
  if (from === -1 || to === -1) {
    const { name } = from === -1 ? before : after;
    throw new UserError(`${name} has no sample type ${JSON.stringify(sampleType)}`, typesOfBoth(before, after));
  }
  const [unit, otherUnit] = [before.profile.valueTypes[from].unit, after.profile.valueTypes[to].unit];
  const commonUnit = finerUnit(unit, otherUnit);
  if (commonUnit === undefined) {
    throw new UserError(
      `${sampleType} is in ${unit} in ${before.name}, but in ${otherUnit} in ${after.name}`,
      'only values in units of the same kind can be compared',
    );
  }
  return { before: from, after: to, unit: commonUnit };
}

function typesOfBoth(before: NamedProfile, after: NamedProfile): string {
  const [ofBefore, ofAfter] = [before, after].map(({ profile }) => profile.valueTypes.map(({ type }) => type));
  const common = ofBefore.filter((type) => ofAfter.includes(type));
  return common.length > 0
    ? `both have [${common.join(' ')}]; choose with sample_index=${common[0]}`
    : `they have none in common: [${ofBefore.join(' ')}] and [${ofAfter.join(' ')}]`;
}

/** What can be chosen of the rows that changed. */
export type RowChoice = 'new' | 'gone' | 'grown' | 'shrunk';

export interface DiffView {
  readonly measure: EntryOrder;
  /** Shows the rows that are any of these; all where there are none. */
  readonly choices: ReadonlySet<RowChoice>;
  /** How many rows to show at most; 0 shows all. */
  readonly limit: number;
}

/** What a diff says, in whatever form it is written. */
export interface DiffModel extends LargestChanges {
  readonly comparison: Comparison;
  readonly measure: EntryOrder;
  readonly diff: ProfileDiff;
  /** Undefined where the values are not those of heap profiles. */
  readonly heap: HeapPair | undefined;
  /** One unit for all values, which suits the changes shown. */
  readonly labels: ValueLabels;
}

/** Adds up both profiles and chooses the rows to show. */
export function diffModel(comparison: Comparison, { measure, choices, limit }: DiffView): DiffModel {
  const diff = diffEntries(comparison.before, comparison.after, measure);
  const isOf: Readonly<Record<RowChoice, (row: number) => boolean>> = {
    new: (row) => diff.isNew[row] === 1,
    gone: (row) => diff.isGone[row] === 1,
    grown: (row) => diff.change[row] > 0,
    shrunk: (row) => diff.change[row] < 0,
  };
  const tests = Array.from(choices, (choice) => isOf[choice]);
  const isWanted = (row: number) => tests.length === 0 || tests.some((test) => test(row));
  const largest = largestChanges(diff, isWanted, limit);
  // A mean does not grow.
  const heap = comparison.before.request.options.mean ? undefined : heapPair(comparison, diff);
  const changes = Array.from(largest.rows, (row) => diff.change[row]);
  const labels = withCommonUnit(comparison.labels, comparison.valueType, changes);
  return { comparison, measure, diff, heap, labels, ...largest };
}

/** A line for every row: its value before and after, the change, and its share of the total before. */
export function* writeDiff(model: DiffModel): Generator<Line> {
  yield* diffHeader(model);
  if (model.rows.length === 0) return;
  const rows = Array.from(model.rows, (row) => rowTexts(model, row));
  const width = (title: keyof RowTexts, least: number) =>
    rows.reduce((widest, row) => Math.max(widest, row[title].length), least);
  const widths = {
    before: width('before', 10),
    after: width('after', 10),
    change: width('change', 10),
    share: width('share', 8),
  };
  const titles = { before: 'before', after: 'after', change: 'change', share: 'change%' };
  yield [heading(`${amountColumns(titles, widths)} ${changeColumns(titles, widths)}`)];
  for (const [i, row] of model.rows.entries()) {
    const { names, change, isNew, isGone } = model.diff;
    const mark = isNew[row] === 1 ? 'new' : isGone[row] === 1 ? 'gone' : '';
    yield [
      faint(amountColumns(rows[i], widths)),
      ' ',
      value(model.labels, change[row], changeColumns(rows[i], widths)),
      ' ',
      { text: padRight(mark, 4), role: 'emphasis' },
      ' ',
      { text: names[row], role: 'name' },
    ];
  }
}

/** The figures of a row. */
interface RowTexts {
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly share: string;
}

function rowTexts({ diff: { before, after, change }, labels }: DiffModel, row: number): RowTexts {
  return {
    before: valueLabel(labels, before[row]),
    after: valueLabel(labels, after[row]),
    change: signedLabel(labels, change[row]),
    share: signedShare(change[row], labels.total),
  };
}

type RowWidths = Readonly<Record<keyof RowTexts, number>>;

function amountColumns({ before, after }: RowTexts, widths: RowWidths): string {
  return `${padLeft(before, widths.before)} ${padLeft(after, widths.after)}`;
}

function changeColumns({ change, share }: RowTexts, widths: RowWidths): string {
  return `${padLeft(change, widths.change)} ${padLeft(share, widths.share)}`;
}

/** The lines above a diff: both profiles, what changed in all, the filters, and what is not shown. */
export function* diffHeader(model: DiffModel): Generator<string> {
  const { comparison, labels } = model;
  const { before, after, isNormalized } = comparison;
  yield `Type: ${labels.type}`;
  yield `Before: ${sideText(before, labels)}`;
  yield `After: ${sideText(after, labels)}`;
  const change = add(after.total, negate(before.total));
  yield `Change: ${signedLabel(labels, change)}, ${signedShare(change, before.total)} of the total before`;
  if (model.heap !== undefined) yield* heapTexts(model.heap, comparison.labels);
  if (isNormalized) {
    const factor = Number((Number(after.total) / Number(before.total)).toPrecision(4));
    const total = valueLabel(labels, after.total);
    yield `Normalized: values before are multiplied by ${shortest(factor)}, so that both totals are ${total}`;
  }
  const filters = after.request.activeFilters;
  if (filters.length > 0) yield* ['Active filters:', ...filters.map((filter) => `   ${filter}`)];
  for (const note of model.heap?.notes ?? []) yield `Note: ${note}`;
  yield shownText(model);
}

/** The time between two heap profiles with what it makes of the change, and the objects of the bytes. */
function* heapTexts({ nanosBetween, changePerHour, counterpart }: HeapPair, labels: ValueLabels): Generator<string> {
  const perHour = (of: ValueLabels, change: Int64 | undefined) =>
    change === undefined ? '' : `, ${signedLabel(of, change)} per hour`;
  if (nanosBetween !== undefined && nanosBetween > 0n) {
    yield `Time: ${elapsedText(nanosBetween)} between them${perHour(labels, changePerHour)}`;
  }
  if (counterpart === undefined) return;
  const { valueType, before, after, change } = counterpart;
  const others: ValueLabels = { ...labels, unit: valueType.unit, total: before };
  const amounts = `${valueLabel(others, before)} before, ${valueLabel(others, after)} after`;
  const share = signedShare(change, before);
  yield `${valueType.type}: ${amounts}, ${signedLabel(others, change)} (${share})${perHour(others, counterpart.changePerHour)}`;
}

function sideText({ name, request, total }: ComparedSide, labels: ValueLabels): string {
  const { durationNanos } = request.profile;
  const duration = durationNanos === 0n ? '' : ` in ${durationText(durationNanos)}`;
  return `${name}, total ${valueLabel(labels, total)}${duration}`;
}

function shownText({ measure, rows, hiddenCount, hiddenShare }: DiffModel): string {
  const changedCount = rows.length + hiddenCount;
  if (changedCount === 0) return `No ${measure} value has changed`;
  const counts = `Showing ${rows.length} of ${counted(changedCount)} whose ${measure} value has changed`;
  if (hiddenCount === 0) return counts;
  return `${counts}; ${counted(hiddenCount)}, ${percentage(hiddenShare, 1).trim()} of the change, not shown`;
}

function counted(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}

function durationText(nanos: bigint): string {
  return scaledLabel(nanos, 'nanoseconds', 'auto');
}

/** Advice where one of the profiles was recorded for longer than the other; undefined where that makes no difference. */
export function durationAdvice({ before, after, isNormalized }: Comparison): string | undefined {
  const [a, b] = [before, after].map(({ request }) => request.profile.durationNanos);
  const isAlike = a === 0n || b === 0n || Math.abs(Number(b) / Number(a) - 1) <= 0.1;
  if (isNormalized || isAlike) return undefined;
  return `recorded for ${durationText(a)} before and ${durationText(b)} after: diff -normalize compares shares instead`;
}

/** A change with its sign: `+1.20MB`. */
export function signedLabel(labels: ValueLabels, change: Int64): string {
  return `${compare(change, 0) > 0 ? '+' : ''}${valueLabel(labels, change)}`;
}

/** A change as a share of a total, with its sign: `-12.50%`; `n/a` where there is no total. */
export function signedShare(change: Int64, total: Int64): string {
  if (total === 0) return 'n/a';
  const share = percentage(change, total).trim();
  return `${change > 0 ? '+' : change < 0 ? '-' : ''}${share}`;
}
