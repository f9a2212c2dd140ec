/** The few signs the shell draws that are not ASCII, and what stands for them where only ASCII can be shown. */
import { type CutSide, cutToWidth } from '../../base/text-width.ts';

export interface Glyphs {
  /** Stands for a part left out; one cell wide. */
  readonly ellipsis: string;
  /** The end of a line within a row; one cell wide. */
  readonly lineEnd: string;
  /** Between things on a status line, with a blank on either side. */
  readonly separator: string;
}

const UNICODE: Glyphs = { ellipsis: '…', lineEnd: '↵', separator: '·' };
const ASCII: Glyphs = { ellipsis: '~', lineEnd: '^', separator: '-' };

export function glyphsOf(isAscii: boolean): Glyphs {
  return isAscii ? ASCII : UNICODE;
}

/** The text in at most `width` cells, with the sign for the part left out. Never splits a character. */
export function cutText(text: string, width: number, glyphs: Glyphs, side: CutSide = 'end'): string {
  const cut = cutToWidth(text, width, side);
  return cut === text ? text : withGlyphs(cut, glyphs);
}

/** A text that was cut already, with other signs for what was left out. */
export function withGlyphs(cut: string, glyphs: Glyphs): string {
  return glyphs.ellipsis === UNICODE.ellipsis ? cut : cut.replaceAll(UNICODE.ellipsis, glyphs.ellipsis);
}
