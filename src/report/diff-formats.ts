/** A diff in the formats for programs, spreadsheets and documents. */
import { unreachable } from '../base/errors.ts';
import { packageCell, shareCell } from './data/entry-cells.ts';
import type { Column, Table } from './data/table.ts';
import { type ComparedSide, type DiffModel, diffHeader } from './diff.ts';
import { roundedShare } from './formats/cell-text.ts';
import { csvLines } from './formats/csv.ts';
import type { Format } from './formats/format.ts';
import { jsonObject, SCHEMA } from './formats/json.ts';
import type { JsonValue } from './formats/json-text.ts';
import { markdownLines } from './formats/markdown.ts';
import { utcText } from './formats/utc-text.ts';
import type { HeapPair } from './heap-pair.ts';
import type { ReportBody } from './report.ts';

/** The columns of the text in its order, then what only programs ask for. Values are in the finer unit of both profiles. */
export const DIFF_COLUMNS = [
  { name: 'before', kind: 'value', meaning: 'what it used before, scaled where that is asked for' },
  { name: 'after', kind: 'value', meaning: 'what it uses after' },
  { name: 'change', kind: 'value', meaning: '`after` minus `before`' },
  { name: 'change_share', kind: 'share', meaning: '`change` as a share of the total before' },
  {
    name: 'presence',
    kind: 'word',
    meaning: '`new` where only the profile after has it, `gone` where only the one before',
  },
  { name: 'name', kind: 'text', meaning: 'the entry as reports print it' },
  { name: 'package', kind: 'text', meaning: 'what its name has in front of its own part', isDetail: true },
] as const satisfies readonly Column[];

export function writeFormattedDiff(model: DiffModel, format: Format): ReportBody {
  const tables = [changesTable(model)];
  switch (format) {
    case 'json':
      return jsonObject(jsonHead(model), tables);
    case 'csv':
      return csvLines({ tables });
    case 'markdown':
      return markdownLines({ header: diffHeader(model), labels: model.labels, hidden: undefined, tables });
    default:
      return unreachable(format);
  }
}

function changesTable({ diff, rows, labels }: DiffModel): Table {
  const { before, after, change, isNew, isGone, names } = diff;
  const cells = Array.from(rows, (row) => [
    before[row],
    after[row],
    change[row],
    shareCell(change[row], labels.total),
    isNew[row] === 1 ? 'new' : isGone[row] === 1 ? 'gone' : undefined,
    names[row],
    packageCell(names[row]),
  ]);
  return { name: 'changes', columns: DIFF_COLUMNS, rows: cells };
}

function jsonHead(model: DiffModel): Readonly<Record<string, JsonValue>> {
  const { comparison, measure, labels, hiddenCount, hiddenShare } = model;
  const { before, after, isNormalized } = comparison;
  return {
    schema: SCHEMA,
    report: 'diff',
    before: sideValue(before),
    after: sideValue(after),
    value_type: { type: labels.type, unit: labels.unit },
    measure,
    normalized: isNormalized,
    filters: after.request.activeFilters,
    hidden: { entries: hiddenCount, change_share: roundedShare(hiddenShare) },
    ...(model.heap && { heap: heapValue(model.heap) }),
  };
}

/** What only heap profiles tell. */
function heapValue({ nanosBetween, changePerHour, counterpart, isStale, notes }: HeapPair): JsonValue {
  return {
    nanos_between: nanosBetween,
    change_per_hour: changePerHour,
    counterpart: counterpart && {
      type: counterpart.valueType.type,
      unit: counterpart.valueType.unit,
      before: counterpart.before,
      after: counterpart.after,
      change: counterpart.change,
      change_per_hour: counterpart.changePerHour,
    },
    stale: isStale,
    notes,
  };
}

/** A profile of a diff; its total is not scaled. */
function sideValue({ name, request: { profile }, total }: ComparedSide): JsonValue {
  return {
    profile: name,
    time: profile.timeNanos === 0n ? undefined : utcText(profile.timeNanos),
    duration_nanos: profile.durationNanos === 0n ? undefined : profile.durationNanos,
    total,
  };
}
