/** Several profiles as one: equal stacks with equal labels become one sample, with the sums of their values. */
import { GrowingInt32, GrowingInt64, startsOf } from '../base/growing.ts';
import { add, at, type Int64, largest } from '../base/int64.ts';
import { labelsByKey } from './labels.ts';
import { rowsWhere } from './sample-subset.ts';
import { joinStrings } from './strings.ts';
import { asColumn, type Column, type Mapping, NONE, type Profile, type StringIndex } from './tables.ts';

/**
 * Merges profiles with the same value types in the same units. Samples without any value are left out, and rows nobody
 * refers to with them; ids are given anew in the order of first use. The first mapping of the first profile stays first.
 */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const merged = new Merger(profiles).merge();
  // Values may have cancelled out; going once more drops what only those samples used.
  return hasEmptySample(merged) ? new Merger([merged]).merge() : merged;
}

function hasEmptySample({ samples }: Profile): boolean {
  return rowsWhere(samples.length, (sample) => isEmptySample(samples.values, sample)).length > 0;
}

function isEmptySample(values: Profile['samples']['values'], sample: number): boolean {
  return values.every((column) => Number(column[sample]) === 0);
}

/** Mappings cover whole pages; two recordings of a binary may differ in how much of the last one they count. */
const PAGE = 0x1000n;

/** One profile on its way into the merged one: for each of its rows the merged row, NONE until it is used. */
interface Source {
  readonly profile: Profile;
  readonly strings: Column<StringIndex>;
  readonly mappings: Int32Array;
  readonly functions: Int32Array;
  readonly locations: Int32Array;
}

class Merger {
  readonly #sources: readonly Source[];
  readonly #strings: Profile['strings'];

  readonly #mappings: Mapping[] = [];
  readonly #mappingRows = new Map<string, number>();

  readonly #functionRows = new Map<string, number>();
  readonly #functionNames = new GrowingInt32();
  readonly #systemNames = new GrowingInt32();
  readonly #fileNames = new GrowingInt32();
  readonly #startLines: number[] = [];

  readonly #locationRows = new Map<string, number>();
  readonly #locationMappings = new GrowingInt32();
  readonly #addresses: bigint[] = [];
  readonly #folded: number[] = [];
  readonly #lineEnds = new GrowingInt32();
  readonly #lineFunctions = new GrowingInt32();
  readonly #lineNumbers: number[] = [];
  readonly #lineColumns: number[] = [];

  readonly #samples = new SampleRows();
  readonly #values: Int64[][];
  readonly #labelEnds = new GrowingInt32();
  readonly #labelKeys = new GrowingInt32();
  readonly #labelTexts = new GrowingInt32();
  readonly #labelNumbers = new GrowingInt64();
  readonly #labelUnits = new GrowingInt32();
  readonly #labelSets = new Map<string, number>([['', 0]]);

  constructor(profiles: readonly Profile[]) {
    const { strings, indexes } = joinStrings(profiles.map((profile) => profile.strings));
    this.#strings = strings;
    this.#sources = profiles.map((profile, i) => ({
      profile,
      strings: indexes[i],
      mappings: new Int32Array(profile.mappings.length).fill(NONE),
      functions: new Int32Array(profile.functions.length).fill(NONE),
      locations: new Int32Array(profile.locations.length).fill(NONE),
    }));
    this.#values = profiles[0].valueTypes.map(() => []);
  }

  merge(): Profile {
    for (const source of this.#sources) {
      if (this.#mappings.length === 0 && source.profile.mappings.length > 0) this.#mapping(source, 0);
      this.#addSamples(source);
    }
    return this.#tables();
  }

  #addSamples(source: Source): void {
    const { samples, stacks } = source.profile;
    for (let sample = 0; sample < samples.length; sample++) {
      if (isEmptySample(samples.values, sample)) continue;
      const stack = this.#samples.begin();
      for (let depth = samples.stackStart[sample]; depth < samples.stackEnd[sample]; depth++) {
        stack.push(this.#location(source, stacks[depth]));
      }
      const { row, isNew } = this.#samples.end(this.#labelSet(source, sample));
      if (isNew) {
        this.#addLabels(source, sample);
        samples.values.forEach((column, i) => void this.#values[i].push(at(column, sample)));
      } else {
        samples.values.forEach((column, i) => {
          this.#values[i][row] = add(this.#values[i][row], at(column, sample));
        });
      }
    }
  }

  /** A number for the labels of a sample, the same for equal ones. */
  #labelSet(source: Source, sample: number): number {
    const { samples, labels } = source.profile;
    const [start, end] = [samples.labelStart[sample], samples.labelEnd[sample]];
    if (start === end) return 0;
    let asWritten = '';
    for (let label = start; label < end; label++) {
      const text = labels.text[label];
      asWritten += `${source.strings[labels.key[label]]}:`;
      asWritten +=
        text === NONE ? `${labels.number[label]} ${source.strings[labels.unit[label]]},` : `"${source.strings[text]},`;
    }
    let set = this.#labelSets.get(asWritten);
    if (set === undefined) {
      // Labels that differ only in the order of their keys are the same.
      const inOrder = this.#labelsInOrder(source, sample);
      set = this.#labelSets.get(inOrder) ?? this.#labelSets.size;
      this.#labelSets.set(inOrder, set);
      this.#labelSets.set(asWritten, set);
    }
    return set;
  }

  #labelsInOrder({ profile, strings }: Source, sample: number): string {
    const { labels } = profile;
    const { texts, numbers } = labelsByKey(profile, sample);
    return JSON.stringify([
      texts.map(({ key, rows }) => [strings[key], rows.map((row) => strings[labels.text[row] as StringIndex])]),
      numbers.map(({ key, rows }) => [
        strings[key],
        rows.map((row) => [String(labels.number[row]), strings[labels.unit[row]]]),
      ]),
    ]);
  }

  #addLabels({ profile: { samples, labels }, strings }: Source, sample: number): void {
    for (let label = samples.labelStart[sample]; label < samples.labelEnd[sample]; label++) {
      const text = labels.text[label];
      this.#labelKeys.push(strings[labels.key[label]]);
      this.#labelTexts.push(text === NONE ? NONE : strings[text]);
      this.#labelNumbers.push(at(labels.number, label));
      this.#labelUnits.push(strings[labels.unit[label]]);
    }
    this.#labelEnds.push(this.#labelKeys.length);
  }

  #mapping({ profile, mappings }: Source, row: number): number {
    if (mappings[row] !== NONE) return mappings[row];
    const mapping = profile.mappings[row];
    const size = BigInt.asUintN(64, mapping.limit - mapping.start);
    const pages = (BigInt.asUintN(64, size + PAGE - 1n) / PAGE) * PAGE;
    const key = JSON.stringify([String(pages), String(mapping.offset), mapping.buildId || mapping.file]);
    let merged = this.#mappingRows.get(key);
    if (merged === undefined) {
      merged = this.#mappings.length;
      this.#mappingRows.set(key, merged);
      this.#mappings.push({ ...mapping, id: BigInt(merged + 1) });
    }
    mappings[row] = merged;
    return merged;
  }

  #function({ profile: { functions }, functions: rows, strings }: Source, row: number): number {
    if (rows[row] !== NONE) return rows[row];
    const name = strings[functions.name[row]];
    const systemName = strings[functions.systemName[row]];
    const fileName = strings[functions.fileName[row]];
    const key = `${functions.startLine[row]} ${name} ${systemName} ${fileName}`;
    let merged = this.#functionRows.get(key);
    if (merged === undefined) {
      merged = this.#functionRows.size;
      this.#functionRows.set(key, merged);
      this.#functionNames.push(name);
      this.#systemNames.push(systemName);
      this.#fileNames.push(fileName);
      this.#startLines.push(functions.startLine[row]);
    }
    rows[row] = merged;
    return merged;
  }

  #location(source: Source, row: number): number {
    if (source.locations[row] !== NONE) return source.locations[row];
    const { locations, lines, mappings } = source.profile;
    const mappingRow = locations.mapping[row];
    const mapping = mappingRow === NONE ? NONE : this.#mapping(source, mappingRow);
    const start = mappingRow === NONE ? 0n : mappings[mappingRow].start;
    const offset = BigInt.asUintN(64, locations.address[row] - start);
    const frames: string[] = [];
    const functions: number[] = [];
    for (let line: number = locations.lineStart[row]; line < locations.lineEnd[row]; line++) {
      functions.push(this.#function(source, lines.function[line]));
      frames.push(`${functions.at(-1)}:${lines.line[line]}:${lines.column[line]}`);
    }
    const key = `${mapping} ${offset} ${locations.isFolded[row]} ${frames.join(' ')}`;
    let merged = this.#locationRows.get(key);
    if (merged === undefined) {
      merged = this.#locationRows.size;
      this.#locationRows.set(key, merged);
      this.#locationMappings.push(mapping);
      this.#addresses.push(BigInt.asUintN(64, offset + (mapping === NONE ? 0n : this.#mappings[mapping].start)));
      this.#folded.push(locations.isFolded[row]);
      for (let i = 0; i < functions.length; i++) {
        this.#lineFunctions.push(functions[i]);
        this.#lineNumbers.push(lines.line[locations.lineStart[row] + i]);
        this.#lineColumns.push(lines.column[locations.lineStart[row] + i]);
      }
      this.#lineEnds.push(this.#lineFunctions.length);
    }
    source.locations[row] = merged;
    return merged;
  }

  #tables(): Profile {
    const lineEnd = this.#lineEnds.finish();
    const stackEnd = Uint32Array.from(this.#samples.stackEnds.finish());
    const labelEnd = Uint32Array.from(this.#labelEnds.finish());
    return {
      ...headerOf(this.#sources.map(({ profile }) => profile)),
      samples: {
        length: stackEnd.length,
        stackStart: startsOf(stackEnd),
        stackEnd,
        values: this.#values.map((values) => {
          const column = new GrowingInt64();
          for (const value of values) column.push(value);
          return column.finish();
        }),
        labelStart: startsOf(labelEnd),
        labelEnd,
      },
      stacks: asColumn(this.#samples.stacks.finish()),
      labels: {
        length: this.#labelKeys.length,
        key: asColumn(this.#labelKeys.finish()),
        text: asColumn(this.#labelTexts.finish()),
        number: this.#labelNumbers.finish(),
        unit: asColumn(this.#labelUnits.finish()),
      },
      locations: {
        length: lineEnd.length,
        id: countedIds(lineEnd.length),
        mapping: asColumn(this.#locationMappings.finish()),
        address: BigUint64Array.from(this.#addresses),
        isFolded: Uint8Array.from(this.#folded),
        lineStart: asColumn(startsOf(lineEnd)),
        lineEnd: asColumn(lineEnd),
      },
      lines: {
        length: this.#lineFunctions.length,
        function: asColumn(this.#lineFunctions.finish()),
        line: Float64Array.from(this.#lineNumbers),
        column: Float64Array.from(this.#lineColumns),
      },
      functions: {
        length: this.#startLines.length,
        id: countedIds(this.#startLines.length),
        name: asColumn(this.#functionNames.finish()),
        systemName: asColumn(this.#systemNames.finish()),
        fileName: asColumn(this.#fileNames.finish()),
        startLine: Float64Array.from(this.#startLines),
      },
      mappings: this.#mappings,
      strings: this.#strings,
    };
  }
}

/** The stacks and label sets of merged samples, found again through a hash table with open addressing. */
class SampleRows {
  readonly stackEnds = new GrowingInt32();
  stacks = new GrowingInt32();
  readonly #labelSets = new GrowingInt32();
  readonly #hashes = new GrowingInt32();
  #slots = new Int32Array(1 << 12).fill(NONE);
  #begin = 0;

  /** Gives out where to push the stack of the next sample. */
  begin(): GrowingInt32 {
    this.#begin = this.stacks.length;
    return this.stacks;
  }

  /** The row of the sample whose stack was pushed; its stack is taken back where the sample is known already. */
  end(labelSet: number): { readonly row: number; readonly isNew: boolean } {
    let hash = labelSet;
    for (let at = this.#begin; at < this.stacks.length; at++) {
      hash = Math.imul(hash ^ this.stacks.get(at), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    let slot = hash & (this.#slots.length - 1);
    for (let row = this.#slots[slot]; row !== NONE; row = this.#slots[slot]) {
      if (this.#hashes.get(row) === hash && this.#isSame(row, labelSet)) {
        this.stacks.length = this.#begin;
        return { row, isNew: false };
      }
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    const row = this.stackEnds.length;
    this.#slots[slot] = row;
    this.#hashes.push(hash);
    this.#labelSets.push(labelSet);
    this.stackEnds.push(this.stacks.length);
    if (row * 2 > this.#slots.length) this.#grow();
    return { row, isNew: true };
  }

  #isSame(row: number, labelSet: number): boolean {
    if (this.#labelSets.get(row) !== labelSet) return false;
    const start = row === 0 ? 0 : this.stackEnds.get(row - 1);
    const size = this.stackEnds.get(row) - start;
    if (size !== this.stacks.length - this.#begin) return false;
    for (let i = 0; i < size; i++) if (this.stacks.get(start + i) !== this.stacks.get(this.#begin + i)) return false;
    return true;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 4).fill(NONE);
    for (let row = 0; row < this.#hashes.length; row++) {
      let slot = this.#hashes.get(row) & (this.#slots.length - 1);
      while (this.#slots[slot] !== NONE) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = row;
    }
  }
}

type Header = Omit<
  Profile,
  'samples' | 'stacks' | 'labels' | 'locations' | 'lines' | 'functions' | 'mappings' | 'strings'
>;

/** What is said about the profiles as a whole. */
function headerOf(profiles: readonly Profile[]): Header {
  const [first] = profiles;
  const firstText = (text: (profile: Profile) => string) => profiles.map(text).find((value) => value !== '') ?? '';
  return {
    valueTypes: first.valueTypes,
    defaultValueType: firstText((profile) => profile.defaultValueType),
    periodType: first.periodType,
    period: largest(profiles.map(({ period }) => period)),
    // A running minimum for which 0 is no time; so a 0 behind a time makes it unknown again, until the next.
    timeNanos: profiles.reduce((least, { timeNanos }) => (least === 0n || timeNanos < least ? timeNanos : least), 0n),
    durationNanos: BigInt.asIntN(
      64,
      profiles.reduce((sum, { durationNanos }) => sum + durationNanos, 0n),
    ),
    comments: [...new Set(profiles.flatMap(({ comments }) => comments))],
    docUrl: firstText((profile) => profile.docUrl),
    dropFrames: first.dropFrames,
    keepFrames: first.keepFrames,
  };
}

function countedIds(length: number): BigUint64Array {
  const ids = new BigUint64Array(length);
  for (let row = 0; row < length; row++) ids[row] = BigInt(row + 1);
  return ids;
}
