/**
 * A report as one table of comma-separated values after RFC 4180, but with lines that end as Unix's do: a record is
 * always one line, as control characters are spelt out. A report with several tables has all their rows behind each
 * other, with a column `table` in front and the columns of all.
 */
import { safeText } from '../../base/safe-text.ts';
import type { Cell, Column, ReportData, Table } from '../data/table.ts';
import { cellText } from './cell-text.ts';

export function* csvLines({ tables }: Pick<ReportData, 'tables'>): Generator<string> {
  const hasSeveral = tables.length > 1;
  const names = [...new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  yield (hasSeveral ? ['table', ...names] : names).join(',');
  for (const table of tables) yield* rowLines(table, names, hasSeveral ? `${table.name},` : '');
}

function* rowLines({ columns, rows }: Table, names: readonly string[], prefix: string): Generator<string> {
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  for (const row of rows) {
    let line = prefix;
    for (const [i, place] of places.entries()) {
      if (i > 0) line += ',';
      if (place !== -1 && row[place] !== undefined) line += field(row[place], columns[place]);
    }
    yield line;
  }
}

function field(cell: Cell, column: Column): string {
  const text = cellText(cell, column);
  switch (column.kind) {
    case 'text':
      // Nothing at all is another thing, and a line of one empty field would be no record.
      return text === '' ? '""' : quoted(withoutFormula(safeText(text)));
    case 'names':
    case 'labels':
      return quoted(withoutFormula(safeText(text)));
    default:
      return text;
  }
}

/** Spreadsheets take these, and what looks like them, for the beginning of a formula, even behind blanks. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

/** Names come from programs that others wrote: an apostrophe in front keeps spreadsheets from running them. */
function withoutFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
