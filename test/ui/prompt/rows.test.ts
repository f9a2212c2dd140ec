import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiText } from '../../../src/base/ascii-text.ts';
import { textWidth } from '../../../src/base/text-width.ts';
import { shortName } from '../../../src/report/short-name.ts';
import { keyNameOf } from '../../../src/shell/language/key-names.ts';
import { lineKeys, menuKeys, searchKeys, viNormalKeys } from '../../../src/ui/prompt/keys.ts';
import { editorOf } from '../../../src/ui/prompt/line-editor.ts';
import { lineWindow, styledLine, styledWindow } from '../../../src/ui/prompt/line-window.ts';
import { DEFAULT_CONTEXT, initialPrompt, type PromptContext } from '../../../src/ui/prompt/model.ts';
import type { PromptLayout, PromptRow } from '../../../src/ui/prompt/prompt-row.ts';
import { rowsInView } from '../../../src/ui/prompt/rows.ts';
import { pasteText, pressKeys } from '../../../src/ui/prompt/update.ts';
import { typedKeys } from '../../../src/ui/terminal/key-press.ts';

const layout: PromptLayout = {
  prompt: '(pprof) ',
  status: { profile: 'heap.pb.gz', valueType: 'inuse_space', filters: ['focus=json'] },
  columns: 80,
  rows: 24,
};

const context: PromptContext = {
  ...DEFAULT_CONTEXT,
  history: ['top 10', 'peek 日本語', 'list (*T).x\u0007', ...Array.from({ length: 30 }, (_, i) => `peek x${i}`)],
  complete: (line, cursor) => ({
    start: Math.max(0, line.lastIndexOf(' ', cursor - 1) + 1),
    end: cursor,
    candidates: Array.from({ length: 12 }, (_, i) => ({
      text: `日本.語${'x'.repeat(i * 7)}`,
      help: `help ${i}`,
      matched: [1],
    })),
    total: 300,
  }),
  marksOf: (line) =>
    Array.from(line.matchAll(/\S+/g), ({ index, 0: word }) => ({
      start: index,
      end: index + word.length,
      role: 'error',
      problem: `${word} is wrong`,
    })),
};

function textOf(row: PromptRow): string {
  if (row.type === 'line') return row.prompt + row.pieces.map(({ text }) => text).join('') + row.ghost;
  if (row.type !== 'choice') return row.text;
  const { pieces, help } = row.choice;
  return `  ${pieces.map(({ text }) => text).join('')}${help === '' ? '' : `  ${help}`}`;
}

const key = fc.oneof(
  fc
    .constantFrom('tab', 'up', 'down', 'ctrl+r', 'escape', 'ctrl+a', 'ctrl+_', 'backspace')
    .map((name) => [{ name, text: '' }]),
  fc.constantFrom('p', 'peek ', '日', '(', ' x').map(typedKeys),
);

test('all rows fit the screen with a row and a column to spare, and the cursor stands on one of them', () => {
  fc.assert(
    fc.property(
      fc.array(key, { maxLength: 12 }),
      fc.option(fc.constantFrom('x', 'top\npeek x\ny\nz\nlonger than that\ntraces\nfoo\n'), { nil: '' }),
      fc.constantFrom('emacs', 'vi'),
      fc.boolean(),
      fc.integer({ min: 12, max: 90 }),
      fc.integer({ min: 1, max: 30 }),
      (pressed, paste, keys, isAscii, columns, rows) => {
        const known: PromptContext = { ...context, keys };
        const typed = pressed.reduce(
          (state, presses) => pressKeys(state, presses, known),
          initialPrompt('', 0, { keys }),
        );
        const state = paste === '' ? typed : pasteText(typed, paste, known);
        const view = rowsInView(state, { ...layout, columns, rows }, known);
        expect(view.rows.length).toBeGreaterThan(0);
        expect(view.rows.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
        for (const row of view.rows) {
          const text = isAscii ? asciiText(textOf(row)) : textOf(row);
          expect(textWidth(text), text).toBeLessThanOrEqual(columns - 1);
        }
        expect(view.cursor.y).toBeLessThan(view.rows.length);
        expect(view.cursor.x).toBeLessThan(columns);
      },
    ),
    { numRuns: 300 },
  );
});

test('the menu shows the short form of names of functions, with the letters that match; what is put in stays whole', () => {
  const text = 'example\\.com/cache\\.\\(\\*Cache\\[go\\.shape\\.string\\]\\)\\.Get';
  const known: PromptContext = {
    ...DEFAULT_CONTEXT,
    history: [],
    complete: () => ({
      start: 5,
      end: 6,
      candidates: [
        { text, kind: 'function', matched: [text.length - 3, text.length - 2] },
        { text: '/src/example\\.com/cache\\.go', kind: 'file' },
      ],
    }),
  };
  const state = pressKeys(initialPrompt('peek '), [...typedKeys('G'), { name: 'down', text: '' }], known);
  const { rows } = rowsInView(state, { ...layout, shorten: shortName }, known);
  const choices = rows.flatMap((row) => (row.type === 'choice' ? [row.choice.pieces] : []));
  expect(
    choices.map((pieces) => pieces.map(({ text: part, isMatched }) => (isMatched ? `<${part}>` : part)).join('')),
  ).toEqual(['cache.(*Cache[string]).<Ge>t', '/src/example.com/cache.go ']);
  expect(state.editor.text).toBe(`peek ${text}`);
});

test('what may be put right at the end of the line is not told off while it is typed', () => {
  const known: PromptContext = {
    ...DEFAULT_CONTEXT,
    history: [],
    complete: () => ({ start: 0, end: 0, candidates: [] }),
    marksOf: () => [{ start: 5, end: 6, role: 'error', problem: 'not closed', isUnfinished: true }],
  };
  const remarks = (cursor: number) =>
    rowsInView(initialPrompt("peek 'a b", cursor), layout, known).rows.filter(({ type }) => type === 'problem');
  expect(remarks(9)).toEqual([]);
  expect(remarks(2)).toEqual([{ type: 'problem', text: 'not closed' }]);
});

describe('a line in pieces', () => {
  const parts = [
    { start: 0, end: 3, style: 'command' as const },
    { start: 4, end: 9, style: 'pattern' as const },
  ];
  const drawn = (pieces: readonly { readonly text: string; readonly style: string | undefined }[]) =>
    pieces.map(({ text, style }) => (style === undefined ? text : `${style}<${text}>`)).join('');

  test.each([
    ['top a\u0007b日c x', 80, 'command<top> pattern<a\\x07b日c> x'],
    ['top abcdefgh', 10, 'command<top> pattern<abcd>…'],
    ['top', 80, 'command<top>'],
  ])('%j in %i cells', (text, width, expected) => {
    expect(drawn(styledWindow(text, 0, width, parts).pieces)).toBe(expected);
  });

  test('in the middle of a long line', () => {
    expect(drawn(styledWindow('top abcde fghijk', 16, 13, parts).pieces)).toBe('…pattern<de> fghijk');
  });

  test('without a cursor', () => {
    expect(drawn(styledLine('top abcde', 9, parts))).toBe('command<top> pattern<abcde>');
    expect(asciiText(drawn(styledLine('top abcde', 6, parts)))).toBe('command<top> pattern<a>~');
    expect(styledLine('top abcde', 0, parts)).toEqual([]);
  });

  test('is the same text as without', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '日', 'e\u0301', '\u0007', ' '), maxLength: 40 });
    fc.assert(
      fc.property(text, fc.nat(40), fc.integer({ min: 4, max: 30 }), (line, at, width) => {
        const { text: edited, cursor } = editorOf(line, at);
        const { before, after, cursorX } = lineWindow(edited, cursor, width);
        const styled = styledWindow(edited, cursor, width, parts);
        expect(styled.pieces.map((piece) => piece.text).join('')).toBe(before + after);
        expect(styled.cursorX).toBe(cursorX);
      }),
    );
  });
});

test('keys are called what they are called for binding', () => {
  for (const { keys } of [...lineKeys, ...menuKeys, ...searchKeys, ...viNormalKeys]) {
    for (const name of keys) expect(keyNameOf(name)).toBe(name === 'enter' ? undefined : name);
  }
});
