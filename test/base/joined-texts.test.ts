import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachContaining, joinedAt, joinTexts } from '../../src/base/joined-texts.ts';

const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\n', '\udc80'), maxLength: 6 }), {
  maxLength: 40,
});

test('every text can be taken out again', () => {
  fc.assert(
    fc.property(texts, (given) => {
      const joined = joinTexts(given);
      expect(given.map((_, index) => joinedAt(joined, index))).toEqual(given);
    }),
  );
});

test('all texts that contain a part are found, each once and in order', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(texts, part, (given, wanted) => {
      const found: number[] = [];
      eachContaining(joinTexts(given), wanted, (index) => void found.push(index));
      const expected = given.flatMap((text, index) => (text.includes(wanted) ? [index] : []));
      expect(found).toEqual(expected);
    }),
  );
});
