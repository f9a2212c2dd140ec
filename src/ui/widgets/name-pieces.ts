/**
 * Names of functions on a row: made safe for the terminal, cut to a width, some letters marked. Colours come later, as
 * only text without them can be measured.
 */
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import type { LetterRange } from '../../search/rank-names.ts';
import { ownPartStart } from '../../search/words.ts';

/** A part of a name, safe for the terminal. */
export interface NamePiece {
  readonly text: string;
  readonly isMatched: boolean;
}

/**
 * A name in at most `width` cells. A name that is too long loses its beginning, the path of its package and then more, as
 * what tells it from its neighbours stands at the end. Its last part loses the end where not even that fits:
 *
 *     github.com/acme/platform/store.(*Index).Add
 *     …acme/platform/store.(*Index).Add
 *     …(*Index).Add
 *     …Ad…
 */
export function namePieces(name: string, width: number, ranges: readonly LetterRange[] = []): readonly NamePiece[] {
  const pieces = splitAt(name, 0, name.length, ranges);
  if (widthOf(pieces) <= width) return pieces;
  const lastStart = lastPartStart(name);
  if (lastStart === 0) return headOf(pieces, width);
  const last = splitAt(name, lastStart, name.length, ranges);
  return widthOf(last) < width ? tailOf(pieces, width) : headOf([ELLIPSIS, ...last], width);
}

const BLANK = 32;
const OPEN_PARENTHESIS = 40;
const DOT = 46;
const COLON = 58;
const LESS = 60;
const OPENING = new Set(Array.from('([{', (letter) => letter.charCodeAt(0)));
const CLOSING = new Set(Array.from(')]}', (letter) => letter.charCodeAt(0)));

/**
 * Where the last identifier of a name begins: at `Decode` of `encoding/json.(*Decoder).Decode`. What is in brackets is no
 * part of it, and behind parameters, colons and blanks nothing is looked for.
 */
function lastPartStart(name: string): number {
  let start = ownPartStart(name);
  let depth = 0;
  for (let i = start; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (depth === 0) {
      const hasParameters = code === OPEN_PARENTHESIS && i > start;
      if (hasParameters || code === BLANK || code === COLON || code === LESS) break;
      if (code === DOT) start = i + 1;
    }
    if (OPENING.has(code)) depth++;
    else if (CLOSING.has(code)) depth--;
  }
  return start;
}

const ELLIPSIS: NamePiece = { text: '…', isMatched: false };

const widthOf = (pieces: readonly NamePiece[]) => pieces.reduce((sum, { text }) => sum + textWidth(text), 0);

/** The letters from `start` to `end`, apart where they begin or stop being matched. */
function splitAt(name: string, start: number, end: number, ranges: readonly LetterRange[]): NamePiece[] {
  const pieces: NamePiece[] = [];
  const add = (from: number, to: number, isMatched: boolean) => {
    if (from < to) pieces.push({ text: safeText(name.slice(from, to)), isMatched });
  };
  let at = start;
  for (const [rangeStart, rangeEnd] of ranges) {
    const from = Math.max(at, wholeLetter(name, rangeStart));
    const to = Math.min(end, wholeLetter(name, rangeEnd));
    if (from >= to) continue;
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, end, false);
  return pieces;
}

/** The position, or the one before it where it would split a letter that takes two units. */
function wholeLetter(name: string, at: number): number {
  const code = at < name.length ? name.charCodeAt(at) : 0;
  const splits = at > 0 && code >= 0xdc00 && code <= 0xdfff && (name.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  return splits ? at - 1 : at;
}

/** The front of pieces that are too long together. A blank behind the last one makes sure that it is cut. */
function headOf(pieces: readonly NamePiece[], width: number): readonly NamePiece[] {
  if (widthOf(pieces) <= width) return pieces;
  const head: NamePiece[] = [];
  let room = width - 1;
  for (const piece of pieces) {
    const pieceWidth = textWidth(piece.text);
    if (pieceWidth > room) return [...head, { ...piece, text: cutToWidth(`${piece.text} `, room + 1) }];
    head.push(piece);
    room -= pieceWidth;
  }
  return head;
}

/** The same from behind. */
function tailOf(pieces: readonly NamePiece[], width: number): readonly NamePiece[] {
  if (widthOf(pieces) <= width) return pieces;
  const tail: NamePiece[] = [];
  let room = width - 1;
  for (const piece of pieces.toReversed()) {
    const pieceWidth = textWidth(piece.text);
    if (pieceWidth > room) return [{ ...piece, text: cutToWidth(` ${piece.text}`, room + 1, 'start') }, ...tail];
    tail.unshift(piece);
    room -= pieceWidth;
  }
  return tail;
}
