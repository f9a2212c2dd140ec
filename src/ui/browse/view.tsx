import { useCursor } from 'ink';
import { cutToWidth } from '../../base/text-width.ts';
import type { Theme } from '../../report/theme.ts';
import { drawPieces, drawSelectedPieces } from '../widgets/draw-name.ts';
import { keyHelpRows } from '../widgets/key-help.ts';
import { drawKeyLine } from '../widgets/key-line.ts';
import { ScreenRows } from '../widgets/screen-rows.tsx';
import { cellsText, drawCells, GAP } from '../widgets/value-columns.ts';
import { browseKeys, keyHints } from './keys.ts';
import {
  type BrowseLayout,
  type BrowseRow,
  type BrowseState,
  headerText,
  headingsText,
  rowsInView,
  searchLine,
} from './model.ts';

interface BrowseViewProps {
  readonly state: BrowseState;
  readonly layout: BrowseLayout;
  readonly theme: Theme;
}

/** Draws the part of the tree that is on the screen, or the table of keys. */
export function BrowseView({ state, layout, theme }: BrowseViewProps) {
  const { width, height } = layout;
  const { setCursorPosition } = useCursor();
  const search = state.search && searchLine(state.search.query, width);
  setCursorPosition(search && { x: search.cursorX, y: height + 2 });

  const { title, rest } = headerText(state, width);
  const header = theme.heading(title) + GAP + (state.note === '' ? theme.faint(rest) : theme.accent(rest));
  const bottom = search === undefined ? drawKeyLine(keyHints(state), width, theme) : theme.line(search.text);
  const rows =
    state.help === undefined
      ? [theme.heading(headingsText(layout)), ...rowsInView(state, layout).map((row) => drawRow(row, theme))]
      : ['', ...helpRows(state.help, layout, theme)];
  const blank = Array.from({ length: height + 1 - rows.length }, () => '');
  return <ScreenRows rows={[header, ...rows, ...blank, bottom]} height={height + 3} />;
}

function drawRow({ cells, indent, name, pieces, isSelected }: BrowseRow, theme: Theme): string {
  if (isSelected) return `> ${theme.selected(cellsText(cells) + GAP + indent)}${drawSelectedPieces(pieces, theme)}`;
  return `  ${drawCells(cells, theme)}${GAP}${indent}${drawPieces(name, pieces, theme)}`;
}

function helpRows(first: number, { width, height }: BrowseLayout, theme: Theme): string[] {
  return keyHelpRows(browseKeys)
    .slice(first, first + height)
    .map(({ keys, help }) => `  ${theme.accent(keys.padEnd(12))} ${theme.line(cutToWidth(help, width - 15))}`);
}
