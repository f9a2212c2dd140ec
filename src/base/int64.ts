/**
 * Signed 64-bit integers, exact: a plain number while it is safe, a bigint beyond 2^53. pprof computes all sample
 * values in int64 with wrap-around; nearly all of them fit a double, and those stay fast.
 */
export type Int64 = number | bigint;

/**
 * Many of them. A `Float64Array` holds a column whose absolute values add up to at most 2^53, so that every partial
 * sum of it is exact; any other column is a `BigInt64Array`.
 */
export type Int64Column = Float64Array | BigInt64Array;

/** The int64 a big integer wraps to, as a number where that is exact. */
export function toInt64(value: bigint): Int64 {
  const wrapped = BigInt.asIntN(64, value);
  const rounded = Number(wrapped);
  return Number.isSafeInteger(rounded) ? rounded : wrapped;
}

export function add(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return toInt64(BigInt(a) + BigInt(b));
}

export function negate(value: Int64): Int64 {
  return typeof value === 'number' ? 0 - value : toInt64(-value);
}

/** The most negative int64 has no positive counterpart: as in Go, it stays negative. */
export function abs(value: Int64): Int64 {
  return value < 0 ? negate(value) : value;
}

/** Division towards zero, as int64 division in Go. The divisor is not zero. */
export function divide(value: Int64, divisor: Int64): Int64 {
  if (typeof value === 'number' && typeof divisor === 'number') return Math.trunc(value / divisor) + 0;
  return toInt64(BigInt(value) / BigInt(divisor));
}

/** The int64 a double is converted to: towards zero; what does not fit becomes the smallest int64, as on amd64. */
export function truncate(value: number): Int64 {
  if (!(value > -(2 ** 63) && value < 2 ** 63)) return -(2n ** 63n);
  const whole = Math.trunc(value) + 0;
  return Number.isSafeInteger(whole) ? whole : BigInt(whole);
}

/** The int64 nearest to a double, halves away from zero. */
export function roundAwayFromZero(value: number): Int64 {
  const size = Math.abs(value);
  const whole = Math.trunc(size);
  const rounded = size - whole >= 0.5 ? whole + 1 : whole;
  return truncate(value < 0 ? -rounded : rounded);
}

/** The largest of some integers, and 0 at least. */
export function largest(values: Iterable<bigint>): bigint {
  let most = 0n;
  for (const value of values) if (value > most) most = value;
  return most;
}

/** Negative when `a` comes first. */
export function compare(a: Int64, b: Int64): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const LIMB_BITS = 22;
const LIMB = 2 ** LIMB_BITS;

/**
 * Applies a computation that only adds values up to a column of any width. `addUp` is linear: given one value per
 * sample it returns sums of them. A wide column is split into three limbs of 22 bits, whose sums stay exact for two
 * thousand million samples, and the three results are put together again, modulo 2^64.
 */
export function addUpColumn(column: Int64Column, addUp: (part: Float64Array) => Float64Array): Int64Column {
  if (column instanceof Float64Array) return addUp(column);

  const limbs = [0, 1, 2].map((place) => {
    const limb = new Float64Array(column.length);
    for (let i = 0; i < column.length; i++) {
      const shifted = column[i] >> BigInt(place * LIMB_BITS);
      limb[i] = Number(place === 2 ? shifted : shifted & BigInt(LIMB - 1));
    }
    return addUp(limb);
  });
  const sums = new BigInt64Array(limbs[0].length);
  for (let i = 0; i < sums.length; i++) {
    sums[i] =
      BigInt(limbs[0][i]) + (BigInt(limbs[1][i]) << BigInt(LIMB_BITS)) + (BigInt(limbs[2][i]) << BigInt(2 * LIMB_BITS));
  }
  return sums;
}

/** The value at one position, in its canonical form. */
export function at(column: Int64Column, index: number): Int64 {
  const value = column[index];
  return typeof value === 'number' ? value : toInt64(value);
}

/** The rows of a column at the given positions. */
export function pick(column: Int64Column, rows: Int32Array): Int64Column {
  const picked = column instanceof Float64Array ? new Float64Array(rows.length) : new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]];
  return picked;
}
