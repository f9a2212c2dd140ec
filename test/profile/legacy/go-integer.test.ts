import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { integerProblem, multiply, parseDecimal, parseInteger } from '../../../src/profile/legacy/go-integer.ts';

test.each([
  ['0', 0],
  ['-7', -7],
  ['007', 7],
  ['9007199254740991', 9007199254740991],
  ['9007199254740993', 9007199254740993n],
  ['9223372036854775807', 9223372036854775807n],
  ['-9223372036854775808', -9223372036854775808n],
  ['9223372036854775808', undefined],
  ['000000000000000000000000000009', 9],
])('decimal %s', (digits, value) => {
  expect(parseDecimal(digits)).toBe(value);
});

describe('a literal of Go', () => {
  test.each([
    ['42', 42],
    ['+5', 5],
    ['-0x10', -16],
    ['0X1F', 31],
    ['017', 15],
    ['0o17', 15],
    ['0b11', 3],
    ['00', 0],
    ['1_000', 1000],
    ['0_1', 1],
    ['0x_1', 1],
    ['0xffffffffffffffff', undefined],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['9223372036854775808', undefined],
  ])('%s', (text, value) => {
    expect(parseInteger(text)).toBe(value);
    if (value === undefined)
      expect(integerProblem(text)).toBe(`strconv.ParseInt: parsing "${text}": value out of range`);
  });

  test.each(['', '-', 'x', '1e9', '1.5', '08', '0x', '0xg', '0b2', '0_', '1__0', '_1', '1_', ' 1', '١'])(
    'is not %j',
    (text) => {
      expect(parseInteger(text)).toBeUndefined();
      expect(integerProblem(text)).toBe(`strconv.ParseInt: parsing "${text}": invalid syntax`);
    },
  );
});

test('products wrap around as in Go', () => {
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(int64, int64, (a, b) => {
      const product = multiply(parseDecimal(String(a)) ?? 0, parseDecimal(String(b)) ?? 0);
      expect(BigInt(product)).toBe(BigInt.asIntN(64, a * b));
      expect(typeof product === 'bigint').toBe(!Number.isSafeInteger(Number(product)));
    }),
  );
});
