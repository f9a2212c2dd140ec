import type { ReportRequest } from '../request.ts';
import { type TagSums, tagSums } from '../tags.ts';
import type { ValueLabels } from '../value-labels.ts';
import { shareCell } from './entry-cells.ts';
import type { Cell, Column, ReportData } from './table.ts';

const COLUMNS: readonly Column[] = [
  { name: 'row', kind: 'word', meaning: '`key` for all tags of a key together, `tag` for one of them' },
  { name: 'key', kind: 'text', meaning: 'the key' },
  { name: 'tag', kind: 'text', meaning: 'the tag; numbers as the text report prints them' },
  { name: 'value', kind: 'value', meaning: 'what the samples with it count' },
  { name: 'value_share', kind: 'share', meaning: '`value` as a share of the total' },
];

/** Of `tags`: a row per key, each followed by one for every tag. */
export function tagsData(request: ReportRequest): ReportData {
  const { labels } = request;
  return {
    header: [],
    labels,
    hidden: undefined,
    tables: [{ name: 'tags', columns: COLUMNS, rows: tagRows(tagSums(request), labels) }],
  };
}

function* tagRows(keys: readonly TagSums[], { total }: ValueLabels): Generator<readonly Cell[]> {
  for (const { key, total: ofKey, tags } of keys) {
    yield ['key', key, undefined, ofKey, shareCell(ofKey, total)];
    for (const { tag, amount } of tags) yield ['tag', key, tag, amount, shareCell(amount, total)];
  }
}
