/**
 * The graph as rows of cells. What is written stays small in the worst case, too: a colour costs about 20 bytes, and a
 * screen has room for 5,000 frames, so where it is crowded the narrowest frames have no colour of their own.
 */
import type { FlameBox, FlameLayout } from '../../analysis/flame-layout.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, padToWidth, textWidth } from '../../base/text-width.ts';
import type { CellColor, CellRun, Ground } from '../../report/cell-colors.ts';
import type { Theme } from '../../report/theme.ts';
import { ownPartStart } from '../../search/words.ts';
import type { Look, Room } from '../screen/spec.ts';
import { detailLines } from './details.ts';
import { detailRows, type FlameState, graphHeight, layoutOf, nameOf, rowAt, selectedBox } from './model.ts';
import { isMatching } from './search.ts';

export function drawFlame(state: FlameState, room: Room, { theme }: Look): readonly string[] {
  const layout = layoutOf(state, room);
  const height = graphHeight(room);
  const selected = selectedBox(state, layout);
  const pen: Pen = { state, theme, selected, layout, narrowest: narrowestColored(layout, height) };
  const rows = Array.from({ length: height }, (_, y) => {
    const row = layout.rows.at(rowAt(state, y, height));
    return row === undefined ? '' : theme.cells(runsOf(row, pen));
  });
  return [
    ...rows,
    ...detailLines(state, selected, { width: room.width, height, rows: layout.rows, theme }).slice(0, detailRows(room)),
  ];
}

/** What the boxes of a frame are drawn with. */
interface Pen {
  readonly state: FlameState;
  readonly theme: Theme;
  readonly layout: FlameLayout;
  readonly selected: FlameBox;
  /** Boxes of fewer cells look all alike. */
  readonly narrowest: number;
}

/** How many coloured boxes a screen has at most: with 40 bytes for each that is less than 20 kB. */
const MOST_COLORED = 450;
const WIDTHS = 40;

/** From which width on boxes are coloured, by the height of the screen: the same one wherever the graph is moved to. */
function narrowestColored({ rows }: FlameLayout, height: number): number {
  const crowded = rows.toSorted((a, b) => b.length - a.length).slice(0, height);
  const byWidth = new Int32Array(WIDTHS + 1);
  for (const row of crowded) for (const { start, end } of row) byWidth[Math.min(end - start, WIDTHS)]++;
  let narrowest = WIDTHS;
  for (let colored = byWidth[WIDTHS]; narrowest > 1; narrowest--) {
    colored += byWidth[narrowest - 1];
    if (colored > MOST_COLORED) break;
  }
  return narrowest;
}

const EDGES = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

function runsOf(row: readonly FlameBox[], pen: Pen): readonly CellRun[] {
  const runs: CellRun[] = [];
  let at = 0;
  let before: CellColor | undefined;
  for (const box of row) {
    if (box.start > at) {
      runs.push({ text: ' '.repeat(box.start - at), color: undefined });
      before = undefined;
    }
    const color = colorOf(box, pen);
    const width = box.end - box.start;
    at = box.end;
    if (color?.edge === undefined) {
      runs.push({ text: bracketed(box, width, pen), color });
      continue;
    }
    // Neighbours of the same colour are told apart by a line.
    const line = color === before ? (width < pen.narrowest ? '|' : '▏') : '';
    const label = labelOf(box, width - line.length, pen.state);
    // What is too narrow for a colour is still seen to match.
    const isMarked = width < pen.narrowest && isMatching(box, pen.state.search);
    runs.push({ text: isMarked ? '*'.repeat(width) : line + label, color });
    before = color;
    if (box.edge === 0 || (width < pen.narrowest && box !== pen.selected)) continue;
    runs.push({ text: EDGES[box.edge], color, isEdge: true });
    before = undefined;
    at++;
  }
  return runs;
}

/** Whether a box only shows where one is: what is zoomed in to lies on it. */
function isOuter({ frame: { depth } }: FlameBox, { zoom }: FlameState): boolean {
  return depth < zoom.frame.depth;
}

function colorOf(box: FlameBox, { state, theme, selected, narrowest }: Pen): CellColor | undefined {
  if (box === selected) return theme.cellColor({ type: 'selected' });
  const isNarrow = box.end - box.start < narrowest;
  if (!isNarrow && isMatching(box, state.search)) return theme.cellColor({ type: 'matched' });
  if (isNarrow || box.gathered > 0 || isOuter(box, state)) return theme.cellColor({ type: 'gathered' });
  return theme.cellColor(groundOf(box, state));
}

function groundOf({ frame, weight }: FlameBox, { model, coloring }: FlameState): Ground {
  const { view } = model;
  if (coloring === 'value') return { type: 'heat', share: view.share(frame.cum) };
  if (coloring === 'change') return { type: 'change', share: weight > 0 ? Number(frame.cum) / weight : 0 };
  return { type: 'package', name: nameOf(model, frame) };
}

/** Names of fewer cells tell nothing. */
const LEAST_NAME = 3;

/** What is written into a box, as wide as it is. */
function labelOf(box: FlameBox, width: number, state: FlameState): string {
  if (width < 1) return '';
  if (box.gathered > 0) return padToWidth(gatheredText(box.gathered, width), width);
  return width < LEAST_NAME ? ' '.repeat(width) : padToWidth(shortened(cellName(box, state), width), width);
}

function gatheredText(count: number, width: number): string {
  const texts = [`‥${count} narrow frames`, `‥${count} frames`, `‥${count}`];
  return texts.find((text) => text.length <= width) ?? '‥';
}

/** A name with its sign in a comparison, and with what is gathered in what is zoomed in to. */
function cellName({ frame }: FlameBox, { model }: FlameState): string {
  const name = model.view.shorten(nameOf(model, frame));
  if (!model.isDiff || Number(frame.cum) === 0) return name;
  return `${Number(frame.cum) > 0 ? '+' : '-'}${name}`;
}

/** The part of a name that tells it from its neighbours, as much of its end as there is room for. */
function shortened(name: string, width: number): string {
  const whole = safeText(name);
  if (textWidth(whole) <= width) return whole;
  const sign = /^[+-]/.exec(whole)?.[0] ?? '';
  const own = safeText(name.slice(ownPartStart(name))).slice(ownPartStart(name) === 0 ? sign.length : 0);
  const room = width - sign.length;
  return (
    sign +
    (textWidth(own) < room ? cutToWidth(whole.slice(sign.length), room, 'start') : cutToWidth(own, room, 'start'))
  );
}

/**
 * The same without colours: frames have brackets, those that match round ones, the selected one points at itself. What
 * is zoomed in to lies on frames without any.
 */
function bracketed(box: FlameBox, width: number, { state, selected }: Pen): string {
  const isPlain = isOuter(box, state) ? 'outer' : 'other';
  const kind = box === selected ? 'selected' : isMatching(box, state.search) ? 'matched' : isPlain;
  const [open, close] = { selected: '><', matched: '()', outer: '  ', other: '[]' }[kind];
  if (width > 1) return open + labelOf(box, width - 2, state) + close;
  return { selected: '>', matched: '*', outer: ' ', other: box.gathered > 0 ? ':' : '|' }[kind];
}
