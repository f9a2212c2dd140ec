import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changeCase,
  editorOf,
  erase,
  insert,
  kill,
  type LineEditor,
  move,
  redo,
  setText,
  transposeChars,
  transposeNames,
  undo,
  yank,
  yankOlder,
} from '../../../src/ui/prompt/line-editor.ts';

/** Edits by short words, so that tables of them can be read. */
const EDITS: Readonly<Record<string, (editor: LineEditor) => LineEditor>> = {
  back: (editor) => move(editor, 'back', 'char'),
  on: (editor) => move(editor, 'forward', 'char'),
  'name-back': (editor) => move(editor, 'back', 'name'),
  'name-on': (editor) => move(editor, 'forward', 'name'),
  start: (editor) => move(editor, 'back', 'line'),
  end: (editor) => move(editor, 'forward', 'line'),
  backspace: (editor) => erase(editor, 'back'),
  delete: (editor) => erase(editor, 'forward'),
  'cut-word-back': (editor) => kill(editor, 'back', 'word'),
  'cut-name-back': (editor) => kill(editor, 'back', 'name'),
  'cut-name': (editor) => kill(editor, 'forward', 'name'),
  'cut-start': (editor) => kill(editor, 'back', 'line'),
  'cut-end': (editor) => kill(editor, 'forward', 'line'),
  yank,
  older: yankOlder,
  undo,
  redo,
  'exchange-chars': transposeChars,
  'exchange-names': transposeNames,
  upper: (editor) => changeCase(editor, 'upper'),
  lower: (editor) => changeCase(editor, 'lower'),
  capital: (editor) => changeCase(editor, 'capital'),
};

/** `|` marks the cursor. A word that is no edit is typed, letter by letter; `_` stands for a space. */
function run(drawn: string, edits: string): string {
  const cursor = drawn.indexOf('|');
  const editor = edits.split(' ').reduce(apply, editorOf(drawn.replace('|', ''), cursor));
  return draw(editor);
}

function apply(editor: LineEditor, edit: string): LineEditor {
  const known = EDITS[edit];
  if (known !== undefined) return known(editor);
  return [...edit.replaceAll('_', ' ')].reduce((typed, char) => insert(typed, char), editor);
}

function draw({ text, cursor }: LineEditor): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

describe('moving', () => {
  test.each([
    ['top| 10', 'back', 'to|p 10'],
    ['top| 10', 'on', 'top |10'],
    ['|top', 'back', '|top'],
    ['top|', 'on', 'top|'],
    ['top| 10', 'start', '|top 10'],
    ['top| 10', 'end', 'top 10|'],
    ['peek encoding/json.(*Decoder)|', 'name-back', 'peek encoding/json.(*|Decoder)'],
    ['peek encoding/json.(*Decoder)|', 'name-back name-back', 'peek encoding/|json.(*Decoder)'],
    ['peek| encoding/json', 'name-on', 'peek encoding|/json'],
    ['|  ', 'name-on', '  |'],
    ['  |', 'name-back', '|  '],
    ['名前 日本|', 'name-back', '名前 |日本'],
    ['日|本', 'on', '日本|'],
    ['日本|', 'back', '日|本'],
    ['e\u0301|x', 'back', '|e\u0301x'],
    ['|👩‍👩‍👧x', 'on', '👩‍👩‍👧|x'],
    ['🇩🇪🇫🇷|', 'back', '🇩🇪|🇫🇷'],
  ])('%s %s', (drawn, edits, expected) => {
    expect(run(drawn, edits)).toBe(expected);
  });
});

describe('typing and deleting', () => {
  test.each([
    ['|', 'top_10', 'top 10|'],
    ['to| 10', 'p', 'top| 10'],
    ['top|', 'backspace', 'to|'],
    ['|top', 'backspace', '|top'],
    ['|top', 'delete', '|op'],
    ['top|', 'delete', 'top|'],
    ['日本|', 'backspace', '日|'],
    ['xe\u0301|', 'backspace', 'x|'],
    ['👩‍👩‍👧|', 'backspace', '|'],
    // What remains becomes one character with its neighbour: the cursor goes behind it.
    ['🇩|x🇪', 'delete', '🇩🇪|'],
  ])('%s %s', (drawn, edits, expected) => {
    expect(run(drawn, edits)).toBe(expected);
  });
});

describe('cutting and bringing back', () => {
  test.each([
    ['focus=json top -cum|', 'cut-word-back', 'focus=json top |'],
    ['focus=json top |-cum', 'cut-word-back', 'focus=json |-cum'],
    ['peek json.Marshal|', 'cut-name-back', 'peek json.|'],
    ['peek |json.Marshal', 'cut-name', 'peek |.Marshal'],
    ['peek| json', 'cut-start', '| json'],
    ['peek| json', 'cut-end', 'peek|'],
    ['top| 10', 'cut-start end yank', ' 10top|'],
    // Cuts in a row make one text, in the order of the line.
    ['a b c|', 'cut-word-back cut-word-back yank', 'a b c|'],
    ['|a.b', 'cut-name cut-name yank', 'a.b|'],
    ['a b| c', 'cut-word-back cut-end yank', 'a b c|'],
    // A move between them makes two.
    ['a b|', 'cut-word-back start on on cut-start yank', 'a |'],
    ['a b|', 'cut-word-back start end cut-word-back yank older', 'b|'],
    ['a b|', 'cut-word-back start end cut-word-back yank older older', 'a |'],
    ['a b|', 'cut-word-back older', 'a |'],
    ['top|', 'yank', 'top|'],
    ['日本 語|', 'cut-word-back cut-word-back yank', '日本 語|'],
  ])('%s %s', (drawn, edits, expected) => {
    expect(run(drawn, edits)).toBe(expected);
  });
});

describe('exchanging and changing case', () => {
  test.each([
    ['ab|c', 'exchange-chars', 'acb|'],
    ['abc|', 'exchange-chars', 'acb|'],
    ['|abc', 'exchange-chars', '|abc'],
    ['a|', 'exchange-chars', 'a|'],
    ['日e\u0301|', 'exchange-chars', 'e\u0301日|'],
    ['json.Mar|shal', 'exchange-names', 'Marshal.json|'],
    ['json|.Marshal', 'exchange-names', 'Marshal.json|'],
    ['json.Marshal|', 'exchange-names', 'Marshal.json|'],
    ['json.Marshal  |', 'exchange-names', 'Marshal.json|  '],
    ['js|on', 'exchange-names', 'js|on'],
    ['|json.marshal', 'upper', 'JSON|.marshal'],
    ['js|on.marshal', 'upper upper', 'jsON.MARSHAL|'],
    ['|JSON', 'lower', 'json|'],
    ['json|.mARSHAL', 'capital', 'json.Marshal|'],
    ['|straße', 'upper', 'STRASSE|'],
    ['json|', 'upper', 'json|'],
  ])('%s %s', (drawn, edits, expected) => {
    expect(run(drawn, edits)).toBe(expected);
  });
});

describe('undo', () => {
  test.each([
    ['|', 'top undo', '|'],
    // Word by word, not letter by letter.
    ['|', 'top_-cum undo', 'top|'],
    ['|', 'top_-cum undo undo', '|'],
    ['|', 'top back x undo', 'to|p'],
    ['|', 'top backspace undo', 'top|'],
    ['|', 'top_10 cut-start undo', 'top 10|'],
    ['|', 'top cut-start yank undo', '|'],
    ['top|', 'undo', 'top|'],
    ['|', 'a undo undo b', 'b|'],
  ])('%s %s', (drawn, edits, expected) => {
    expect(run(drawn, edits)).toBe(expected);
  });

  test.each([
    ['|', 'top undo redo', 'top|'],
    ['|', 'top_-cum undo undo redo', 'top|'],
    ['|', 'top_-cum undo undo redo redo redo', 'top -cum|'],
    ['|', 'top back undo redo', 'to|p'],
    // Another edit is another way on.
    ['|', 'top undo x redo', 'x|'],
  ])('and redo: %s %s', (drawn, edits, expected) => {
    expect(run(drawn, edits)).toBe(expected);
  });

  test('another line is one step', () => {
    const recalled = setText(editorOf('unfinished', 3), 'top 10');
    expect(draw(recalled)).toBe('top 10|');
    expect(draw(undo(recalled))).toBe('unf|inished');
    expect(setText(recalled, 'top 10')).toBe(recalled);
  });

  test('a paste is taken back apart from what was typed around it', () => {
    const typed = insert(insert(insert(editorOf(''), 'a'), 'pasted', { pasted: true }), 'b');
    expect(draw(typed)).toBe('apastedb|');
    expect(draw(undo(typed))).toBe('apasted|');
    expect(draw(undo(undo(typed)))).toBe('a|');
  });
});

const edit = fc.oneof(
  fc.constantFrom(...Object.keys(EDITS)),
  fc.constantFrom('a', '_', '.', '日', '\u0301', '\u200d', '👩', '🇩', '\u1100', '\u1161'),
);
const someEdits = fc.array(edit, { maxLength: 40 });
const someText = fc.string({ unit: 'grapheme', maxLength: 20 });

test('the cursor always stands between two characters, and undo leads back to the beginning', () => {
  fc.assert(
    fc.property(someText, someEdits, (text, edits) => {
      const start = editorOf(text);
      let editor = start;
      for (const step of edits) {
        editor = apply(editor, step);
        expect(characterBoundaries(editor.text)).toContain(editor.cursor);
      }
      while (editor.undo.length > 0) editor = undo(editor);
      expect(editor.text).toBe(start.text);
    }),
    { numRuns: 300 },
  );
});

test('what is cut out and brought back at the same place leaves the line as it was', () => {
  const cuts = fc.constantFrom('cut-word-back', 'cut-name-back', 'cut-start', 'cut-name', 'cut-end');
  // Characters that never join with their neighbours: otherwise the place itself can move.
  const plainText = fc.string({ unit: fc.constantFrom('a', 'b', '.', ' ', '日'), maxLength: 20 });
  fc.assert(
    fc.property(plainText, fc.nat(20), fc.array(cuts, { minLength: 1, maxLength: 4 }), (text, cursor, cutting) => {
      const cut = cutting.reduce(apply, editorOf(text, cursor));
      fc.pre(cut.text !== text);
      expect(yank(cut).text).toBe(text);
    }),
  );
});

function characterBoundaries(text: string): number[] {
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
  return [...Array.from(segments, ({ index }) => index), text.length];
}
