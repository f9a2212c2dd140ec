import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CodeSymbol, type Instruction, symbolsAt, valuedInstructions } from '../../src/analysis/instructions.ts';

const instructionsAt = (...addresses: readonly number[]): Instruction[] =>
  addresses.map((address) => ({ address: BigInt(address), text: `at ${address}`, lines: [] }));

const valuesAt = (address: number, flat: number, divisor = 0) => ({
  entry: 0,
  address: BigInt(address),
  functionName: '',
  file: '',
  line: 0,
  flat,
  cum: 2 * flat,
  flatDivisor: divisor,
  cumDivisor: divisor,
});

describe('values of instructions', () => {
  test('what was sampled in the middle of one belongs to it', () => {
    const values = [valuesAt(10, 1), valuesAt(12, 2), valuesAt(13, 4), valuesAt(20, 8)];
    const rows = valuedInstructions(instructionsAt(10, 13, 15), values);
    expect(rows.map(({ flat, cum }) => [flat, cum])).toEqual([
      [3, 6],
      [4, 8],
      [8, 16],
    ]);
  });

  test('a mean is divided after it was added up', () => {
    const [row] = valuedInstructions(instructionsAt(10), [valuesAt(10, 10, 4), valuesAt(11, 11, 3)]);
    expect([row.flat, row.cum]).toEqual([3, 6]);
  });
});

test('symbolsAt finds the innermost code and its aliases', () => {
  const range = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), fc.integer({ min: 0, max: 50 }), (ranges, at) => {
      const symbols: CodeSymbol[] = ranges
        .toSorted(([a], [b]) => a - b)
        .map(([start, size], i) => ({ name: `s${i}`, start: BigInt(start), end: BigInt(start + size) }));
      const covering = symbols.filter(({ start, end }) => start <= at && at < end);
      const innermost = covering.at(-1)?.start;
      expect(symbolsAt(symbols, BigInt(at))).toEqual(covering.filter(({ start }) => start === innermost));
    }),
  );
});
