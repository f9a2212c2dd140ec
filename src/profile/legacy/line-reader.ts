import { textOfBytes } from '../../base/byte-text.ts';
import { MalformedProfile } from './malformed.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const HASH = 0x23;

/** Longer lines are refused, as pprof does; their end counts. */
const LONGEST_LINE = 2 ** 16;

/**
 * The lines of a text that may hold any bytes. A line is given as one character per byte (latin-1), so that patterns
 * see bytes, and only when it is asked for: most lines of large files are comments.
 */
export class LineReader {
  readonly #bytes: Uint8Array;
  readonly #longest: number;
  #next: number;
  #start: number;
  #end: number;
  #text: string | undefined;
  #isTooLong = false;

  constructor(bytes: Uint8Array, { start = 0, longest = LONGEST_LINE } = {}) {
    this.#bytes = bytes;
    this.#longest = longest;
    this.#next = start;
    this.#start = start;
    this.#end = start;
  }

  /** Steps to the next line. False at the end, and before a line that is too long: `isStuck` tells them apart. */
  next(): boolean {
    if (this.#isTooLong || this.#next >= this.#bytes.length) return false;
    const found = this.#bytes.indexOf(NEWLINE, this.#next);
    const end = found === -1 ? this.#bytes.length : found;
    if (end - this.#next >= this.#longest) {
      this.#isTooLong = true;
      return false;
    }
    this.#start = this.#next;
    this.#end = end > this.#start && this.#bytes[end - 1] === RETURN ? end - 1 : end;
    this.#next = end + 1;
    this.#text = undefined;
    return true;
  }

  /** Steps to the next line that is neither blank nor a comment. */
  nextMeaningful(): boolean {
    while (this.next()) if (!this.isComment) return true;
    return false;
  }

  /** The line without its end; the last one once there is none left. */
  get text(): string {
    this.#text ??= latin1Of(this.#bytes.subarray(this.#start, this.#end));
    return this.#text;
  }

  /** Whether a line end follows: false for a last line that is cut off. */
  get isTerminated(): boolean {
    return this.#next <= this.#bytes.length;
  }

  /** Whether the line is blank or begins with `#`, blanks before it aside. */
  get isComment(): boolean {
    if (this.#start === this.#end) return true;
    const first = this.#bytes[this.#start];
    if (first === HASH) return true;
    if (first > 0x20 && first < 0x80) return false;
    const trimmed = trimSpace(this.text);
    return trimmed === '' || trimmed.startsWith('#');
  }

  /** Whether `next` has stopped before a line that is too long. */
  get isStuck(): boolean {
    return this.#isTooLong;
  }

  /** Throws where `next` has stopped before a line that is too long. */
  expectEnd(): void {
    if (this.#isTooLong) throw new MalformedProfile('bufio.Scanner: token too long');
  }
}

/** Bytes as text of one character each. */
export function latin1Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** Text of one character per byte as what those bytes say in UTF-8. */
export function textOfLatin1(text: string): string {
  return textOfBytes(Buffer.from(text, 'latin1'));
}

/** The UTF-8 bytes of Unicode's white space, one character per byte. */
const SPACE = String.raw`(?:[\t-\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)`;
const LEADING_SPACE = new RegExp(`^${SPACE}+`);
const SPACE_ONLY = new RegExp(`^${SPACE}$`);

/** Without white space at both ends, as Go's strings.TrimSpace; of a text with one character per byte. */
export function trimSpace(text: string): string {
  const start = LEADING_SPACE.exec(text)?.[0].length ?? 0;
  let end = text.length;
  for (let size = lastSpaceSize(text, end); size > 0 && end > start; size = lastSpaceSize(text, end)) end -= size;
  return text.slice(start, end);
}

/** How many bytes the white space right before a position takes; 0 where there is none. */
function lastSpaceSize(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  if (last > 0x20 && last < 0x80) return 0;
  return [1, 2, 3].find((size) => SPACE_ONLY.test(text.slice(Math.max(0, end - size), end))) ?? 0;
}
