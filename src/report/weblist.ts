import { type FunctionLines, functionLines } from '../analysis/function-lines.ts';
import { compareText } from '../base/byte-text.ts';
import { UserError } from '../base/errors.ts';
import { readGoUint } from '../base/go-uint.ts';
import type { Report } from './report.ts';
import { entryQuestion, type ReportRequest } from './request.ts';
import { type Assembly, assemblies } from './weblist/assembly.ts';
import { pageLines } from './weblist/page.ts';
import { pageOf } from './weblist/page-content.ts';

export const weblistReport: Report = {
  name: 'weblist',
  summary: 'Show the source of the functions that match, with their instructions, in a web browser.',
  argument: 'regex',
  defaults: { untrimmed: true, granularity: 'lines', noInlines: false },
  document: { extension: 'html', viewer: 'browser' },
  write: writeWeblist,
};

function writeWeblist(request: ReportRequest): Iterable<string> {
  const { functions, code } = functionsWithCode(request);
  return pageLines(pageOf(request, functions, code));
}

/** The functions that match, in order, each with its instructions. Throws UserError where none matches. */
export function functionsWithCode(request: ReportRequest): {
  readonly functions: readonly FunctionLines[];
  readonly code: readonly Assembly[];
} {
  const { pattern, options } = request;
  if (pattern === undefined) throw new Error('weblist needs a pattern');
  const byLine = entryQuestion(request);
  const byFunction = entryQuestion({ ...request, options: { ...options, granularity: 'filefunctions' } });
  const address = readGoUint(pattern.source);
  const found = functionLines(byLine, byFunction, { pattern, address, dropsNegative: options.drop_negative });
  if (found === undefined) {
    throw new UserError(`no matches found for regexp: ${pattern.source}`, hintWithout(address));
  }
  const functions = found.filter(({ lines }) => lines.size > 0).sort(inOrder);
  return { functions, code: assemblies(request, byLine, functions) };
}

function hintWithout(address: bigint | undefined): string {
  return address === undefined
    ? 'it is looked for in the names of functions, of source files and of binaries'
    : 'an address selects the function that was sampled there';
}

/** The files by name; in a file the functions as they stand there. */
function inOrder(a: FunctionLines, b: FunctionLines): number {
  const startOf = ({ startLine, lines }: FunctionLines) => startLine || Math.min(...lines.keys());
  return compareText(a.file, b.file) || startOf(a) - startOf(b) || compareText(a.name, b.name);
}
