import type { SourceFunction } from '../../analysis/source-lines.ts';
import { listedFunctions, sourceReader, writeFunctions } from '../list.ts';
import type { ReportRequest } from '../request.ts';
import { known, packageCell, SUM_COLUMNS, sumCells } from './entry-cells.ts';
import type { Cell, Column, ReportData } from './table.ts';

const COLUMNS: readonly Column[] = [
  { name: 'row', kind: 'word', meaning: '`function` for all of a function, `line` for one of its lines' },
  ...SUM_COLUMNS,
  { name: 'function', kind: 'text', meaning: 'the function' },
  { name: 'package', kind: 'text', meaning: 'what its name has in front of its own part' },
  { name: 'file', kind: 'text', meaning: 'its source file' },
  { name: 'line', kind: 'integer', meaning: 'the number of the line' },
  { name: 'text', kind: 'text', meaning: 'the line in the source' },
  { name: 'problem', kind: 'text', meaning: 'why there are no lines' },
];

/** Of `list`: a row per function, each followed by one for every line that is shown. */
export function listData(request: ReportRequest): ReportData {
  const functions = listedFunctions(request);
  return {
    header: [],
    labels: request.labels,
    hidden: undefined,
    tables: [{ name: 'lines', columns: COLUMNS, rows: lineRows(request, functions) }],
    listing: writeFunctions(request, functions),
  };
}

const NOTHING = { flat: 0, cum: 0 };

function* lineRows(request: ReportRequest, functions: readonly SourceFunction[]): Generator<readonly Cell[]> {
  const { labels } = request;
  const read = sourceReader(request);
  for (const source of functions) {
    const { name, lines, firstLine, lastLine } = source;
    const place = [name, packageCell(name), known(source.file)];
    const file = read(source);
    const missing = file?.type === 'missing' ? file.reason : undefined;
    const problem = source.file === '' ? 'the profile names no file' : missing;
    yield ['function', ...sumCells(labels, source), ...place, undefined, undefined, problem];
    if (file?.type !== 'found') continue;
    for (let line = firstLine; line <= Math.min(lastLine, file.lines.length); line++) {
      const sums = sumCells(labels, lines.get(line) ?? NOTHING);
      yield ['line', ...sums, ...place, line, file.lines[line - 1], undefined];
    }
  }
}
