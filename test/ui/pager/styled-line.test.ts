import { stripVTControlCharacters } from 'node:util';
import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/base/text-width.ts';
import { exceedsScreen } from '../../../src/ui/pager/exceeds-screen.ts';
import { readingsOf } from '../../../src/ui/pager/line-pattern.ts';
import {
  cellsOf,
  drawPiece,
  markMatches,
  piecesBetween,
  rowStarts,
  type StyledPiece,
  styledPieces,
  visibleText,
} from '../../../src/ui/pager/styled-line.ts';

const draw = (pieces: readonly StyledPiece[]) => pieces.map(drawPiece).join('');
const textOf = (pieces: readonly StyledPiece[]) => pieces.map(({ text }) => text).join('');
const esc = (text: string) => text.replaceAll('<', '\u001b[').replaceAll('>', 'm');

describe('colours', () => {
  test.each([
    ['plain', 'plain'],
    ['<1>a<22>b', '<1>a<22>b'],
    ['<1><31>a<22>b<39>c', '<1><31>a<39><22><31>b<39>c'],
    ['<1;31>a<0>b', '<1><31>a<39><22>b'],
    ['<1>a<>b', '<1>a<22>b'],
    ['<31>a<32>b<39>', '<31>a<39><32>b<39>'],
    ['<38;5;80>a<39>', '<38;5;80>a<39>'],
    ['<48;2;1;2;3;4>a', '<48;2;1;2;3><4>a<24><49>'],
    ['<1><2>a<22>b', '<1><2>a<22><22>b'],
    ['<7>a', '<7>a<27>'],
    ['<73>a', 'a'],
  ])('%s is drawn as %s', (line, drawn) => {
    expect(draw(styledPieces(esc(line)))).toBe(esc(drawn));
  });

  test('what is no colour does not reach the terminal', () => {
    expect(draw(styledPieces('a\u001b[2Jb\u001b]0;x\u0007\u001b[1mc'))).toBe(
      'a\\x1b[2Jb\\x1b]0;x\\x07\u001b[1mc\u001b[22m',
    );
  });

  test('a line looks the same however it is cut', async () => {
    const line = fc.array(
      fc.constantFrom('a', 'bc', '世', 'é', ' ', '<1>', '<22>', '<31>', '<38;5;80>', '<39>', '<4>', '<24>', '<0>'),
    );
    await fc.assert(
      fc.asyncProperty(line, fc.nat(12), async (parts, cut) => {
        const pieces = styledPieces(esc(parts.join('')));
        const text = textOf(pieces);
        const cells = [...text].flatMap((char) => (textWidth(char) === 2 ? [char, ''] : [char]));
        // Half a wide character is a blank.
        fc.pre(cells[cut] !== '' || cut >= cells.length);
        const whole = await looksOf(esc(parts.join('')));
        expect(await looksOf(draw(piecesBetween(pieces, 0, cut)) + draw(piecesBetween(pieces, cut, 1000)))).toEqual(
          whole,
        );
      }),
      { numRuns: 50 },
    );
  });
});

/** The cells of a terminal's row with their styles. */
async function looksOf(line: string): Promise<string[]> {
  const terminal = new Terminal({ cols: 60, rows: 1, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(line, resolve));
  const row = terminal.buffer.active.getLine(0);
  return Array.from({ length: 60 }, (_, x) => {
    const cell = row?.getCell(x);
    return `${cell?.getChars()} ${cell?.isBold()} ${cell?.isUnderline()} ${cell?.getFgColorMode()} ${cell?.getFgColor()}`;
  });
}

describe('cells', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['\ta', 9],
    ['abcdefgh\ta', 17],
    ['世界', 4],
    ['a\u0301b', 2],
    ['世\t.', 9],
  ])('%j takes %i', (text, cells) => expect(cellsOf(text)).toBe(cells));

  test.each([
    ['abcdef', 1, 3, 'bc'],
    ['ab\tcd', 1, 10, 'b      cd'.slice(0, 9)],
    ['\t\tx', 6, 17, `${' '.repeat(10)}x`],
    ['世界', 1, 3, '  '],
    ['世界', 0, 2, '世'],
    ['abc', 5, 9, ''],
    ['e\u0301f', 0, 1, 'e\u0301'],
  ])('%j from %i to %i is %j', (text, start, end, seen) => {
    expect(textOf(piecesBetween(styledPieces(text), start, end))).toBe(seen);
  });
});

describe('matches', () => {
  const marked = (line: string, source: string) =>
    markMatches(styledPieces(esc(line)), readingsOf(source)[0].rangesIn(visibleText(esc(line))))
      .map(({ text, isMatched }) => (isMatched ? `[${text}]` : text))
      .join('');

  test.each([
    ['abcabc', 'b', 'a[b]ca[b]c'],
    ['aaa', 'a', '[a][a][a]'],
    ['a<1>b<22>c', 'bc', 'a[b][c]'],
    ['<1>ab<22>cd', 'abcd', '[ab][cd]'],
    ['<1>ab<22>cd', 'a|d', '[a]bc[d]'],
    ['abc', 'x*', 'abc'],
    ['世é😀x', '.x', '世é[😀x]'],
  ])('%s searched for %s: %s', (line, source, expected) => expect(marked(line, source)).toBe(expected));

  test('marking changes no letter', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '世', '\t', ' ') });
    fc.assert(
      fc.property(text, fc.constantFrom('a', 'a+b', '[^a]', 'b.*a', '.'), (line, source) => {
        const pieces = markMatches(styledPieces(line), readingsOf(source)[0].rangesIn(line));
        expect(textOf(pieces)).toBe(line);
        const matched = pieces.filter(({ isMatched }) => isMatched).map((piece) => piece.text);
        expect(matched).toEqual(line.match(new RegExp(source, 'gu')) ?? []);
      }),
    );
  });
});

describe('how a typed text is read', () => {
  test.each([
    ['json', [false]],
    ['a|b', [false, true]],
    ['(*conn)', [true]],
    ['a.b', [false, true]],
    ['[', [true]],
    ['(?P<a>x)(?P<a>y)', [true]],
  ])('%s', (source, literal) => {
    expect(readingsOf(source).map(({ isLiteral }) => isLiteral)).toEqual(literal);
  });
});

describe('whether output exceeds the screen', () => {
  test.each([
    [8, 20, false],
    [9, 20, true],
    [0, 20, false],
  ])('%i short lines on 10 rows of %i columns: %s', (count, columns, expected) => {
    const lines = Array.from({ length: count }, () => '\u001b[1mshort\u001b[22m');
    expect(exceedsScreen(lines, { columns, rows: 10 })).toBe(expected);
  });

  test('no more lines are looked at than it takes', () => {
    let count = 0;
    function* endless() {
      for (;;) yield `${count++}`;
    }
    expect(exceedsScreen(endless(), { columns: 80, rows: 24 })).toBe(true);
    expect(count).toBe(23);
  });

  test('rows are counted as a terminal wraps them', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '世', 'é', '─'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 2, max: 20 }),
        async (lines, columns) => {
          const terminal = new Terminal({ cols: columns, rows: 200, allowProposedApi: true });
          await new Promise<void>((resolve) => terminal.write(lines.join('\r\n'), resolve));
          const rows = terminal.buffer.active.cursorY + 1;
          expect(lines.reduce((sum, text) => sum + rowStarts(text, columns).length, 0)).toBe(rows);
          expect(exceedsScreen(lines, { columns, rows: rows + 2 })).toBe(false);
          expect(exceedsScreen(lines, { columns, rows: rows + 1 })).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('the visible text is the line without its colours', () => {
  const line = esc('a<1;4>b<22>\tc<0>d');
  expect(visibleText(line)).toBe(stripVTControlCharacters(line));
  expect(textOf(styledPieces(line))).toBe(visibleText(line));
});
