import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ungzip } from 'pako';
import { describe, expect, test } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.ts';
import { decodeProfile, ProfileDecoder } from '../../../src/profile/pprof/decode.ts';
import { readProfile, readProfileBytes } from '../../../src/profile/pprof/read.ts';
import { contentOf, referenceContentOf } from '../../support/profile-content.ts';
import { randomProfile } from '../../support/random-profile.ts';

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
