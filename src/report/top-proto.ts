import type { Entry } from '../analysis/entries.ts';
import { type EntryValues, shownCum, shownFlat } from '../analysis/entry-values.ts';
import type { TrimmedEntries } from '../analysis/trim.ts';
import { GrowingInt64 } from '../base/growing.ts';
import type { Int64Column } from '../base/int64.ts';
import { encodeProfile } from '../profile/pprof/encode.ts';
import { gzipProfile } from '../profile/pprof/gzip.ts';
import { appendTexts } from '../profile/strings.ts';
import { asColumn, NONE, type Profile, type StringIndex, type StringTable } from '../profile/tables.ts';
import type { Report } from './report.ts';
import { trimmedEntries } from './request.ts';
import { commonLabels } from './top.ts';
import { type ValueLabels, wholeValue } from './value-labels.ts';

export const topProtoReport: Report = {
  name: 'topproto',
  summary: 'Write the entries with the largest values as a profile: gzip-compressed profile.proto.',
  argument: 'none',
  defaults: { nodeCount: 0 },
  document: { extension: 'pb.gz' },
  write(request) {
    const trimmed = trimmedEntries(request);
    const labels = commonLabels(request, trimmed);
    return [gzipProfile(encodeProfile(topProfile(request.profile, trimmed, labels)))];
  },
};

/** A profile with one sample per entry, whose stack is the entry alone and whose values are cum and flat. */
function topProfile(of: Profile, { table, values, shown }: TrimmedEntries, labels: ValueLabels): Profile {
  const count = shown.length;
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  const rowEnds = rows.map((row) => row + 1);
  const none = new Uint32Array(count);
  const shownEntries = Array.from(shown, (entry) => table.entries[entry]);
  const { functionOf, ...functionTables } = functionsOf(shownEntries);
  const valueType = (type: string) => ({ type, unit: labels.shownUnit });
  return {
    ...functionTables,
    valueTypes: [valueType('cum'), valueType('flat')],
    defaultValueType: '',
    samples: {
      length: count,
      stackStart: Uint32Array.from(rows),
      stackEnd: Uint32Array.from(rowEnds),
      values: [shownCum, shownFlat].map((shownValue) => valueColumn(values, shown, labels, shownValue)),
      labelStart: none,
      labelEnd: none,
    },
    stacks: asColumn(rows),
    locations: {
      length: count,
      id: BigUint64Array.from(rowEnds, BigInt),
      mapping: asColumn(rows.map(() => NONE)),
      address: BigUint64Array.from(shownEntries, ({ address }) => address),
      isFolded: new Uint8Array(count),
      lineStart: asColumn(rows),
      lineEnd: asColumn(rowEnds),
    },
    lines: {
      length: count,
      function: asColumn(functionOf),
      line: Float64Array.from(shownEntries, ({ line }) => line),
      column: Float64Array.from(shownEntries, ({ column }) => column),
    },
    labels: {
      length: 0,
      key: asColumn(new Int32Array(0)),
      text: asColumn(new Int32Array(0)),
      number: new Float64Array(0),
      unit: asColumn(new Int32Array(0)),
    },
    mappings: [],
    periodType: of.periodType,
    period: of.period,
    timeNanos: of.timeNanos,
    durationNanos: of.durationNanos,
    comments: [],
    docUrl: '',
    dropFrames: '',
    keepFrames: '',
  };
}

function valueColumn(
  values: EntryValues,
  entries: Int32Array,
  labels: ValueLabels,
  shownValue: typeof shownCum,
): Int64Column {
  const column = new GrowingInt64();
  for (const entry of entries) column.push(wholeValue(labels, shownValue(values, entry)));
  return column.finish();
}

const NO_TEXTS: StringTable = { length: 1, bytes: new Uint8Array(0), start: Float64Array.of(0, 0) };

/** The functions of entries, each once, and which of them every entry is in. Binaries do not tell functions apart. */
function functionsOf(
  entries: readonly Entry[],
): Pick<Profile, 'functions' | 'strings'> & { readonly functionOf: Int32Array } {
  const first: Entry[] = [];
  const known = new Map<string, number>();
  const functionOf = Int32Array.from(entries, (entry) => {
    const key = JSON.stringify([entry.functionName, entry.file, entry.startLine]);
    const index = known.get(key) ?? first.push(entry) - 1;
    known.set(key, index);
    return index;
  });
  const { strings, indexes } = appendTexts(
    NO_TEXTS,
    first.flatMap(({ functionName, file }) => [functionName, file]),
  );
  const texts = Int32Array.from(indexes);
  const columnOf = (place: 0 | 1) => asColumn<StringIndex>(Int32Array.from(first, (_, fn) => texts[2 * fn + place]));
  return {
    functionOf,
    strings,
    functions: {
      length: first.length,
      id: BigUint64Array.from(first, (_, fn) => BigInt(fn + 1)),
      name: columnOf(0),
      systemName: asColumn(new Int32Array(first.length)),
      fileName: columnOf(1),
      startLine: Float64Array.from(first, ({ startLine }) => startLine),
    },
  };
}
