import { entryName } from '../../analysis/entries.ts';
import {
  boxOf,
  type FlameBox,
  type FlameLayout,
  type FlameZoom,
  flameLayout,
  wholeFrame,
  zoomBox,
} from '../../analysis/flame-layout.ts';
import { type FlameDirection, type FlameFrame, FlameTree } from '../../analysis/flame-tree.ts';
import type { Int64 } from '../../base/int64.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { NONE } from '../../profile/tables.ts';
import type { ProfileView } from '../../report/profile-view.ts';
import { shareLabel, shareOf, type ValueLabels, valueLabel } from '../../report/value-labels.ts';
import type { FlameAnswer, FlameFinds } from '../../report/views/flame.ts';
import type { Room } from '../screen/spec.ts';
import { type Target, targetNamed } from '../widgets/row-commands.ts';

/** What is shown, which no key changes. */
export interface FlameModel {
  readonly answer: FlameAnswer;
  /** Names of entries are made where they are drawn: to make all of them takes longer than the first frame. */
  readonly view: Omit<ProfileView, 'values' | 'valueType' | 'names'>;
  readonly labels: ValueLabels;
  readonly isDiff: boolean;
}

/** What the colours of frames tell. */
export type FlameColoring = 'package' | 'value' | 'change';

/** A frame, or what is gathered on it. */
export interface FlamePick {
  readonly frame: FlameFrame;
  /** How many callees of the frame are gathered, from which one on; 0 for the frame itself. */
  readonly gathered: number;
  readonly from: number;
}

export interface FlameSearch {
  readonly text: string;
  isMatch(entry: number): boolean;
  /** What there is in the whole graph; undefined until it is known. */
  readonly finds: FlameFinds | undefined;
}

/** A frame to go to as soon as it is open, by the names from the root to it. */
export interface FlameSeek {
  readonly names: readonly string[];
  /** How many of them lead to the frame that is to be zoomed in to. */
  readonly zoomDepth: number;
}

export interface FlameState {
  readonly model: FlameModel;
  readonly tree: FlameTree;
  /** Grows with every piece of the tree that is opened, which changes in its place. */
  readonly opened: number;
  readonly zoom: FlameZoom;
  /** What was zoomed in to before, from the outside in. */
  readonly zoomedBefore: readonly FlameZoom[];
  readonly selected: FlamePick;
  /** The innermost frame that was selected on the way to the one that is: the way back. */
  readonly trail: FlameFrame;
  /** The first row of the graph on the screen, counted from the root. */
  readonly first: number;
  /** The root lies at the bottom, and the others grow upwards. */
  readonly isFlipped: boolean;
  readonly coloring: FlameColoring;
  readonly search: FlameSearch | undefined;
  readonly seek: FlameSeek | undefined;
}

export function flameModel(answer: FlameAnswer, shorten: (name: string) => string): FlameModel {
  const { question, labels, isDiff } = answer;
  const view = {
    question,
    total: labels.total,
    label: (value: Int64) => valueLabel(labels, value),
    percent: (value: Int64) => shareLabel(labels, value).trim(),
    share: (value: Int64) => shareOf(labels, value),
    shorten,
  };
  return { answer, view, labels, isDiff };
}

/** How many samples are looked at in one piece: about two milliseconds. */
const PIECE = 40_000;

/** How many are looked at before the first frame: all of them in most profiles. */
const FIRST_PIECE = 10_000;

export function initialFlame(model: FlameModel, direction: FlameDirection = 'callees'): FlameState {
  const tree = new FlameTree(model.view.question, direction);
  tree.open(tree.root, FIRST_PIECE);
  return {
    model,
    tree,
    opened: 0,
    zoom: wholeFrame(tree.root),
    zoomedBefore: [],
    selected: { frame: tree.root, gathered: 0, from: 0 },
    trail: tree.root,
    first: 0,
    isFlipped: false,
    coloring: model.isDiff ? 'change' : 'package',
    search: undefined,
    seek: undefined,
  };
}

const keptLayouts = memoizeRecent(4, (zoom: FlameZoom, width: number, _opened: number) => flameLayout(zoom, width));

/** Where everything lies, as far as the tree is open. */
export function layoutOf({ zoom, opened }: FlameState, { width }: Room): FlameLayout {
  return keptLayouts(zoom, width, opened);
}

/** How many rows tell about the selected frame. */
export function detailRows({ height }: Room): number {
  if (height >= 12) return 3;
  if (height >= 6) return 2;
  return height > 1 ? 1 : 0;
}

/** How many rows of what the zoom lies on are shown above it, where it begins. */
const OUTER_ROWS = 3;

/** The first row on the screen for something that is zoomed in to. */
export function firstOfZoom({ frame }: FlameZoom, room: Room): number {
  return Math.max(0, frame.depth - Math.min(OUTER_ROWS, Math.floor(graphHeight(room) / 4)));
}

/** How many rows the graph has. */
export function graphHeight(room: Room): number {
  return Math.max(1, room.height - detailRows(room));
}

/** The box that is selected: where the one that was is not drawn any more, the one that it lies in or on. */
export function selectedBox({ selected }: Pick<FlameState, 'selected'>, layout: FlameLayout): FlameBox {
  const found = boxOf(layout, selected.frame, selected.gathered > 0);
  if (found !== undefined) return found;
  for (let { frame } = selected; frame.caller !== undefined; frame = frame.caller) {
    const around = boxOf(layout, frame, false) ?? boxOf(layout, frame.caller, true);
    if (around !== undefined) return around;
  }
  return zoomBox(layout);
}

export function pickOf(layout: FlameLayout, box: FlameBox): FlamePick {
  const { frame, gathered, from } = box;
  return box === zoomBox(layout) ? { frame, gathered: 0, from: 0 } : { frame, gathered, from };
}

/** The printed name of a frame; that of all where it is the root. */
export function nameOf(model: FlameModel, { entry }: FlameFrame): string {
  return entry === NONE ? 'all' : nameOfEntry(model, entry);
}

/** The printed name of an entry. */
export function nameOfEntry({ view }: FlameModel, entry: number): string {
  return entryName(view.question.table.entries[entry]);
}

/** A frame as commands take it; undefined where it stands for all samples. */
export function targetOfFrame(model: FlameModel, { entry }: FlameFrame): Target | undefined {
  return entry === NONE ? undefined : targetNamed(nameOfEntry(model, entry), model.view.question.table.entries[entry]);
}

/** The names from the root to a frame. */
export function pathOf(model: FlameModel, frame: FlameFrame): readonly string[] {
  const names: string[] = [];
  for (let at = frame; at.caller !== undefined; at = at.caller) names.push(nameOf(model, at));
  return names.reverse();
}

/** The row of the graph that a row of the screen shows. */
export function rowAt({ first, isFlipped }: FlameState, y: number, height: number): number {
  return isFlipped ? first + height - 1 - y : first + y;
}

/** Whether there is something left to open for what is on the screen. */
export function isUnfinished(state: FlameState, room: Room): boolean {
  return state.seek !== undefined || layoutOf(state, room).unopened.length > 0;
}

/** The graph with something else as wide as the screen. The way back leads through what that is inside of. */
export function zoomedTo(state: FlameState, zoom: FlameZoom, room: Room): FlameState {
  const around = [...state.zoomedBefore, state.zoom].filter(({ frame }) => isAround(frame, zoom));
  return { ...state, zoom, zoomedBefore: around, first: firstOfZoom(zoom, room) };
}

function isAround(outer: FlameFrame, { frame, from }: FlameZoom): boolean {
  return isOn(frame, outer) && (frame !== outer || from !== undefined);
}

/** Whether a frame lies on another one, however far inside, or is it. */
export function isOn(frame: FlameFrame, other: FlameFrame): boolean {
  let at: FlameFrame | undefined = frame;
  while (at !== undefined && at.depth > other.depth) at = at.caller;
  return at === other;
}

/** Opens another piece of the tree: the way to where one wants to go, then what is drawn, the outermost first. */
export function openPiece(state: FlameState, room: Room): FlameState {
  const { tree, seek } = state;
  const opened = state.opened + 1;
  if (seek !== undefined) return { ...sought(state, seek, room), opened };
  let left = PIECE;
  for (const frame of layoutOf(state, room).unopened) {
    left = tree.open(frame, left);
    if (left <= 0) break;
  }
  return { ...state, opened };
}

/** Goes on to the frame that is sought, as far as one piece of work leads. */
function sought(state: FlameState, { names, zoomDepth }: FlameSeek, room: Room): FlameState {
  const { tree, model } = state;
  let frame = tree.root;
  let zoomed = tree.root;
  let left = PIECE;
  for (const name of names) {
    if (frame.callees === undefined) left = tree.open(frame, left);
    if (frame.callees === undefined) return state;
    const next = frame.callees.find((callee) => nameOf(model, callee) === name);
    if (next === undefined) break;
    frame = next;
    if (frame.depth <= zoomDepth) zoomed = frame;
  }
  const selected = { frame, gathered: 0, from: 0 };
  const found = { ...state, selected, trail: frame, seek: undefined };
  const shown = zoomed === state.zoom.frame ? found : zoomedTo(found, wholeFrame(zoomed), room);
  return { ...shown, first: Math.max(shown.first, frame.depth - graphHeight(room) + 1) };
}
