import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GrowingInt64 } from '../../src/base/growing.ts';
import { abs, add, addUpColumn, at, divide, negate, toInt64, truncate } from '../../src/base/int64.ts';

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.constantFrom(2n ** 53n, -(2n ** 53n), 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)),
);
const wrap = (value: bigint) => BigInt.asIntN(64, value);

test('sums, negation and division are those of int64', () => {
  fc.assert(
    fc.property(int64, int64, (a, b) => {
      expect(BigInt(add(toInt64(a), toInt64(b)))).toBe(wrap(a + b));
      expect(BigInt(negate(toInt64(a)))).toBe(wrap(-a));
      expect(BigInt(abs(toInt64(a)))).toBe(wrap(a < 0n ? -a : a));
      if (b !== 0n) expect(BigInt(divide(toInt64(a), toInt64(b)))).toBe(wrap(a / b));
    }),
  );
});

test('a value has one form: a number while that is exact', () => {
  fc.assert(
    fc.property(int64, (value) => {
      const isSafe = value >= -(2n ** 53n) + 1n && value <= 2n ** 53n - 1n;
      expect(typeof toInt64(value)).toBe(isSafe ? 'number' : 'bigint');
    }),
  );
});

test('a column adds up exactly, however wide', () => {
  fc.assert(
    fc.property(fc.array(int64, { minLength: 1, maxLength: 40 }), (values) => {
      const growing = new GrowingInt64();
      for (const value of values) growing.push(toInt64(value));
      const column = growing.finish();
      const sum = addUpColumn(column, (part) => Float64Array.of(part.reduce((a, b) => a + b, 0)));
      expect(BigInt(at(sum, 0))).toBe(wrap(values.reduce((a, b) => a + b, 0n)));
    }),
  );
});

test.each([
  [1.9, 1],
  [-1.9, -1],
  [2 ** 60, 2n ** 60n],
  [2 ** 64, -(2n ** 63n)],
  [Number.NaN, -(2n ** 63n)],
])('truncate(%d) is %s', (value, whole) => expect(truncate(value)).toBe(whole));
