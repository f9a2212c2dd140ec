import { GrowingFloat64, GrowingInt32, GrowingInt64, GrowingUint64, startsOf } from '../../base/growing.ts';
import type { Int64 } from '../../base/int64.ts';
import { stringAt } from '../strings.ts';
import {
  asColumn,
  type Column,
  type FunctionIndex,
  type LineIndex,
  type LocationIndex,
  type Mapping,
  type MappingIndex,
  NONE,
  type Profile,
  type StringIndex,
  type ValueType,
} from '../tables.ts';
import { IdTable } from './id-table.ts';
import { firstOfEqualTexts, TextTable } from './text-table.ts';
import { BYTES, FIXED32, FIXED64, VARINT, WireCursor, WireError } from './wire.ts';

/** The profile reads as protobuf, but does not hold together: `message` is pprof's sentence for it. */
export class InvalidProfile extends Error {
  override readonly name = 'InvalidProfile';
}

/** Two profiles written one behind the other into one file. */
export class ConcatenatedProfiles extends Error {
  override readonly name = 'ConcatenatedProfiles';
}

const WIRE_TYPES: ReadonlySet<number> = new Set([VARINT, FIXED64, BYTES, FIXED32]);

/** More room than this is not taken beforehand: 4 GiB of address space. */
const MOST_EXPECTED = 2 ** 30;

interface ValueTypeRow {
  readonly type: number;
  readonly unit: number;
}

interface MappingRow extends Omit<Mapping, 'file' | 'buildId'> {
  readonly file: number;
  readonly buildId: number;
}

/**
 * Decodes a profile.proto message into tables, from bytes that arrive in pieces of any size. Fields may come in any
 * order; references between rows are resolved at the end. Unknown fields are skipped.
 *
 * Throws WireError where the bytes are not protobuf or not a profile, InvalidProfile where a reference leads nowhere.
 */
export class ProfileDecoder {
  /** What is left of the last piece: the beginning of a field. */
  #rest: Uint8Array[] = [];
  #restLength = 0;
  /** How much has to be there before going on makes sense. */
  #needed = 0;
  #offset = 0;
  readonly #cursor = new WireCursor();

  readonly #texts = new TextTable();
  readonly #valueTypes: ValueTypeRow[] = [];
  readonly #comments: number[] = [];
  #periodType: ValueTypeRow = { type: 0, unit: 0 };
  #period: Int64 = 0;
  #timeNanos: Int64 = 0;
  #durationNanos: Int64 = 0;
  #dropFrames = 0;
  #keepFrames = 0;
  #defaultValueType = 0;
  #docUrl = 0;

  readonly #stackEnds = new GrowingFloat64();
  readonly #stackLocations: GrowingInt32;
  readonly #valueCounts = new GrowingInt32();
  readonly #columns: GrowingInt64[] = [];
  readonly #labelEnds = new GrowingInt32();
  readonly #labelKeys = new GrowingInt32();
  readonly #labelTexts = new GrowingInt32();
  readonly #labelNumbers = new GrowingInt64();
  readonly #labelUnits = new GrowingInt32();

  readonly #locationIds = new IdTable();
  readonly #locationMappings = new GrowingInt32();
  readonly #addresses = new GrowingUint64();
  readonly #folded = new GrowingInt32();
  readonly #lineEnds = new GrowingInt32();
  readonly #lineFunctions = new GrowingInt32();
  readonly #lineNumbers = new GrowingFloat64();
  readonly #lineColumns = new GrowingFloat64();

  readonly #functionIds = new IdTable();
  readonly #functionNames = new GrowingInt32();
  readonly #systemNames = new GrowingInt32();
  readonly #fileNames = new GrowingInt32();
  readonly #startLines = new GrowingFloat64();

  readonly #mappingIds = new IdTable();
  readonly #mappings: MappingRow[] = [];

  /** `expectedBytes` tells about how long the message is going to be, where that is known. */
  constructor(expectedBytes = 0) {
    this.#stackLocations = new GrowingInt32(Math.min(MOST_EXPECTED, Math.max(1024, expectedBytes >>> 1)));
  }

  /** Decodes what is complete in this piece; keeps the rest for the next. */
  push(piece: Uint8Array): void {
    this.#rest.push(piece);
    this.#restLength += piece.length;
    if (this.#restLength < this.#needed) return;

    const bytes = this.#rest.length === 1 ? piece : Buffer.concat(this.#rest, this.#restLength);
    const used = this.#decodeFields(bytes);
    this.#offset += used;
    this.#rest = used < bytes.length ? [bytes.subarray(used)] : [];
    this.#restLength = bytes.length - used;
  }

  /** The profile, once all bytes are pushed. */
  finish(): Profile {
    if (this.#restLength > 0) {
      throw new WireError(`the last field is cut off: ${this.#restLength} bytes of it are there`, this.#offset);
    }
    return this.#tables();
  }

  /** Decodes top-level fields as long as they are complete; returns how many bytes those take. */
  #decodeFields(bytes: Uint8Array): number {
    const cursor = this.#cursor;
    let start = 0;
    while (start < bytes.length) {
      const header = fieldHeader(bytes, start);
      if (header === undefined) {
        this.#needed = bytes.length - start + 1;
        return start;
      }
      const { field, wireType, bodyStart, bodyEnd } = header;
      if (!WIRE_TYPES.has(wireType)) {
        throw new WireError(`wire type ${wireType} is not one profiles use`, this.#offset + start);
      }
      if (bodyEnd > bytes.length) {
        this.#needed = bodyEnd - start;
        return start;
      }
      cursor.reset(bytes, bodyStart, bodyEnd, this.#offset);
      cursor.wireType = wireType;
      this.#decodeField(field);
      start = bodyEnd;
    }
    this.#needed = 0;
    return start;
  }

  #decodeField(field: number): void {
    const cursor = this.#cursor;
    switch (field) {
      case 1:
        cursor.expect(BYTES, 'Profile.sample_type');
        this.#valueTypes.push(this.#valueType());
        break;
      case 2:
        cursor.expect(BYTES, 'Profile.sample');
        this.#decodeSample();
        break;
      case 3:
        cursor.expect(BYTES, 'Profile.mapping');
        this.#decodeMapping();
        break;
      case 4:
        cursor.expect(BYTES, 'Profile.location');
        this.#decodeLocation();
        break;
      case 5:
        cursor.expect(BYTES, 'Profile.function');
        this.#decodeFunction();
        break;
      case 6:
        cursor.expect(BYTES, 'Profile.string_table');
        this.#texts.add(cursor.bytes, cursor.pos, cursor.end);
        break;
      case 7:
        this.#dropFrames = cursor.uintField('Profile.drop_frames');
        break;
      case 8:
        this.#keepFrames = cursor.uintField('Profile.keep_frames');
        break;
      case 9:
        if (this.#timeNanos !== 0) throw new ConcatenatedProfiles('concatenated profiles detected');
        this.#timeNanos = cursor.int64Field('Profile.time_nanos');
        break;
      case 10:
        this.#durationNanos = cursor.int64Field('Profile.duration_nanos');
        break;
      case 11:
        cursor.expect(BYTES, 'Profile.period_type');
        this.#periodType = this.#valueType();
        break;
      case 12:
        this.#period = cursor.int64Field('Profile.period');
        break;
      case 13:
        if (cursor.wireType === VARINT) this.#comments.push(cursor.uint());
        else this.#decodePackedComments();
        break;
      case 14:
        this.#defaultValueType = cursor.uintField('Profile.default_sample_type');
        break;
      case 15:
        this.#docUrl = cursor.uintField('Profile.doc_url');
        break;
    }
  }

  #decodePackedComments(): void {
    const cursor = this.#cursor;
    cursor.expect(BYTES, 'Profile.comment');
    while (cursor.pos < cursor.end) this.#comments.push(cursor.uint());
  }

  #valueType(): ValueTypeRow {
    const cursor = this.#cursor;
    let type = 0;
    let unit = 0;
    while (cursor.next()) {
      if (cursor.field === 1) type = cursor.uintField('ValueType.type');
      else if (cursor.field === 2) unit = cursor.uintField('ValueType.unit');
      else cursor.skip(cursor.wireType);
    }
    return { type, unit };
  }

  #decodeSample(): void {
    const cursor = this.#cursor;
    let values = 0;
    while (cursor.next()) {
      switch (cursor.field) {
        case 1:
          if (cursor.wireType === BYTES) {
            const length = cursor.byteLength();
            this.#decodeStack(cursor.pos + length);
          } else {
            this.#stackLocations.push(this.#locationIds.code(cursor.int64Field('Sample.location_id')));
          }
          break;
        case 2:
          if (cursor.wireType === BYTES) {
            const length = cursor.byteLength();
            const end = cursor.pos + length;
            while (cursor.pos < end) this.#pushValue(values++, cursor.int64());
            if (cursor.pos > end) cursor.fail('a value runs over the end of its field');
          } else {
            this.#pushValue(values++, cursor.int64Field('Sample.value'));
          }
          break;
        case 3: {
          const outerEnd = cursor.enterMessage('Sample.label');
          this.#decodeLabel();
          cursor.end = outerEnd;
          break;
        }
        default:
          cursor.skip(cursor.wireType);
      }
    }
    this.#valueCounts.push(values);
    this.#stackEnds.push(this.#stackLocations.length);
    this.#labelEnds.push(this.#labelKeys.length);
  }

  /** The hot loop of decoding: packed location ids, most of them one to three bytes long. */
  #decodeStack(end: number): void {
    const cursor = this.#cursor;
    const bytes = cursor.bytes;
    let pos = cursor.pos;
    let used = this.#stackLocations.length;
    const locations = this.#stackLocations.reserve(end - pos);
    while (pos < end) {
      const first = bytes[pos];
      if (first < 0x80) {
        locations[used++] = first;
        pos++;
        continue;
      }
      const second = bytes[pos + 1];
      if (second < 0x80) {
        locations[used++] = (first & 0x7f) | (second << 7);
        pos += 2;
        continue;
      }
      const third = bytes[pos + 2];
      if (third < 0x80) {
        locations[used++] = (first & 0x7f) | ((second & 0x7f) << 7) | (third << 14);
        pos += 3;
        continue;
      }
      cursor.pos = pos;
      locations[used++] = this.#locationIds.code(cursor.int64());
      pos = cursor.pos;
    }
    cursor.pos = pos;
    if (pos > end) cursor.fail('a location id runs over the end of its field');
    this.#stackLocations.length = used;
  }

  #pushValue(column: number, value: Int64): void {
    if (column === this.#columns.length) {
      // A sample with more values than any before it is invalid, unless it is the first; filling up keeps columns even.
      const filled = new GrowingInt64();
      for (let sample = 0; sample < this.#valueCounts.length; sample++) filled.push(0);
      this.#columns.push(filled);
    }
    const values = this.#columns[column];
    while (values.length < this.#valueCounts.length) values.push(0);
    values.push(value);
  }

  #decodeLabel(): void {
    const cursor = this.#cursor;
    let key = 0;
    let text = 0;
    let number: Int64 = 0;
    let unit = 0;
    while (cursor.next()) {
      if (cursor.field === 1) key = cursor.uintField('Label.key');
      else if (cursor.field === 2) text = cursor.uintField('Label.str');
      else if (cursor.field === 3) number = cursor.int64Field('Label.num');
      else if (cursor.field === 4) unit = cursor.uintField('Label.num_unit');
      else cursor.skip(cursor.wireType);
    }
    if (text === 0 && number === 0 && unit === 0) return;
    this.#labelKeys.push(key);
    this.#labelTexts.push(text === 0 ? NONE : text);
    this.#labelNumbers.push(text === 0 ? number : 0);
    this.#labelUnits.push(text === 0 ? unit : 0);
  }

  #decodeMapping(): void {
    const cursor = this.#cursor;
    let id: Int64 = 0;
    let [start, limit, offset] = [0n, 0n, 0n];
    let [file, buildId] = [0, 0];
    const flags = [false, false, false, false];
    while (cursor.next()) {
      const name = 'a field of a mapping';
      if (cursor.field === 1) id = cursor.int64Field(name);
      else if (cursor.field === 2) start = cursor.uint64Field(name);
      else if (cursor.field === 3) limit = cursor.uint64Field(name);
      else if (cursor.field === 4) offset = cursor.uint64Field(name);
      else if (cursor.field === 5) file = cursor.uintField(name);
      else if (cursor.field === 6) buildId = cursor.uintField(name);
      else if (cursor.field >= 7 && cursor.field <= 10) flags[cursor.field - 7] = cursor.uintField(name) !== 0;
      else cursor.skip(cursor.wireType);
    }
    const [hasFunctions, hasFilenames, hasLineNumbers, hasInlineFrames] = flags;
    this.#mappingIds.define(id);
    this.#mappings.push({
      id: BigInt.asUintN(64, BigInt(id)),
      start,
      limit,
      offset,
      file,
      buildId,
      hasFunctions,
      hasFilenames,
      hasLineNumbers,
      hasInlineFrames,
    });
  }

  #decodeLocation(): void {
    const cursor = this.#cursor;
    let id: Int64 = 0;
    let mapping: Int64 = 0;
    let isFolded = 0;
    let addressLow = 0;
    let addressHigh = 0;
    while (cursor.next()) {
      switch (cursor.field) {
        case 1:
          id = cursor.int64Field('Location.id');
          break;
        case 2:
          mapping = cursor.int64Field('Location.mapping_id');
          break;
        case 3:
          cursor.uint64Halves('Location.address');
          addressLow = cursor.low;
          addressHigh = cursor.high;
          break;
        case 4: {
          const outerEnd = cursor.enterMessage('Location.line');
          this.#decodeLine();
          cursor.end = outerEnd;
          break;
        }
        case 5:
          isFolded = cursor.uintField('Location.is_folded') === 0 ? 0 : 1;
          break;
        default:
          cursor.skip(cursor.wireType);
      }
    }
    this.#locationIds.define(id);
    this.#locationMappings.push(this.#mappingIds.code(mapping));
    this.#addresses.push(addressLow, addressHigh);
    this.#folded.push(isFolded);
    this.#lineEnds.push(this.#lineFunctions.length);
  }

  #decodeLine(): void {
    const cursor = this.#cursor;
    let id: Int64 = 0;
    let line: Int64 = 0;
    let column: Int64 = 0;
    while (cursor.next()) {
      if (cursor.field === 1) id = cursor.int64Field('Line.function_id');
      else if (cursor.field === 2) line = cursor.int64Field('Line.line');
      else if (cursor.field === 3) column = cursor.int64Field('Line.column');
      else cursor.skip(cursor.wireType);
    }
    this.#lineFunctions.push(this.#functionIds.code(id));
    this.#lineNumbers.push(Number(line));
    this.#lineColumns.push(Number(column));
  }

  #decodeFunction(): void {
    const cursor = this.#cursor;
    let id: Int64 = 0;
    let startLine: Int64 = 0;
    let name = 0;
    let systemName = 0;
    let fileName = 0;
    while (cursor.next()) {
      if (cursor.field === 1) id = cursor.int64Field('Function.id');
      else if (cursor.field === 2) name = cursor.uintField('Function.name');
      else if (cursor.field === 3) systemName = cursor.uintField('Function.system_name');
      else if (cursor.field === 4) fileName = cursor.uintField('Function.filename');
      else if (cursor.field === 5) startLine = cursor.int64Field('Function.start_line');
      else cursor.skip(cursor.wireType);
    }
    this.#functionIds.define(id);
    this.#functionNames.push(name);
    this.#systemNames.push(systemName);
    this.#fileNames.push(fileName);
    this.#startLines.push(Number(startLine));
  }

  #tables(): Profile {
    const strings = this.#texts.finish();
    if (strings.length > 0 && !this.#texts.isEmpty(0)) throw new WireError('the first string is not empty', 0);
    const first = firstOfEqualTexts(strings);

    const index = (at: number): StringIndex => {
      if (!(at < strings.length))
        throw new WireError(`string ${at} is referred to, but there are ${strings.length}`, this.#offset);
      return first[at] as StringIndex;
    };
    const text = (at: number): string => stringAt(strings, index(at));
    const indexes = (column: GrowingInt32): Column<StringIndex> => asColumn(mapInPlace(column.finish(), index));
    const valueType = ({ type, unit }: ValueTypeRow): ValueType => ({ type: text(type), unit: text(unit) });

    const valueTypes = this.#valueTypes.map(valueType);
    const stacks = this.#stackLocations.finish();
    const missingLocation = this.#locationIds.resolve(stacks);
    this.#checkSamples(valueTypes.length, missingLocation);

    checkIds(this.#mappingIds, { name: 'mapping', reserved: 'found mapping with reserved ID=0' });
    const mappings = this.#mappings.map((row) => ({ ...row, file: text(row.file), buildId: text(row.buildId) }));
    checkIds(this.#functionIds, { name: 'function', reserved: 'found function with reserved ID=0' });
    checkIds(this.#locationIds, { name: 'location', reserved: 'found location with reserved id=0' });

    const lineFunctions = this.#lineFunctions.finish();
    const lineEnd = this.#lineEnds.finish();
    const missingFunction = this.#functionIds.resolve(lineFunctions);
    if (missingFunction !== NONE) {
      const location = lineEnd.findIndex((end) => end > missingFunction);
      const id = this.#locationIds.ids()[location];
      throw new InvalidProfile(`location id: ${id} has a line with nil function`);
    }
    const locationMappings = this.#locationMappings.finish();
    this.#mappingIds.resolve(locationMappings);

    const stackEnd = Uint32Array.from(this.#stackEnds.finish());
    const labelEnd = new Uint32Array(this.#labelEnds.finish());
    return {
      valueTypes,
      defaultValueType: text(this.#defaultValueType),
      samples: {
        length: stackEnd.length,
        stackStart: startsOf(stackEnd),
        stackEnd,
        values: valueTypes.map((_, column) => this.#columns[column]?.finish() ?? new Float64Array(0)),
        labelStart: startsOf(labelEnd),
        labelEnd,
      },
      stacks: asColumn<LocationIndex>(stacks),
      labels: {
        length: this.#labelKeys.length,
        key: indexes(this.#labelKeys),
        text: asColumn(mapInPlace(this.#labelTexts.finish(), (at) => (at === NONE ? NONE : index(at)))),
        number: this.#labelNumbers.finish(),
        unit: indexes(this.#labelUnits),
      },
      locations: {
        length: locationMappings.length,
        id: this.#locationIds.ids(),
        mapping: asColumn<MappingIndex | typeof NONE>(locationMappings),
        address: this.#addresses.finish(),
        isFolded: Uint8Array.from(this.#folded.finish()),
        lineStart: asColumn<LineIndex>(startsOf(lineEnd)),
        lineEnd: asColumn<LineIndex>(lineEnd),
      },
      lines: {
        length: lineFunctions.length,
        function: asColumn<FunctionIndex>(lineFunctions),
        line: this.#lineNumbers.finish(),
        column: this.#lineColumns.finish(),
      },
      functions: {
        length: this.#functionNames.length,
        id: this.#functionIds.ids(),
        name: indexes(this.#functionNames),
        systemName: indexes(this.#systemNames),
        fileName: indexes(this.#fileNames),
        startLine: this.#startLines.finish(),
      },
      mappings,
      strings,
      periodType: valueType(this.#periodType),
      period: BigInt(this.#period),
      timeNanos: BigInt(this.#timeNanos),
      durationNanos: BigInt(this.#durationNanos),
      comments: this.#comments.map(text),
      docUrl: text(this.#docUrl),
      dropFrames: text(this.#dropFrames),
      keepFrames: text(this.#keepFrames),
    };
  }

  /** The first sample that does not fit is reported: its values, then its locations. */
  #checkSamples(valueTypes: number, missingLocation: number): void {
    if (this.#valueCounts.length > 0 && valueTypes === 0) throw new InvalidProfile('missing sample type information');
    for (let sample = 0; sample < this.#valueCounts.length; sample++) {
      const count = this.#valueCounts.get(sample);
      if (count !== valueTypes)
        throw new InvalidProfile(`mismatch: sample has ${count} values vs. ${valueTypes} types`);
      if (missingLocation !== NONE && this.#stackEnds.get(sample) > missingLocation) {
        throw new InvalidProfile('sample has nil location');
      }
    }
  }
}

/** Decodes a whole profile.proto message. */
export function decodeProfile(bytes: Uint8Array): Profile {
  const decoder = new ProfileDecoder(bytes.length);
  decoder.push(bytes);
  return decoder.finish();
}

interface FieldHeader {
  readonly field: number;
  readonly wireType: number;
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** Where the field at a position begins and ends; undefined while its header is incomplete. */
function fieldHeader(bytes: Uint8Array, start: number): FieldHeader | undefined {
  let pos = start;
  const tag = varintAt(bytes, pos);
  if (tag === undefined) return undefined;
  pos += varintSize(bytes, pos);
  const wireType = tag % 8;
  const field = Math.floor(tag / 8);
  if (wireType === VARINT) {
    if (varintAt(bytes, pos) === undefined) return undefined;
    return { field, wireType, bodyStart: pos, bodyEnd: pos + varintSize(bytes, pos) };
  }
  if (wireType === BYTES) {
    const length = varintAt(bytes, pos);
    if (length === undefined) return undefined;
    const bodyStart = pos + varintSize(bytes, pos);
    return { field, wireType, bodyStart, bodyEnd: bodyStart + length };
  }
  const size = wireType === FIXED64 ? 8 : 4;
  return { field, wireType, bodyStart: pos, bodyEnd: pos + size };
}

/** The varint at a position, or undefined where it is not complete within the bytes. */
function varintAt(bytes: Uint8Array, start: number): number | undefined {
  let value = 0;
  let factor = 1;
  for (let pos = start; pos < bytes.length; pos++) {
    if (pos - start === 10) throw new WireError('a number is longer than 64 bits', start);
    value += (bytes[pos] & 0x7f) * factor;
    if (bytes[pos] < 0x80) return value;
    factor *= 128;
  }
  return undefined;
}

function varintSize(bytes: Uint8Array, start: number): number {
  let pos = start;
  while (bytes[pos] >= 0x80) pos++;
  return pos - start + 1;
}

function mapInPlace(column: Int32Array, map: (value: number) => number): Int32Array {
  for (let i = 0; i < column.length; i++) column[i] = map(column[i]);
  return column;
}

function checkIds(ids: IdTable, { name, reserved }: { readonly name: string; readonly reserved: string }): void {
  const problem = ids.problem();
  if (problem?.type === 'reserved') throw new InvalidProfile(reserved);
  if (problem?.type === 'duplicate') throw new InvalidProfile(`multiple ${name}s with same id: ${problem.id}`);
}
