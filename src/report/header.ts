import { shownFlat } from '../analysis/entry-values.ts';
import type { TrimmedGraph } from '../analysis/graph.ts';
import type { TrimmedEntries } from '../analysis/trim.ts';
import { textOfBytes } from '../base/byte-text.ts';
import { abs, add, type Int64, truncate } from '../base/int64.ts';
import { baseName } from '../base/path-text.ts';
import { timeText } from '../base/time-text.ts';
import type { TimeZone } from '../base/time-zone.ts';
import type { Profile } from '../profile/tables.ts';
import { isTimeUnit, percentage, scale, scaledLabel } from '../profile/units.ts';
import type { ReportRequest } from './request.ts';
import { shareLabel, type ValueLabels, valueLabel } from './value-labels.ts';

/** The lines about the profile itself: binary, comments, type, time, duration. */
export function* profileHeader(profile: Profile, labels: ValueLabels, timeZone: TimeZone): Generator<string> {
  const main = profile.mappings.at(0);
  if (main !== undefined && main.file !== '') yield `File: ${baseName(main.file)}`;
  if (main !== undefined && main.buildId !== '') yield `Build ID: ${main.buildId}`;
  for (const comment of profile.comments) if (!comment.startsWith('#')) yield comment;
  if (labels.type !== '') yield `Type: ${labels.type}`;
  if (profile.docUrl !== '') yield `Doc: ${profile.docUrl}`;
  if (profile.timeNanos !== 0n) yield `Time: ${timeText(profile.timeNanos, timeZone)}`;
  if (profile.durationNanos !== 0n) {
    const duration = scaledLabel(profile.durationNanos, 'nanoseconds', 'auto');
    yield `Duration: ${duration}, Total samples = ${valueLabel(labels, labels.total)} ${busyShare(profile, labels)}`;
  }
}

/** How much of the duration the samples make up, where they count time. */
function busyShare({ durationNanos }: Profile, { total, unit }: ValueLabels): string {
  if (!isTimeUnit(unit)) return '';
  const nanos = truncate(scale(total, unit, 'nanoseconds').value);
  return nanos === 0 ? '' : `(${percentage(nanos, durationNanos)})`;
}

/** The lines above a report of entries: the profile, the filters, how much is shown and what was left out. */
export function* reportHeader(request: ReportRequest, labels: ValueLabels, trimmed: TrimmedEntries): Generator<string> {
  if (!request.options.compact_labels) yield* profileHeader(request.profile, labels, request.host.timeZone);
  yield* shownLines(request, labels, trimmed);
}

/** The lines in the legend of a graph. They always tell about the profile; the last of them begins with an empty line. */
export function* graphHeader(request: ReportRequest, labels: ValueLabels, graph: TrimmedGraph): Generator<string> {
  yield* profileHeader(request.profile, labels, request.host.timeZone);
  yield* shownLines(request, labels, graph);
  yield '\nSee https://git.io/JfYMW for how to read the graph';
}

type Trimmed = Pick<TrimmedEntries, 'shown' | 'values' | 'droppedCount' | 'remainingCount'> &
  Partial<Pick<TrimmedGraph, 'droppedEdgeCount'>>;

function* shownLines(
  { options, activeFilters }: ReportRequest,
  labels: ValueLabels,
  { shown, values, droppedCount, droppedEdgeCount = 0, remainingCount }: Trimmed,
): Generator<string> {
  yield* activeFilterLines(activeFilters);

  let shownSum: Int64 = 0;
  for (const row of shown) shownSum = add(shownSum, shownFlat(values, row));
  const share = shareLabel(labels, shownSum).trim();
  yield `Showing nodes accounting for ${valueLabel(labels, shownSum)}, ${share} of ${valueLabel(labels, labels.total)} total`;
  if (labels.total === 0) return;

  const cutoff = (fraction: number) => valueLabel(labels, abs(truncate(Number(labels.total) * fraction)));
  const dropped = (count: number, what: string) => `Dropped ${count} ${what}${count === 1 ? '' : 's'}`;
  if (droppedCount > 0) yield `${dropped(droppedCount, 'node')} (cum <= ${cutoff(options.nodefraction)})`;
  if (droppedEdgeCount > 0) yield `${dropped(droppedEdgeCount, 'edge')} (freq <= ${cutoff(options.edgefraction)})`;
  if (shown.length > 0 && shown.length < remainingCount) {
    yield `Showing top ${shown.length} nodes out of ${remainingCount}`;
  }
}

const LONGEST_FILTER_BYTES = 80;

function* activeFilterLines(filters: readonly string[]): Generator<string> {
  if (filters.length === 0) return;
  yield 'Active filters:';
  for (const filter of filters) {
    const bytes = Buffer.from(filter);
    yield `   ${bytes.length > LONGEST_FILTER_BYTES ? `${textOfBytes(bytes.subarray(0, LONGEST_FILTER_BYTES))}…` : filter}`;
  }
}
