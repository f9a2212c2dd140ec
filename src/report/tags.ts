import { codePoints, compareText, padLeft } from '../base/byte-text.ts';
import { abs, add, at, compare, type Int64 } from '../base/int64.ts';
import { alignTabs, holdsEscape } from '../base/tab-columns.ts';
import { labelsOf } from '../profile/labels.ts';
import { scaledLabel } from '../profile/units.ts';
import type { Line } from './line.ts';
import type { Report } from './report.ts';
import type { ReportRequest } from './request.ts';
import { faint, heading, value } from './top.ts';
import { shareLabel, valueLabel } from './value-labels.ts';

export const tagsReport: Report = {
  name: 'tags',
  summary: 'Sum the values up by tag: every key with its values.',
  argument: 'none',
  wordsSelect: 'labels',
  defaults: {},
  write: writeTags,
};

/** A key with what is written about it, not aligned yet. */
interface TagKey {
  readonly key: string;
  readonly total: string;
  readonly rows: readonly { readonly tag: string; readonly amount: Int64; readonly cell: string }[];
}

/** Keys in byte order; under each its values, the largest first. Columns are aligned per key. */
function* writeTags(request: ReportRequest): Generator<Line> {
  const keys = tagKeys(request);
  const isMisread = keys.some(({ key, rows }) => holdsEscape(key) || rows.some(({ tag }) => holdsEscape(tag)));
  if (isMisread) {
    yield* misalignedLines(keys);
    return;
  }
  for (const { key, total, rows } of keys) {
    const keyWidth = codePoints(key) + 2;
    const cellWidth = Math.max(...rows.map(({ cell }) => codePoints(cell))) + 1;
    yield [heading(padLeft(`${key}:`, keyWidth)), total];
    for (const { tag, amount, cell } of rows) {
      yield [' '.repeat(keyWidth), value(request.labels, amount, padLeft(cell, cellWidth)), ` ${tag}`];
    }
    yield [faint('')];
  }
}

function tagKeys(request: ReportRequest): TagKey[] {
  const { labels } = request;
  const share = (amount: Int64) => (labels.total > 0 ? ` (${shareLabel(labels, amount)})` : '');
  return tagSums(request).map(({ key, total, tags }) => ({
    key,
    total: ` Total ${valueLabel(labels, total)} of ${valueLabel(labels, labels.total)}${share(total)}`,
    rows: tags.map(({ tag, amount }) => ({ tag, amount, cell: `${valueLabel(labels, amount)}${share(amount)}:` })),
  }));
}

/** The values of a key's tags, the largest first, and all of them together. */
export interface TagSums {
  readonly key: string;
  readonly total: Int64;
  readonly tags: readonly { readonly tag: string; readonly amount: Int64 }[];
}

/** The values of the samples by tag. Keys are in byte order. */
export function tagSums(request: ReportRequest): TagSums[] {
  return Array.from(sumsByTag(request), ([key, sums]) => ({
    key,
    total: [...sums.values()].reduce((a, b) => add(a, b), 0 as Int64),
    tags: Array.from(sums, ([tag, amount]) => ({ tag, amount })).sort(
      (a, b) => compare(abs(b.amount), abs(a.amount)) || compareText(a.tag, b.tag),
    ),
  }));
}

/** The lines as pprof writes them where a text has a byte that switches its alignment off. */
function* misalignedLines(keys: readonly TagKey[]): Generator<string> {
  const text = keys.map(({ key, total, rows }) => {
    const lines = rows.map(({ tag, cell }) => ` \t${cell}\t ${tag}\n`);
    return `${key}:\t${total}\n${lines.join('')}\n`;
  });
  yield* alignTabs(text.join('')).slice(0, -1).split('\n');
}

/** The values of the samples per key and tag; numbers become text first. Keys are in byte order. */
function sumsByTag({ profile, shownValues, labelUnits, options }: ReportRequest): Map<string, Map<string, Int64>> {
  const sums = new Map<string, Map<string, Int64>>();
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const amount = at(shownValues.column, sample);
    const { texts, numbers } = labelsOf(profile, sample);
    for (const [key, tags] of texts) for (const tag of tags) addTo(sums, key, tag, amount);
    for (const [key, values] of numbers) {
      const unit = labelUnits.units.get(key) ?? key;
      for (const number of values) addTo(sums, key, scaledLabel(number.value, unit, options.unit), amount);
    }
  }
  return new Map([...sums].sort(([a], [b]) => compareText(a, b)));
}

function addTo(sums: Map<string, Map<string, Int64>>, key: string, tag: string, amount: Int64): void {
  let ofKey = sums.get(key);
  if (ofKey === undefined) {
    ofKey = new Map();
    sums.set(key, ofKey);
  }
  ofKey.set(tag, add(ofKey.get(tag) ?? 0, amount));
}
