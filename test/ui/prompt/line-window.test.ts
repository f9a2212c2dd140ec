import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textWidth } from '../../../src/base/text-width.ts';
import { editorOf } from '../../../src/ui/prompt/line-editor.ts';
import { lineWindow } from '../../../src/ui/prompt/line-window.ts';

/** The window with `|` at the cursor. */
function drawn(line: string, width: number): string {
  const cursor = line.indexOf('|');
  const { before, after } = lineWindow(line.replace('|', ''), cursor, width);
  return `${before}|${after}`;
}

test.each([
  ['top 10|', 20, 'top 10|'],
  // The last cell is for the cursor behind the end.
  ['0123456789|', 11, '0123456789|'],
  ['0123456789|', 10, '…56789|'],
  ['|0123456789', 10, '|01234567…'],
  ['01234567|89', 10, '01234567|…'],
  ['012345678|9', 10, '…5678|9'],
  ['focus=runtime.mallocgc top -cum 20|', 24, '…top -cum 20|'],
  ['日本語日本語|', 10, '… 日本語|'],
  ['日本語日本|語', 10, '… 日本|語'],
  ['|日本語日本語', 10, '|日本語日…'],
  // Line ends come from a paste; other control characters are spelt out.
  ['top\npeek x|', 20, 'top↵peek x|'],
  ['a\u0007|b', 20, 'a\\x07|b'],
])('%j in %i cells', (line, width, expected) => {
  expect(drawn(line, width)).toBe(expected);
});

test('the cursor is always in the window, on the cell it belongs to', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('a', '日', 'e\u0301', '\n', '\u0007', '👩‍👩‍👧'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
  });
  fc.assert(
    fc.property(text, fc.nat(60), fc.integer({ min: 4, max: 40 }), (line, at, width) => {
      const { text: edited, cursor } = editorOf(line, at);
      const { before, after, cursorX } = lineWindow(edited, cursor, width);
      expect(textWidth(before)).toBe(cursorX);
      expect(cursorX).toBeLessThan(width);
      expect(cursorX + textWidth(after)).toBeLessThan(width);
    }),
  );
});
