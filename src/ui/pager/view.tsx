import { cutToWidth, textWidth } from '../../base/text-width.ts';
import type { Theme } from '../../report/theme.ts';
import { keyHelpRows } from '../widgets/key-help.ts';
import { drawKeyLine } from '../widgets/key-line.ts';
import { ScreenRows } from '../widgets/screen-rows.tsx';
import { keyHints, pagerKeys } from './keys.ts';
import type { PagerLayout, PagerState } from './model.ts';
import { type PagerRow, rowsInView } from './rows-in-view.ts';
import { type EntryLine, entryLine, statusItems } from './status.ts';
import { drawPiece } from './styled-line.ts';

interface PagerViewProps {
  readonly state: PagerState;
  readonly layout: PagerLayout;
  readonly theme: Theme;
}

/** Draws the lines in view, or the table of keys, and below them where that is. */
export function PagerView({ state, layout, theme }: PagerViewProps) {
  const { width, height } = layout;
  const { help } = state;
  const entry = entryLine(state, width, { gap: GAP });
  const cursor = entry && { x: entry.cursorX, y: height };

  const rows =
    help === undefined
      ? rowsInView(state, layout).map((row) => drawRow(row, theme))
      : helpRows(help, layout, { theme });
  const blank = Array.from({ length: height - rows.length }, () => '');
  const bottom = entry === undefined ? drawStatus({ state, layout, theme }) : drawEntry(entry, theme);
  return <ScreenRows rows={[...rows, ...blank, bottom]} height={height + 1} cursor={cursor} />;
}

/** The matches of the line that a search has led to stand out from the others. */
function drawRow({ pieces, isFound }: PagerRow, theme: Theme): string {
  const drawMatch = isFound ? theme.selected : theme.matched;
  return pieces.map((piece) => (piece.isMatched ? drawMatch(piece.text) : drawPiece(piece))).join('');
}

const GAP = '  ';

function drawEntry({ typed, note }: EntryLine, theme: Theme): string {
  return theme.line(typed) + (note === '' ? '' : GAP + theme.accent(note));
}

function drawStatus({ state, layout, theme }: PagerViewProps): string {
  if (state.help !== undefined) return drawKeyLine(keyHints(state), layout.width, theme);
  const items = statusItems(state, layout, { gap: GAP });
  const drawn = items.map(({ part, text }) => {
    if (part === 'title') return theme.heading(text);
    return part === 'note' ? theme.accent(text) : theme.line(text);
  });
  const used = textWidth(items.map(({ text }) => text).join(GAP)) + GAP.length;
  const keys = drawKeyLine(keyHints(state), layout.width - used, theme);
  return [...drawn, keys].filter(Boolean).join(GAP);
}

const KEYS_WIDTH = 28;

/** Where there is little room the keys are what help is for. */
function helpRows(first: number, { width, height }: PagerLayout, { theme }: Pick<PagerViewProps, 'theme'>): string[] {
  const keysWidth = Math.min(KEYS_WIDTH, Math.floor(width / 2));
  return keyHelpRows(pagerKeys)
    .slice(first, first + height)
    .map(({ keys, help }) => {
      const shownKeys = cutToWidth(keys, keysWidth - 1);
      const padding = ' '.repeat(keysWidth - textWidth(shownKeys));
      return theme.accent(shownKeys) + padding + theme.line(cutToWidth(help, width - keysWidth));
    });
}
