import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameInterner } from '../../../src/memory/leaks/frame-interner.ts';
import { drawProfile } from '../../support/draw-profile.ts';
import '../../support/properties.ts';

const stack = fc
  .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
  .map((names) => ['main', ...names].join(';'));
const snapshots = fc.array(fc.array(stack, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 5 });

test('stacks have one number each, whatever the order and the gaps in which profiles have them', () => {
  fc.assert(
    fc.property(snapshots, (drawn) => {
      const frames = new FrameInterner();
      const numberOf = new Map<string, number>();
      for (const stacks of drawn) {
        const numbers = frames.stacksOf(drawProfile(stacks.map((folded) => `${folded} 1`).join('\n')));
        expect(numbers).toHaveLength(stacks.length);
        stacks.forEach((folded, sample) => {
          expect(numbers[sample]).toBe(numberOf.get(folded) ?? numberOf.size);
          numberOf.set(folded, numbers[sample]);
          const names = Array.from(frames.framesOf(numbers[sample]), (frame) => frames.frame(frame).function);
          expect(names.reverse().join(';')).toBe(folded);
        });
      }
      expect(frames.stackCount).toBe(numberOf.size);
    }),
  );
});
