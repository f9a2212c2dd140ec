import { integerLiteral } from './go-number.ts';

/** A number as Go's strconv.ParseUint reads it with base 0: a literal without a sign, of at most 64 bits. Else undefined. */
export function readGoUint(text: string): bigint | undefined {
  const value = /^[+-]/.test(text) ? undefined : integerLiteral(text);
  return value !== undefined && value < 2n ** 64n ? value : undefined;
}
