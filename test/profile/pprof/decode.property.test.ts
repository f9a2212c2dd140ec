import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ungzip } from 'pako';
import { Profile as PprofProfile } from 'pprof-format';
import { describe, expect, test } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.ts';
import { decodeProfile, ProfileDecoder } from '../../../src/profile/pprof/decode.ts';
import { readProfile, readProfileBytes } from '../../../src/profile/pprof/read.ts';
import { stringAt } from '../../../src/profile/strings.ts';
import { NONE, type Profile } from '../../../src/profile/tables.ts';
import { randomProfile } from '../../support/random-profile.ts';

/** All of a profile as plain values, from our tables. */
function contentOf({
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
function referenceContentOf(bytes: Uint8Array) {
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

describe('against pprof-format and pako', () => {
  test('random profiles decode to the same content', () => {
    fc.assert(
      fc.property(randomProfile, ({ bytes }) => {
        expect(contentOf(decodeProfile(bytes))).toEqual(referenceContentOf(bytes));
      }),
    );
  });

  const root = join(import.meta.dirname, '../../..');
  const files = [
    'examples/oom',
    'examples/server',
    'examples/node',
    'test/data/pprof/go',
    'test/data/pprof/own',
  ].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.pb.gz'))
      .map((name) => join(folder, name)),
  );
  test.each(files)('%s', (file) => {
    const bytes = readFileSync(join(root, file));
    expect(contentOf(readProfileBytes(bytes))).toEqual(referenceContentOf(ungzip(bytes)));
  });
});

describe('pieces', () => {
  test('a profile that arrives in pieces of any size is the same', () => {
    fc.assert(
      fc.property(randomProfile, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), ({ bytes }, sizes) => {
        const decoder = new ProfileDecoder();
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length];
          decoder.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(contentOf(decoder.finish())).toEqual(contentOf(decodeProfile(bytes)));
      }),
    );
  });

  async function* inPieces(bytes: Uint8Array, size: number) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }

  test('a file is inflated while it is read', async () => {
    const bytes = readFileSync(join(import.meta.dirname, '../../data/pprof/go/allocs.pb.gz'));
    const seen: number[] = [];
    const profile = await readProfile(inPieces(bytes, 1000), { onProgress: (read) => void seen.push(read) });
    expect(contentOf(profile)).toEqual(contentOf(readProfileBytes(bytes)));
    expect(seen.at(-1)).toBe(bytes.length);
  });

  test('reading can be cancelled', async () => {
    const bytes = readFileSync(join(import.meta.dirname, '../../data/pprof/go/allocs.pb.gz'));
    const abort = new AbortController();
    const reading = readProfile(inPieces(bytes, 100), { onProgress: () => abort.abort(), signal: abort.signal });
    await expect(reading).rejects.toBeInstanceOf(Cancelled);
  });

  test('what a cut gzip file says is the same in pieces', async () => {
    const bytes = gzipSync(Buffer.alloc(100_000, 1)).subarray(0, 80);
    await expect(readProfile(inPieces(bytes, 7))).rejects.toThrow('decompressing profile: unexpected EOF');
    expect(() => readProfileBytes(bytes)).toThrow('decompressing profile: unexpected EOF');
  });
});

describe('damage', () => {
  /** Decodes, or throws a user's error: nothing else is allowed. */
  function readsOrRefuses(bytes: Uint8Array): void {
    try {
      readProfileBytes(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
    }
  }

  test('any cut is refused or leaves whole fields', () => {
    fc.assert(
      fc.property(randomProfile, fc.nat(), ({ bytes }, at) => readsOrRefuses(bytes.subarray(0, at % bytes.length))),
    );
  });

  test('any byte may be wrong', () => {
    fc.assert(
      fc.property(randomProfile, fc.nat(), fc.integer({ min: 0, max: 255 }), ({ bytes }, at, value) => {
        const damaged = bytes.slice();
        damaged[at % bytes.length] = value;
        readsOrRefuses(damaged);
      }),
      { numRuns: 500 },
    );
  });

  test('any bytes at all', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), readsOrRefuses), { numRuns: 500 });
  });
});
