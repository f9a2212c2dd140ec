import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { sfntOfWoff } from '../../../src/host/documents/woff.ts';

const require = createRequire(import.meta.url);
const woff = readFileSync(require.resolve('@fontsource/tinos/files/tinos-latin-400-normal.woff'));

test('every table of the font is there, as its checksum says', () => {
  const font = sfntOfWoff(woff);
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, table) => {
    const row = 12 + table * 16;
    const [checksum, start, length] = [4, 8, 12].map((field) => font.readUInt32BE(row + field));
    return { name: font.toString('latin1', row, row + 4), checksum, data: font.subarray(start, start + length) };
  });
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['cmap', 'glyf', 'head', 'hmtx', 'loca', 'name']),
  );
  for (const { name, checksum, data } of tables) expect(checksumOf(name, data), name).toBe(checksum);
});

/** The sum of big-endian words; `head` has a field for the sum of the whole font, which does not count. */
function checksumOf(name: string, data: Buffer): number {
  const words = Buffer.alloc(Math.ceil(data.length / 4) * 4);
  data.copy(words);
  if (name === 'head') words.writeUInt32BE(0, 8);
  let sum = 0;
  for (let at = 0; at < words.length; at += 4) sum = (sum + words.readUInt32BE(at)) >>> 0;
  return sum;
}
