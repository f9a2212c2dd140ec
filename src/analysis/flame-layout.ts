/**
 * Where the frames of a flame graph lie, in cells of a terminal. Every frame begins and ends at the cell nearest to its
 * exact place, so that rounding never adds up, frames of a row never overlap, and callees never leave their caller.
 * What would be narrower than a cell is gathered at the right end of its caller, in one cell at least, for which the
 * last frame beside it makes room:
 *
 *     all                                     row 0: what main.main lies on, which has no share of the width
 *     main.main                               row 1: what is zoomed in to, as wide as there is room
 *     main.serve               main.load ‥17  row 2: two callees, and 17 gathered ones
 *     json.Unmarshal   db.Get▍                row 3: the last frame ends within a cell; behind it serve itself ran
 */
import type { FlameFrame } from './flame-tree.ts';

/** What fills the width: a frame, or some of its callees. */
export interface FlameZoom {
  readonly frame: FlameFrame;
  /** The callees from this one on, heaviest first; undefined for the frame with all of them. */
  readonly from: number | undefined;
  /** And up to but not including this one; those behind it are gathered. */
  readonly to: number;
}

/** A frame that is drawn, or several in one. Places are cells from the left. */
export interface FlameBox {
  /** Of gathered ones the frame they lie on. */
  readonly frame: FlameFrame;
  /** How many callees of the frame are gathered; 0 for a frame. */
  readonly gathered: number;
  /** The first of them, in the order of the callees. */
  readonly from: number;
  readonly weight: number;
  readonly start: number;
  readonly end: number;
  /** How many eighths of the cell behind it belong to it as well, where nothing else does. */
  readonly edge: number;
}

export interface FlameLayout {
  readonly zoom: FlameZoom;
  readonly width: number;
  /** By depth from the root, each from left to right: what is zoomed in to is the only one as far as its own row. */
  readonly rows: readonly (readonly FlameBox[])[];
  /** Frames that are drawn but not open yet, outermost first. */
  readonly unopened: readonly FlameFrame[];
}

/** All of a frame. */
export const wholeFrame = (frame: FlameFrame): FlameZoom => ({
  frame,
  from: undefined,
  to: Number.POSITIVE_INFINITY,
});

/** A box with its exact place: the weight to the left of it, on the scale of the zoom. */
interface Placed extends FlameBox {
  readonly offset: number;
}

/** Takes time in proportion to the boxes that are drawn and to the callees that are gathered. */
export function flameLayout(zoom: FlameZoom, width: number): FlameLayout {
  const weight = weightOf(zoom);
  const scale = weight > 0 ? width / weight : 0;
  const gathered = zoom.from === undefined ? 0 : calleesIn(zoom).length;
  const outermost: Placed = {
    frame: zoom.frame,
    gathered,
    from: zoom.from ?? 0,
    weight,
    start: 0,
    end: width,
    edge: 0,
    offset: 0,
  };
  const rows = outwardsOf(zoom.frame).map((frame): FlameBox[] => [
    { frame, gathered: 0, from: 0, weight: frame.weight, start: 0, end: width, edge: 0 },
  ]);
  const unopened: FlameFrame[] = [];
  for (let row = [outermost]; row.length > 0; ) {
    rows.push(row);
    const next: Placed[] = [];
    for (const box of row) {
      if (box.gathered > 0 && box !== outermost) continue;
      if (box.frame.callees === undefined) unopened.push(box.frame);
      else placeCallees(box, box === outermost ? zoom : wholeFrame(box.frame), scale, next);
    }
    row = next;
  }
  return { zoom, width, rows, unopened };
}

/** What a frame lies on, the root first. */
function outwardsOf(frame: FlameFrame): readonly FlameFrame[] {
  const outwards: FlameFrame[] = [];
  for (let at = frame.caller; at !== undefined; at = at.caller) outwards.push(at);
  return outwards.reverse();
}

/** The box that has all of the width and gives it to those inside of it. */
export function zoomBox({ rows, zoom }: FlameLayout): FlameBox {
  return rows[zoom.frame.depth][0];
}

function calleesIn({ frame, from = 0, to }: FlameZoom): readonly FlameFrame[] {
  return frame.callees?.slice(from, to) ?? [];
}

export const sumOfWeights = (frames: readonly FlameFrame[]) => frames.reduce((sum, { weight }) => sum + weight, 0);

/** What the full width stands for. */
export function weightOf(zoom: FlameZoom): number {
  return zoom.from === undefined ? zoom.frame.weight : sumOfWeights(calleesIn(zoom));
}

/** Appends the boxes of what a frame calls to those of its row. */
function placeCallees(caller: Placed, { frame, from = 0, to }: FlameZoom, scale: number, row: Placed[]): void {
  const callees = frame.callees ?? [];
  const first = row.length;
  let { offset } = caller;
  let start = caller.start;
  let drawn = from;
  for (; drawn < Math.min(to, callees.length); drawn++) {
    const { weight } = callees[drawn];
    const end = Math.min(caller.end, Math.round((offset + weight) * scale));
    if (end <= start) break;
    row.push({ frame: callees[drawn], gathered: 0, from: 0, weight, start, end, edge: 0, offset });
    offset += weight;
    start = end;
  }
  if (drawn < callees.length) gather(caller, drawn, row, first, { offset, scale });
  else if (row.length > first) row.push(withEdge(row.pop() as Placed, caller, scale));
}

/** Puts the callees from one on into one box, behind those that are drawn. */
function gather(
  { frame, start: leftmost, end: rightmost }: Placed,
  from: number,
  row: Placed[],
  first: number,
  { offset, scale }: { readonly offset: number; readonly scale: number },
): void {
  const gathered = (frame.callees ?? []).slice(from);
  let count = gathered.length;
  let weight = sumOfWeights(gathered);
  let start = row.length > first ? row[row.length - 1].end : leftmost;
  const end = Math.min(rightmost, Math.max(start + 1, Math.round((offset + weight) * scale)));
  if (end === start) {
    start = end - 1;
    const last = row.pop();
    if (last !== undefined && last.start < start) row.push({ ...last, end: start });
    else if (last !== undefined) {
      count++;
      weight += last.weight;
    }
  }
  row.push({
    frame,
    gathered: count,
    from: gathered.length === count ? from : from - 1,
    weight,
    start,
    end,
    edge: 0,
    offset,
  });
}

/** Behind the last callee its caller goes on by itself: to the eighth of a cell, counted from where that one is drawn. */
function withEdge(last: Placed, caller: Placed, scale: number): Placed {
  const gap = Math.round(8 * (caller.offset + caller.weight - last.offset - last.weight) * scale);
  const end = 8 * caller.end + caller.edge - Math.max(0, gap);
  const cells = Math.max(last.start + 1, Math.floor(end / 8));
  return { ...last, end: cells, edge: Math.max(0, end - 8 * cells) };
}

/** The row of a box. */
export function rowOf(layout: FlameLayout, box: Pick<FlameBox, 'frame' | 'gathered'>): number {
  return box.frame.depth + (box.gathered > 0 && box !== zoomBox(layout) ? 1 : 0);
}

/** The box of a frame, or that of what is gathered on it; undefined where it is not drawn. */
export function boxOf(layout: FlameLayout, frame: FlameFrame, isGathered: boolean): FlameBox | undefined {
  const { depth } = frame;
  if (!isGathered && depth === layout.zoom.frame.depth)
    return frame === layout.zoom.frame ? zoomBox(layout) : undefined;
  const row = layout.rows.at(isGathered ? depth + 1 : depth);
  return row?.find((box) => box.frame === frame && box.gathered > 0 === isGathered);
}

/** How many cells each of some gathered callees gets at least when they are zoomed in to. */
const LEAST_CELLS = 2;

/** Zooms in to what is gathered in a box: to as many of the heaviest as can be told apart. */
export function zoomToGathered({ frame, from }: FlameBox, width: number): FlameZoom {
  const callees = frame.callees ?? [];
  let to = from;
  for (let sum = 0; to < callees.length; to++) {
    sum += callees[to].weight;
    if (to > from && callees[to].weight * width < LEAST_CELLS * sum) break;
  }
  return { frame, from, to };
}
