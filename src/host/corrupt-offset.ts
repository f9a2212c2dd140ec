/** Where a gzip file is damaged, in pprof's count. Node's zlib does not tell; pako, slower, stops at the very byte. */
import { createReadStream } from 'node:fs';
import { Inflate } from 'pako';

/** The bytes of compressed data before the damage, without the header of the file; undefined where there is none. */
export async function corruptOffset(path: string): Promise<number | undefined> {
  const inflate = new Inflate();
  inflate.onData = () => {};
  let header: number | undefined;
  let position = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    header ??= headerSize(piece);
    if (!inflate.push(new Uint8Array(piece)) && inflate.err !== 0) return position + nextByte(inflate) - header;
    position += piece.length;
  }
  return undefined;
}

/** Pako does not declare the state it shares with the C library it was made from, but it is there to be read. */
function nextByte(inflate: Inflate): number {
  return (inflate['strm'] as { readonly next_in: number }).next_in;
}

const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
const HAS_CHECKSUM = 2;

/** The header of a gzip file, by RFC 1952; it has to be within the first piece. */
function headerSize(bytes: Buffer): number {
  const flags = bytes[3];
  let size = 10;
  if (flags & HAS_EXTRA) size += 2 + bytes.readUInt16LE(size);
  if (flags & HAS_NAME) size = bytes.indexOf(0, size) + 1;
  if (flags & HAS_COMMENT) size = bytes.indexOf(0, size) + 1;
  return flags & HAS_CHECKSUM ? size + 2 : size;
}
