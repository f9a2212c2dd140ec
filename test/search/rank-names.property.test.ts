import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCase } from '../../src/search/fold-case.ts';
import { buildNameIndex } from '../../src/search/name-index.ts';
import { rankNames } from '../../src/search/rank-names.ts';

const part = fc.constantFrom(
  'main',
  'net/http',
  'json',
  'Decode',
  'HTTP',
  '(*T)',
  'add',
  'x1',
  'é',
  '😀',
  '日本',
  '\n',
  ' ',
  '::',
);
const name = fc.oneof(
  fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const weighted = fc.array(fc.record({ name, weight: fc.integer({ min: -5, max: 5 }) }), { maxLength: 40 });
const query = fc.oneof(
  fc.array(part, { maxLength: 2 }).map((parts) => parts.join(' ')),
  fc.string({ maxLength: 8 }),
);

test('every match is found once, its ranges are in order, apart, and inside of the name', () => {
  fc.assert(
    fc.property(weighted, query, (rows, text) => {
      const names = rows.map((row) => row.name);
      const matches = rankNames(
        buildNameIndex(
          names,
          rows.map((row) => row.weight),
        ),
        text,
        100,
      );
      expect(new Set(matches.map(({ index }) => index)).size).toBe(matches.length);
      for (const { index, ranges } of matches) {
        let end = -1;
        for (const range of ranges) {
          expect(range[0]).toBeGreaterThan(end);
          expect(range[1]).toBeGreaterThan(range[0]);
          end = range[1];
        }
        expect(end).toBeLessThanOrEqual(names[index].length);
      }
    }),
  );
});

test('a name that contains every word of the query is found, in front of all that do not', () => {
  fc.assert(
    fc.property(weighted, query, (rows, text) => {
      const names = rows.map((row) => row.name);
      const words = foldCase(text).split(/\s+/);
      const contains = (row: number) => words.every((word) => foldCase(names[row]).includes(word));
      const found = rankNames(
        buildNameIndex(
          names,
          rows.map((row) => row.weight),
        ),
        text,
        100,
      ).map(({ index }) => index);
      const expected = names.flatMap((_, row) => (contains(row) ? [row] : []));
      expect(new Set(found.slice(0, expected.length))).toEqual(new Set(expected));
    }),
  );
});

test('between names that are alike the heavier one comes first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 20 }), (weights) => {
      const names = weights.map((_, i) => `package${i}/main.Add`);
      const found = rankNames(buildNameIndex(names, weights), 'add', 100).map(({ index }) => Math.abs(weights[index]));
      expect(found).toEqual(weights.map(Math.abs).sort((a, b) => b - a));
    }),
  );
});
