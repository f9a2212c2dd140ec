import { GrowingFloat64 } from '../../base/growing.ts';
import type { StringTable } from '../tables.ts';

/** Collects the texts of a file as bytes. */
export class TextTable {
  readonly #starts = new GrowingFloat64();
  #bytes = new Uint8Array(1 << 16);
  #used = 0;

  constructor() {
    this.#starts.push(0);
  }

  get length(): number {
    return this.#starts.length - 1;
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start;
    if (this.#used + size > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + size));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
    }
    if (size < 64) for (let i = 0; i < size; i++) this.#bytes[this.#used + i] = bytes[start + i];
    else this.#bytes.set(bytes.subarray(start, end), this.#used);
    this.#used += size;
    this.#starts.push(this.#used);
  }

  isEmpty(index: number): boolean {
    return this.#starts.get(index) === this.#starts.get(index + 1);
  }

  finish(): StringTable {
    return { length: this.length, bytes: this.#bytes.slice(0, this.#used), start: this.#starts.finish() };
  }
}

/**
 * For each text the first index that holds the same bytes, so that equal texts can be told by their index alone. A hash
 * table with open addressing over the bytes (FNV-1a): nothing is decoded.
 */
export function firstOfEqualTexts({ length, bytes, start }: StringTable): Int32Array {
  const size = 2 ** Math.ceil(Math.log2(length * 2 + 1));
  const slots = new Int32Array(size).fill(-1);
  const first = new Int32Array(length);
  for (let index = 0; index < length; index++) {
    let hash = 0x811c9dc5;
    for (let at = start[index]; at < start[index + 1]; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
    let slot = (hash ^ (hash >>> 15)) & (size - 1);
    while (slots[slot] !== -1 && !isSameText(bytes, start, slots[slot], index)) slot = (slot + 1) & (size - 1);
    if (slots[slot] === -1) slots[slot] = index;
    first[index] = slots[slot];
  }
  return first;
}

function isSameText(bytes: Uint8Array, start: Float64Array, a: number, b: number): boolean {
  const size = start[a + 1] - start[a];
  if (size !== start[b + 1] - start[b]) return false;
  for (let i = 0; i < size; i++) if (bytes[start[a] + i] !== bytes[start[b] + i]) return false;
  return true;
}
