/** From tables to the bytes of a profile.proto message, field by field as pprof writes them. */
import { bytesOfText } from '../../base/byte-text.ts';
import { at } from '../../base/int64.ts';
import { type LabelValues, labelsByKey } from '../labels.ts';
import { stringAt } from '../strings.ts';
import { NONE, type Profile, type StringIndex, type ValueType } from '../tables.ts';
import { WireWriter } from './wire-writer.ts';

/** The profile as a profile.proto message, not compressed. Texts are numbered in the order of their first use. */
export function encodeProfile(profile: Profile): Uint8Array {
  const texts = new TextNumbers(profile);
  const out = new WireWriter();
  const part = new WireWriter();
  const inner = new WireWriter();
  const message = (field: number) => {
    out.bytes(field, part.written());
    part.clear();
  };
  const valueType = ({ type, unit }: ValueType) => {
    part.optional(1, texts.ofText(type));
    part.optional(2, texts.ofText(unit));
  };

  for (const type of profile.valueTypes) {
    valueType(type);
    message(1);
  }
  writeSamples(profile, texts, part, inner, message);
  for (const mapping of profile.mappings) {
    part.optional(1, mapping.id);
    part.optional(2, mapping.start);
    part.optional(3, mapping.limit);
    part.optional(4, mapping.offset);
    part.optional(5, texts.ofText(mapping.file));
    part.optional(6, texts.ofText(mapping.buildId));
    part.optional(7, Number(mapping.hasFunctions));
    part.optional(8, Number(mapping.hasFilenames));
    part.optional(9, Number(mapping.hasLineNumbers));
    part.optional(10, Number(mapping.hasInlineFrames));
    message(3);
  }
  writeLocations(profile, part, inner, message);
  const { functions } = profile;
  for (let fn = 0; fn < functions.length; fn++) {
    part.optional(1, functions.id[fn]);
    part.optional(2, texts.of(functions.name[fn]));
    part.optional(3, texts.of(functions.systemName[fn]));
    part.optional(4, texts.of(functions.fileName[fn]));
    part.optional(5, functions.startLine[fn]);
    message(5);
  }

  // The fields behind the table of texts use texts too: they are numbered before it is written.
  const [dropFrames, keepFrames] = [texts.ofText(profile.dropFrames), texts.ofText(profile.keepFrames)];
  valueType(profile.periodType);
  const periodType = part.written().slice();
  part.clear();
  const comments = profile.comments.map((comment) => texts.ofText(comment));
  const [defaultValueType, docUrl] = [texts.ofText(profile.defaultValueType), texts.ofText(profile.docUrl)];

  for (const text of texts.inOrder) out.bytes(6, bytesOfText(text));
  out.optional(7, dropFrames);
  out.optional(8, keepFrames);
  out.optional(9, profile.timeNanos);
  out.optional(10, profile.durationNanos);
  if (periodType.length > 0) out.bytes(11, periodType);
  out.optional(12, profile.period);
  out.numbers(13, comments.length, (i) => comments[i]);
  out.number(14, defaultValueType);
  out.optional(15, docUrl);
  return out.written();
}

function writeSamples(
  profile: Profile,
  texts: TextNumbers,
  part: WireWriter,
  inner: WireWriter,
  message: (field: number) => void,
): void {
  const { samples, stacks, locations } = profile;
  for (let sample = 0; sample < samples.length; sample++) {
    const leaf = samples.stackStart[sample];
    part.numbers(1, samples.stackEnd[sample] - leaf, (depth) => locations.id[stacks[leaf + depth]]);
    part.numbers(2, samples.values.length, (column) => at(samples.values[column], sample));
    if (samples.labelStart[sample] < samples.labelEnd[sample]) {
      const { texts: ofTexts, numbers } = labelsByKey(profile, sample);
      for (const label of [...ofTexts, ...numbers]) writeLabel(profile, label, texts, part, inner);
    }
    message(2);
  }
}

function writeLabel(
  { labels }: Profile,
  { key, rows }: LabelValues,
  texts: TextNumbers,
  part: WireWriter,
  inner: WireWriter,
): void {
  for (const row of rows) {
    const text = labels.text[row];
    inner.optional(1, texts.of(key));
    if (text === NONE) {
      inner.optional(3, at(labels.number, row));
      inner.optional(4, texts.of(labels.unit[row]));
    } else {
      inner.optional(2, texts.of(text));
    }
    part.bytes(3, inner.written());
    inner.clear();
  }
}

function writeLocations(
  { locations, lines, functions, mappings }: Profile,
  part: WireWriter,
  inner: WireWriter,
  message: (field: number) => void,
): void {
  for (let location = 0; location < locations.length; location++) {
    const mapping = locations.mapping[location];
    part.optional(1, locations.id[location]);
    if (mapping !== NONE) part.optional(2, mappings[mapping].id);
    part.optional(3, locations.address[location]);
    for (let line: number = locations.lineStart[location]; line < locations.lineEnd[location]; line++) {
      inner.optional(1, functions.id[lines.function[line]]);
      inner.optional(2, lines.line[line]);
      inner.optional(3, lines.column[line]);
      part.bytes(4, inner.written());
      inner.clear();
    }
    part.optional(5, locations.isFolded[location]);
    message(4);
  }
}

/** Numbers texts in the order they are first used, beginning with the empty one. */
class TextNumbers {
  readonly inOrder: string[] = [''];
  readonly #profile: Profile;
  readonly #byText = new Map<string, number>([['', 0]]);
  /** The numbers of the texts of the profile's own table, NONE for those not used yet. */
  readonly #byIndex: Int32Array;

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#byIndex = new Int32Array(profile.strings.length).fill(NONE);
  }

  of(index: StringIndex): number {
    if (this.#byIndex[index] === NONE) this.#byIndex[index] = this.ofText(stringAt(this.#profile.strings, index));
    return this.#byIndex[index];
  }

  ofText(text: string): number {
    let number = this.#byText.get(text);
    if (number === undefined) {
      number = this.inOrder.length;
      this.inOrder.push(text);
      this.#byText.set(text, number);
    }
    return number;
  }
}
