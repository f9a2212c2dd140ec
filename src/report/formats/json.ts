/** A report as one JSON object: what it is about, then its tables, a row a line. README.md describes the schema. */
import type { Int64 } from '../../base/int64.ts';
import { memoizeByIdentity } from '../../base/memoize.ts';
import { shareCell } from '../data/entry-cells.ts';
import type { Cell, Column, Hidden, HiddenEntries, LabelCell, NameList, ReportData, Table } from '../data/table.ts';
import { DEFAULT_OPTIONS, OPTIONS, type OptionName } from '../options.ts';
import type { Report } from '../report.ts';
import { type ReportRequest, withDefaults } from '../request.ts';
import { roundedShare } from './cell-text.ts';
import { isObject, type JsonValue, jsonString, jsonValue } from './json-text.ts';
import { utcText } from './utc-text.ts';

/** Changes when what is there already gets another meaning or goes away; not when something is added. */
export const SCHEMA = 'pprof-shell/1';

/** A report as README.md describes it. */
export function* jsonLines(report: Report, request: ReportRequest, data: ReportData): Generator<string> {
  const head: Record<string, JsonValue> = {
    schema: SCHEMA,
    report: report.name,
    argument: request.pattern?.source,
    profile: profileValue(request),
    options: changedOptions(report, request),
    filters: request.activeFilters,
    hidden: data.hidden && hiddenValue(data.hidden, request.labels.total),
  };
  yield* jsonObject(head, data.tables);
}

/** One object: the members of `head`, then tables under their names, a row a line. There is a table at least. */
export function* jsonObject(head: Readonly<Record<string, JsonValue>>, tables: readonly Table[]): Generator<string> {
  yield '{';
  for (const [key, value] of Object.entries(head)) yield* memberLines(key, value);
  for (const [i, table] of tables.entries()) yield* tableLines(table, i === tables.length - 1);
  yield '}';
}

/** A member of the head; an object has its own members a line each. */
function* memberLines(key: string, value: JsonValue): Generator<string> {
  const members = isObject(value) ? Object.entries(value) : [];
  if (members.length === 0) {
    yield `  ${jsonString(key)}: ${jsonValue(value)},`;
    return;
  }
  yield `  ${jsonString(key)}: {`;
  for (const [i, [name, member]] of members.entries()) {
    yield `    ${jsonString(name)}: ${jsonValue(member)}${i === members.length - 1 ? '' : ','}`;
  }
  yield '  },';
}

function profileValue({ profile, labels, valueType }: ReportRequest): JsonValue {
  const main = profile.mappings.at(0);
  const typeValue = ({ type, unit }: typeof valueType) => ({ type, unit });
  return {
    file: main?.file ?? '',
    build_id: main?.buildId ?? '',
    comments: profile.comments,
    doc_url: profile.docUrl,
    time: profile.timeNanos === 0n ? undefined : utcText(profile.timeNanos),
    duration_nanos: profile.durationNanos === 0n ? undefined : profile.durationNanos,
    value_type: { type: labels.type, unit: labels.unit },
    value_types: profile.valueTypes.map(typeValue),
    total: labels.total,
  };
}

/** The options in effect that are not the report's own. Where it writes to is nobody's business. */
function changedOptions({ defaults }: Report, { options }: ReportRequest): JsonValue {
  const usual = withDefaults(DEFAULT_OPTIONS, defaults);
  const names = Object.keys(OPTIONS).filter((name) => name !== 'output') as OptionName[];
  return Object.fromEntries(names.filter((name) => options[name] !== usual[name]).map((name) => [name, options[name]]));
}

function hiddenValue({ small, surplus, lightCalls }: Hidden, total: Int64): JsonValue {
  const entries = ({ count, flat }: HiddenEntries) => {
    const share = shareCell(flat, total);
    return { entries: count, flat, flat_share: share && roundedShare(share) };
  };
  return {
    below_nodefraction: entries(small),
    behind_nodecount: entries(surplus),
    below_edgefraction: lightCalls === undefined ? undefined : { calls: lightCalls },
  };
}

function* tableLines({ name, columns, rows }: Table, isLast: boolean): Generator<string> {
  yield `  ${jsonString(name)}: [`;
  const keys = columns.map((column, i) => `${i === 0 ? '' : ','}${jsonString(column.name)}:`);
  const write = columns.map(cellWriter);
  let line: string | undefined;
  for (const row of rows) {
    if (line !== undefined) yield `${line},`;
    line = '    {';
    for (let i = 0; i < write.length; i++) line += keys[i] + write[i](row[i]);
    line += '}';
  }
  if (line !== undefined) yield line;
  yield isLast ? '  ]' : '  ],';
}

type WriteCell = (cell: Cell) => string;

function cellWriter({ kind }: Column): WriteCell {
  const write = CELL_WRITERS[kind];
  return (cell) => (cell === undefined ? 'null' : write(cell));
}

const CELL_WRITERS: Readonly<Record<Column['kind'], WriteCell>> = {
  word: (cell) => jsonString(cell as string),
  text: (cell) => jsonString(cell as string),
  address: (cell) => jsonString(cell as string),
  integer: String,
  value: String,
  share: (cell) => String(roundedShare(cell as number)),
  boolean: String,
  integers: (cell) => `[${(cell as readonly Int64[]).join(',')}]`,
  names: (cell) => namesText(cell as NameList),
  labels: (cell) => `[${(cell as readonly LabelCell[]).map(labelText).join(',')}]`,
};

/** Names in their quotes: stacks have the same few again and again. */
const quotedNames = memoizeByIdentity((names: readonly string[]) => new Array<string | undefined>(names.length));

function namesText({ names, indexes }: NameList): string {
  const quoted = quotedNames(names);
  let text = '[';
  for (let i = 0; i < indexes.length; i++) {
    const index = indexes[i];
    const name = quoted[index] ?? jsonString(names[index]);
    quoted[index] = name;
    text += i === 0 ? name : `,${name}`;
  }
  return `${text}]`;
}

function labelText(label: LabelCell): string {
  const key = jsonString(label.key);
  if ('text' in label) return `{"key":${key},"text":${jsonString(label.text)}}`;
  return `{"key":${key},"number":${label.number},"unit":${jsonString(label.unit)}}`;
}
