import type { FunctionLines } from '../../analysis/function-lines.ts';
import { padLeft } from '../../base/byte-text.ts';
import type { Int64 } from '../../base/int64.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { profileHeader } from '../header.ts';
import type { ReportRequest } from '../request.ts';
import { valueLabel } from '../value-labels.ts';
import type { Assembly } from '../weblist/assembly.ts';
import { functionsWithCode } from '../weblist.ts';
import { addressText, known, packageCell, SUM_COLUMNS, sumCells } from './entry-cells.ts';
import type { Cell, Column, ReportData } from './table.ts';

const COLUMNS: readonly Column[] = [
  {
    name: 'row',
    kind: 'word',
    meaning:
      '`function` for all of a function, `line` for one of its lines, `instruction` for an instruction of the line above',
  },
  ...SUM_COLUMNS,
  { name: 'function', kind: 'text', meaning: 'the function' },
  { name: 'package', kind: 'text', meaning: 'what its name has in front of its own part', isDetail: true },
  { name: 'file', kind: 'text', meaning: 'its source file' },
  { name: 'line', kind: 'integer', meaning: 'the number of the line' },
  { name: 'address', kind: 'address', meaning: 'where the instruction is in the binary' },
  { name: 'text', kind: 'text', meaning: 'the line in the source, or the instruction' },
  { name: 'problems', kind: 'text', meaning: 'what keeps its source or its instructions from being here' },
];

/** Of `weblist`: a row per function, each followed by its lines with values or code, each followed by its instructions. */
export function weblistData(request: ReportRequest): ReportData {
  const { functions, code } = functionsWithCode(request);
  return {
    header: [],
    labels: request.labels,
    hidden: undefined,
    tables: [{ name: 'lines', columns: COLUMNS, rows: codeRows(request, functions, code) }],
    listing: codeLines(request, codeRows(request, functions, code)),
  };
}

/** The rows as lines for people. */
function* codeLines({ labels, profile, host }: ReportRequest, rows: Iterable<readonly Cell[]>): Generator<string> {
  yield* profileHeader(profile, labels, host.timeZone);
  const column = (amount: Cell) => padLeft(amount === 0 ? '.' : valueLabel(labels, amount as Int64), 10);
  for (const [row, flat, , cum, , name = '', , file, line, address, text = '', problems] of rows) {
    const sums = `${column(flat)} ${column(cum)}`;
    if (row === 'line') yield `${sums} ${String(line).padStart(6)}: ${text}`;
    else if (row === 'instruction') yield `${sums} ${' '.repeat(7)} ${address}: ${text}`;
    else {
      yield '';
      yield file === undefined ? `${name}` : `${name} in ${file}`;
      yield `${sums} (flat, cum)`;
      if (problems !== undefined) yield* `${problems}`.split('\n');
    }
  }
}

const NOTHING = { flat: 0, cum: 0 };

function* codeRows(
  request: ReportRequest,
  functions: readonly FunctionLines[],
  code: readonly Assembly[],
): Generator<readonly Cell[]> {
  const { labels, host, options } = request;
  const sourceOf = memoizeRecent(2, (file: string) => (file === '' ? undefined : host.findSource(file, options)));
  for (const [i, fn] of functions.entries()) {
    const place = [known(fn.name), packageCell(fn.name), known(fn.file)];
    const source = sourceOf(fn.file);
    const problems = [...(source?.type === 'missing' ? [source.reason] : []), ...code[i].problems];
    const problem = known(problems.join('\n'));
    yield ['function', ...sumCells(labels, fn), ...place, undefined, undefined, undefined, problem];
    const text = source?.type === 'found' ? source.lines : [];
    for (const line of [...new Set([...fn.lines.keys(), ...code[i].rows.keys()])].sort((a, b) => a - b)) {
      const sums = sumCells(labels, fn.lines.get(line) ?? NOTHING);
      yield ['line', ...sums, ...place, line, undefined, text.at(line - 1), undefined];
      for (const instruction of code[i].rows.get(line) ?? []) {
        const address = addressText(instruction.address);
        yield ['instruction', ...sumCells(labels, instruction), ...place, line, address, instruction.text, undefined];
      }
    }
  }
}
