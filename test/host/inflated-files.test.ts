import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InflatedFiles } from '../../src/host/memory/inflated-files.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inflated-files-'));
  writeFileSync(join(folder, 'a.gz'), gzipSync('first'));
  writeFileSync(join(folder, 'b.gz'), gzipSync('second'));
  writeFileSync(join(folder, 'cut.gz'), gzipSync('third, which is cut off').subarray(0, 25));
  writeFileSync(join(folder, 'plain'), 'as long as a gzip file with something in it');
});

afterAll(() => rmSync(folder, { recursive: true }));

async function contents(given: readonly string[], asked: readonly string[]): Promise<(string | undefined)[]> {
  const paths = (names: readonly string[]) => names.map((name) => join(folder, name));
  const files = new InflatedFiles(paths(given));
  const found: (string | undefined)[] = [];
  for (const path of paths(asked)) {
    const bytes = await files.contentOf(path);
    found.push(bytes && Buffer.from(bytes).toString());
  }
  return found;
}

test('tells what gzip files hold, in the order given or any other', async () => {
  expect(await contents(['a.gz', 'b.gz'], ['a.gz', 'b.gz'])).toEqual(['first', 'second']);
  expect(await contents(['a.gz', 'b.gz'], ['b.gz', 'a.gz', 'a.gz'])).toEqual(['second', 'first', 'first']);
});

test('leaves to others what is not gzip, is cut off, or cannot be read', async () => {
  const names = ['plain', 'cut.gz', 'none.gz', '.', 'a.gz'];
  expect(await contents(names, names)).toEqual([undefined, undefined, undefined, undefined, 'first']);
});
