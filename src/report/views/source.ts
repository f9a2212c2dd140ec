/** What the view of sources asks: functions with the values of their lines as `list` has them, files, calls, and code. */
import { aboutChosen, chosenEntries, fileNames } from '../../analysis/chosen-lines.ts';
import { countedSamples } from '../../analysis/counted.ts';
import { type EntryQuestion, entryValues } from '../../analysis/entry-values.ts';
import type { CodeLine, ShownSums } from '../../analysis/instructions.ts';
import { type LineCallee, lineCallees } from '../../analysis/line-callees.ts';
import { type SourceFunction, sourceFunctions } from '../../analysis/source-lines.ts';
import { presentEntries } from '../../analysis/trim.ts';
import { UserError } from '../../base/errors.ts';
import { abs, compare, type Int64Column } from '../../base/int64.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { compilePattern, type Pattern, quotePattern } from '../../base/regex.ts';
import type { SourceFile } from '../../profile/source-path.ts';
import { memoizeByString } from '../../profile/strings.ts';
import type { FunctionIndex, Profile } from '../../profile/tables.ts';
import { listReport } from '../list.ts';
import type { ViewInput } from '../profile-view.ts';
import { prepareReport, type ReportRequest } from '../request.ts';
import type { ValueLabels } from '../value-labels.ts';
import { functionsWithCode, weblistReport } from '../weblist.ts';
import { sourceColors } from './source-colors.ts';
import type { SourceColors } from './source-tokens.ts';

export interface SourceArgument {
  /** A pattern of functions, as `list` takes it, or a place: `file.go:12`, or `file.go` for where it is hottest. */
  readonly pattern: string;
  /** The function to begin with, where another one than the heaviest, or the one at the place, is wanted. */
  readonly start?: Pick<SourceFunction, 'name' | 'file'>;
}

/** The functions that match, with the values of their lines, and the file of the one to begin with. */
export interface SourceAnswer {
  readonly labels: ValueLabels;
  /** The heaviest first. There is one at least. */
  readonly functions: readonly SourceFunction[];
  /** How many more match, which are not worth sending. */
  readonly leftOut: number;
  /** Which of the functions to begin with. */
  readonly start: number;
  /** The line to begin at, where one was asked for. */
  readonly line: number | undefined;
  /** The file of the function to begin with. */
  readonly text: SourceText;
}

/** A source file, or where it was looked for, with all that the profile says about it. */
export interface SourceText {
  /** As the profile names it; empty where it does not. */
  readonly file: string;
  readonly source: SourceFile;
  /** Undefined where the language is not known. */
  readonly colors: SourceColors | undefined;
  /** All functions of the file that have values, the heaviest first; none where the profile names no file. */
  readonly functions: readonly SourceFunction[];
}

/** A view has more rows for functions than anybody looks through long before this. */
const MOST_FUNCTIONS = 500;

/** A file among those of the functions that a pattern means: what was found out for it is still known. */
export interface FileArgument {
  readonly pattern: string;
  /** As the profile names it. */
  readonly file: string;
}

/** Rejects with UserError, where nothing matches too. */
export function sourceAnswer(input: ViewInput, { pattern, start: wanted }: SourceArgument): SourceAnswer {
  const { request, asked } = askedLines(input, pattern);
  const matching =
    asked.place === undefined ? functionsOf(asked, asked.pattern) : fileFunctions(asked, asked.place.file);
  if (matching.length === 0) throw new UserError(`no matches found for regexp: ${pattern}`);
  const functions = matching.slice(0, MOST_FUNCTIONS);
  const named = functions.findIndex(({ name, file }) => name === wanted?.name && file === wanted.file);
  const start = named === -1 ? firstFunction(functions, asked.place?.line) : named;
  return {
    labels: request.labels,
    functions,
    leftOut: matching.length - functions.length,
    start,
    line: asked.place?.line,
    text: textOf(request, asked, functions[start].file),
  };
}

/** The function at a line, or the nearest; the heaviest where no line is asked for. */
function firstFunction(functions: readonly SourceFunction[], line: number | undefined): number {
  if (line === undefined) return 0;
  const distances = functions.map((fn) => distanceTo(fn, line));
  return distances.indexOf(Math.min(...distances));
}

/** How far a line is from those of a function. Lines of a function may lie between those of another one. */
function distanceTo({ lines, firstLine, lastLine }: SourceFunction, line: number): number {
  if (lines.has(line)) return 0;
  return 1 + Math.max(0, firstLine - line, line - lastLine);
}

/** A file with its functions. */
export function sourceText(input: ViewInput, { pattern, file }: FileArgument): SourceText {
  const { request, asked } = askedLines(input, pattern);
  return textOf(request, asked, file);
}

function textOf({ host, options }: ReportRequest, asked: AskedLines, file: string): SourceText {
  const source: SourceFile =
    file === ''
      ? { type: 'missing', reason: 'the profile names no source file for it', tried: [] }
      : host.findSource(file, options);
  return {
    file,
    source,
    colors: source.type === 'found' ? sourceColors(source.path, source.lines) : undefined,
    functions: file === '' ? [] : fileFunctions(asked, file),
  };
}

/** What the lines of a file call, the heaviest first. */
export function sourceCallees(input: ViewInput, { pattern, file }: FileArgument): readonly LineCallee[] {
  const { question, fileOf } = askedLines(input, pattern).asked;
  return lineCallees(question, file, fileOf).sort((a, b) => compare(abs(b.cum), abs(a.cum)));
}

/** An instruction of a function. */
export interface SourceInstruction extends ShownSums {
  readonly address: bigint;
  readonly text: string;
  /** The line of the function that it is for. */
  readonly line: number;
  /** The line it comes from, where that was inlined into the one it is for. */
  readonly inlined: CodeLine | undefined;
}

/** The instructions of a function by address, and why there are none or not all. */
export interface SourceCode {
  readonly instructions: readonly SourceInstruction[];
  readonly problems: readonly string[];
}

/** Disassembles a function in a file. Rejects with UserError. */
export function sourceCode(
  input: ViewInput,
  { name, file }: { readonly name: string; readonly file: string },
): SourceCode {
  const argument = `^${quotePattern(name)}$`;
  const request = prepareReport({ ...input, defaults: weblistReport.defaults, argument });
  const { functions, code } = functionsWithCode(request);
  const found = functions.findIndex((fn) => fn.name === name && fn.file === file);
  if (found === -1) return { instructions: [], problems: ['No assembly: nothing of it was sampled.'] };
  const { rows, problems } = code[found];
  const instructions = Array.from(rows, ([line, ofLine]) =>
    ofLine.map(({ address, text, flat, cum, inlined }) => ({ address, text, flat, cum, inlined, line })),
  ).flat();
  return { instructions: instructions.sort((a, b) => (a.address < b.address ? -1 : 1)), problems };
}

/** What `list` works with. */
function linesRequest(input: ViewInput, argument: string | undefined): ReportRequest {
  return prepareReport({ ...input, defaults: listReport.defaults, argument });
}

/** A file that the profile names, and a line in it where one is asked for. */
interface FilePlace {
  readonly file: string;
  readonly line: number | undefined;
}

/** The lines of all files that a pattern leads to, as entries. */
interface AskedLines {
  readonly question: EntryQuestion;
  /** The lines that have values. */
  readonly present: Int32Array;
  readonly pattern: Pattern;
  /** What the pattern means, if it is a place and no pattern. */
  readonly place: FilePlace | undefined;
  /** The name of a function's file, as reports show it. */
  fileOf(fn: FunctionIndex): string;
}

/** What a pattern leads to, with the request for it. Throws UserError where it is neither a place nor a pattern. */
function askedLines(
  input: ViewInput,
  pattern: string,
): { readonly request: ReportRequest; readonly asked: AskedLines } {
  const unasked = linesRequest(input, undefined);
  const { trim_path, source_path, noinlines, showcolumns, drop_negative } = unasked.options;
  const files = functionFiles(unasked.profile, trim_path, source_path);
  const request = placeOf(pattern, files) === undefined ? linesRequest(input, pattern) : unasked;
  const { profile, shownValues } = request;
  const { column, divisor } = shownValues;
  const asked = linesOf(
    profile,
    column,
    divisor,
    files,
    pattern,
    trim_path,
    source_path,
    noinlines,
    showcolumns,
    drop_negative,
  );
  return { request, asked };
}

/** What the questions of one view have in common is worked out by the first of them. */
const linesOf = memoizeRecent(
  2,
  (
    profile: Profile,
    column: Int64Column,
    divisor: Int64Column | undefined,
    files: readonly string[],
    source: string,
    trimPath: string,
    sourcePath: string,
    noInlines: boolean,
    showColumns: boolean,
    dropsNegative: boolean,
  ): AskedLines => {
    const { functions } = profile;
    const options = { noInlines, showColumns, trimPath, sourcePath, keepsObjects: true, keepsPaths: false };
    const fileOf = (fn: FunctionIndex) => files[fn];
    const place = placeOf(source, files);
    const pattern = place === undefined ? compilePattern(source) : EVERY_NAME;
    const matches = memoizeByString(profile.strings, (name) => name !== '' && pattern.test(name));
    const isMatching = (fn: number) => (place === undefined ? matches(functions.name[fn]) : files[fn] === place.file);

    const ofFiles = new Set<string>();
    for (let fn = 0; fn < functions.length; fn++) if (isMatching(fn)) ofFiles.add(files[fn]);
    const isChosen = Uint8Array.from(files, (file, fn) =>
      isMatching(fn) || (file !== '' && ofFiles.has(file)) ? 1 : 0,
    );
    const shownValues = { column, divisor };
    const table = chosenEntries(profile, isChosen, options);
    const question = aboutChosen({ profile, table, shownValues, counted: countedSamples(shownValues) });
    return { question, present: presentEntries(entryValues(question), dropsNegative), pattern, place, fileOf };
  },
);

const EVERY_NAME = compilePattern('');

const functionFiles = memoizeRecent(2, fileNames);

/**
 * A place where the text is one: a file that the profile has, or the first whose path ends so, mostly with a line. Without
 * one a part of a path is only taken for a file where it has a dot, as `main` is more likely a function.
 */
function placeOf(text: string, files: readonly string[]): FilePlace | undefined {
  const whole = files.includes(text) || text.includes('.') ? fileNamed(text, files) : undefined;
  if (whole !== undefined) return { file: whole, line: undefined };
  const [, name = '', digits] = /^(.*[^:]):(\d+)$/.exec(text) ?? [];
  const file = fileNamed(name, files);
  return file === undefined ? undefined : { file, line: Number(digits) };
}

function fileNamed(name: string, files: readonly string[]): string | undefined {
  if (name === '') return undefined;
  return files.includes(name) ? name : files.find((path) => path.endsWith(`/${name}`));
}

/** The functions whose name matches, the heaviest first. */
function functionsOf({ question, present }: AskedLines, pattern: Pattern): SourceFunction[] {
  return sourceFunctions(question.table, entryValues(question), { present, pattern }).sort(heaviestFirst);
}

/** The functions of a file, the heaviest first. */
function fileFunctions(asked: AskedLines, file: string): SourceFunction[] {
  const { entries } = asked.question.table;
  const present = asked.present.filter((entry) => entries[entry].file === file);
  return functionsOf({ ...asked, present }, EVERY_NAME);
}

/** What was sampled in most, first; the order of names among equals. */
function heaviestFirst(a: SourceFunction, b: SourceFunction): number {
  return compare(abs(b.cum), abs(a.cum)) || compare(abs(b.flat), abs(a.flat));
}
