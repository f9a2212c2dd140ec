/** Numbers in text as Go reads them, with the end of Go's sentence where they are none. */

/** What is wrong with a text that should be a number. */
export class NumberError extends Error {
  override readonly name = 'NumberError';
  constructor(override readonly message: 'invalid syntax' | 'value out of range') {
    super(message);
  }
}

/** A decimal int64, as an assignment in the shell takes it. */
export function readDecimalInteger(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new NumberError('invalid syntax');
  return inInt64(BigInt(text.replace('+', '')));
}

const LITERAL = /^([-+]?)(0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+|0|[1-9](?:_?\d)*)$/;

/**
 * The integer that a literal of Go's source spells, of any size: decimal, or `0x1f`, `0b11`, `0o17`, `017`, with single
 * underscores between digits. Undefined where the text is none.
 */
export function integerLiteral(text: string): bigint | undefined {
  const match = LITERAL.exec(text);
  if (match === null) return undefined;
  const digits = match[2].replaceAll('_', '');
  const magnitude = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  return match[1] === '-' ? -magnitude : magnitude;
}

/** An int64 written as a literal. Flags take it. */
export function readIntegerLiteral(text: string): number {
  const value = integerLiteral(text);
  if (value === undefined) throw new NumberError('invalid syntax');
  return inInt64(value);
}

/** A double as Go's source may write it, or `inf` or `nan`. */
export function readFloat(text: string): number {
  const [, sign, literal] = /^([+-]?)(.*)$/s.exec(text.toLowerCase()) ?? [];
  const size = readFloatSize(literal);
  return sign === '-' ? -size : size;
}

function readFloatSize(literal: string): number {
  if (literal === 'nan') return NaN;
  if (literal === 'inf' || literal === 'infinity') return Infinity;
  if (!hasSoundUnderscores(literal)) throw new NumberError('invalid syntax');
  const digits = literal.replaceAll('_', '');
  const [, whole, fraction = '', exponent] = /^0x([\da-f]*)(?:\.([\da-f]*))?p([+-]?\d+)$/.exec(digits) ?? [];
  const isHex = exponent !== undefined && whole + fraction !== '';
  if (!isHex && !/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(digits)) throw new NumberError('invalid syntax');
  const size = isHex
    ? Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length)
    : Number(digits);
  if (size === Infinity) throw new NumberError('value out of range');
  return size;
}

/** Underscores stand only between digits, or between the mark of a base and the first digit. */
function hasSoundUnderscores(literal: string): boolean {
  return !/(^|[^\da-f])_|_([^\da-f]|$)/.test(literal.replace(/^0[xbo]/, '0'));
}

function inInt64(value: bigint): number {
  if (BigInt.asIntN(64, value) !== value) throw new NumberError('value out of range');
  return Number(value);
}
