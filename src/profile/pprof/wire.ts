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
  /** The field `next` has stepped to, and how it is written. */
  field = 0;
  wireType = 0;
  /** The halves of the number that `uint64Halves` has read. */
  low = 0;
  high = 0;
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

  /** Steps to the next field of the message, behind its tag. False at the end of the message. */
  next(): boolean {
    if (this.pos >= this.end) return false;
    const tag = this.uint();
    this.field = tag < 2 ** 31 ? tag >> 3 : Math.floor(tag / 8);
    this.wireType = tag & 7;
    return true;
  }

  /** The number the current field has to be; `name` says which field that is. */
  uintField(name: string): number {
    this.expect(VARINT, name);
    return this.uint();
  }

  int64Field(name: string): number | bigint {
    this.expect(VARINT, name);
    return this.int64();
  }

  /** Narrows the cursor to the message the current field has to be; returns the end to set it back to afterwards. */
  enterMessage(name: string): number {
    this.expect(BYTES, name);
    const length = this.byteLength();
    const outerEnd = this.end;
    this.end = this.pos + length;
    return outerEnd;
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

  /** Reads an unsigned 64-bit integer into `low` and `high`, without making a bigint. */
  uint64Halves(name: string): void {
    this.expect(VARINT, name);
    const bytes = this.#bytes;
    let low = 0;
    let high = 0;
    for (let shift = 0; ; shift += 7) {
      if (this.pos >= this.end) this.fail('a number is cut off');
      if (shift === 70) this.fail('a number is longer than 64 bits');
      const byte = bytes[this.pos++];
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift === 28) high |= bits >> 4;
      else if (shift > 28) high |= bits << (shift - 32);
      if (byte < 0x80) break;
    }
    this.low = low >>> 0;
    this.high = high >>> 0;
  }

  uint64Field(name: string): bigint {
    this.uint64Halves(name);
    return (BigInt(this.high) << 32n) | BigInt(this.low);
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

  /** Checks how the current field is written; `name` says which field that is. */
  expect(wireType: number, name: string): void {
    if (this.wireType !== wireType) this.fail(`${name} has wire type ${this.wireType} instead of ${wireType}`);
  }
}
