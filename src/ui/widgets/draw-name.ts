import type { Theme } from '../../report/theme.ts';
import type { NamePiece } from './name-pieces.ts';

/** Draws what is shown of a name in the colour of the whole one, so that cutting does not change it. */
export function drawShortName(name: string, shown: string, theme: Theme): string {
  return theme.name(name, shown);
}

/** The same with the matched letters marked; where there are any, only they are coloured. */
export function drawPieces(name: string, pieces: readonly NamePiece[], theme: Theme): string {
  if (!pieces.some(({ isMatched }) => isMatched)) return drawShortName(name, piecesText(pieces), theme);
  return pieces.map(({ text, isMatched }) => (isMatched ? theme.matched(text) : text)).join('');
}

/** The same on the selected row, with the matched letters standing out from it. */
export function drawSelectedPieces(pieces: readonly NamePiece[], theme: Theme): string {
  return pieces.map(({ text, isMatched }) => (isMatched ? theme.matched(text) : theme.selected(text))).join('');
}

export function piecesText(pieces: readonly NamePiece[]): string {
  return pieces.map(({ text }) => text).join('');
}
