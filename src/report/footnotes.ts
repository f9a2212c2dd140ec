import type { TrimmedEntries } from '../analysis/trim.ts';
import { hiddenEntries } from './data/hidden.ts';
import type { Line } from './line.ts';
import type { ReportRequest } from './request.ts';
import { shareLabel, type ValueLabels } from './value-labels.ts';

/**
 * What a report of entries leaves out, and which option brings it back: nobody has to guess whether all is there.
 *
 *     41 rows, 3.2%, below nodefraction; 12 rows, 10.11%, behind nodecount
 */
export function* footnoteLines(request: ReportRequest, labels: ValueLabels, trimmed: TrimmedEntries): Generator<Line> {
  if (!request.hasFootnotes) return;
  const { small, surplus } = hiddenEntries(request, trimmed);
  const parts = [
    { ...small, where: 'below nodefraction' },
    { ...surplus, where: 'behind nodecount' },
  ].filter(({ count }) => count > 0);
  if (parts.length === 0) return;
  const texts = parts.map(
    ({ count, flat, where }) =>
      `${count} ${count === 1 ? 'row' : 'rows'}, ${shareLabel(labels, flat).trim()}, ${where}`,
  );
  yield [{ text: texts.join('; '), role: 'faint' }];
}
