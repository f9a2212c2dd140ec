/** The protobuf wire format: tags, varints and lengths. */

/** What the bytes are wrong about, and where; the reader says it in the words of its user. */
export class WireError extends Error {
  override readonly name = 'WireError';
  constructor(
    message: string,
    /** Offset of the offending byte in the inflated file. */
    readonly offset: number,
  ) {
    super(message);
  }
}

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

const LOW_28 = 0xfffffff;

/** Reads one message (or a part of one) between two offsets of a buffer. */
export class WireCursor {
  pos = 0;
  end = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #base = 0;

  /** `base` is the offset of the buffer in the file, for error messages. */
  reset(bytes: Uint8Array, pos: number, end: number, base: number): void {
    this.#bytes = bytes;
    this.pos = pos;
    this.end = end;
    this.#base = base;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  fail(problem: string): never {
    throw new WireError(problem, this.#base + this.pos);
  }

  /** An unsigned integer: exact up to 2^53, rounded beyond. For tags, lengths, indexes into tables. */
  uint(): number {
    const bytes = this.#bytes;
    if (this.pos < this.end && bytes[this.pos] < 0x80) return bytes[this.pos++];
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 10; i++) {
      if (this.pos >= this.end) this.fail('a number is cut off');
      const byte = bytes[this.pos++];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    return this.fail('a number is longer than 64 bits');
  }

  /** A signed 64-bit integer: a number while that is exact, else a bigint. */
  int64(): number | bigint {
    const bytes = this.#bytes;
    if (this.pos < this.end && bytes[this.pos] < 0x80) return bytes[this.pos++];

    // 28 + 28 + 8 bits, so that each part is a small integer.
    let low = 0;
    let middle = 0;
    let high = 0;
    for (let i = 0; ; i++) {
      if (this.pos >= this.end) this.fail('a number is cut off');
      if (i === 10) this.fail('a number is longer than 64 bits');
      const byte = bytes[this.pos++];
      const bits = byte & 0x7f;
      if (i < 4) low |= bits << (7 * i);
      else if (i < 8) middle |= bits << (7 * (i - 4));
      else high |= bits << (7 * (i - 8));
      if (byte < 0x80) break;
    }
    high &= 0xff;
    const isNegative = high >= 0x80;
    if (isNegative) {
      low = ~low & LOW_28;
      middle = ~middle & LOW_28;
      high = ~high & 0xff;
    }
    if (high === 0 && middle < 2 ** 25 - 1) {
      const magnitude = middle * 2 ** 28 + low;
      return isNegative ? -magnitude - 1 : magnitude;
    }
    const magnitude = (BigInt(high) << 56n) | (BigInt(middle) << 28n) | BigInt(low);
    return isNegative ? -magnitude - 1n : magnitude;
  }

  uint64(): bigint {
    return BigInt.asUintN(64, BigInt(this.int64()));
  }

  bool(): boolean {
    return BigInt(this.int64()) !== 0n;
  }

  /** Reads a length and checks that so many bytes follow. */
  byteLength(): number {
    const length = this.uint();
    if (length > this.end - this.pos) this.fail(`a field of ${length} bytes is cut off after ${this.end - this.pos}`);
    return length;
  }

  /** Steps over a field nobody asked for. */
  skip(wireType: number): void {
    if (wireType === VARINT) this.uint();
    else if (wireType === BYTES) this.#skipFixed(this.byteLength());
    else if (wireType === FIXED64) this.#skipFixed(8);
    else if (wireType === FIXED32) this.#skipFixed(4);
    else this.fail(`wire type ${wireType} is not one profiles use`);
  }

  #skipFixed(size: number): void {
    if (size > this.end - this.pos) this.fail('a fixed-size field is cut off');
    this.pos += size;
  }

  expect(wireType: number, expected: number, field: string): void {
    if (wireType !== expected) this.fail(`${field} has wire type ${wireType} instead of ${expected}`);
  }
}
