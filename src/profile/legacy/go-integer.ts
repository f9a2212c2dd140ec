import { integerLiteral } from '../../base/go-number.ts';
import { type Int64, toInt64 } from '../../base/int64.ts';

const LEAST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;

/** Safe as plain numbers, whatever their digits. */
const SHORT = 15;

/** The int64 that decimal digits, with a sign or without, spell; undefined where it is out of range. */
export function parseDecimal(digits: string): Int64 | undefined {
  if (digits.length <= SHORT) return Number(digits) + 0;
  return inRange(BigInt(digits));
}

/** The int64 of Go's integer literals. Undefined where the text is none, or out of range. */
export function parseInteger(text: string): Int64 | undefined {
  const literal = integerLiteral(text);
  return literal === undefined ? undefined : inRange(literal);
}

/** Why `parseDecimal` or `parseInteger` gave nothing, in the words of Go. */
export function integerProblem(text: string): string {
  const problem = integerLiteral(text) === undefined ? 'invalid syntax' : 'value out of range';
  return `strconv.ParseInt: parsing "${text}": ${problem}`;
}

function inRange(value: bigint): Int64 | undefined {
  return value >= LEAST && value <= LARGEST ? toInt64(value) : undefined;
}

/** The product modulo 2^64, as int64 multiplies in Go. */
export function multiply(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a * b)) return a * b + 0;
  return toInt64(BigInt(a) * BigInt(b));
}
