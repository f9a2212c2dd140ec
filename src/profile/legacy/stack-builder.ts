import { GrowingInt32, GrowingInt64 } from '../../base/growing.ts';
import type { Int64 } from '../../base/int64.ts';
import { appendTexts } from '../strings.ts';
import {
  asColumn,
  type LabelTable,
  type LineTable,
  type Mapping,
  NONE,
  type Profile,
  type SampleTable,
  type StringIndex,
  type StringTable,
  type ValueType,
} from '../tables.ts';
import type { Address } from './address.ts';
import type { FramesToDrop } from './frames-to-drop.ts';
import { textOfLatin1 } from './line-reader.ts';
import { mapAddresses, tidiedRanges } from './mappings.ts';
import type { MappedRange } from './memory-map.ts';

/** What a file says about the profile as a whole. */
export interface LegacyHeader {
  readonly valueTypes: readonly ValueType[];
  readonly periodType?: ValueType;
  readonly period?: Int64;
  readonly durationNanos?: Int64;
  readonly framesToDrop: FramesToDrop;
}

/** Names have one character per byte. */
export interface JavaFunction {
  readonly name: string;
  readonly file: string;
}

/** What code the addresses of a Java profile stand for. */
export interface JavaSymbols {
  readonly functions: readonly JavaFunction[];
  /** By location; those that the file does not explain are missing. */
  readonly frames: ReadonlyMap<number, { readonly function: number; readonly line: number }>;
}

const NO_TEXTS: StringTable = { length: 1, bytes: new Uint8Array(0), start: Float64Array.of(0, 0) };
const BLOCK_SIZE_LABEL = 'bytes';

/** Collects the samples of a legacy file, whose stacks are addresses, and makes a profile of them. */
export class StackBuilder {
  readonly #locations = new Map<Address, number>();
  readonly #stacks = new GrowingInt32();
  readonly #stackStarts = new GrowingInt32();
  readonly #stackEnds = new GrowingInt32();
  readonly #columns: readonly GrowingInt64[];
  readonly #blockSizes = new GrowingInt64();
  readonly #labelStarts = new GrowingInt32();
  readonly #labelEnds = new GrowingInt32();

  constructor(valueTypeCount: number) {
    this.#columns = Array.from({ length: valueTypeCount }, () => new GrowingInt64());
  }

  /** The location of an address, if a stack has had it. */
  locationAt(address: Address): number | undefined {
    return this.#locations.get(address);
  }

  /** The locations of a stack's addresses; new ones for addresses that are new. */
  locationsOf(addresses: readonly Address[]): number[] {
    return addresses.map((address) => {
      let location = this.#locations.get(address);
      if (location === undefined) {
        location = this.#locations.size;
        this.#locations.set(address, location);
      }
      return location;
    });
  }

  /** Adds a sample: one value per value type, its stack leaf first, and in heap profiles the size of its blocks. */
  addSample(values: readonly Int64[], locations: readonly number[], blockSize?: Int64): void {
    this.#stackStarts.push(this.#stacks.length);
    for (const location of locations) this.#stacks.push(location);
    this.#stackEnds.push(this.#stacks.length);
    this.#columns.forEach((column, type) => void column.push(values[type]));
    this.#labelStarts.push(this.#blockSizes.length);
    if (blockSize !== undefined) this.#blockSizes.push(blockSize);
    this.#labelEnds.push(this.#blockSizes.length);
  }

  get sampleCount(): number {
    return this.#stackEnds.length;
  }

  /** The profile. Those of Java lose their addresses, which mean nothing outside of the process. */
  finish(header: LegacyHeader, memoryMap: readonly MappedRange[], java?: JavaSymbols): Profile {
    const addresses = [...this.#locations.keys()];
    const { functions, frames }: JavaSymbols = java ?? { functions: [], frames: new Map() };
    const unexplained = addresses.map((address, location) => (frames.has(location) ? 0 : address));
    const { ranges, rangeOfAddress } = mapAddresses(tidiedRanges(memoryMap), unexplained);
    const { strings, indexes } = appendTexts(NO_TEXTS, [
      BLOCK_SIZE_LABEL,
      ...functions.map(({ name }) => textOfLatin1(name)),
      ...functions.map(({ file }) => textOfLatin1(file)),
    ]);
    const [blockSizeLabel, ...names] = indexes;
    const files = names.splice(functions.length);
    const { lines, lineStart, lineEnd } = lineTable(frames, addresses.length);
    const { valueTypes, period = 0, durationNanos = 0, framesToDrop } = header;
    return {
      valueTypes,
      defaultValueType: '',
      samples: this.#sampleTable(valueTypes.length),
      stacks: asColumn(this.#stacks.finish()),
      labels: this.#labelTable(blockSizeLabel),
      locations: {
        length: addresses.length,
        id: idsOf(addresses),
        mapping: asColumn(rangeOfAddress),
        address: java === undefined ? BigUint64Array.from(addresses, BigInt) : new BigUint64Array(addresses.length),
        isFolded: new Uint8Array(addresses.length),
        lineStart: asColumn(lineStart),
        lineEnd: asColumn(lineEnd),
      },
      lines,
      functions: {
        length: functions.length,
        id: idsOf(functions),
        name: asColumn(Int32Array.from(names)),
        systemName: asColumn(Int32Array.from(names)),
        fileName: asColumn(Int32Array.from(files)),
        startLine: new Float64Array(functions.length),
      },
      mappings: ranges.map(mappingOf),
      strings,
      periodType: header.periodType ?? { type: '', unit: '' },
      period: BigInt(period),
      timeNanos: 0n,
      durationNanos: BigInt(durationNanos),
      comments: [],
      docUrl: '',
      dropFrames: framesToDrop.drop,
      keepFrames: framesToDrop.keep,
    };
  }

  #sampleTable(valueTypeCount: number): SampleTable {
    return {
      length: this.sampleCount,
      stackStart: new Uint32Array(this.#stackStarts.finish()),
      stackEnd: new Uint32Array(this.#stackEnds.finish()),
      values: this.#columns.slice(0, valueTypeCount).map((column) => column.finish()),
      labelStart: new Uint32Array(this.#labelStarts.finish()),
      labelEnd: new Uint32Array(this.#labelEnds.finish()),
    };
  }

  #labelTable(key: StringIndex): LabelTable {
    const { length } = this.#blockSizes;
    return {
      length,
      key: asColumn(new Int32Array(length).fill(key)),
      text: asColumn(new Int32Array(length).fill(NONE)),
      number: this.#blockSizes.finish(),
      unit: asColumn(new Int32Array(length)),
    };
  }
}

/** The lines of the locations that have one, in the order of the locations. */
function lineTable(frames: JavaSymbols['frames'], locationCount: number) {
  const lineStart = new Int32Array(locationCount);
  const lineEnd = new Int32Array(locationCount);
  const [functions, numbers]: [number[], number[]] = [[], []];
  for (let location = 0; location < locationCount; location++) {
    lineStart[location] = numbers.length;
    const frame = frames.get(location);
    if (frame !== undefined) {
      functions.push(frame.function);
      numbers.push(frame.line);
    }
    lineEnd[location] = numbers.length;
  }
  const lines: LineTable = {
    length: numbers.length,
    function: asColumn(Int32Array.from(functions)),
    line: Float64Array.from(numbers),
    column: new Float64Array(numbers.length),
  };
  return { lines, lineStart, lineEnd };
}

/** The files have no ids: rows are counted, from 1 on. */
function idsOf(rows: readonly unknown[]): BigUint64Array {
  return BigUint64Array.from(rows, (_, row) => BigInt(row + 1));
}

function mappingOf({ start, limit, offset, file, buildId }: MappedRange, row: number): Mapping {
  return {
    id: BigInt(row + 1),
    start: BigInt(start),
    limit: BigInt(limit),
    offset: BigInt(offset),
    file: textOfLatin1(file),
    buildId,
    hasFunctions: false,
    hasFilenames: false,
    hasLineNumbers: false,
    hasInlineFrames: false,
  };
}
