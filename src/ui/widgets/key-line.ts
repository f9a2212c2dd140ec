import type { Theme } from '../../report/theme.ts';
import { hintsThatFit, type KeyHint } from './key-help.ts';

/** The line of keys at the bottom of a screen. */
export function drawKeyLine(hints: readonly KeyHint[], width: number, theme: Theme): string {
  return hintsThatFit(hints, width)
    .map(({ key, word }) => `${theme.accent(key)} ${theme.faint(word)}`)
    .join('  ');
}
