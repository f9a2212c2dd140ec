/**
 * A profile in memory: tables of columns. A table is a readonly object of equally long columns, a position in it is an
 * index, and file ids end in the decoder. Everything here is plain data, so a profile can be sent between threads.
 *
 *   samples ──stackStart/End──▶ locations of stacks ──▶ locations ──lineStart/End──▶ lines ──▶ functions ──▶ strings
 *      └──────labelStart/End──▶ labels                      └────▶ mappings
 */
import type { Int64Column } from '../base/int64.ts';

declare const table: unique symbol;
/** A position in one table; the type parameter names the table. At run time a plain integer. */
export type Index<Table extends string> = number & { readonly [table]: Table };
export type StringIndex = Index<'string'>;
export type MappingIndex = Index<'mapping'>;
export type FunctionIndex = Index<'function'>;
export type LineIndex = Index<'line'>;
export type LocationIndex = Index<'location'>;

/** Stands where an index could be: the mapping of a synthetic location, the text of a numeric label. */
export const NONE = -1;

/** A column of indexes into another table: an Int32Array at run time. Only builders cast to it. */
export interface Column<Value extends number> {
  readonly length: number;
  readonly [index: number]: Value;
}

/** The one place where a plain array of indexes gets its type. */
export function asColumn<Value extends number>(indexes: Int32Array): Column<Value> {
  return indexes as unknown as Column<Value>;
}

/** What one column of sample values counts, and its unit: cpu/nanoseconds, inuse_space/bytes. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** A loaded binary. `mappings[0]` is the main one. */
export interface Mapping {
  readonly id: bigint;
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly file: string;
  readonly buildId: string;
  readonly hasFunctions: boolean;
  readonly hasFilenames: boolean;
  readonly hasLineNumbers: boolean;
  readonly hasInlineFrames: boolean;
}

/** The texts of a profile as the file has them: UTF-8 bytes, made into strings when asked for. Equal texts share an index. */
export interface StringTable {
  readonly length: number;
  readonly bytes: Uint8Array;
  /** Where each text begins; one more entry than texts, so `start[i + 1]` is its end. */
  readonly start: Float64Array;
}

export interface FunctionTable {
  readonly length: number;
  /** The id in the file; files that are made from the profile keep it. */
  readonly id: BigUint64Array;
  readonly name: Column<StringIndex>;
  /** The linker's name, where it differs from the readable one. */
  readonly systemName: Column<StringIndex>;
  readonly fileName: Column<StringIndex>;
  /** 0 where it is not known. */
  readonly startLine: Float64Array;
}

/** The frames of locations: a location with inlined calls has several, innermost callee first. */
export interface LineTable {
  readonly length: number;
  readonly function: Column<FunctionIndex>;
  readonly line: Float64Array;
  readonly column: Float64Array;
}

export interface LocationTable {
  readonly length: number;
  /** The id in the file; `raw` shows it. */
  readonly id: BigUint64Array;
  readonly mapping: Column<MappingIndex | typeof NONE>;
  readonly address: BigUint64Array;
  readonly isFolded: Uint8Array;
  /** The location's rows of the line table, the last being the function that was not inlined. None: unsymbolized. */
  readonly lineStart: Column<LineIndex>;
  readonly lineEnd: Column<LineIndex>;
}

/** A label is a key with a text or a number. */
export interface LabelTable {
  readonly length: number;
  readonly key: Column<StringIndex>;
  /** NONE for a numeric label. */
  readonly text: Column<StringIndex | typeof NONE>;
  /** 0 for a text label. */
  readonly number: Int64Column;
  /** The empty string where the number has no unit of its own. */
  readonly unit: Column<StringIndex>;
}

export interface SampleTable {
  readonly length: number;
  /** A sample's stack is `stacks[stackStart]` (the leaf) up to but not including `stacks[stackEnd]`. May be empty. */
  readonly stackStart: Uint32Array;
  readonly stackEnd: Uint32Array;
  /** One column per value type, in the order of `Profile.valueTypes`. */
  readonly values: readonly Int64Column[];
  readonly labelStart: Uint32Array;
  readonly labelEnd: Uint32Array;
}

export interface Profile {
  readonly valueTypes: readonly ValueType[];
  /** The type of the value column to show when nobody asks for another; may be empty or name none. */
  readonly defaultValueType: string;
  readonly samples: SampleTable;
  /** The stacks of all samples behind each other, leaf first. */
  readonly stacks: Column<LocationIndex>;
  readonly labels: LabelTable;
  readonly locations: LocationTable;
  readonly lines: LineTable;
  readonly functions: FunctionTable;
  readonly mappings: readonly Mapping[];
  readonly strings: StringTable;
  readonly periodType: ValueType;
  readonly period: bigint;
  /** Nanoseconds since 1970 in UTC; 0 where unknown. */
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly comments: readonly string[];
  readonly docUrl: string;
  /** Patterns of function names to prune from stacks, and of names to keep all the same; empty when there is none. */
  readonly dropFrames: string;
  readonly keepFrames: string;
}
