import { useCursor } from 'ink';
import { textWidth } from '../../base/text-width.ts';
import type { Theme } from '../../report/theme.ts';
import { drawPieces, drawSelectedPieces, drawShortName, piecesText } from '../widgets/draw-name.ts';
import { drawKeyLine } from '../widgets/key-line.ts';
import { ScreenRows } from '../widgets/screen-rows.tsx';
import { cellsText, drawCells, GAP } from '../widgets/value-columns.ts';
import { keyHints } from './keys.ts';
import {
  type FindLayout,
  type FindRow,
  type FindRows,
  type FindState,
  type MenuRow,
  menuRows,
  type NeighborRow,
  type Neighbors,
  neighborRows,
  rowsInView,
} from './model.ts';

interface FindViewProps {
  readonly state: FindState;
  readonly layout: FindLayout;
  /** The callers and callees below the list; undefined until they are known. */
  readonly neighbors: Neighbors | undefined;
  readonly theme: Theme;
}

/** Draws the query, the matches, and below them either the callers and callees or the menu of commands. */
export function FindView({ state, layout, neighbors, theme }: FindViewProps) {
  const view = rowsInView(state, layout);
  const { setCursorPosition } = useCursor();
  setCursorPosition(state.menu === undefined ? { x: view.cursorX, y: 0 } : undefined);

  const list = view.rows.map((row) => drawRow(row, theme));
  const blank = Array.from({ length: layout.listHeight - list.length }, () => '');
  const below =
    state.menu === undefined ? drawPreview(state, layout, neighbors, theme) : drawMenu(state, layout, theme);
  const rows = [drawQuery(view, layout.width, theme), theme.heading(view.headings), ...list, ...blank, ...below];
  const height = 3 + layout.listHeight + layout.previewHeight;
  const rest = Array.from({ length: height - 1 - rows.length }, () => '');
  return <ScreenRows rows={[...rows, ...rest, drawKeyLine(keyHints(state), layout.width, theme)]} height={height} />;
}

function drawQuery({ prompt, before, after, count }: FindRows, width: number, theme: Theme): string {
  const used = textWidth(prompt + before + after);
  const gap = ' '.repeat(Math.max(1, width - used - textWidth(count)));
  return theme.heading(prompt) + theme.line(before + after) + gap + theme.faint(count);
}

function drawRow({ cells, name, pieces, isSelected }: FindRow, theme: Theme): string {
  if (isSelected) return `> ${theme.selected(cellsText(cells) + GAP)}${drawSelectedPieces(pieces, theme)}`;
  return `  ${drawCells(cells, theme)}${GAP}${drawPieces(name, pieces, theme)}`;
}

function drawMenu(state: FindState, layout: FindLayout, theme: Theme): string[] {
  const drawn = ({ text, isSelected, isAvailable }: MenuRow) => {
    if (isSelected) return `> ${theme.selected(text)}`;
    return `  ${isAvailable ? theme.line(text) : theme.faint(text)}`;
  };
  return ['', ...menuRows(state, layout).map(drawn)];
}

function drawPreview(
  { model }: FindState,
  layout: FindLayout,
  neighbors: Neighbors | undefined,
  theme: Theme,
): string[] {
  const height = layout.previewHeight - 1;
  if (neighbors === undefined || height < 2) return [];
  if (!layout.isWide) {
    const callersHeight = Math.floor(height / 2);
    const callers = neighborRows(model, 'callers', neighbors, { width: layout.width, height: callersHeight });
    const callees = neighborRows(model, 'callees', neighbors, { width: layout.width, height: height - callers.length });
    return ['', ...[...callers, ...callees].map((row) => drawNeighbor(row, theme))];
  }
  const half = Math.floor((layout.width - 3) / 2);
  const callers = neighborRows(model, 'callers', neighbors, { width: half, height });
  const callees = neighborRows(model, 'callees', neighbors, { width: half, height });
  const drawn = Array.from({ length: Math.max(callers.length, callees.length) }, (_, i) => {
    const left =
      i < callers.length ? drawNeighbor(callers[i], theme) + ' '.repeat(half - widthOf(callers[i])) : ' '.repeat(half);
    return `${left}${theme.faint(' │ ')}${i < callees.length ? drawNeighbor(callees[i], theme) : ''}`;
  });
  return ['', ...drawn];
}

function drawNeighbor(row: NeighborRow, theme: Theme): string {
  if (row.type === 'heading') return theme.heading(row.text);
  if (row.type === 'note') return theme.faint(row.text);
  return `${drawCells([row.cell], theme)}${GAP}${drawShortName(row.name, piecesText(row.pieces), theme)}`;
}

function widthOf(row: NeighborRow): number {
  return textWidth(row.type === 'neighbor' ? row.cell.text + GAP + piecesText(row.pieces) : row.text);
}
