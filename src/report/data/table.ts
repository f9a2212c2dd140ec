/**
 * Reports as data: tables of cells. What a report writes as text for people it also has as rows, in the same order; the
 * formats are written from these and know nothing about reports.
 */
import type { Int64 } from '../../base/int64.ts';
import type { Line } from '../line.ts';
import type { ValueLabels } from '../value-labels.ts';

/**
 * What the cells of a column are:
 *
 * - `word`: one of a few words of ours
 * - `text`: text from the profile or the machine
 * - `address`: an address, written `0x47e3c0`
 * - `integer`: a whole number
 * - `value`: an int64 in the unit of the sample type, not divided and not rounded
 * - `share`: a fraction, mostly of the report's total: 0.25 is a quarter
 * - `boolean`
 * - `integers`: a list of whole numbers
 * - `names`: a list of names
 * - `labels`: a list of labels
 */
export type ColumnKind =
  | 'word'
  | 'text'
  | 'address'
  | 'integer'
  | 'value'
  | 'share'
  | 'boolean'
  | 'integers'
  | 'names'
  | 'labels';

export interface Column {
  /** The key in JSON, and the head of the column elsewhere. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** What it means, for the documentation. */
  readonly meaning: string;
  /** Part of what another column says already, so that only programs need it. */
  readonly isDetail?: boolean;
}

/** Some of many names: without a copy of any, as stacks are long and share theirs. */
export interface NameList {
  readonly names: readonly string[];
  readonly indexes: readonly number[];
}

/** A label of a sample; the unit of a number may be empty. */
export type LabelCell =
  | { readonly key: string; readonly text: string }
  | { readonly key: string; readonly number: Int64; readonly unit: string };

/** A cell: what the kind of its column says, undefined where the row has nothing to say there. */
export type Cell = string | Int64 | boolean | NameList | readonly Int64[] | readonly LabelCell[] | undefined;

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Made as they are asked for, once. */
  readonly rows: Iterable<readonly Cell[]>;
}

/** Entries that are not in a report, and what they use themselves. */
export interface HiddenEntries {
  readonly count: number;
  readonly flat: Int64;
}

/** What a report leaves out for being small. */
export interface Hidden {
  /** Too small for `nodefraction`. */
  readonly small: HiddenEntries;
  /** Large enough, but more than `nodecount`. */
  readonly surplus: HiddenEntries;
  /** How many calls are too light for `edgefraction`; undefined where the report has no calls. */
  readonly lightCalls: number | undefined;
}

export interface ReportData {
  /** The lines above the report, as its text has them. */
  readonly header: Iterable<string>;
  /** How people get to read its values. */
  readonly labels: ValueLabels;
  /** Undefined where a report never leaves anything out. */
  readonly hidden: Hidden | undefined;
  readonly tables: readonly Table[];
  /** The report as people read it, where that is a listing and no table. */
  readonly listing?: Iterable<Line>;
}
