import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Profile as PprofProfile } from 'pprof-format';
import { describe, expect, test } from 'vitest';
import { decodeProfile } from '../../../src/profile/pprof/decode.ts';
import { encodeProfile } from '../../../src/profile/pprof/encode.ts';
import { gzipProfile } from '../../../src/profile/pprof/gzip.ts';
import { readProfileBytes } from '../../../src/profile/pprof/read.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import { contentOf, referenceContentOf } from '../../support/profile-content.ts';
import { randomProfile } from '../../support/random-profile.ts';

/** The content with the labels of a sample by key: encoding puts them in that order. */
const sorted = (content: ReturnType<typeof contentOf>) => ({
  ...content,
  samples: content.samples.map((sample) => ({ ...sample, labels: sample.labels.map((label) => label.join()).sort() })),
});

describe('encoding', () => {
  test('what is encoded decodes to the same content', () => {
    fc.assert(
      fc.property(randomProfile, ({ bytes }) => {
        const profile = decodeProfile(bytes);
        expect(sorted(contentOf(decodeProfile(encodeProfile(profile))))).toEqual(sorted(contentOf(profile)));
      }),
    );
  });

  test('pprof-format reads the same from it', () => {
    fc.assert(
      fc.property(randomProfile, ({ bytes }) => {
        const encoded = encodeProfile(decodeProfile(bytes));
        expect(referenceContentOf(encoded)).toEqual(contentOf(decodeProfile(encoded)));
      }),
    );
  });

  test('encoding once more changes nothing', () => {
    fc.assert(
      fc.property(randomProfile, ({ bytes }) => {
        const once = encodeProfile(decodeProfile(bytes));
        expect(Buffer.from(encodeProfile(decodeProfile(once)))).toEqual(Buffer.from(once));
      }),
    );
  });

  // pprof itself wrote these, from the profiles of the same name.
  const folder = join(import.meta.dirname, '../../data/pprof/proto');
  test.each(readdirSync(folder))('%s is what pprof writes', (name) => {
    const theirs = gunzipSync(readFileSync(join(folder, name)));
    const profile = readProfileBytes(readFileSync(join(folder, '../own', name)));
    expect(Buffer.from(encodeProfile(profile)).equals(theirs)).toBe(true);
  });

  test('texts are numbered in the order of their use, and only those that are used', () => {
    const { stringTable } = PprofProfile.decode(encodeProfile(drawProfile('main;work 5')));
    expect(stringTable.strings).toEqual(['', 'cpu', 'nanoseconds', 'main', 'work']);
  });
});

test('the gzip header tells neither time nor system', () => {
  const gzip = gzipProfile(Uint8Array.of(1, 2, 3));
  expect([...gzip.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  expect([...gunzipSync(gzip)]).toEqual([1, 2, 3]);
});
