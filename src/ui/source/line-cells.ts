/** The part of a line of source that is on the screen: tabs, wide characters and colours taken care of. */
import { safeText } from '../../base/safe-text.ts';
import { textWidth } from '../../base/text-width.ts';
import { type SourceColors, TOKEN_KINDS, type TokenKind } from '../../report/views/source-tokens.ts';
import type { LetterRange } from '../../search/rank-names.ts';

/** A piece of a line; `matched` for what was searched. */
export interface Piece {
  readonly text: string;
  readonly kind: TokenKind | 'matched';
}

/** Tabs are drawn half as wide as terminals have them, as most editors do: the values take enough of the width. */
const TAB_WIDTH = 4;

const SIMPLE = /^[ -~]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A line as pieces of one kind each. `row` counts from 0. */
export function linePieces(text: string, row: number, colors: SourceColors | undefined): readonly Piece[] {
  if (colors === undefined) return [{ text, kind: 'plain' }];
  const pieces: Piece[] = [];
  let from = 0;
  for (let piece = colors.lineStart[row]; piece < colors.lineStart[row + 1]; piece++) {
    const end = colors.end[piece];
    pieces.push({ text: text.slice(from, end), kind: TOKEN_KINDS[colors.kind[piece]] });
    from = end;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), kind: 'plain' });
  return pieces;
}

/** The pieces with matches cut out of them. The ranges are of the whole line, in order. */
export function markedPieces(pieces: readonly Piece[], ranges: readonly LetterRange[]): readonly Piece[] {
  if (ranges.length === 0) return pieces;
  const marked: Piece[] = [];
  let start = 0;
  for (const { text, kind } of pieces) {
    const end = start + text.length;
    let from = start;
    for (const [matchStart, matchEnd] of ranges) {
      const [first, last] = [Math.max(matchStart, from), Math.min(matchEnd, end)];
      if (first >= last) continue;
      marked.push({ text: text.slice(from - start, first - start), kind });
      marked.push({ text: text.slice(first - start, last - start), kind: 'matched' });
      from = last;
    }
    marked.push({ text: text.slice(from - start), kind });
    start = end;
  }
  return marked.filter(({ text }) => text !== '');
}

/** The cells from `left` on, `width` at most. A wide character that is cut by the edge leaves a blank. */
export function visiblePieces(
  pieces: readonly Piece[],
  { left, width }: { readonly left: number; readonly width: number },
): readonly Piece[] {
  const shown: Piece[] = [];
  const right = left + width;
  let column = 0;
  for (const { text, kind } of pieces) {
    if (column >= right) break;
    let visible = '';
    for (const part of text.split(/(\t)/)) {
      const drawn = part === '\t' ? ' '.repeat(TAB_WIDTH - (column % TAB_WIDTH)) : safeText(part);
      if (SIMPLE.test(drawn)) {
        visible += drawn.slice(Math.max(0, left - column), Math.max(0, right - column));
        column += drawn.length;
        continue;
      }
      for (const { segment } of graphemes.segment(drawn)) {
        if (column >= right) break;
        const end = column + textWidth(segment);
        if (column >= left && end <= right) visible += segment;
        else visible += ' '.repeat(Math.max(0, Math.min(end, right) - Math.max(column, left)));
        column = end;
      }
    }
    if (visible !== '') shown.push({ text: visible, kind });
  }
  return shown;
}

export function piecesText(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
