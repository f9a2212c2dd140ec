/**
 * Lines of output as they are printed: safe text that SGR sequences colour. They are searched and measured without
 * their colours, and cut with them: every piece begins and ends the colours it has, so that pieces can be drawn in any
 * order and Ink has nothing to take apart.
 */
import { safeText } from '../../base/safe-text.ts';
import { textWidth } from '../../base/text-width.ts';
import type { LetterRange } from '../../search/rank-names.ts';

/** A part of a line that looks alike. */
export interface StyledPiece {
  readonly text: string;
  /** The SGR codes that are in force, in the order they were begun. */
  readonly style: readonly string[];
  readonly isMatched: boolean;
}

const ESCAPE = '\u001b';
// biome-ignore lint/suspicious/noControlCharactersInRegex: SGR sequences begin with one
const SGR = /\u001b\[([\d;]*)m/;
const ALL_SGR = new RegExp(SGR, 'g');

/** What a line says, without its colours. */
export function visibleText(line: string): string {
  return safeText(line.includes(ESCAPE) ? line.replace(ALL_SGR, '') : line);
}

export function styledPieces(line: string): readonly StyledPiece[] {
  const pieces: StyledPiece[] = [];
  let style: readonly string[] = [];
  // Texts and the codes between them take turns.
  line.split(SGR).forEach((part, i) => {
    if (i % 2 === 1) style = withCodes(style, part);
    else if (part !== '') pieces.push({ text: safeText(part), style, isMatched: false });
  });
  return pieces;
}

/** The style after an SGR sequence. */
function withCodes(style: readonly string[], parameters: string): readonly string[] {
  let after = style;
  for (const [code] of parameters.matchAll(CODES)) {
    const end = endOf(code);
    if (Number(code) === 0) after = [];
    else if (end === undefined) after = after.filter((begun) => endOf(begun) !== code);
    else after = [...after.filter((begun) => !isReplaced(begun, code)), code];
  }
  return after;
}

/** A colour takes the place of another one; bold and underlined go together. */
function isReplaced(begun: string, code: string): boolean {
  const end = endOf(code);
  return begun === code || ((end === COLOR_END || end === BACKGROUND_END) && endOf(begun) === end);
}

/** A colour of a palette or of red, green and blue is several numbers, all else is one. No number at all is a 0. */
const CODES = /[34]8;5;\d+|[34]8;2;\d+;\d+;\d+|\d+|^$/g;

const COLOR_END = '39';
const BACKGROUND_END = '49';

const STYLE_ENDS: Readonly<Record<string, string | undefined>> = {
  1: '22',
  2: '22',
  3: '23',
  4: '24',
  7: '27',
  9: '29',
};

/** The code that ends what a code begins; undefined for those that begin nothing. */
function endOf(code: string): string | undefined {
  const number = Number(code.split(';')[0]);
  if ((number >= 30 && number <= 38) || (number >= 90 && number <= 97)) return COLOR_END;
  if ((number >= 40 && number <= 48) || (number >= 100 && number <= 107)) return BACKGROUND_END;
  return STYLE_ENDS[number];
}

/** The text of a piece in its own colours. */
export function drawPiece({ text, style }: StyledPiece): string {
  if (style.length === 0) return text;
  const begin = style.map((code) => `${ESCAPE}[${code}m`).join('');
  const end = style
    .map((code) => `${ESCAPE}[${endOf(code)}m`)
    .reverse()
    .join('');
  return begin + text + end;
}

/** Parts the pieces where a match begins or ends. Ranges count letters of the visible text; they are in order. */
export function markMatches(pieces: readonly StyledPiece[], ranges: readonly LetterRange[]): readonly StyledPiece[] {
  if (ranges.length === 0) return pieces;
  const marked: StyledPiece[] = [];
  let start = 0;
  let next = 0;
  for (const piece of pieces) {
    const end = start + piece.text.length;
    const add = (from: number, to: number, isMatched: boolean) => {
      if (from < to) marked.push({ ...piece, text: piece.text.slice(from - start, to - start), isMatched });
    };
    let at = start;
    while (next < ranges.length && ranges[next][0] < end) {
      const [from, to] = ranges[next];
      add(at, from, false);
      at = Math.min(end, to);
      add(Math.max(start, from), at, true);
      if (to > end) break;
      next++;
    }
    add(at, end, false);
    start = end;
  }
  return marked;
}

const TAB_WIDTH = 8;

/** A stretch of text that is measured at once, and its first cell. */
interface Stretch {
  readonly text: string;
  readonly x: number;
  readonly cells: number;
  /** Whether every character takes one cell, or it is a tab: then it can be cut anywhere. */
  readonly isSimple: boolean;
}

/** Tabs, runs of ASCII, and runs of anything else together with the character before, which it may change. */
const STRETCHES = /\t|[ -~]+(?![^\t -~])|[ -~]?[^\t -~]+/gu;
const SIMPLE = /^[\t -~]*$/;
const ONE_CELL_EACH = /^[ -~]*$/;

function* stretchesOf(text: string, start = 0): Generator<Stretch> {
  let x = start;
  for (const [stretch] of text.matchAll(STRETCHES)) {
    const isSimple = SIMPLE.test(stretch);
    const cells = stretch === '\t' ? TAB_WIDTH - (x % TAB_WIDTH) : isSimple ? stretch.length : textWidth(stretch);
    yield { text: stretch, x, cells, isSimple };
    x += cells;
  }
}

/** The cells of a visible text, its tabs taken for the blanks they look like. */
export function cellsOf(text: string): number {
  if (ONE_CELL_EACH.test(text)) return text.length;
  let end = 0;
  for (const { x, cells } of stretchesOf(text)) end = x + cells;
  return end;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The cells at which the rows of a text begin that is wrapped as terminals do: wide characters are not split. */
export function rowStarts(text: string, width: number): readonly number[] {
  const starts = [0];
  let rowEnd = width;
  for (const { text: stretch, x, cells, isSimple } of stretchesOf(text)) {
    if (isSimple) {
      for (; x + cells > rowEnd; rowEnd += width) starts.push(rowEnd);
      continue;
    }
    let at = x;
    for (const { segment } of graphemes.segment(stretch)) {
      const segmentCells = textWidth(segment);
      if (at + segmentCells > rowEnd && at > starts[starts.length - 1]) {
        starts.push(at);
        rowEnd = at + width;
      }
      at += segmentCells;
    }
  }
  return starts;
}

/** How many rows a text takes when it is wrapped. */
export function rowCount(text: string, width: number): number {
  return ONE_CELL_EACH.test(text) ? Math.max(1, Math.ceil(text.length / width)) : rowStarts(text, width).length;
}

/** What of a line is seen from one cell up to, but not including, another. Half a wide character is a blank. */
export function piecesBetween(pieces: readonly StyledPiece[], start: number, end: number): readonly StyledPiece[] {
  const seen: StyledPiece[] = [];
  let x = 0;
  for (const piece of pieces) {
    if (x >= end) break;
    let text = '';
    for (const stretch of stretchesOf(piece.text, x)) {
      if (stretch.x >= end) break;
      text += textBetween(stretch, start, end);
      x = stretch.x + stretch.cells;
    }
    if (text !== '') seen.push({ ...piece, text });
  }
  return seen;
}

function textBetween({ text, x, cells, isSimple }: Stretch, start: number, end: number): string {
  if (x + cells < start) return '';
  const from = Math.max(start, x);
  const to = Math.min(end, x + cells);
  if (text === '\t') return ' '.repeat(Math.max(0, to - from));
  if (isSimple) return text.slice(from - x, Math.max(0, to - x));
  if (x >= start && x + cells <= end) return text;
  let seen = '';
  let at = x;
  for (const { segment } of graphemes.segment(text)) {
    const next = at + textWidth(segment);
    if (at >= start && next <= end) seen += segment;
    else seen += ' '.repeat(Math.max(0, Math.min(end, next) - Math.max(start, at)));
    at = next;
  }
  return seen;
}
