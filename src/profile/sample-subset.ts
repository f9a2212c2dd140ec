import { pick } from '../base/int64.ts';
import { asColumn, type Column, type LabelTable, type Profile, type SampleTable } from './tables.ts';

/** The profile with some of its samples, in the order given. All other tables are shared. */
export function keepSamples(profile: Profile, rows: Int32Array): Profile {
  const { samples } = profile;
  if (rows.length === samples.length) return profile;
  return {
    ...profile,
    samples: {
      length: rows.length,
      stackStart: picked(samples.stackStart, rows),
      stackEnd: picked(samples.stackEnd, rows),
      values: samples.values.map((column) => pick(column, rows)),
      labelStart: picked(samples.labelStart, rows),
      labelEnd: picked(samples.labelEnd, rows),
    },
  };
}

function picked(column: Uint32Array, rows: Int32Array): Uint32Array {
  const values = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]];
  return values;
}

/** The positions at which a test holds. */
export function rowsWhere(length: number, test: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (test(row)) rows[count++] = row;
  return rows.subarray(0, count);
}

/** The profile with only the labels that a test holds for. */
export function keepLabels(profile: Profile, test: (label: number) => boolean): Profile {
  const { samples, labels } = profile;
  const kept: number[] = [];
  const labelStart = new Uint32Array(samples.length);
  const labelEnd = new Uint32Array(samples.length);
  for (let sample = 0; sample < samples.length; sample++) {
    labelStart[sample] = kept.length;
    for (let label = samples.labelStart[sample]; label < samples.labelEnd[sample]; label++) {
      if (test(label)) kept.push(label);
    }
    labelEnd[sample] = kept.length;
  }
  return {
    ...profile,
    labels: labelRows(labels, kept),
    samples: { ...samples, labelStart, labelEnd } satisfies SampleTable,
  };
}

function labelRows(labels: LabelTable, kept: readonly number[]): LabelTable {
  const rows = Int32Array.from(kept);
  return {
    length: rows.length,
    key: columnRows(labels.key, rows),
    text: columnRows(labels.text, rows),
    number: pick(labels.number, rows),
    unit: columnRows(labels.unit, rows),
  };
}

/** The rows of a column of indexes at the given positions. */
export function columnRows<Value extends number>(column: Column<Value>, rows: Int32Array): Column<Value> {
  return asColumn(rows.map((row) => column[row]));
}
