/**
 * e^x to the last bit as Go computes it on amd64, where heap profiles are scaled with it: JavaScript leaves the last bits
 * of Math.exp open, and they show in numbers of thirteen digits. pprof on other processors may differ there.
 *
 * The method is Shibata's ("Efficient evaluation methods of elementary functions suitable for SIMD computation", 2010):
 * with x = k ln 2 + 16 r and y = e^r - 1 from its Taylor series, e^2r - 1 is y (y + 2), four times over. Go adds each
 * product without rounding it first.
 */
export function goExp(x: number): number {
  if (x > LARGEST) return Number.POSITIVE_INFINITY;
  if (x < SMALLEST) return 0;
  const exponent = roundToEven(x * Math.LOG2E);
  const r = fusedMultiplyAdd(-exponent, LN2_LOW, fusedMultiplyAdd(-exponent, LN2_HIGH, x)) / 16;
  let series = TAYLOR[0];
  for (let term = 1; term < TAYLOR.length; term++) series = fusedMultiplyAdd(r, series, TAYLOR[term]);
  let y = r * series;
  for (let doubling = 0; doubling < 3; doubling++) y *= y + 2;
  return fusedMultiplyAdd(y + 2, y, 1) * 2 ** exponent;
}

const LARGEST = 7.09782712893384e2;
/** Below, what is left of e^x next to 1 is nothing. */
const SMALLEST = -700;

/** ln 2 in two parts, the first with so few bits that its products with exponents are exact. */
const LN2_HIGH = 0.693147180559663;
const LN2_LOW = 2.8235290563031577e-13;

/** 1/8! to 1/1!. */
const TAYLOR = [1 / 40320, 1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1];

/** Any double from 2^52 on is whole, so adding rounds, ties to even. */
function roundToEven(value: number): number {
  return value + 1.5 * 2 ** 52 - 1.5 * 2 ** 52;
}

/**
 * a b + c, rounded once. Exact sums and products as pairs of doubles; the lower parts are added with rounding to odd, so
 * that the last rounding is the only one that counts (Boldo and Melquiond, "Emulation of a FMA and correctly rounded
 * sums: proved algorithms using rounding to odd", 2008). No part may overflow or vanish.
 */
function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const productError = multiplicationError(a, b, product);
  const low = c + productError;
  const lowError = additionError(c, productError, low);
  const high = product + low;
  const highError = additionError(product, low, high);
  return high + addToOdd(lowError, highError);
}

/** What is missing of a sum to be exact (Knuth). */
function additionError(a: number, b: number, sum: number): number {
  const partOfB = sum - a;
  return a - (sum - partOfB) + (b - partOfB);
}

/** What is missing of a product to be exact (Dekker), from halves of 26 bits. */
function multiplicationError(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function upperHalf(value: number): number {
  const spread = value * (2 ** 27 + 1);
  return spread - (spread - value);
}

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** The sum, or where it is not exact the one of its two neighbours with an odd last bit. */
function addToOdd(a: number, b: number): number {
  const sum = a + b;
  const error = additionError(a, b, sum);
  if (error === 0) return sum;
  double[0] = sum;
  if ((bits[0] & 1n) === 0n) bits[0] += error > 0 === sum > 0 ? 1n : -1n;
  return double[0];
}
