import { Profile as PprofProfile } from 'pprof-format';
import { stringAt } from '../../src/profile/strings.ts';
import { NONE, type Profile } from '../../src/profile/tables.ts';

/** All of a profile as plain values, from our tables. */
export function contentOf({
  valueTypes,
  samples,
  stacks,
  labels,
  locations,
  lines,
  functions,
  mappings,
  strings,
  ...rest
}: Profile) {
  const text = (index: number) => stringAt(strings, index as never);
  return {
    valueTypes,
    samples: Array.from({ length: samples.length }, (_, sample) => ({
      stack: Array.from(
        { length: samples.stackEnd[sample] - samples.stackStart[sample] },
        (_, depth) => locations.id[stacks[samples.stackStart[sample] + depth]],
      ),
      values: samples.values.map((column) => BigInt(column[sample])),
      labels: Array.from({ length: samples.labelEnd[sample] - samples.labelStart[sample] }, (_, i) => {
        const label = samples.labelStart[sample] + i;
        return labels.text[label] === NONE
          ? [text(labels.key[label]), BigInt(labels.number[label]), text(labels.unit[label])]
          : [text(labels.key[label]), text(labels.text[label])];
      }),
    })),
    locations: Array.from({ length: locations.length }, (_, location) => ({
      id: locations.id[location],
      address: locations.address[location],
      mapping: locations.mapping[location] === NONE ? 0n : mappings[locations.mapping[location]].id,
      isFolded: locations.isFolded[location] === 1,
      lines: Array.from({ length: locations.lineEnd[location] - locations.lineStart[location] }, (_, i) => {
        const line = locations.lineStart[location] + i;
        const fn = lines.function[line];
        return [text(functions.name[fn]), text(functions.fileName[fn]), functions.startLine[fn], lines.line[line]];
      }),
    })),
    mappings: mappings.map(({ id, start, limit, file }) => ({ id, start, limit, file })),
    time: rest.timeNanos,
    duration: rest.durationNanos,
    period: rest.period,
  };
}

/** The same from pprof-format, an independent decoder. It leaves negative numbers unsigned, and keeps empty labels. */
export function referenceContentOf(bytes: Uint8Array) {
  const profile = PprofProfile.decode(bytes);
  const text = (index: number | bigint) => profile.stringTable.strings[Number(index)];
  const signed = (value: number | bigint) => BigInt.asIntN(64, BigInt(value));
  const functions = new Map(profile.function.map((fn) => [BigInt(fn.id), fn]));
  return {
    valueTypes: profile.sampleType.map(({ type, unit }) => ({ type: text(type), unit: text(unit) })),
    samples: profile.sample.map(({ locationId, value, label }) => ({
      stack: locationId.map(BigInt),
      values: value.map(signed),
      labels: label
        .filter(({ str, num, numUnit }) => str || num || numUnit)
        .map(({ key, str, num, numUnit }) => (str ? [text(key), text(str)] : [text(key), signed(num), text(numUnit)])),
    })),
    locations: profile.location.map(({ id, address, mappingId, isFolded, line }) => ({
      id: BigInt(id),
      address: BigInt(address),
      mapping: BigInt(mappingId),
      isFolded,
      lines: line.map(({ functionId, line: number }) => {
        const fn = functions.get(BigInt(functionId));
        return fn && [text(fn.name), text(fn.filename), Number(fn.startLine), Number(number)];
      }),
    })),
    mappings: profile.mapping.map(({ id, memoryStart, memoryLimit, filename }) => ({
      id: BigInt(id),
      start: BigInt(memoryStart),
      limit: BigInt(memoryLimit),
      file: text(filename),
    })),
    time: BigInt(profile.timeNanos),
    duration: BigInt(profile.durationNanos),
    period: BigInt(profile.period),
  };
}
