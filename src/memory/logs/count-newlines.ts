const NEWLINE = 0x0a;

/**
 * Counts line feeds between two positions, four bytes at a time: a byte of `same` is zero where it was a line feed, and the
 * sum below carries into the top bit of every other byte ("Hacker's Delight", 2nd edition, section 6-1).
 */
export function countNewlines(bytes: Uint8Array, start: number, limit: number): number {
  if (start >= limit) return 0;
  let count = 0;
  let at = start;
  for (; at < limit && (bytes.byteOffset + at) % 4 !== 0; at++) if (bytes[at] === NEWLINE) count++;
  if (at === limit) return count;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (limit - at) >> 2);
  for (let word = 0; word < words.length; word++) {
    const same = words[word] ^ 0x0a0a0a0a;
    const found = ~(((same & 0x7f7f7f7f) + 0x7f7f7f7f) | same | 0x7f7f7f7f);
    if (found === 0) continue;
    count += ((found >>> 7) & 1) + ((found >>> 15) & 1) + ((found >>> 23) & 1) + (found >>> 31);
  }
  for (at += words.length * 4; at < limit; at++) if (bytes[at] === NEWLINE) count++;
  return count;
}
