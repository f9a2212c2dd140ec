import type { CallEdges } from '../analysis/call-edges.ts';
import { entryNames } from '../analysis/entries.ts';
import { shownCum, shownFlat } from '../analysis/entry-values.ts';
import { edgesBy, type TrimmedEntries, trimmedEdges } from '../analysis/trim.ts';
import { padLeft } from '../base/byte-text.ts';
import { UserError } from '../base/errors.ts';
import { add, at, type Int64 } from '../base/int64.ts';
import { memoizeRecent } from '../base/memoize.ts';
import { compilePattern } from '../base/regex.ts';
import { percentage } from '../profile/units.ts';
import { footnoteLines } from './footnotes.ts';
import { reportHeader } from './header.ts';
import type { Line } from './line.ts';
import type { Report } from './report.ts';
import { type ReportRequest, trimmedEntries } from './request.ts';
import { commonLabels, faint, heading, value, valueColumns } from './top.ts';
import { type ValueLabels, valueLabel } from './value-labels.ts';

export const treeReport: Report = {
  name: 'tree',
  summary: 'List entries with their callers above and their callees below.',
  argument: 'none',
  defaults: {},
  write: writeTree,
};

export const peekReport: Report = {
  name: 'peek',
  summary: 'Show the callers and callees of the entries that match.',
  argument: 'regex',
  defaults: { untrimmed: true },
  write: writeTree,
};

const SEPARATOR = `${'-'.repeat(58)}+${'-'.repeat(13)}`;
const LEGEND = '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ';

function writeTree(request: ReportRequest): Iterable<Line> {
  return writeEntries(request, treeModel(request));
}

/** Entries with who calls them and whom they call. */
export interface TreeModel {
  readonly trimmed: TrimmedEntries;
  /** The entries to write, in order. */
  readonly entries: Int32Array;
  /** A flag for each of them. */
  readonly touching: Uint8Array;
  /** The calls they make or receive. */
  readonly edges: CallEdges;
  readonly labels: ValueLabels;
}

/** What `tree` and `peek` write. Throws UserError where nothing matches. */
export function treeModel(request: ReportRequest): TreeModel {
  const trimmed = trimmedEntries(request);
  const calls = callsOf(trimmed, request.pattern?.source);
  if (request.pattern !== undefined && calls.entries.length === 0) {
    throw new UserError(`no matches found for regexp: ${request.pattern.source}`);
  }
  return { trimmed, ...calls, labels: commonLabels(request, trimmed) };
}

/** The entries whose name matches, all where there is no pattern, with their calls; kept for when it is asked again. */
const callsOf = memoizeRecent(4, (trimmed: TrimmedEntries, source: string | undefined) => {
  const names = entryNames(trimmed.table);
  const pattern = source === undefined ? undefined : compilePattern(source);
  const entries = pattern ? trimmed.shown.filter((entry) => pattern.test(names[entry])) : trimmed.shown;
  const touching = new Uint8Array(names.length);
  for (const entry of entries) touching[entry] = 1;
  return { entries, touching, edges: trimmedEdges(trimmed, { touching }) };
});

function* writeEntries(request: ReportRequest, { trimmed, edges, labels, entries }: TreeModel): Generator<Line> {
  yield* reportHeader(request, labels, trimmed);
  yield [faint(SEPARATOR)];
  yield [heading(LEGEND)];
  const names = entryNames(trimmed.table);
  const callers = edgesBy('callee', edges, trimmed.table);
  const callees = edgesBy('caller', edges, trimmed.table);
  let sum: Int64 = 0;
  for (const entry of entries) {
    sum = add(sum, shownFlat(trimmed.values, entry));
    yield [faint(SEPARATOR)];
    for (const edge of callers.get(entry) ?? []) yield contextLine(entry, edges.caller[edge], edge);
    const columns = valueColumns(labels, trimmed, entry, sum);
    yield [...columns, '                | ', { text: names[entry], role: 'name' }];
    for (const edge of callees.get(entry) ?? []) yield contextLine(entry, edges.callee[edge], edge);
  }
  if (entries.length > 0) yield [faint(SEPARATOR)];
  yield* footnoteLines(request, labels, trimmed);

  function contextLine(entry: number, other: number, edge: number): Line {
    const weight = at(edges.weight, edge);
    const share = percentage(weight, shownCum(trimmed.values, entry));
    return [
      value(labels, weight, `${padLeft(valueLabel(labels, weight), 50)} ${share}`),
      ' |   ',
      { text: names[other], role: 'name' },
      edges.isInline[edge] === 1 ? faint(' (inline)') : '',
    ];
  }
}
