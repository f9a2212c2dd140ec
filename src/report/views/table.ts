/** The interactive table: all entries of a profile with their values, by what they are grouped by. */
import { baseSplit } from '../../analysis/base-split.ts';
import {
  type Entry,
  type EntryTable,
  entryName,
  entryNames,
  type Granularity,
  keyText,
} from '../../analysis/entries.ts';
import { type EntryQuestion, type EntryValues, entryValues, shownCum, shownFlat } from '../../analysis/entry-values.ts';
import { groupedEntries } from '../../analysis/grouped-entries.ts';
import { presentEntries } from '../../analysis/trim.ts';
import { compareText } from '../../base/byte-text.ts';
import { type Int64, type Int64Column, pick } from '../../base/int64.ts';
import { type JoinedTexts, joinTexts } from '../../base/joined-texts.ts';
import { memoizeByIdentity, memoizeRecent } from '../../base/memoize.ts';
import { foldCase } from '../../search/fold-case.ts';
import { buildNameIndex } from '../../search/name-index.ts';
import { type NameMatch, rankNames } from '../../search/rank-names.ts';
import type { ViewInput } from '../profile-view.ts';
import { entryQuestion, prepareReport, type ReportRequest } from '../request.ts';
import { sampleIndexOf } from '../sample-index.ts';
import { packageOf } from '../theme.ts';
import { commonLabels } from '../top.ts';
import type { ValueLabels } from '../value-labels.ts';
import { filePatterns, packagePatterns, type RowPatterns } from './row-patterns.ts';

/** What the rows of a table are. */
export type Grouping = Granularity | 'packages';

/** Which table is asked for. What is undefined is as the options of the session have it. */
export interface TableAsked {
  readonly grouping: Grouping | undefined;
  readonly focus: string | undefined;
  readonly ignore: string | undefined;
}

/** Flat and cum of every row, as they are shown. */
export interface RowValues {
  readonly flat: Int64Column;
  readonly cum: Int64Column;
}

/** A table of entries, each with a value. Plain data. The rows are in the order of their names. */
export interface TableData {
  /** What was asked for, with the grouping that it came to. */
  readonly asked: TableAsked & { readonly grouping: Grouping };
  readonly names: JoinedTexts;
  /** The text of `names` in lower case, letter for letter. */
  readonly folded: string;
  /** Rows with the same name have the same rank, the smaller the earlier; undefined where all names differ. */
  readonly rank: Float64Array | undefined;
  readonly values: RowValues;
  /** The sums that means were made from, which reports order them by; undefined where values are no means. */
  readonly undivided: RowValues | undefined;
  /** Whether the values tell what has grown and shrunk: there is a base, or values are below zero. */
  readonly isDiff: boolean;
  /** Where the samples of a base are labelled: the values of the base, and those of what it is compared with. */
  readonly before: RowValues | undefined;
  readonly after: RowValues | undefined;
  readonly labels: ValueLabels;
  /** The type of values that can be shown beside, such as `inuse_objects`; undefined where there is none. */
  readonly beside: string | undefined;
  /** Of the entries; empty or 0 where the grouping leaves them out. */
  readonly functions: JoinedTexts;
  readonly files: JoinedTexts;
  readonly objects: JoinedTexts;
  readonly lines: Float64Array;
  /** For rows that stand for several functions; undefined where they do not. */
  readonly patterns: RowPatterns | undefined;
}

/** Another type of values of the same rows. */
export interface BesideValues {
  readonly values: RowValues;
  readonly labels: ValueLabels;
}

/** Which rows are looked for by a name that none of them contains. */
export interface TableSearch {
  readonly asked: TableAsked;
  readonly text: string;
}

/** All entries that have a value. Rejects with UserError. */
export function table(input: ViewInput, asked: TableAsked): TableData {
  return tableOf(rowsOf(input, asked), asked);
}

/** What is shown beside the values of a table, row by row. */
export function tableBeside(input: ViewInput, asked: TableAsked): BesideValues {
  const { entries, request } = rowsOf(input, asked);
  const beside = besideType(request);
  if (beside === undefined) throw new Error('asked for values beside a type that has none');
  const other = rowsOf({ ...input, options: { ...input.options, sample_index: String(beside) } }, asked);
  const values = entryValues(other.question);
  return { values: rowValues(values, entries), labels: other.labels };
}

/** The rows that may be meant by a text, with what matches; at most as many as anyone looks through. */
export function tableMatches(input: ViewInput, { asked, text }: TableSearch): readonly NameMatch[] {
  const { question, entries } = rowsOf(input, asked);
  return rankNames(searchIndex(question, entries), text, MOST_MATCHES);
}

const MOST_MATCHES = 200;

/** The rows of a table: entries of a question, in the order of their names. */
interface TableRows {
  readonly request: ReportRequest;
  readonly grouping: Grouping;
  readonly question: EntryQuestion;
  readonly labels: ValueLabels;
  readonly entries: Int32Array;
}

function rowsOf(input: ViewInput, { grouping: given, focus, ignore }: TableAsked): TableRows {
  const grouping = given ?? ((input.options.granularity || 'functions') as Granularity);
  const options = {
    ...input.options,
    ...(focus !== undefined && { focus }),
    ...(ignore !== undefined && { ignore }),
    granularity: grouping === 'packages' ? 'functions' : grouping,
  };
  const request = prepareReport({ ...input, options, defaults: { untrimmed: true }, argument: undefined });
  const asked = entryQuestion(request);
  const question = grouping === 'packages' ? byPackage(asked) : grouping === 'files' ? byFile(asked) : asked;
  const entries = rowsByName(question, options.drop_negative);
  const labels = commonLabels(request, { shown: entries, values: entryValues(question) });
  return { request, grouping, question, labels, entries };
}

const byPackage = memoizeByIdentity((question: EntryQuestion) => groupedEntries(question, packageEntry));

/** The package of a function. What has no package is alone in one of its own name. */
function packageEntry(entry: Entry): Entry {
  const { functionName } = entry;
  return functionName === '' ? entry : { ...entry, functionName: packageOrWhole(functionName) };
}

const packageOrWhole = (functionName: string) => packageOf(functionName) || functionName;

/** The question about files as a whole. */
export const byFile = memoizeByIdentity((question: EntryQuestion) => groupedEntries(question, fileEntry));

/**
 * All of a file. Reports have a row for each line that functions of the file start at, which all look the same, and
 * none of which is what a focus on the file leaves.
 */
function fileEntry(entry: Entry): Entry {
  return { ...entry, startLine: 0, object: entry.file === '' ? entry.object : '' };
}

const rowsByName = memoizeRecent(4, (question: EntryQuestion, dropNegative: boolean): Int32Array => {
  const isPresent = new Uint8Array(question.table.entries.length);
  for (const entry of presentEntries(entryValues(question), dropNegative)) isPresent[entry] = 1;
  return entriesByName(question.table).filter((entry) => isPresent[entry] === 1);
});

/** All entries of a table in the order of their names, whatever values they have. */
const entriesByName = memoizeByIdentity((table: EntryTable): Int32Array => {
  const names = entryNames(table);
  const { entries } = table;
  return Int32Array.from(entries.keys()).sort(
    (a, b) => compareText(names[a], names[b]) || compareText(keyText(entries[a]), keyText(entries[b])),
  );
});

function tableOf({ request, grouping, question, labels, entries }: TableRows, asked: TableAsked): TableData {
  const all = question.table.entries;
  const names = joinTexts(Array.from(entries, (entry) => entryName(all[entry])));
  const split = baseSplit(question);
  const sums = entryValues(question);
  const values = rowValues(sums, entries);
  const beside = besideType(request);
  const textsOf = (part: 'functionName' | 'file' | 'object') =>
    joinTexts(Array.from(entries, (entry) => all[entry][part]));
  return {
    asked: { ...asked, grouping },
    names,
    folded: foldedText(names),
    rank: ranks(question, entries),
    values,
    undivided: sums.flatDivisor === undefined ? undefined : pickedSums(sums, entries),
    isDiff: split !== undefined || hasNegative(values.flat) || hasNegative(values.cum),
    before: split && splitValues(split.flatBefore, split.cumBefore, entries),
    after: split && splitValues(split.flatAfter, split.cumAfter, entries),
    labels,
    beside: beside === undefined ? undefined : request.profile.valueTypes[beside].type,
    functions: textsOf('functionName'),
    files: textsOf('file'),
    objects: textsOf('object'),
    lines: Float64Array.from(entries, (entry) => all[entry].line),
    patterns: patternsOf(grouping, request, question, entries),
  };
}

function hasNegative(column: Int64Column): boolean {
  for (let row = 0; row < column.length; row++) if (column[row] < 0) return true;
  return false;
}

function foldedText({ text, start }: JoinedTexts): string {
  const folded = foldCase(text);
  // A letter whose lower case is longer makes all of the text be folded letter by letter, which takes its time.
  return folded.length === start[start.length - 1] ? folded : text;
}

/** Undefined where each name is there once, as nearly always. */
function ranks({ table }: EntryQuestion, entries: Int32Array): Float64Array | undefined {
  const names = entryNames(table);
  const rank = new Float64Array(entries.length);
  let hasTwins = false;
  for (let row = 1; row < entries.length; row++) {
    const isTwin = names[entries[row]] === names[entries[row - 1]];
    rank[row] = rank[row - 1] + (isTwin ? 0 : 1);
    if (isTwin) hasTwins = true;
  }
  return hasTwins ? rank : undefined;
}

function rowValues(values: EntryValues, entries: Int32Array): RowValues {
  if (values.flatDivisor === undefined) return pickedSums(values, entries);
  return splitValues(
    (entry) => shownFlat(values, entry),
    (entry) => shownCum(values, entry),
    entries,
  );
}

function pickedSums({ flat, cum }: EntryValues, entries: Int32Array): RowValues {
  return { flat: pick(flat, entries), cum: pick(cum, entries) };
}

function splitValues(flat: (entry: number) => Int64, cum: (entry: number) => Int64, entries: Int32Array): RowValues {
  return { flat: columnOf(Array.from(entries, flat)), cum: columnOf(Array.from(entries, cum)) };
}

/** Sums of a column that is narrow are exact, as those of all columns. */
function columnOf(values: readonly Int64[]): Int64Column {
  const size = values.reduce<number>((sum, value) => sum + Math.abs(Number(value)), 0);
  return size <= Number.MAX_SAFE_INTEGER ? Float64Array.from(values, Number) : BigInt64Array.from(values, BigInt);
}

/**
 * The column of values that says how often what a type measures: objects beside bytes, contentions beside their delay;
 * of a count, what it counts.
 */
function besideType({ profile, options }: ReportRequest): number | undefined {
  const { valueTypes } = profile;
  const shown = sampleIndexOf(profile, options.sample_index);
  const { type } = valueTypes[shown];
  const other = type.endsWith('space') ? type.replace(/space$/, 'objects') : type.replace(/objects$/, 'space');
  const named = other === type ? -1 : valueTypes.findIndex((candidate) => candidate.type === other);
  if (named !== -1) return named;
  return valueTypes.length === 2 ? 1 - shown : undefined;
}

function patternsOf(
  grouping: Grouping,
  { profile }: ReportRequest,
  question: EntryQuestion,
  entries: Int32Array,
): RowPatterns | undefined {
  if (grouping === 'packages') {
    return packagePatterns(profile, question.table, entries, packageOrWhole);
  }
  return grouping === 'files' ? filePatterns(profile, question.table, entries) : undefined;
}

const searchIndex = memoizeRecent(2, (question: EntryQuestion, entries: Int32Array) => {
  const names = entryNames(question.table);
  const { cum } = rowValues(entryValues(question), entries);
  return buildNameIndex(
    Array.from(entries, (entry) => names[entry]),
    Float64Array.from(cum, Number),
  );
});
