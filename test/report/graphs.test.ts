import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../support/run-program.ts';
import { GRAPH_CASES } from './graph-cases.ts';

// What `go tool pprof` of Go 1.26 makes of these profiles and flags (TZ=UTC, -symbolize=none), the same each time it is
// asked: it leaves the order of equal edges, and of equal nodes of call trees, to chance.
const golden = (file: string) => readFileSync(join(import.meta.dirname, '../golden/graphs', file));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-graphs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('drawn profiles', () => {
  test.each(GRAPH_CASES)('$name: $flags', async ({ name, flags, bytes }) => {
    const file = join(folder, `${name}.pb`);
    writeFileSync(file, bytes);
    const { stdout, status } = await run(['-symbolize=none', ...flags, file]);
    expect(stdout).toBe(golden(`${name}.out`).toString('latin1'));
    expect(status).toBe(0);
  });
});

describe('topproto', () => {
  const shop = join(import.meta.dirname, '../data/pprof/own/shop.pb.gz');
  const raw = async (bytes: Uint8Array) => {
    const file = join(folder, 'top.pb');
    writeFileSync(file, bytes);
    return (await run(['-symbolize=none', '-raw', file])).stdout;
  };

  test.each([
    ['shop', []],
    ['shop-addresses', ['-addresses', '-mean']],
    ['shop-files', ['-files', '-cum', '-nodecount=5']],
    ['shop-none', ['-focus=nowhere']],
  ])('%s: %j', async (name, flags) => {
    const { stdout } = await run(['-symbolize=none', '-topproto', ...flags, shop]);
    const profile = gunzipSync(Buffer.from(stdout, 'latin1'));
    const expected = golden(`${name}.topproto.pb`);
    expect(await raw(profile)).toBe(await raw(expected));
    expect(profile.equals(expected)).toBe(true);
  });
});
