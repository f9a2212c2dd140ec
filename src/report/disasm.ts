import { entryNames } from '../analysis/entries.ts';
import { entryValues } from '../analysis/entry-values.ts';
import { addressValues, compareAddresses, symbolsAt } from '../analysis/instructions.ts';
import {
  isWithinMapping,
  type Place,
  type Routine,
  type RoutineRow,
  routineOf,
  type SampledBinary,
} from '../analysis/routines.ts';
import { presentEntries } from '../analysis/trim.ts';
import { bytesOfText, codePoints, compareText, padLeft, padRight } from '../base/byte-text.ts';
import { UserError } from '../base/errors.ts';
import { readGoUint } from '../base/go-uint.ts';
import type { Int64 } from '../base/int64.ts';
import type { Pattern } from '../base/regex.ts';
import { stringAt } from '../profile/strings.ts';
import { MISSING_BINARY, otherBuild } from './binary-problems.ts';
import type { Line } from './line.ts';
import type { Report, ReportBody } from './report.ts';
import { entryQuestion, type ReportRequest } from './request.ts';
import { faint, heading, value } from './top.ts';
import { shareLabel, valueLabel } from './value-labels.ts';

export const disasmReport: Report = {
  name: 'disasm',
  summary: 'Print the instructions of the functions that match, with the values of each.',
  argument: 'regex',
  defaults: { untrimmed: true, granularity: 'addresses', noInlines: true, keepsObjects: true },
  write: writeDisassembly,
};

function writeDisassembly(request: ReportRequest): ReportBody {
  const { host, options, notify } = request;
  const { routines, missing, failure } = askedRoutines(request);
  if (missing.length > 0 && !host.explains && options.output === '') {
    return withMissing(missing, failure ?? writeRoutines(request, routines));
  }
  for (const reason of missing) notify(reason);
  if (failure !== undefined) throw failure;
  return writeRoutines(request, routines);
}

/** The code that a report asks for, why binaries that may have it cannot be opened, and the error where there is none. */
export interface AskedRoutines {
  readonly routines: readonly Routine[];
  readonly missing: readonly string[];
  readonly failure: UserError | undefined;
}

export function askedRoutines(request: ReportRequest): AskedRoutines {
  const { pattern } = request;
  if (pattern === undefined) throw new Error('disasm needs a pattern');
  const search = { pattern, address: readGoUint(pattern.source) };
  const { binaries, missing } = openBinaries(request, search);
  const { routines, hasSymbols } = findRoutines(request, search, binaries);
  const hint = () => (missing.length > 0 ? MISSING_BINARY : hintWithout(request, search, binaries));
  const failure = routines.length === 0 ? new UserError(nothingFound(search, hasSymbols), hint()) : undefined;
  return { routines, missing, failure };
}

/** What is asked for: code by the name of its symbol, or by an address in it where the pattern is one. */
interface CodeSearch {
  readonly pattern: Pattern;
  readonly address: bigint | undefined;
}

/** pprof tells what it cannot open on standard output, in front of the report, and even if there will be none. */
function* withMissing(missing: readonly string[], report: Iterable<Line> | UserError): Generator<Line | Uint8Array> {
  // Bytes are written at once, while lines wait for more, which may never come.
  yield bytesOfText(missing.map((reason) => `${reason}\n`).join(''));
  if (report instanceof UserError) throw report;
  yield* report;
}

interface OpenedBinary extends SampledBinary {
  /** Something in it matches, so it was asked for. */
  readonly isAsked: boolean;
}

/**
 * Opens the binaries that hold what the pattern is looked for in: of files with an entry that matches, or all where
 * somebody reads along. Says why some of the former cannot be opened.
 */
function openBinaries(request: ReportRequest, { pattern, address }: CodeSearch) {
  const { profile, options, host, notify } = request;
  const question = entryQuestion(request);
  const values = entryValues(question);
  const { table } = question;
  const names = entryNames(table);
  const entriesOf = new Map<string, number[]>();
  const named = new Set<string>();
  for (const entry of presentEntries(values, options.drop_negative)) {
    const { object } = table.entries[entry];
    const entries = entriesOf.get(object);
    if (entries === undefined) entriesOf.set(object, [entry]);
    else entries.push(entry);
    if (object !== '' && pattern.test(names[entry])) named.add(object);
  }

  const binaries: OpenedBinary[] = [];
  const missing: string[] = [];
  for (const mapping of profile.mappings) {
    const isAsked = named.has(mapping.file) || (address !== undefined && isWithinMapping(mapping, address));
    const sampled = (entriesOf.get(mapping.file) ?? []).filter((entry) =>
      isWithinMapping(mapping, table.entries[entry].address),
    );
    if (!isAsked && (!host.explains || sampled.length === 0)) continue;
    const found = host.openBinary(mapping);
    if (found.type === 'missing') {
      if (isAsked) missing.push(found.reason);
      continue;
    }
    const { binary } = found;
    const doubt = host.explains && isAsked ? otherBuild(binary, mapping) : undefined;
    if (doubt !== undefined) notify(doubt);
    const sums = addressValues(table, values, sampled, binary.fileAddress);
    binaries.push({ mapping, binary, values: sums, isAsked });
  }
  return { binaries, missing };
}

/** Disassembles the symbols that are asked for and were sampled, and tells whether there are any of the former. */
function findRoutines(
  { host, options }: ReportRequest,
  { pattern, address }: CodeSearch,
  binaries: readonly SampledBinary[],
) {
  const disassembly = { hasIntelSyntax: options.intel_syntax, readsDebugLines: host.explains };
  const routines: Routine[] = [];
  let hasSymbols = false;
  for (const sampled of binaries) {
    const { binary } = sampled;
    const symbols = address === undefined ? binary.symbols : symbolsAt(binary.symbols, binary.fileAddress(address));
    for (const symbol of symbols) {
      // pprof wants the name to match even where it is asked for an address, which never happens. Where somebody reads
      // along, they get what they mean.
      const isMeant = address !== undefined && host.explains;
      if (!isMeant && !pattern.test(symbol.name)) continue;
      hasSymbols = true;
      const routine = routineOf(symbol, sampled, disassembly);
      if (routine !== undefined) routines.push(routine);
    }
  }
  routines.sort(({ symbol: a }, { symbol: b }) => compareText(a.name, b.name) || compareAddresses(a.start, b.start));
  return { routines, hasSymbols };
}

function nothingFound({ pattern: { source }, address }: CodeSearch, hasSymbols: boolean): string {
  if (address === undefined) return `no matches found for regexp ${source}`;
  const text = `0x${address.toString(16)}`;
  return hasSymbols
    ? `address ${text} found in binary, but the corresponding symbols do not have samples in the profile`
    : `no matches found for address ${text}`;
}

/** What to do where the binaries are there and have no symbol that matches. */
function hintWithout(
  { profile }: ReportRequest,
  { pattern }: CodeSearch,
  binaries: readonly OpenedBinary[],
): string | undefined {
  const stripped = binaries.find(({ isAsked, binary }) => isAsked && binary.symbols.length === 0);
  if (stripped !== undefined) {
    return `${stripped.mapping.file} has no symbols; use the binary as it was before it was stripped`;
  }
  const symbols = symbolsOfMatches(profile, pattern, binaries);
  return symbols.length === 0
    ? undefined
    : `the code that matches was inlined or has another name in the binary: try ${symbols.slice(0, 3).join(', ')}`;
}

/** The symbols that hold the code of functions whose name in the profile matches. */
function symbolsOfMatches(
  profile: ReportRequest['profile'],
  pattern: Pattern,
  binaries: readonly SampledBinary[],
): string[] {
  const { locations, lines, functions, strings, mappings } = profile;
  const found = new Set<string>();
  for (let location = 0; location < locations.length; location++) {
    const opened = binaries.find(({ mapping }) => mapping === mappings[locations.mapping[location]]);
    if (opened === undefined) continue;
    for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      if (!pattern.test(stringAt(strings, functions.name[lines.function[line]]))) continue;
      const address = opened.binary.fileAddress(locations.address[location]);
      for (const { name } of symbolsAt(opened.binary.symbols, address)) found.add(name);
    }
  }
  return [...found];
}

/** The text of routines that were found. */
export function* writeRoutines(request: ReportRequest, routines: readonly Routine[]): Generator<Line> {
  const { labels } = request;
  yield `Total: ${valueLabel(labels, labels.total)}`;
  for (const { symbol, flat, cum, rows } of routines) {
    yield [heading('ROUTINE ========================'), ' ', { text: symbol.name, role: 'name' }];
    const sums = [flat, cum].map((sum) => padLeft(valueLabel(labels, sum), 10)).join(' ');
    yield [value(labels, cum, sums), ` (flat, cum) ${shareLabel(labels, cum)} of Total`];
    let before: Place = { functionName: '', file: '', line: 0 };
    for (const row of rows) {
      yield* instructionLines(request, row, isSamePlace(row.place, before) ? '' : placeText(row.place));
      before = row.place;
    }
  }
}

/** How wide the instruction is before its place; one that is longer has its place on a line of its own above it. */
const TEXT_WIDTH = 40;
const PLACE_COLUMN = 74;

function* instructionLines(
  { labels }: ReportRequest,
  { instruction: { address, text }, flat, cum }: RoutineRow,
  place: string,
): Generator<Line> {
  const label = (amount: Int64) => padLeft(amount === 0 ? '.' : valueLabel(labels, amount), 10);
  const sums = `${label(flat)} ${label(cum)}`;
  const columns = flat === 0 && cum === 0 ? faint(sums) : value(labels, cum, sums);
  const number = ` ${address.toString(16).padStart(10)}: `;
  const isLong = codePoints(text) >= TEXT_WIDTH;
  if (place === '') {
    yield [columns, number, text];
  } else if (isLong) {
    yield [' '.repeat(PLACE_COLUMN), faint(`;${place}`)];
    yield [columns, number, text];
  } else {
    yield [columns, number, padRight(text, TEXT_WIDTH), faint(`;${place}`)];
  }
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.functionName === b.functionName && a.file === b.file && a.line === b.line;
}

function placeText({ functionName, file, line }: Place): string {
  const name = functionName === '' ? '' : `${functionName} `;
  return `${name}${file}${file !== '' && line !== 0 ? `:${line}` : ''}`;
}
