import { expect, test } from 'vitest';
import { readGoUint } from '../../src/base/go-uint.ts';

test.each<[string, bigint | undefined]>([
  ['0', 0n],
  ['10', 10n],
  ['0x4c74b5', 0x4c74b5n],
  ['0XFF', 255n],
  ['017', 15n],
  ['0o17', 15n],
  ['0b101', 5n],
  ['1_000', 1000n],
  ['0x_ff', 255n],
  ['0_7', 7n],
  ['18446744073709551615', 2n ** 64n - 1n],
  ['18446744073709551616', undefined],
  ['08', undefined],
  ['0x', undefined],
  ['1__0', undefined],
  ['_1', undefined],
  ['1_', undefined],
  ['-1', undefined],
  ['+1', undefined],
  [' 1', undefined],
  ['', undefined],
  ['main', undefined],
])('%s', (text, value) => {
  expect(readGoUint(text)).toBe(value);
});
