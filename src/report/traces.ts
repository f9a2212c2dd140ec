import { entryNames } from '../analysis/entries.ts';
import { compareText, padLeft } from '../base/byte-text.ts';
import { at, divide, type Int64 } from '../base/int64.ts';
import { labelsOf } from '../profile/labels.ts';
import { scaledLabel } from '../profile/units.ts';
import { profileHeader } from './header.ts';
import type { Line } from './line.ts';
import type { Report } from './report.ts';
import { entryQuestion, type ReportRequest } from './request.ts';
import { faint, value } from './top.ts';
import { valueLabel } from './value-labels.ts';

export const tracesReport: Report = {
  name: 'traces',
  summary: 'Print every sample: its labels, its value and its stack.',
  argument: 'none',
  defaults: { keepsPaths: true },
  write: writeTraces,
};

const SEPARATOR = `${'-'.repeat(11)}+${'-'.repeat(55)}`;

/** Samples in the order of the file, leaf first. Values are scaled each on its own. */
export function* writeTraces(request: ReportRequest): Generator<Line> {
  const { profile, labels, host, labelUnits } = request;
  const { table } = entryQuestion(request);
  const { samples, stacks } = profile;
  const names = entryNames(table);
  yield* profileHeader(profile, labels, host.timeZone);
  for (let sample = 0; sample < samples.length; sample++) {
    if (samples.stackStart[sample] === samples.stackEnd[sample]) continue;
    yield [faint(SEPARATOR)];
    const { texts, numbers } = labelsOf(profile, sample);
    const labelLine = (key: string, words: readonly string[]) => `${padLeft(key, 10)}:  ${words.join(' ')}`;
    yield* Array.from(texts, ([key, words]) => labelLine(key, words)).sort(compareText);
    yield* Array.from(numbers, ([key, values]) => {
      const unit = labelUnits.units.get(key) ?? key;
      return labelLine(
        key,
        values.map((number) => scaledLabel(number.value, unit, 'auto')),
      );
    }).sort(compareText);

    const amount = sampleValue(request, sample);
    let isLeaf = true;
    for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
      const location = stacks[depth];
      const outermost = table.frameStart[location + 1] - 1;
      for (let frame = table.frameStart[location]; frame <= outermost; frame++) {
        const column = isLeaf ? value(labels, amount, padLeft(valueLabel(labels, amount), 10)) : ' '.repeat(10);
        isLeaf = false;
        const name = names[table.frames[frame]];
        yield [column, '   ', { text: name, role: 'name' }, frame === outermost ? '' : faint(' (inline)')];
      }
    }
  }
  yield [faint(SEPARATOR)];
}

/** What a sample counts: divided, for a mean. */
export function sampleValue({ shownValues: { column, divisor } }: ReportRequest, sample: number): Int64 {
  const amount = at(column, sample);
  const count = divisor === undefined ? 0 : at(divisor, sample);
  return count === 0 ? amount : divide(amount, count);
}
