import { bytesOfText } from '../../base/byte-text.ts';
import { GrowingFloat64, GrowingInt32, startsOf } from '../../base/growing.ts';
import { asColumn, type Column, type Index, NONE, type Profile, type StringTable } from '../tables.ts';
import { textOfLatin1 } from './line-reader.ts';

/** Texts of one character per byte, each once, numbered as they come. */
class Texts {
  readonly #indexes = new Map<string, number>([['', 0]]);

  index(text: string): number {
    let index = this.#indexes.get(text);
    if (index === undefined) {
      index = this.#indexes.size;
      this.#indexes.set(text, index);
    }
    return index;
  }

  /** The same text may come in two spellings of damaged UTF-8; then it is in the table twice, which does no harm. */
  finish(): StringTable {
    const texts = Array.from(this.#indexes.keys(), (text) => bytesOfText(textOfLatin1(text)));
    const start = new Float64Array(texts.length + 1);
    for (let index = 0; index < texts.length; index++) start[index + 1] = start[index] + texts[index].length;
    return { length: texts.length, bytes: Buffer.concat(texts), start };
  }
}

/** Rows that are known by a key, numbered as they come. */
class Rows {
  readonly #rows = new Map<string, number>();

  /** The row of a key; `add` is called for one that is new. */
  row(key: string, add: () => void): number {
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = this.#rows.size;
      this.#rows.set(key, row);
      add();
    }
    return row;
  }

  get length(): number {
    return this.#rows.size;
  }
}

/** Collects goroutines whose frames have names, and makes a profile of them that counts them. */
export class GoroutineBuilder {
  readonly #texts = new Texts();
  readonly #functions = new Rows();
  readonly #functionNames = new GrowingInt32();
  readonly #functionFiles = new GrowingInt32();
  readonly #lines = new Rows();
  readonly #lineFunctions = new GrowingInt32();
  readonly #lineNumbers = new GrowingFloat64();
  readonly #locations = new Rows();
  readonly #locationLines = new GrowingInt32();
  readonly #locationEnds = new GrowingInt32();
  readonly #stacks = new GrowingInt32();
  readonly #stackEnds = new GrowingInt32();
  readonly #labelKeys = new GrowingInt32();
  readonly #labelTexts = new GrowingInt32();
  readonly #labelUnits = new GrowingInt32();
  readonly #labelNumbers = new GrowingFloat64();
  readonly #labelEnds = new GrowingInt32();

  /** The frame of a function at a line, to be put into a location. */
  frame(name: string, file: string, line: number): number {
    const fn = this.#functions.row(`${name}\n${file}`, () => {
      this.#functionNames.push(this.#texts.index(name));
      this.#functionFiles.push(this.#texts.index(file));
    });
    return this.#lines.row(`${fn}:${line}`, () => {
      this.#lineFunctions.push(fn);
      this.#lineNumbers.push(line);
    });
  }

  /** Puts a location on the stack of the goroutine, from the leaf on: frames that were inlined, and the one they are in. */
  pushLocation(frames: readonly number[]): void {
    const location = this.#locations.row(frames.join(), () => {
      for (const frame of frames) this.#locationLines.push(frame);
      this.#locationEnds.push(this.#locationLines.length);
    });
    this.#stacks.push(location);
  }

  addText(key: string, text: string): void {
    this.#addLabel(key, this.#texts.index(text), 0, '');
  }

  addNumber(key: string, value: number, unit: string): void {
    this.#addLabel(key, NONE, value, unit);
  }

  #addLabel(key: string, text: number, value: number, unit: string): void {
    this.#labelKeys.push(this.#texts.index(key));
    this.#labelTexts.push(text);
    this.#labelNumbers.push(value);
    this.#labelUnits.push(this.#texts.index(unit));
  }

  /** Ends a goroutine: what was pushed and added since the last one is its stack and its labels. */
  endSample(): void {
    this.#stackEnds.push(this.#stacks.length);
    this.#labelEnds.push(this.#labelKeys.length);
  }

  get locationCount(): number {
    return this.#locations.length;
  }

  finish(): Profile {
    const samples = this.#stackEnds.length;
    const locations = this.locationCount;
    const functions = this.#functions.length;
    const type = { type: 'goroutine', unit: 'count' };
    const stackEnds = this.#stackEnds.finish();
    const labelEnds = this.#labelEnds.finish();
    const locationEnds = this.#locationEnds.finish();
    const locationLines = this.#locationLines.finish();
    const lineFunctions = this.#lineFunctions.finish();
    const lineNumbers = this.#lineNumbers.finish();
    const names = column<'string'>(this.#functionNames);
    return {
      valueTypes: [type],
      defaultValueType: '',
      samples: {
        length: samples,
        stackStart: new Uint32Array(startsOf(stackEnds)),
        stackEnd: new Uint32Array(stackEnds),
        values: [new Float64Array(samples).fill(1)],
        labelStart: new Uint32Array(startsOf(labelEnds)),
        labelEnd: new Uint32Array(labelEnds),
      },
      stacks: column<'location'>(this.#stacks),
      labels: {
        length: this.#labelKeys.length,
        key: column<'string'>(this.#labelKeys),
        text: column<'string'>(this.#labelTexts),
        number: this.#labelNumbers.finish(),
        unit: column<'string'>(this.#labelUnits),
      },
      locations: {
        length: locations,
        id: counted(locations),
        mapping: asColumn(new Int32Array(locations)),
        address: new BigUint64Array(locations),
        isFolded: new Uint8Array(locations),
        lineStart: asColumn(startsOf(locationEnds)),
        lineEnd: asColumn(locationEnds),
      },
      // A line is a row of its own in every location that has it.
      lines: {
        length: locationLines.length,
        function: asColumn(locationLines.map((line) => lineFunctions[line])),
        line: Float64Array.from(locationLines, (line) => lineNumbers[line]),
        column: new Float64Array(locationLines.length),
      },
      functions: {
        length: functions,
        id: counted(functions),
        name: names,
        systemName: names,
        fileName: column<'string'>(this.#functionFiles),
        startLine: new Float64Array(functions),
      },
      mappings: [NAMED_MAPPING],
      strings: this.#texts.finish(),
      periodType: type,
      period: 1n,
      timeNanos: 0n,
      durationNanos: 0n,
      comments: [],
      docUrl: '',
      dropFrames: '',
      keepFrames: '',
    };
  }
}

/** Stands for the program. All is known already, so that nobody looks for its binary. */
const NAMED_MAPPING = {
  id: 1n,
  start: 0n,
  limit: 0n,
  offset: 0n,
  file: '',
  buildId: '',
  hasFunctions: true,
  hasFilenames: true,
  hasLineNumbers: true,
  hasInlineFrames: true,
};

function column<Table extends string>(values: GrowingInt32): Column<Index<Table>> {
  return asColumn<Index<Table>>(values.finish());
}

/** Ids, from 1 on. */
function counted(length: number): BigUint64Array {
  return BigUint64Array.from({ length }, (_, row) => BigInt(row + 1));
}
