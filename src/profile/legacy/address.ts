/**
 * Addresses of 64 bits, unsigned: a plain number up to 2^53, a bigint beyond, and always so. They compare as they are,
 * and equal ones are equal keys of a Map.
 */
export type Address = number | bigint;

/** Up to 13 hexadecimal digits are below 2^52. */
const SHORT = 13;

export function toAddress(value: bigint): Address {
  const wrapped = BigInt.asUintN(64, value);
  return wrapped <= Number.MAX_SAFE_INTEGER ? Number(wrapped) : wrapped;
}

/** The address that hexadecimal digits spell, undefined where they are more than 64 bits. */
export function parseAddress(digits: string): Address | undefined {
  if (digits.length <= SHORT) return Number.parseInt(digits, 16);
  const value = BigInt(`0x${digits}`);
  return value < 2n ** 64n ? toAddress(value) : undefined;
}

/** The sum modulo 2^64. */
export function plus(a: Address, b: Address): Address {
  return toAddress(BigInt(a) + BigInt(b));
}

/** The difference modulo 2^64. */
export function minus(a: Address, b: Address): Address {
  return toAddress(BigInt(a) - BigInt(b));
}

/**
 * An address inside the call instruction of a return address, which points behind it: that instruction may be on
 * another line, or the last of its function. 0 wraps around.
 */
export function insideCall(returnAddress: Address): Address {
  return typeof returnAddress === 'number' && returnAddress > 0 ? returnAddress - 1 : minus(returnAddress, 1);
}

export function isOneAfter(address: Address, other: Address): boolean {
  return address === plus(other, 1);
}
