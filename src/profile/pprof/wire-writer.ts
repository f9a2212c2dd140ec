import type { Int64 } from '../../base/int64.ts';
import { BYTES, VARINT } from './wire.ts';

/** Writes the protobuf wire format into a buffer that grows. */
export class WireWriter {
  #bytes = new Uint8Array(1 << 12);
  #used = 0;

  get length(): number {
    return this.#used;
  }

  /** What has been written; valid until the next write. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#used);
  }

  clear(): void {
    this.#used = 0;
  }

  /** A number, unless it is 0. */
  optional(field: number, value: Int64): void {
    if (value !== 0 && value !== 0n) this.number(field, value);
  }

  number(field: number, value: Int64): void {
    this.#tag(field, VARINT);
    this.#varint(value);
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.#tag(field, BYTES);
    this.#varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Repeated numbers: more than two of them packed into one field, else a field each. */
  numbers(field: number, count: number, valueAt: (index: number) => Int64): void {
    if (count <= 2) {
      for (let i = 0; i < count; i++) this.number(field, valueAt(i));
      return;
    }
    let size = 0;
    for (let i = 0; i < count; i++) size += varintSize(valueAt(i));
    this.#tag(field, BYTES);
    this.#varint(size);
    for (let i = 0; i < count; i++) this.#varint(valueAt(i));
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: Int64): void {
    this.#reserve(10);
    if (typeof value === 'bigint' || value < 0) {
      this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
      return;
    }
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#used++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#used++] = rest;
  }

  #bigVarint(value: bigint): void {
    let rest = value;
    while (rest >= 0x80n) {
      this.#bytes[this.#used++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#used++] = Number(rest);
  }

  #reserve(size: number): void {
    if (this.#used + size <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + size));
    larger.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = larger;
  }
}

function varintSize(value: Int64): number {
  let size = 1;
  if (typeof value === 'bigint' || value < 0) {
    for (let rest = BigInt.asUintN(64, BigInt(value)); rest >= 0x80n; rest >>= 7n) size++;
  } else {
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
  }
  return size;
}
