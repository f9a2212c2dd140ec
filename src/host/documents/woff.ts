import { inflateSync } from 'node:zlib';

// WOFF 1.0, https://www.w3.org/TR/WOFF/: the tables of an OpenType font, each compressed where that makes it smaller.
const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

/** The OpenType font in a WOFF file, for programs that know only the former. */
export function sfntOfWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const sfnt = Buffer.alloc(woff.readUInt32BE(16));
  writeHeader(sfnt, woff.readUInt32BE(4), count);
  let at = SFNT_HEADER + count * SFNT_ENTRY;
  for (let table = 0; table < count; table++) {
    const entry = WOFF_HEADER + table * WOFF_ENTRY;
    const [start, storedLength, length] = [4, 8, 12].map((field) => woff.readUInt32BE(entry + field));
    const stored = woff.subarray(start, start + storedLength);
    sfnt.set(storedLength < length ? inflateSync(stored) : stored, at);

    const row = SFNT_HEADER + table * SFNT_ENTRY;
    woff.copy(sfnt, row, entry, entry + 4);
    woff.copy(sfnt, row + 4, entry + 16, entry + 20);
    sfnt.writeUInt32BE(at, row + 8);
    sfnt.writeUInt32BE(length, row + 12);
    at += Math.ceil(length / 4) * 4;
  }
  return sfnt;
}

/** The kind of font and the number of its tables, with three values made for binary search among them. */
function writeHeader(sfnt: Buffer, flavor: number, count: number): void {
  const depth = Math.floor(Math.log2(count));
  const range = 2 ** depth * SFNT_ENTRY;
  sfnt.writeUInt32BE(flavor, 0);
  sfnt.writeUInt16BE(count, 4);
  sfnt.writeUInt16BE(range, 6);
  sfnt.writeUInt16BE(depth, 8);
  sfnt.writeUInt16BE(count * SFNT_ENTRY - range, 10);
}
