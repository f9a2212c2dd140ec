import { MAX_DEPTH } from '../limits.ts';
import { malformed } from '../malformed.ts';
import { decodePunycode } from './punycode.ts';

const DECIMAL = /\d*/y;
const HEXADECIMAL = /[0-9a-f]*/y;
const ALPHANUMERIC = /[0-9A-Za-z]*/y;
/** pprof computes with 64 bits, and takes a zero for a leading one where the digits before it have left nothing in them. */
const LEADING_ZERO = /(?:^|0{16})0./;

/** A place in a v0 symbol, and the smallest parts of the grammar. */
export class V0Cursor {
  readonly #symbol: string;
  #pos = 0;
  /** Where reading stops: the end of the symbol, or the back reference that is being followed. */
  #end: number;
  #depth = 0;

  constructor(symbol: string) {
    this.#symbol = symbol;
    this.#end = symbol.length;
  }

  protected atEnd(): boolean {
    return this.#pos === this.#end;
  }

  protected next(): string {
    if (this.atEnd()) malformed();
    return this.#symbol[this.#pos++];
  }

  /** Takes back the last character. */
  protected back(): void {
    this.#pos--;
  }

  protected take(char: string): boolean {
    if (this.atEnd() || this.#symbol[this.#pos] !== char) return false;
    this.#pos++;
    return true;
  }

  #takeAll(pattern: RegExp): string {
    pattern.lastIndex = this.#pos;
    const text = pattern.exec(this.#symbol)?.[0] ?? '';
    const taken = text.slice(0, this.#end - this.#pos);
    this.#pos += taken.length;
    return taken;
  }

  protected enter(): void {
    if (++this.#depth > MAX_DEPTH) malformed();
  }

  protected leave(): void {
    this.#depth--;
  }

  /** Behind a `B`: reads an earlier part once more, unless it is not to be followed. */
  protected backReference(isFollowed: boolean, read: () => void): void {
    const tagAt = this.#pos - 1;
    const target = this.base62();
    if (!isFollowed) return;
    if (target >= tagAt) malformed();
    const pos = this.#pos;
    const end = this.#end;
    this.#pos = target;
    this.#end = tagAt;
    this.enter();
    read();
    this.leave();
    this.#pos = pos;
    this.#end = end;
  }

  protected identifier(): string {
    if (this.atEnd()) malformed();
    const isPunycode = this.take('u');
    const length = Number(this.#takeAll(DECIMAL));
    this.take('_');
    if (length > this.#end - this.#pos) malformed();
    const text = this.#symbol.slice(this.#pos, this.#pos + length);
    this.#pos += length;
    return isPunycode ? decodePunycode(text) : text;
  }

  /** The base-62 digits that tell apart what would have the same path; undefined for the first. */
  protected disambiguator(): string | undefined {
    return this.take('s') ? this.#base62Digits() : undefined;
  }

  /** `_` is 0, `0_` is 1, and so on; exact as far as positions and counts can go. */
  protected base62(): number {
    const digits = this.#base62Digits();
    let value = 0;
    for (let i = 0; i < digits.length; i++) value = value * 62 + base62Digit(digits.charCodeAt(i));
    return digits === '' ? 0 : value + 1;
  }

  #base62Digits(): string {
    const digits = this.#takeAll(ALPHANUMERIC);
    if (!this.take('_')) malformed();
    return digits;
  }

  /** How many lifetimes a `G` binds. */
  protected binder(bound: number): number {
    const count = this.base62() + 1;
    // Each of them is written out, so a number the symbol can have no use for would only be there to do harm.
    if (count >= this.#end - this.#pos - bound) malformed();
    return count;
  }

  /** The digits of a constant. */
  protected hexDigits(): string {
    const digits = this.#takeAll(HEXADECIMAL);
    if (!this.take('_') || digits === '' || LEADING_ZERO.test(digits)) malformed();
    return digits;
  }
}

/** The first has no digits and is 0, `_` is 1, `0_` is 2. What does not fit 64 bits wraps around, as it does in pprof. */
export function numberOfDisambiguator(digits: string | undefined): bigint {
  if (digits === undefined) return 0n;
  let value = digits === '' ? 0n : 1n;
  for (let i = 0; i < digits.length; i++) {
    const placeValue = 62n ** BigInt(digits.length - 1 - i);
    value += BigInt(base62Digit(digits.charCodeAt(i))) * placeValue;
  }
  return BigInt.asIntN(64, value + 1n);
}

function base62Digit(code: number): number {
  if (code <= 0x39) return code - 0x30;
  return code >= 0x61 ? code - 0x61 + 10 : code - 0x41 + 36;
}
