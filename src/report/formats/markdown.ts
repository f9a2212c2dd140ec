/**
 * A report as Markdown of GitHub's kind, for people: values with their units and shares in percent, as the text report
 * has them. Listings are blocks of code.
 */
import type { Int64 } from '../../base/int64.ts';
import { safeText } from '../../base/safe-text.ts';
import { percentage } from '../../profile/units.ts';
import type { Cell, Column, ReportData, Table } from '../data/table.ts';
import { type Line, plainText } from '../line.ts';
import { type ValueLabels, valueLabel } from '../value-labels.ts';
import { cellText } from './cell-text.ts';

export function* markdownLines({ header, tables, labels, listing }: ReportData): Generator<string> {
  if (listing !== undefined) {
    yield* codeBlock(listing);
    return;
  }
  yield* paragraph(header);
  for (const [i, table] of tables.entries()) {
    if (i > 0) yield '';
    if (tables.length > 1) yield* [`**${table.name}**`, ''];
    yield* tableLines(table, labels);
  }
}

const FENCE = '```';
/** What would end the block. Only a fence may stand on such a line. */
const CLOSING = /^ {0,3}`{3,}[ \t]*$/;

function* codeBlock(lines: Iterable<Line>): Generator<string> {
  yield FENCE;
  for (const line of lines) {
    const text = safeText(plainText(line));
    yield CLOSING.test(text) ? `    ${text}` : text;
  }
  yield FENCE;
}

/** Lines that stay lines, with an empty one behind them. */
function* paragraph(lines: Iterable<string>): Generator<string> {
  let before: string | undefined;
  for (const line of lines) {
    const text = escapedText(line.trim());
    // An empty line would end the paragraph.
    if (text === '') continue;
    if (before !== undefined) yield `${before}\\`;
    before = text;
  }
  if (before !== undefined) yield* [before, ''];
}

/** Text without a meaning in Markdown. */
function escapedText(text: string): string {
  return safeText(text)
    .replace(/[\\`*_[\]|~]|[<&](?=[\w/!?#])/g, '\\$&')
    .replace(/^(\d*)([-+=#>.)])/, '$1\\$2');
}

function* tableLines({ columns, rows }: Table, labels: ValueLabels): Generator<string> {
  const shown = columns.map((column, i) => ({ column, i })).filter(({ column }) => column.isDetail !== true);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  yield line(shown.map(({ column }) => headingOf(column)));
  yield line(shown.map(({ column }) => (NUMERIC.has(column.kind) ? '---:' : '---')));
  for (const row of rows) yield line(shown.map(({ column, i }) => cellMarkdown(row[i], column, labels)));
}

const NUMERIC: ReadonlySet<Column['kind']> = new Set(['integer', 'value', 'share']);

/** A share is told from its value as the text report does. */
function headingOf({ name, kind }: Column): string {
  return kind === 'share' ? `${name.replace(/_share$/, '')}%` : name.replaceAll('_', ' ');
}

function cellMarkdown(cell: Cell, column: Column, labels: ValueLabels): string {
  if (cell === undefined) return '';
  switch (column.kind) {
    case 'value':
      return valueLabel(labels, cell as Int64);
    case 'share':
      return percentage(cell as number, 1).trim();
    case 'boolean':
      return cell === true ? 'yes' : '';
    case 'word':
    case 'integer':
    case 'address':
      return cellText(cell, column);
    default:
      return codeSpan(safeText(cellText(cell, column)).replaceAll('\t', ' '));
  }
}

/** What the backticks of a code span cannot hold in a table: themselves, pipes, and blanks at the ends. */
const UNSPANNABLE = /[`|\\]|^\s|\s$/;

/** Text that is shown as it is. */
function codeSpan(text: string): string {
  if (text === '') return '';
  if (!UNSPANNABLE.test(text)) return `\`${text}\``;
  return `<code>${text.replace(/[^\p{L}\p{N} .,:;/()-]/gu, (char) => `&#${char.codePointAt(0)};`)}</code>`;
}
