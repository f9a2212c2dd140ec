import { malformed } from '../malformed.ts';

/** pprof refuses numbers that come near 32 bits. */
const MAX_NUMBER = 2_000_000_000;

/** A place in a mangled name. */
export class Cursor {
  protected readonly text: string;
  protected pos = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The character at the place or some way behind it; empty at the end. */
  protected peek(ahead = 0): string {
    return this.text.charAt(this.pos + ahead);
  }

  protected atEnd(): boolean {
    return this.pos >= this.text.length;
  }

  protected next(): string {
    if (this.atEnd()) malformed();
    return this.text[this.pos++];
  }

  protected take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.pos)) return false;
    this.pos += expected.length;
    return true;
  }

  protected expect(expected: string): void {
    if (!this.take(expected)) malformed();
  }

  protected isDigit(ahead = 0): boolean {
    const code = this.text.charCodeAt(this.pos + ahead);
    return code >= 0x30 && code <= 0x39;
  }

  protected isLowerCase(): boolean {
    const code = this.text.charCodeAt(this.pos);
    return code >= 0x61 && code <= 0x7a;
  }

  protected digits(): string {
    const start = this.pos;
    while (this.isDigit()) this.pos++;
    return this.text.slice(start, this.pos);
  }

  /** A decimal number, which has to be there. */
  protected number(): number {
    const digits = this.digits();
    const value = Number(digits);
    return digits === '' || value > MAX_NUMBER ? malformed() : value;
  }

  /** A number that may be negative (`n`) and is not looked at. */
  protected skipOffset(): void {
    this.take('n');
    this.number();
  }

  /** How things are numbered where the first has no number: `_` is 0, `0_` is 1. */
  protected ordinal(): number {
    const value = this.isDigit() ? this.number() + 1 : 0;
    this.expect('_');
    return value;
  }

  /** As many characters as the number before them says. */
  protected counted(): string {
    const length = this.number();
    if (length === 0 || length > this.text.length - this.pos) malformed();
    this.pos += length;
    return this.text.slice(this.pos - length, this.pos);
  }
}
