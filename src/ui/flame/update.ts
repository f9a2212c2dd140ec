import {
  boxOf,
  type FlameBox,
  type FlameLayout,
  rowOf,
  wholeFrame,
  zoomBox,
  zoomToGathered,
} from '../../analysis/flame-layout.ts';
import { unreachable } from '../../base/errors.ts';
import type { Movement, Reply, Room } from '../screen/spec.ts';
import { windowAround } from '../widgets/scroll.ts';
import type { FlameAction } from './keys.ts';
import {
  type FlameColoring,
  type FlameState,
  firstOfZoom,
  graphHeight,
  initialFlame,
  isOn,
  layoutOf,
  pickOf,
  rowAt,
  selectedBox,
  zoomedTo,
} from './model.ts';

/** The state behind an action. */
export function updateFlame(state: FlameState, action: FlameAction | Movement, room: Room): Reply<FlameState> {
  const layout = layoutOf(state, room);
  const box = selectedBox(state, layout);
  const height = graphHeight(room);
  switch (action.type) {
    case 'move':
      return movedInwards(state, layout, state.isFlipped ? -action.by : action.by, room);
    case 'movePages': {
      const rows = Math.trunc(action.by * Math.max(2, height - 1));
      return movedInwards(state, layout, state.isFlipped ? -rows : rows, room);
    }
    case 'moveTo':
      return { own: select(state, layout, action.end === 'first' ? layout.rows[0][0] : innermost(layout, box), room) };
    case 'aside':
      return movedAside(state, layout, action.by, room);
    case 'heaviestPath':
      return { own: select(state, layout, innermost(layout, box), room) };
    case 'callee': {
      const callees = boxesOn(layout, box).filter(({ gathered }) => gathered === 0);
      const callee = callees.at(action.place - 1);
      return callee === undefined
        ? { own: state, note: `${callees.length} frames are drawn on this one` }
        : { own: select(state, layout, callee, room) };
    }
    case 'zoom':
      return zoomed(state, layout, box, room);
    case 'zoomOut':
      return zoomedOut(state, room);
    case 'resetZoom':
      return { own: inView({ ...state, zoom: wholeFrame(state.tree.root), zoomedBefore: [], first: 0 }, room) };
    case 'nextColoring': {
      const colorings: readonly FlameColoring[] = state.model.isDiff ? DIFF_COLORINGS : COLORINGS;
      const coloring = colorings[(colorings.indexOf(state.coloring) + 1) % colorings.length];
      return { own: { ...state, coloring }, note: `colours tell ${COLORING_NOTES[coloring]}` };
    }
    case 'flip':
      return { own: { ...state, isFlipped: !state.isFlipped } };
    case 'turn':
      return turned(state);
    case 'point':
      return pointed(state, layout, action, room);
    case 'pan': {
      const by = state.isFlipped ? -action.by : action.by;
      const last = Math.max(0, layout.rows.length - height);
      return { own: { ...state, first: Math.max(0, Math.min(state.first + by, last)) } };
    }
    default:
      return unreachable(action);
  }
}

const COLORINGS: readonly FlameColoring[] = ['package', 'value'];
const DIFF_COLORINGS: readonly FlameColoring[] = ['change', 'package', 'value'];
const COLORING_NOTES: Readonly<Record<FlameColoring, string>> = {
  package: 'packages apart',
  value: 'how much of the total a frame has',
  change: 'what has grown and what has shrunk',
};

/** Selects a box, with the graph moved so far that it is on the screen. */
export function select(state: FlameState, layout: FlameLayout, box: FlameBox, room: Room): FlameState {
  const selected = pickOf(layout, box);
  const isOnTrail = selected.gathered === 0 && isOn(state.trail, selected.frame);
  const trail = isOnTrail ? state.trail : selected.frame;
  return { ...state, selected, trail, first: firstFor(state, layout, rowOf(layout, box), room) };
}

function firstFor({ first }: FlameState, { rows }: FlameLayout, row: number, room: Room): number {
  const height = graphHeight(room);
  // Below a zoom there may be empty rows: it keeps its place until one goes to what is not on the screen.
  const length = Math.max(rows.length, first + height);
  return windowAround(row, { first, length, height }).first;
}

/** What is selected stays on the screen when something else is zoomed in to. */
function inView(state: FlameState, room: Room): FlameState {
  const layout = layoutOf(state, room);
  return { ...state, first: firstFor(state, layout, rowOf(layout, selectedBox(state, layout)), room) };
}

/** What is drawn on a frame, from left to right: the heaviest first, what is gathered last. */
function boxesOn(layout: FlameLayout, box: FlameBox): readonly FlameBox[] {
  const row = rowOf(layout, box);
  if (box.gathered > 0 && box !== zoomBox(layout)) return [];
  return (layout.rows.at(row + 1) ?? []).filter(({ frame, gathered }) =>
    gathered > 0 ? frame === box.frame : frame.caller === box.frame,
  );
}

/** The one on the way back to where one was before, or else the heaviest. */
function nextInwards({ trail }: FlameState, layout: FlameLayout, box: FlameBox): FlameBox | undefined {
  const boxes = boxesOn(layout, box);
  return boxes.find(({ frame, gathered }) => gathered === 0 && isOn(trail, frame)) ?? boxes.at(0);
}

function movedInwards(state: FlameState, layout: FlameLayout, by: number, room: Room): Reply<FlameState> {
  const from = selectedBox(state, layout);
  let box = from;
  for (let left = Math.abs(by); left > 0; left--) {
    const next = by > 0 ? nextInwards(state, layout, box) : nextOutwards(layout, box);
    if (next === undefined) break;
    box = next;
  }
  if (box !== from) return { own: select(state, layout, box, room) };
  const isGathered = by > 0 && box.gathered > 0 && box !== zoomBox(layout);
  return { own: select(state, layout, box, room), ...(isGathered ? { note: 'z shows what is gathered here' } : {}) };
}

function nextOutwards(layout: FlameLayout, box: FlameBox): FlameBox | undefined {
  const { frame, gathered } = box;
  const isGathered = gathered > 0 && box !== zoomBox(layout);
  const outer = isGathered ? frame : frame.caller;
  return outer && boxOf(layout, outer, false);
}

/** The heaviest of what lies on a frame, on that one, and so on. */
function innermost(layout: FlameLayout, box: FlameBox): FlameBox {
  let at = box;
  for (let on = boxesOn(layout, at); on.length > 0 && on[0].gathered === 0; on = boxesOn(layout, at)) at = on[0];
  return at;
}

/** Frames that are too narrow to be read are passed over as long as there are wider ones to go to. */
const READABLE = 3;

function movedAside(state: FlameState, layout: FlameLayout, by: -1 | 1, room: Room): Reply<FlameState> {
  const box = selectedBox(state, layout);
  const row = layout.rows[rowOf(layout, box)];
  const rest = by === 1 ? row.slice(row.indexOf(box) + 1) : row.slice(0, row.indexOf(box)).reverse();
  // Those beside it on the same frame are what it is compared with: none of them is passed over.
  const outer = (candidate: FlameBox) => (candidate.gathered > 0 ? candidate.frame : candidate.frame.caller);
  const isBeside = rest.length > 0 && outer(rest[0]) === outer(box);
  const next = isBeside ? rest[0] : (rest.find(({ start, end }) => end - start >= READABLE) ?? rest.at(0));
  return { own: next === undefined ? state : select(state, layout, next, room) };
}

function zoomed(state: FlameState, layout: FlameLayout, box: FlameBox, room: Room): Reply<FlameState> {
  const { frame, gathered } = box;
  if (box === zoomBox(layout)) return { own: state, note: 'it has the full width already' };
  const zoom = gathered > 0 ? zoomToGathered(box, room.width) : wholeFrame(frame);
  return { own: zoomedTo({ ...state, selected: { frame, gathered: 0, from: 0 } }, zoom, room) };
}

/** Back to what was zoomed in to before, or to the caller. */
function zoomedOut(state: FlameState, room: Room): Reply<FlameState> {
  const { zoom, zoomedBefore } = state;
  const { frame } = zoom;
  const before = zoomedBefore.at(-1) ?? wholeFrame(zoom.from === undefined ? (frame.caller ?? frame) : frame);
  const own = { ...state, zoom: before, zoomedBefore: zoomedBefore.slice(0, -1), first: firstOfZoom(before, room) };
  return { own: inView(own, room) };
}

/** The same stacks merged from their other end. */
function turned(state: FlameState): Reply<FlameState> {
  const { model, tree, isFlipped, coloring, search } = state;
  const direction = tree.direction === 'callees' ? 'callers' : 'callees';
  return {
    own: { ...initialFlame(model, direction), isFlipped, coloring, search },
    note: direction === 'callers' ? 'merged from the leaves: callers lie on callees' : 'merged from the roots',
  };
}

function pointed(
  state: FlameState,
  layout: FlameLayout,
  { x, y, zooms }: Extract<FlameAction, { readonly type: 'point' }>,
  room: Room,
): Reply<FlameState> {
  const height = graphHeight(room);
  const row = y < height ? layout.rows.at(rowAt(state, y, height)) : undefined;
  const box = row?.find(({ start, end, edge }) => x >= start && x < end + Math.sign(edge));
  if (box === undefined) return { own: state };
  const selected = select(state, layout, box, room);
  return zooms ? zoomed(selected, layout, box, room) : { own: selected };
}
