import { type ByteSource, beginningOf } from './byte-source.ts';

/** UPX leaves its mark close behind the headers. */
const SEARCHED = 1024;

export function isPackedByUpx(source: ByteSource): boolean {
  const head = beginningOf(source, 0, SEARCHED);
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).includes('UPX!');
}
