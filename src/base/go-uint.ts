/** A number as Go's strconv.ParseUint reads it with base 0: in the digits of Go source, at most 64 bits. */
const GO_UINT = /^(?:0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)$/;

/** Undefined where the text is no such number. */
export function readGoUint(text: string): bigint | undefined {
  if (!GO_UINT.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits);
  return value < 2n ** 64n ? value : undefined;
}
