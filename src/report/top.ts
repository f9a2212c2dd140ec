import { entryNames } from '../analysis/entries.ts';
import { shownCum, shownFlat } from '../analysis/entry-values.ts';
import { type InlineMark, inlineMarks, type TrimmedEntries } from '../analysis/trim.ts';
import { padLeft } from '../base/byte-text.ts';
import { add, type Int64 } from '../base/int64.ts';
import { footnoteLines } from './footnotes.ts';
import { reportHeader } from './header.ts';
import type { Line, Span } from './line.ts';
import { mineColumn } from './mine-column.ts';
import type { Report } from './report.ts';
import { type ReportRequest, trimmedEntries } from './request.ts';
import { shareLabel, shareOf, type UnitChoice, type ValueLabels, valueLabel, withCommonUnit } from './value-labels.ts';

export const textReport: Report = {
  name: 'text',
  summary: 'List the entries with the largest values, one a line.',
  argument: 'none',
  defaults: { nodeCount: 0 },
  write: writeTop,
};

export const topReport: Report = { ...textReport, name: 'top', summary: 'List the entries with the largest values.' };

/** One line per entry; `sum%` is the share of all flat values down to that line. */
function* writeTop(request: ReportRequest): Generator<Line> {
  const trimmed = trimmedEntries(request);
  const labels = commonLabels(request, trimmed);
  const marks = inlineMarks(trimmed);
  yield* reportHeader(request, labels, trimmed);
  const mine = mineColumn(request, trimmed);
  yield [heading(`      flat  flat%   sum%        cum   cum%${mine.title}`)];
  let sum: Int64 = 0;
  for (const entry of trimmed.shown) {
    sum = add(sum, shownFlat(trimmed.values, entry));
    const columns = valueColumns(labels, trimmed, entry, sum);
    yield [...columns, '  ', ...nameAndMark(trimmed, entry, marks(entry)), ...mine.cells(entry)];
  }
  yield* footnoteLines(request, labels, trimmed);
}

/** The labels of a report whose values all share a unit. */
export function commonLabels(
  { labels, valueType }: ReportRequest,
  { shown, values }: Pick<TrimmedEntries, 'shown' | 'values'>,
  choice?: UnitChoice,
): ValueLabels {
  return withCommonUnit(labels, valueType, smallValues(), choice);
  function* smallValues(): Generator<Int64> {
    for (const entry of shown) {
      const flat = shownFlat(values, entry);
      yield flat === 0 ? shownCum(values, entry) : flat;
    }
  }
}

/** Flat, its share, the share of the sum so far, cum and its share. */
export function valueColumns(
  labels: ValueLabels,
  { values }: TrimmedEntries,
  entry: number,
  sum: Int64,
): (string | Span)[] {
  const flat = shownFlat(values, entry);
  const cum = shownCum(values, entry);
  return [
    value(labels, flat, `${padLeft(valueLabel(labels, flat), 10)} ${shareLabel(labels, flat)}`),
    ' ',
    faint(shareLabel(labels, sum)),
    ' ',
    value(labels, cum, `${padLeft(valueLabel(labels, cum), 10)} ${shareLabel(labels, cum)}`),
  ];
}

function nameAndMark({ table }: TrimmedEntries, entry: number, mark: InlineMark): (string | Span)[] {
  const name: Span = { text: entryNames(table)[entry], role: 'name' };
  return mark === '' ? [name] : [name, faint(mark)];
}

export function heading(text: string): Span {
  return { text, role: 'heading' };
}

export function faint(text: string): Span {
  return { text, role: 'faint' };
}

export function value(labels: ValueLabels, amount: Int64, text: string): Span {
  return { text, role: 'value', share: shareOf(labels, amount) };
}
