import type { Routine } from '../../analysis/routines.ts';
import { askedRoutines, writeRoutines } from '../disasm.ts';
import type { ReportRequest } from '../request.ts';
import type { ValueLabels } from '../value-labels.ts';
import { addressText, known, SUM_COLUMNS, sumCells } from './entry-cells.ts';
import type { Cell, Column, ReportData } from './table.ts';

const COLUMNS: readonly Column[] = [
  { name: 'row', kind: 'word', meaning: '`routine` for all of a symbol, `instruction` for one of its instructions' },
  ...SUM_COLUMNS,
  { name: 'routine', kind: 'text', meaning: 'the symbol' },
  { name: 'address', kind: 'address', meaning: 'where it begins in the binary' },
  { name: 'instruction', kind: 'text', meaning: 'the instruction, in the words of the disassembler' },
  { name: 'function', kind: 'text', meaning: 'the function it comes from, where it was sampled' },
  { name: 'file', kind: 'text', meaning: 'the source file it comes from, without directory' },
  { name: 'line', kind: 'integer', meaning: 'the line it comes from' },
];

/** Of `disasm`: a row per symbol, each followed by one for every instruction. Tells which binaries are missing. */
export function disasmData(request: ReportRequest): ReportData {
  const { routines, missing, failure } = askedRoutines(request);
  for (const reason of missing) request.notify(reason);
  if (failure !== undefined) throw failure;
  return {
    header: [],
    labels: request.labels,
    hidden: undefined,
    tables: [{ name: 'instructions', columns: COLUMNS, rows: instructionRows(request.labels, routines) }],
    listing: writeRoutines(request, routines),
  };
}

function* instructionRows(labels: ValueLabels, routines: readonly Routine[]): Generator<readonly Cell[]> {
  for (const routine of routines) {
    const { name, start } = routine.symbol;
    yield [
      'routine',
      ...sumCells(labels, routine),
      name,
      addressText(start),
      ...[undefined, undefined, undefined, undefined],
    ];
    for (const row of routine.rows) {
      const { address, text } = row.instruction;
      const { functionName, file, line } = row.place;
      const place = [known(functionName), known(file), known(line)];
      yield ['instruction', ...sumCells(labels, row), name, addressText(address), text, ...place];
    }
  }
}
