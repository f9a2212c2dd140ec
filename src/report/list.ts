import { entryValues } from '../analysis/entry-values.ts';
import { type SourceFunction, sourceFunctions } from '../analysis/source-lines.ts';
import { presentEntries } from '../analysis/trim.ts';
import { padLeft } from '../base/byte-text.ts';
import { UserError } from '../base/errors.ts';
import type { Int64 } from '../base/int64.ts';
import type { SourceFile } from '../profile/source-path.ts';
import type { Line } from './line.ts';
import type { Report } from './report.ts';
import { entryQuestion, type ReportRequest } from './request.ts';
import { faint, heading, value } from './top.ts';
import { shareLabel, valueLabel } from './value-labels.ts';

export const listReport: Report = {
  name: 'list',
  summary: 'Print the source of the functions that match, with the values of every line.',
  argument: 'regex',
  defaults: { untrimmed: true, granularity: 'lines', keepsObjects: true },
  write: writeList,
};

function writeList(request: ReportRequest): Iterable<Line> {
  return writeFunctions(request, listedFunctions(request));
}

/** The functions that match. Throws UserError where none does. */
export function listedFunctions(request: ReportRequest): SourceFunction[] {
  const { pattern } = request;
  if (pattern === undefined) throw new Error('list needs a pattern');
  const question = entryQuestion(request);
  const values = entryValues(question);
  const present = presentEntries(values, request.options.drop_negative);
  const functions = sourceFunctions(question.table, values, { present, pattern });
  if (functions.length === 0) throw new UserError(`no matches found for regexp: ${pattern.source}`);
  return functions;
}

/** Reads the files of functions as they are asked for, each once. Undefined where there is nothing to read. */
export function sourceReader({ host, options }: ReportRequest): (source: SourceFunction) => SourceFile | undefined {
  const files = new Map<string, SourceFile>();
  return ({ file, firstLine, lastLine }) => {
    // The profile may place all lines above the start of their function: there is nothing to show then, and pprof does
    // not look for the file; but if it has looked before, it knows that it is missing.
    if (file === '' || (lastLine < firstLine && !files.has(file))) return undefined;
    const read = files.get(file) ?? host.findSource(file, options);
    files.set(file, read);
    return read;
  };
}

/** The text of functions with their sources. */
export function* writeFunctions(request: ReportRequest, functions: readonly SourceFunction[]): Generator<Line> {
  const { labels, host } = request;
  const read = sourceReader(request);
  yield `Total: ${valueLabel(labels, labels.total)}`;
  for (const source of functions) {
    if (source.file === '') {
      yield `No source information for ${source.name}`;
      continue;
    }
    yield [heading('ROUTINE ========================'), ' ', { text: source.name, role: 'name' }, ` in ${source.file}`];
    const sums = [source.flat, source.cum].map((sum) => padLeft(valueLabel(labels, sum), 10)).join(' ');
    yield [value(labels, source.cum, sums), ` (flat, cum) ${shareLabel(labels, source.cum)} of Total`];
    const file = read(source);
    if (file === undefined) continue;
    if (file.type === 'missing') {
      yield ` Error: ${file.reason}`;
      if (host.explains) yield* file.tried.map((path): Line => [faint(`   looked for ${path}`)]);
      continue;
    }
    for (let line = source.firstLine; line <= Math.min(source.lastLine, file.lines.length); line++) {
      yield sourceLine(request, source, line, file.lines[line - 1]);
    }
  }
}

function sourceLine(request: ReportRequest, source: SourceFunction, line: number, text: string): Line {
  const sums = source.lines.get(line);
  const columns = `${valueOrDot(request, sums?.flat ?? 0)} ${valueOrDot(request, sums?.cum ?? 0)}`;
  const number = `${String(line).padStart(6)}:`;
  return [
    sums === undefined ? faint(columns) : value(request.labels, sums.cum, columns),
    ' ',
    sums === undefined ? faint(number) : number,
    sums === undefined ? text : { text, role: 'emphasis' },
  ];
}

function valueOrDot({ labels }: ReportRequest, amount: Int64): string {
  return padLeft(amount === 0 ? '.' : valueLabel(labels, amount), 10);
}
