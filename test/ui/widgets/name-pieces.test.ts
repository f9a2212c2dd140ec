import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/base/text-width.ts';
import { namePieces } from '../../../src/ui/widgets/name-pieces.ts';

/** The pieces with the matched ones in brackets. */
const drawn = (...of: Parameters<typeof namePieces>) =>
  namePieces(...of)
    .map(({ text, isMatched }) => (isMatched ? `[${text}]` : text))
    .join('');

const NAME = 'github.com/acme/platform/store.(*Index).Add';

test.each([
  [50, NAME],
  [43, NAME],
  [42, '…thub.com/acme/platform/store.(*Index).Add'],
  [25, '…tform/store.(*Index).Add'],
  [19, '…store.(*Index).Add'],
  [18, '…tore.(*Index).Add'],
  [14, '….(*Index).Add'],
  [9, '…dex).Add'],
  [4, '…Add'],
  [3, '…A…'],
  [1, '…'],
  [0, ''],
])('in %i cells', (width, expected) => {
  expect(drawn(NAME, width)).toBe(expected);
});

test.each([
  ['text/template.(*state).walk', 16, '…e.(*state).walk'],
  ['main.(*Cache[go.shape.string]).Get', 14, '….string]).Get'],
  ['slices.SortFunc[go.shape.[]int]', 14, '…SortFunc[go.…'],
  ['net/http.(*Server).Serve.func1.2', 12, '…rve.func1.2'],
  ['com.example.shop.Cart.add', 12, '…op.Cart.add'],
  ['std::vec::Vec<u8>::push', 12, 'std::vec::V…'],
  ['ns::draw(std::string const&)', 12, 'ns::draw(st…'],
  ['draw(a.B, c.D)', 8, 'draw(a.…'],
  ['/usr/lib/x86_64/libc.so.6', 10, '…libc.so.6'],
])('%s in %i cells', (name, width, expected) => {
  expect(drawn(name, width)).toBe(expected);
});

describe('with matched letters', () => {
  test('in whole names and in what is left of them', () => {
    const ranges = [
      [0, 3],
      [32, 38],
      [40, 43],
    ] as const;
    expect(drawn(NAME, 50, ranges)).toBe('[git]hub.com/acme/platform/store.([*Index]).[Add]');
    expect(drawn(NAME, 20, ranges)).toBe('…/store.([*Index]).[Add]');
    expect(drawn(NAME, 15, ranges)).toBe('…e.([*Index]).[Add]');
    expect(drawn('main.run', 6, [[5, 8]])).toBe('…n.[run]');
    expect(drawn('main.run', 3, [[5, 8]])).toBe('…[r…]');
  });

  test('a letter of two units is not split', () => {
    expect(drawn('a😀b', 10, [[2, 3]])).toBe('a[😀]b');
  });
});

test('control characters are spelt out, and counted', () => {
  expect(drawn('a\u001b[31mb', 20, [[1, 3]])).toBe('a[\\x1b[]31mb');
  expect(drawn('a\u001b[31mb', 4)).toBe('a\\x…');
});

const names = fc.array(fc.constantFrom('a', '/', '.', '(', '日', '😀', 'e\u0301', '\n', '\u001b', 'xyz'), {
  maxLength: 12,
});

test('never wider than asked for, and whole where there is room', () => {
  fc.assert(
    fc.property(names, fc.nat(20), fc.nat(6), fc.nat(6), (parts, width, start, length) => {
      const name = parts.join('');
      const pieces = namePieces(name, width, length === 0 ? [] : [[start, start + length]]);
      const text = pieces.map((piece) => piece.text).join('');
      expect(pieces.reduce((sum, piece) => sum + textWidth(piece.text), 0)).toBeLessThanOrEqual(width);
      expect(text).not.toMatch(/\p{Control}/u);
    }),
  );
});
