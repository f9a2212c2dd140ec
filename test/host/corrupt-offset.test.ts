import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { corruptOffset } from '../../src/host/corrupt-offset.ts';
import { run } from '../support/run-program.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-corrupt-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(bytes: Uint8Array): string {
  const path = join(folder, 'profile.pb.gz');
  writeFileSync(path, bytes);
  return path;
}

const shop = readFileSync(join(import.meta.dirname, '../data/pprof/own/shop.pb.gz'));

/** The profile with one byte of its compressed part changed. */
function damaged(at: number, value: number): Buffer {
  const bytes = Buffer.from(shop);
  bytes[at] = value;
  return bytes;
}

// The offsets are those that go tool pprof names for the same files.
test.each([
  [289, 105, 292],
  [104, 238, 95],
  [167, 181, 189],
  [829, 26, 823],
  [105, 241, 101],
  [20, 187, 94],
])('byte %d as %d: damage before %d', async (at, value, offset) => {
  const path = file(damaged(at, value));
  expect(await corruptOffset(path)).toBe(offset);
  const { stderr } = await run(['-top', path]);
  expect(stderr.split('\n')[0]).toBe(`${path}: decompressing profile: flate: corrupt input before offset ${offset}`);
});

test('a header of any length does not count', async () => {
  const bytes = damaged(289, 105);
  const flags = Buffer.concat([
    bytes.subarray(0, 3),
    Buffer.from([4 | 8 | 16]),
    bytes.subarray(4, 10),
    Buffer.from([3, 0, 1, 2, 3]),
    Buffer.from('a name\0a comment\0'),
  ]);
  expect(await corruptOffset(file(Buffer.concat([flags, bytes.subarray(10)])))).toBe(292);
});

test('damage far into a large file is found', async () => {
  const noise = Buffer.alloc(400_000);
  for (let i = 0, state = 1; i < noise.length; i++) {
    state = Math.imul(state, 48271) >>> 0;
    noise[i] = state >>> 13;
  }
  const bytes = gzipSync(noise);
  const whole = file(bytes);
  expect(await corruptOffset(whole)).toBeUndefined();
  const offset = await corruptOffset(file(Buffer.concat([bytes.subarray(0, 200_000), Buffer.alloc(100_000, 0xff)])));
  expect(offset).toBeGreaterThan(199_000);
});
