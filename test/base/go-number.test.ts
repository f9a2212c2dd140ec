import { describe, expect, test } from 'vitest';
import { readDecimalInteger, readFloat, readIntegerLiteral } from '../../src/base/go-number.ts';

// What Go's strconv makes of these, by way of flags and assignments of go tool pprof.
describe('an integer of a flag', () => {
  test.each([
    ['0x1F', 31],
    ['-0b11', -3],
    ['0o17', 15],
    ['017', 15],
    ['+1_000', 1000],
    ['0x_ff', 255],
    ['0', 0],
    ['9223372036854775807', 2 ** 63],
  ])('%s', (text, value) => expect(readIntegerLiteral(text)).toBe(value));

  test.each(['', '1__0', '_1', '1_', '0x', '08', '1.5', '1e3', ' 1', '--1', 'one'])('not %j', (text) => {
    expect(() => readIntegerLiteral(text)).toThrow('invalid syntax');
  });

  test('not beyond 64 bits', () => {
    expect(() => readIntegerLiteral('9223372036854775808')).toThrow('value out of range');
  });
});

describe('an integer of an assignment is decimal', () => {
  test.each([
    ['010', 10],
    ['-5', -5],
    ['+5', 5],
  ])('%s', (text, value) => expect(readDecimalInteger(text)).toBe(value));

  test.each(['0x1', '1_0', '', '1e9'])('not %j', (text) => {
    expect(() => readDecimalInteger(text)).toThrow('invalid syntax');
  });
});

describe('a double', () => {
  test.each([
    ['.5', 0.5],
    ['5.', 5],
    ['1E-3', 0.001],
    ['1_0', 10],
    ['0x1p-2', 0.25],
    ['-0X.8p1', -1],
    ['+Inf', Infinity],
    ['-infinity', -Infinity],
    ['nan', NaN],
    ['1e-400', 0],
  ])('%s', (text, value) => expect(readFloat(text)).toBe(value));

  test.each(['', '.', 'e5', '0x1', '0x.p1', '1_', '1e', 'infinite', '1,5'])('not %j', (text) => {
    expect(() => readFloat(text)).toThrow('invalid syntax');
  });

  test('not beyond the largest', () => expect(() => readFloat('1e400')).toThrow('value out of range'));
});
