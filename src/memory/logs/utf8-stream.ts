/** Bytes of a log as UTF-8, whatever PowerShell or an editor made of them. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Turns UTF-16 into UTF-8 chunk by chunk; what begins with no byte order mark is passed on as it is. */
export class Utf8Stream {
  #encoding: Encoding | undefined;
  #decoder: TextDecoder | undefined;
  /** The first bytes, while there are too few to tell. */
  #start: Uint8Array = new Uint8Array(0);

  /** Known from the second byte on. */
  get encoding(): Encoding {
    return this.#encoding ?? 'utf-8';
  }

  add(chunk: Uint8Array): Uint8Array {
    if (this.#encoding !== undefined) return this.#decoded(chunk, true);
    const start = this.#start.length === 0 ? chunk : Buffer.concat([this.#start, chunk]);
    if (start.length < LONGEST_MARK) {
      this.#start = Uint8Array.from(start);
      return new Uint8Array(0);
    }
    return this.#begin(start);
  }

  /** What is left. */
  end(): Uint8Array {
    if (this.#encoding === undefined) return this.#begin(this.#start);
    return this.#decoded(new Uint8Array(0), false);
  }

  #begin(start: Uint8Array): Uint8Array {
    const [first, second, third] = start;
    this.#start = new Uint8Array(0);
    this.#encoding =
      first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
    if (this.#encoding !== 'utf-8') this.#decoder = new TextDecoder(this.#encoding);
    const hasMark = first === 0xef && second === 0xbb && third === 0xbf;
    return this.#decoded(hasMark ? start.subarray(LONGEST_MARK) : start, true);
  }

  #decoded(chunk: Uint8Array, stream: boolean): Uint8Array {
    return this.#decoder === undefined ? chunk : Buffer.from(this.#decoder.decode(chunk, { stream }), 'utf8');
  }
}

const LONGEST_MARK = 3;
