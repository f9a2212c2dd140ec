import type { CallNode } from '../../analysis/call-tree.ts';
import { unreachable } from '../../base/errors.ts';
import { abs, type Int64Column } from '../../base/int64.ts';
import { memoizeByIdentity } from '../../base/memoize.ts';
import type { Movement, Reply, Room } from '../screen/spec.ts';
import { type CallSource, linksOf, type OrderBy, type RowOrder } from './call-source.ts';
import { availableColumns } from './columns.ts';
import { HeaviestFlats } from './heaviest-flats.ts';
import { HeaviestPath } from './heaviest-path.ts';
import { settleJob, stopJob, withJob, withOtherWishes, withWantedRows } from './jobs.ts';
import type { BrowseAction } from './keys.ts';
import {
  type BrowseState,
  beginningWith,
  type Half,
  halfOf,
  indexOfRow,
  isMarked,
  listHeight,
  rowCount,
  selectedPlace,
  type TreeModel,
  withColumns,
} from './model.ts';
import { callerRow, close, closeBelow, endOfSubtree, isOpen, reveal } from './open-rows.ts';
import type { RowList } from './row-list.ts';
import { revealed, select, withRows } from './selection.ts';
import { Unfolding } from './unfolding.ts';

/** These leave what is under way alone; all others come after it, and end it. */
const ONLY_GO: ReadonlySet<string> = new Set(['move', 'movePages', 'moveTo', 'select', 'mark', 'clearMarks']);

/** These tell how rows are to be shown. */
const ONLY_WISHES: ReadonlySet<string> = new Set([
  'mergeRecursion',
  'joinChains',
  'nextOrder',
  'reverseOrder',
  'orderBy',
]);

/** The state behind an action, with what there is to tell about it. */
export function update(before: BrowseState, action: BrowseAction | Movement, room: Room): Reply<BrowseState> {
  const state = before.told === '' ? before : { ...before, told: '' };
  if (ONLY_GO.has(action.type)) return replyOf(applied(state, action, room));
  if (action.type === 'stopOrLeave' && state.job !== undefined) return { own: stopJob(state, room) };
  if (ONLY_WISHES.has(action.type)) {
    const reply = replyOf(applied(state, action, room));
    const { settings } = reply.own;
    return { ...reply, own: withOtherWishes(state, (wishing) => ({ ...wishing, settings }), room) };
  }
  const { own, ...others } = replyOf(applied(settleJob(state, room), action, room));
  return { own: withWantedRows(own, room), ...others };
}

function replyOf(state: BrowseState | Reply<BrowseState>): Reply<BrowseState> {
  return 'own' in state ? state : { own: state };
}

function applied(state: BrowseState, action: BrowseAction | Movement, room: Room): BrowseState | Reply<BrowseState> {
  const { settings, model, selected } = state;
  switch (action.type) {
    case 'move':
      return select(state, selected + action.by, room);
    case 'movePages':
      return select(state, selected + Math.trunc(action.by * Math.max(2, listHeight(room) - 1)), room);
    case 'moveTo':
      return select(state, action.end === 'first' ? 0 : rowCount(state) - 1, room);
    case 'select':
      return select(state, action.index, room);
    case 'mark':
      return select(withMark(state), selected + 1, room);
    case 'clearMarks':
      return { ...state, marked: new Set() };
    case 'aside':
      return action.by === 1 ? openOrEnter(state, room) : closeOrLeave(state, room);
    case 'toggleAt':
      return applied(select(state, action.index, room), { type: 'toggle' }, room);
    case 'zoomAt': {
      const at = select(state, action.index, room);
      const isTop = model.kind !== 'sandwich' && selectedPlace(at)?.node === at.tops.at(-1) && at.tops.length > 0;
      return applied(at, { type: isTop ? 'zoomOut' : 'zoomIn' }, room);
    }
    case 'toggle':
      return isSelectedOpen(state) ? closed(state, room) : descended(state, room, 1);
    case 'openHeaviest':
      return descended(state, room);
    case 'closeBelow':
      return onRow(state, room, ({ rows, source }, row) => {
        const closed = closeBelow(rows, source, row);
        return closed.length === rows.length ? close(rows, source, row) : closed;
      });
    case 'openBelow':
      return unfolded(state, room);
    case 'mergeRecursion':
      return { ...state, settings: { ...settings, mergesRecursion: !settings.mergesRecursion } };
    case 'joinChains':
      return { ...state, settings: { ...settings, hasChains: !settings.hasChains } };
    case 'nextOrder':
      return ordered(state, { by: nextOf(ordersOf(state), settings.order.by), isReversed: false });
    case 'reverseOrder':
      return ordered(state, { ...settings.order, isReversed: !settings.order.isReversed });
    case 'orderBy': {
      const { by } = action;
      return ordered(state, { by, isReversed: by === settings.order.by && !settings.order.isReversed });
    }
    case 'nextColumns':
      return withColumns(state, nextOf(availableColumns(model), settings.columns));
    case 'hideRuntime':
      return { own: state, result: { type: 'run', line: hideLine(model.facts.options.hide), effect: 'change' } };
    case 'zoomIn':
      return zoomedIn(state, room);
    case 'zoomOut':
      return zoomedOut(state, state.tops.slice(0, -1), room);
    case 'zoomReset':
      return zoomedOut({ ...state, middles: state.middles.slice(0, 2) }, [], room);
    case 'nextMatch': {
      const { matches } = model.answer;
      const at = matches.indexOf(state.middles[0]);
      return { ...state, middles: [matches[(at + 1) % matches.length]] };
    }
    case 'jumpToHeaviest':
      return soughtHeaviest(state, action.rank, room);
    case 'stopOrLeave':
      return { own: state, result: { type: 'back' } };
    default:
      return unreachable(action);
  }
}

/** Does something to the selected row. In the middle of a sandwich there is nothing to open. */
function onRow(
  state: BrowseState,
  room: Room,
  change: (half: { readonly rows: RowList; readonly source: CallSource }, row: number) => RowList,
): BrowseState {
  const place = selectedPlace(state);
  if (place === undefined || place.part === 'middle') return state;
  const half = halfOf(state, place.part);
  const rows = change(half, place.row);
  return rows === half.rows ? state : withRows(state, place.part, rows, place.row, room);
}

function isSelectedOpen(state: BrowseState): boolean {
  const place = selectedPlace(state);
  return place !== undefined && place.part !== 'middle' && isOpen(halfOf(state, place.part).rows, place.row);
}

function closed(state: BrowseState, room: Room): BrowseState {
  return onRow(state, room, ({ rows, source }, row) => close(rows, source, row));
}

function openOrEnter(state: BrowseState, room: Room): BrowseState {
  const place = selectedPlace(state);
  if (place === undefined || place.part === 'middle') return state;
  return isSelectedOpen(state)
    ? select(state, indexOfRow(state, place.part, place.row + 1), room)
    : descended(state, room, 1);
}

function closeOrLeave(state: BrowseState, room: Room): BrowseState {
  const place = selectedPlace(state);
  if (place === undefined || place.part === 'middle') return state;
  if (isSelectedOpen(state)) return closed(state, room);
  const outer = callerRow(halfOf(state, place.part).rows, place.row);
  const isOutermost = outer === place.row && state.above !== undefined;
  return select(state, isOutermost ? indexOfRow(state, 'middle') : indexOfRow(state, place.part, outer), room);
}

/** No more rows are opened at once: each takes memory for its node. */
const MOST_UNFOLDED = 1_000_000;

function unfolded(state: BrowseState, room: Room): BrowseState {
  const place = selectedPlace(state);
  if (place === undefined || place.part === 'middle') return state;
  const { rows, source } = halfOf(state, place.part);
  const all = (scope: true) => scope;
  const unfolding = new Unfolding<true>(source, { nodes: [place.node], scope: true }, all, MOST_UNFOLDED);
  const span = endOfSubtree(rows, source, place.row) - place.row;
  return withJob(state, { type: 'unfold', part: place.part, unfolding, start: place.row, span }, room);
}

/** Opens the heaviest path below the selected row, or only some levels of it. */
function descended(state: BrowseState, room: Room, levels?: number): BrowseState {
  const place = selectedPlace(state);
  if (place === undefined || place.part === 'middle') return state;
  const { part, row, node } = place;
  const path = new HeaviestPath(halfOf(state, part).source, node, levels);
  return withJob(state, { type: 'descend', part, row, path, isOneLevel: levels === 1 }, room);
}

function withMark(state: BrowseState): BrowseState {
  const place = selectedPlace(state);
  if (place === undefined) return state;
  const marked = new Set(state.marked);
  if (isMarked(state, place.node)) for (const { entry } of linksOf(place.node)) marked.delete(entry);
  else marked.add(place.node.entry);
  return { ...state, marked };
}

function nextOf<Value>(values: readonly Value[], value: Value): Value {
  return values[(values.indexOf(value) + 1) % values.length];
}

/** Only in a diff growth is something else than size; from the leaves on, all rows are flat values. */
function ordersOf({ model }: BrowseState): readonly OrderBy[] {
  const flat: readonly OrderBy[] = model.kind === 'bottomup' ? [] : ['flat'];
  return ['cum', ...flat, ...(model.answer.isDiff ? (['change'] as const) : []), 'name'];
}

const ORDER_NOTES: Readonly<Record<OrderBy, string>> = {
  cum: 'the heaviest first',
  flat: 'the largest flat values first',
  change: 'the most grown first',
  name: 'by name',
};

function ordered(state: BrowseState, order: RowOrder): Reply<BrowseState> {
  const own = { ...state, settings: { ...state.settings, order } };
  return { own, note: `${ORDER_NOTES[order.by]}${order.isReversed ? ', backwards' : ''}` };
}

const RUNTIME = '^runtime\\.';

/** Adds the runtime to what is hidden, or takes it away again. */
function hideLine(hidden: string): string {
  if (hidden === '') return `hide=${RUNTIME}`;
  if (hidden === RUNTIME) return 'hide=';
  if (hidden.endsWith(`|${RUNTIME}`)) return `hide=${hidden.slice(0, -RUNTIME.length - 1)}`;
  if (hidden.startsWith(`${RUNTIME}|`)) return `hide=${hidden.slice(RUNTIME.length + 1)}`;
  return `hide=${hidden}|${RUNTIME}`;
}

/** In a sandwich another function comes into the middle, elsewhere the tree begins at the row. */
function zoomedIn(state: BrowseState, room: Room): BrowseState | Reply<BrowseState> {
  const place = selectedPlace(state);
  if (place === undefined) return state;
  const { middles, below, tops } = state;
  if (state.model.kind === 'sandwich') {
    const { entry } = place.node;
    return middles.at(-1) === entry
      ? { own: state, note: 'it is in the middle' }
      : { ...state, middles: [...middles, entry] };
  }
  if (place.node === tops.at(-1)) return { own: state, note: 'the tree begins here' };
  const half = beginningWith(below, place.node);
  const next = { ...state, below: half, tops: [...tops, place.node], first: 0, selected: 0 };
  return descended(next, room, 1);
}

/** The tree begins further out; the row it began at is selected. */
function zoomedOut(state: BrowseState, tops: readonly CallNode[], room: Room): BrowseState {
  if (state.model.kind === 'sandwich')
    return { ...state, middles: state.middles.slice(0, Math.max(1, state.middles.length - 1)) };
  const inner = state.tops.at(-1);
  if (inner === undefined) return state;
  const half = beginningWith(state.below, tops.at(-1));
  const shown = reveal(half.rows, half.source, inner);
  return withRows({ ...state, below: half, tops }, 'below', shown.rows, shown.row, room);
}

const absolute = memoizeByIdentity(
  (column: Int64Column): Int64Column =>
    column instanceof Float64Array ? column.map(Math.abs) : column.map((value) => (value < 0n ? -value : value)),
);

function soughtHeaviest(state: BrowseState, rank: number, room: Room): BrowseState {
  const { model, below } = state;
  if (model.kind === 'bottomup') {
    const node = below.source.heaviestFirst(below.source.root).at(rank - 1);
    return node === undefined ? { ...state, told: `there are no ${rank} rows` } : revealed(state, 'below', node, room);
  }
  return withJob(state, { type: 'seek', flats: flatsOf(below, model), rank }, room);
}

/** What was found goes on to be used for other ranks. */
const knownFlats = new WeakMap<CallSource, HeaviestFlats>();

function flatsOf({ source, tree }: Half, { view, answer }: TreeModel): HeaviestFlats {
  const known = knownFlats.get(source);
  if (known !== undefined) return known;
  const { column } = view.question.shownValues;
  // What grew and what shrank may cancel out in a node, and not in those below it.
  const boundOfDiff = (node: CallNode) => tree.sumOf(linksOf(node)[0], absolute(column));
  const flats = new HeaviestFlats(source, answer.isDiff ? boundOfDiff : ({ cum }) => abs(cum));
  knownFlats.set(source, flats);
  return flats;
}
