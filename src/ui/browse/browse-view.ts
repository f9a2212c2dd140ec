import { CallTree, type OpenedTree, type TreeShape } from '../../analysis/call-tree.ts';
import type { ViewAnswer, ViewQuestion } from '../../report/views/index.ts';
import type { ScreenRequest } from '../../shell/outcome.ts';
import type { MouseUse, Movement, Reply, Room, ScreenSpec, View } from '../screen/spec.ts';
import { functionCommands, targetOfEntry } from '../widgets/row-commands.ts';
import { beginTree } from './begin.ts';
import { linksOf } from './call-source.ts';
import { layoutIn, orderAt, unknownSum } from './columns.ts';
import { describeTree, drawTree, isOnMark } from './draw.ts';
import { goToMatch, stepJob, withOtherWishes } from './jobs.ts';
import { type BrowseAction, browseKeys, keyHints, sandwichKeys } from './keys.ts';
import {
  type BrowseState,
  type Place,
  placeAt,
  rowsInView,
  selectedPlace,
  type TreeKind,
  targetOf,
  wantedShapes,
} from './model.ts';
import { pathTo } from './open-rows.ts';
import { withTrees } from './rebuild.ts';
import { update } from './update.ts';

type TreeSpec = ScreenSpec<BrowseState, BrowseAction>;

function specOf(kind: TreeKind): TreeSpec {
  return {
    name: kind,
    keys: kind === 'sandwich' ? sandwichKeys : browseKeys,
    hints: keyHints,
    update,
    search: { type: 'jump', help: 'search the whole tree for a name', go: goToMatch },
    commands: functionCommands(kind),
    target: targetOf,
    draw: drawTree,
    crumbs,
    line,
    describe: describeTree,
    onMouse,
    work: { isUnfinished, step },
    wants: { question, arrived },
  };
}

/** The calls down to where the tree begins; in a sandwich the functions one came through. */
function crumbs({ model, middles, tops, below }: BrowseState): readonly string[] {
  const { facts, view, kind, answer } = model;
  const nameOf = (entry: number) => facts.shorten(view.names[entry]);
  const top = tops.at(-1);
  if (kind !== 'sandwich') {
    if (top === undefined) return [];
    return pathTo(top, below.whole.root).flatMap((node) => linksOf(node).map(({ entry }) => nameOf(entry)));
  }
  const { length } = answer.matches;
  const match = answer.matches.indexOf(middles[0]) + 1;
  const [first, ...others] = middles.map(nameOf);
  return [length > 1 && match > 0 ? `${first} (${match} of ${length} matches)` : first, ...others];
}

/** The tree at the selected function; without it where nothing but the first row was looked at. */
function line(state: BrowseState): string {
  const { model, middles, tops } = state;
  const place = selectedPlace(state);
  const entry = model.kind === 'sandwich' ? middles.at(-1) : place?.node.entry;
  const isUntouched = model.kind !== 'sandwich' && state.selected === 0 && tops.length === 0;
  if (entry === undefined || isUntouched) return model.kind;
  return `${model.kind} ${targetOfEntry(model.view, entry).printed}`;
}

/** The heading of the columns is on the first line. */
const FIRST_ROW_Y = 1;

/** A click selects a row, or opens and closes it at its mark; a double click zooms. Headings order the rows. */
function onMouse(state: BrowseState, { type, x, y }: MouseUse, room: Room): BrowseAction | Movement | undefined {
  if (type !== 'click' && type !== 'doubleclick') return undefined;
  if (y < FIRST_ROW_Y) {
    const by = orderAt(layoutIn(state, room.width), x);
    return by === undefined ? undefined : { type: 'orderBy', by };
  }
  const { first, end } = rowsInView(state, room);
  const index = first + y - FIRST_ROW_Y;
  if (index >= end) return undefined;
  if (isOnMark(state, index, x, room)) return { type: 'toggleAt', index };
  return { type: type === 'doubleclick' ? 'zoomAt' : 'select', index };
}

function isUnfinished(state: BrowseState, room: Room): boolean {
  return state.job !== undefined || unknownSum(state, placesInView(state, room)) !== undefined;
}

function step(state: BrowseState, room: Room): BrowseState {
  if (state.job !== undefined) return stepJob(state, room);
  const unknown = unknownSum(state, placesInView(state, room));
  unknown?.sums.workOut(unknown.node);
  return { ...state };
}

function* placesInView(state: BrowseState, room: Room): Generator<Place> {
  const { first, end } = rowsInView(state, room);
  for (let index = first; index < end; index++) {
    const place = placeAt(state, index);
    if (place !== undefined) yield place;
  }
}

/** The trees that are wanted, where those that are there are others. */
function question(state: BrowseState): ViewQuestion<'trees'> | undefined {
  const wanted = wantedShapes(state);
  const there = state.trees;
  return wanted.every((shape, i) => isSameShape(shape, there[i].shape))
    ? undefined
    : { type: 'trees', argument: wanted };
}

function isSameShape(a: TreeShape, b: TreeShape): boolean {
  return a.direction === b.direction && a.mergesRecursion === b.mergesRecursion && a.through === b.through;
}

function arrived(state: BrowseState, _asked: ViewQuestion, answer: ViewAnswer | Error, room: Room): Reply<BrowseState> {
  if (answer instanceof Error) return { own: withWhatIsThere(state), note: answer.message };
  const opened = answer as readonly OpenedTree[];
  const trees = opened.map((tree) => new CallTree(state.model.view.question, tree));
  return { own: withOtherWishes(state, (before) => withTrees(before, trees, room), room) };
}

/** What could not be had is not wanted any more. */
function withWhatIsThere(state: BrowseState): BrowseState {
  const { mergesRecursion, through } = state.trees[0].shape;
  return {
    ...state,
    settings: { ...state.settings, mergesRecursion },
    middles: through === undefined ? state.middles : [through],
  };
}

type TreeRequest<Kind extends TreeKind> = Extract<ScreenRequest, { readonly pattern: string }> & {
  readonly type: Kind;
};
type TreeView<Kind extends 'browse' | 'bottomup'> = View<
  TreeRequest<Kind>,
  ViewQuestion<'tree'>,
  BrowseState,
  BrowseAction
>;

/** The call tree from the roots to the leaves. */
export const browseView: TreeView<'browse'> = {
  spec: specOf('browse'),
  question: ({ pattern }) => ({ type: 'tree', argument: { direction: 'callees', pattern } }),
  begin: (answer, { pattern }, facts, kept) => beginTree('browse', { answer, pattern, facts }, kept),
};

/** The tree from the functions that values are spent in to who calls them. */
export const bottomupView: TreeView<'bottomup'> = {
  spec: specOf('bottomup'),
  question: ({ pattern }) => ({ type: 'tree', argument: { direction: 'callers', pattern } }),
  begin: (answer, { pattern }, facts, kept) => beginTree('bottomup', { answer, pattern, facts }, kept),
};

/** One function, with those that call it above and those it calls below. */
export const sandwichView: View<TreeRequest<'sandwich'>, ViewQuestion<'sandwich'>, BrowseState, BrowseAction> = {
  spec: specOf('sandwich'),
  question: ({ pattern }) => ({ type: 'sandwich', argument: { pattern, mergesRecursion: false } }),
  begin: (answer, { pattern }, facts, kept) => beginTree('sandwich', { answer, pattern, facts }, kept),
};
