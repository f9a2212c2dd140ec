const VARINT = 0;
const BYTES = 2;

/** Puts a protobuf message together. Made to be cleared and used again. */
export class MessageWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** What was written, as a copy; begins anew. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  /** A number from 0 to 2^53, without a tag. */
  varint(value: number): void {
    this.#makeRoom(10);
    const bytes = this.#bytes;
    let rest = value;
    while (rest >= 2 ** 31) {
      bytes[this.#length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 0x80) {
      bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[this.#length++] = rest;
  }

  /** A field that holds a number. Zero is the default and not written. */
  number(field: number, value: number): void {
    if (value === 0) return;
    this.varint((field << 3) | VARINT);
    this.varint(value);
  }

  /** A field that holds a text, in ASCII. */
  text(field: number, text: string): void {
    this.varint((field << 3) | BYTES);
    this.varint(text.length);
    this.#makeRoom(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = text.charCodeAt(i);
  }

  /** A field that holds a message, or packed numbers. */
  message(field: number, inner: MessageWriter): void {
    this.varint((field << 3) | BYTES);
    this.varint(inner.#length);
    this.#makeRoom(inner.#length);
    this.#bytes.set(inner.#bytes.subarray(0, inner.#length), this.#length);
    this.#length += inner.#length;
  }

  #makeRoom(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + size));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
