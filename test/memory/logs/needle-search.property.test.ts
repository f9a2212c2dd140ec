import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countNewlines } from '../../../src/memory/logs/count-newlines.ts';
import { NeedleSearch } from '../../../src/memory/logs/needle-search.ts';

/** Few letters, so that needles come up, whole and nearly. */
const text = (length: fc.StringConstraints) => fc.string({ unit: fc.constantFrom('a', 'b', '\n'), ...length });

describe('the search for needles', () => {
  test('finds what a plain search finds first, at any alignment and between any bounds', () => {
    const needles = fc.array(text({ minLength: 7, maxLength: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        needles,
        text({ maxLength: 300 }),
        fc.nat(7),
        fc.nat(40),
        fc.nat(40),
        (drawn, hay, shift, from, less) => {
          const bytes = Buffer.from(`${'x'.repeat(shift)}${hay}`).subarray(shift);
          const limit = Math.max(0, bytes.length - less);
          const found = new NeedleSearch(drawn).indexIn(bytes, from, limit);
          const ends = hay.slice(0, limit);
          const first = drawn.map((needle) => ends.indexOf(needle, from)).filter((at) => at !== -1);
          expect(found === -1).toBe(first.length === 0);
          // Of needles that overlap any may be told, and one of them begins a word or less behind the first.
          if (found !== -1) expect(found - Math.min(...first)).toBeLessThan(4);
          if (found !== -1) expect(drawn.some((needle) => ends.startsWith(needle, found))).toBe(true);
        },
      ),
    );
  });

  test('refuses needles that fill no word wherever they begin', () => {
    expect(() => new NeedleSearch(['panic:'])).toThrow('needle panic: is too short');
  });
});

describe('line feeds', () => {
  test('are counted between any bounds at any alignment', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((drawn) => drawn.map((byte) => (byte < 90 ? 0x0a : byte)));
    fc.assert(
      fc.property(bytes, fc.nat(7), fc.nat(60), fc.nat(60), (drawn, shift, from, less) => {
        const view = Buffer.concat([new Uint8Array(shift), drawn]).subarray(shift);
        const limit = Math.max(0, view.length - less);
        const plain = view.subarray(Math.min(from, limit), limit).filter((byte) => byte === 0x0a).length;
        expect(countNewlines(view, from, limit)).toBe(plain);
      }),
    );
  });
});
