import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixed2, shortest, significant2 } from '../../src/base/number-text.ts';

/** The exact value of a double as a fraction of big integers. */
function exact(value: number): { readonly numerator: bigint; readonly denominator: bigint } {
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}

/** `%.2f` by long division: ties go to the even digit. */
function plainFixed2(value: number): string {
  const { numerator, denominator } = exact(Math.abs(value));
  const doubled = numerator * 200n;
  let hundredths = doubled / (denominator * 2n);
  const rest = doubled - hundredths * denominator * 2n;
  if (rest > denominator || (rest === denominator && hundredths % 2n === 1n)) hundredths++;
  const digits = hundredths.toString().padStart(3, '0');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

describe('fixed2', () => {
  test.each([
    [0.125, '0.12'],
    [0.375, '0.38'],
    [0.625, '0.62'],
    [-0.125, '-0.12'],
    [1.005, '1.00'],
    [-0.001, '-0.00'],
    [2 ** 63, '9223372036854775808.00'],
    [1e22, '10000000000000000000000.00'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ])('%d is %s', (value, text) => expect(fixed2(value)).toBe(text));

  test('agrees with long division', () => {
    const values = fc.oneof(
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      fc.integer({ min: -1e7, max: 1e7 }).map((eighths) => eighths / 8),
      fc.integer({ min: -1e9, max: 1e9 }).map((thousandths) => thousandths / 1000),
    );
    fc.assert(fc.property(values, (value) => void expect(fixed2(value)).toBe(plainFixed2(value))));
  });
});

test.each([
  [0.9, '0.9'],
  [0.674, '0.67'],
  [0.996, '1'],
  [0.12, '0.12'],
  [0.125, '0.12'],
  [0.00069, '0.00069'],
  [0.000012345, '1.2e-05'],
  [0.0001, '0.0001'],
  [0.0625, '0.062'],
  [99.6, '1e+02'],
  [0, '0'],
])('significant2: %d is %s', (value, text) => expect(significant2(value)).toBe(text));

test.each([
  [0.005, '0.005'],
  [1, '1'],
  [-1, '-1'],
  [1e-5, '1e-05'],
  [0.0001, '0.0001'],
  [1e21, '1e+21'],
  [123456789012345680000, '123456789012345680000'],
  [1.5e-7, '1.5e-07'],
])('shortest: %d is %s', (value, text) => expect(shortest(value)).toBe(text));
