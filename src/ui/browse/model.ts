/**
 * The state of the views of call trees. `browse` and `bottomup` show one tree; a sandwich shows two in one list, that of
 * callers growing upwards from the function in the middle:
 *
 *      ▾ main            above, in the order of rows from the middle up
 *     ▾ serve
 *     ── render ──       the middle
 *     ▸ flush            below
 */
import { type CallNode, CallTree, type TreeShape } from '../../analysis/call-tree.ts';
import { shownFlat } from '../../analysis/entry-values.ts';
import type { Steps } from '../../analysis/tree-steps.ts';
import type { Int64, Int64Column } from '../../base/int64.ts';
import { memoizeByIdentity, memoizeRecent } from '../../base/memoize.ts';
import { type ProfileView, profileView } from '../../report/profile-view.ts';
import { sandwichShapes, type TreeAnswer } from '../../report/views/tree.ts';
import { foldCase } from '../../search/fold-case.ts';
import type { LetterRange } from '../../search/rank-names.ts';
import type { Room, SearchDirection, SessionFacts } from '../screen/spec.ts';
import { joinedTargets, type Target, targetOfEntry } from '../widgets/row-commands.ts';
import { windowAround } from '../widgets/scroll.ts';
import { type Arrangement, arrangedSource, beginningAt, type CallSource, linksOf, PLAIN } from './call-source.ts';
import { ColumnSums } from './column-sums.ts';
import type { Match } from './go-to-match.ts';
import type { HeaviestFlats } from './heaviest-flats.ts';
import type { HeaviestPath } from './heaviest-path.ts';
import { type KeptRows, openNames, pathOfNames } from './kept-rows.ts';
import { RowList } from './row-list.ts';
import { TargetsSearch } from './tree-search.ts';
import type { Unfolding } from './unfolding.ts';

export type TreeKind = 'browse' | 'bottomup' | 'sandwich';

/** Which values stand beside the names. */
export type ColumnSet = 'values' | 'of caller' | 'types' | 'change';

/** How a tree is shown; stays when the tree becomes another. */
export interface Settings extends Arrangement {
  readonly mergesRecursion: boolean;
  readonly columns: ColumnSet;
}

/** What is shown: does not change before another answer comes. */
export interface TreeModel {
  readonly kind: TreeKind;
  readonly answer: TreeAnswer;
  readonly view: ProfileView;
  readonly facts: SessionFacts;
  /** A search for the functions whose names contain a text; the last ones are kept. */
  searchFor(text: string, direction: TreeShape['direction']): TargetsSearch;
}

export function treeModel(kind: TreeKind, answer: TreeAnswer, facts: SessionFacts): TreeModel {
  const view = profileView(answer.data);
  // Folding all names takes 20 ms where there are 50,000, so it is done once, for the first search that needs it.
  const folded: string[] = [];
  const foldedName = (entry: number) => {
    folded[entry] ??= foldCase(view.names[entry]);
    return folded[entry];
  };
  const searchFor = memoizeRecent(8, (text: string, direction: TreeShape['direction']) => {
    const wanted = foldCase(text);
    const matches =
      wanted === text
        ? (entry: number) => foldedName(entry).includes(wanted)
        : (entry: number) => view.names[entry].includes(text);
    return new TargetsSearch(view.question, matches, direction);
  });
  return { kind, answer, view, facts, searchFor };
}

/** Where a name contains a text. Upper and lower case are one, unless the text has an upper case letter. */
export function findText(name: string, text: string): LetterRange | undefined {
  const start = (foldCase(text) === text ? foldCase(name) : name).indexOf(text);
  return start === -1 || text === '' ? undefined : [start, start + text.length];
}

/** A tree with the rows of it that are on show. */
export interface Half {
  readonly tree: CallTree;
  /** All of the tree, whatever part of it is shown. */
  readonly whole: CallSource;
  readonly source: CallSource;
  readonly rows: RowList;
  /** The values of other columns; undefined where none are shown. */
  readonly sums: ColumnSums | undefined;
}

export type Part = 'above' | 'below';

/** Which match is wanted: the next one or the one before; the selected row too where it is `inclusive`. */
export interface SearchHow {
  readonly direction: SearchDirection;
  readonly inclusive: boolean;
}

/** Something that takes a while, and is gone on with between keys. */
export type Job =
  /** Opens all below a row: the rows it makes take the place of `span` ones from `start` on. */
  | {
      readonly type: 'unfold';
      readonly part: Part;
      readonly unfolding: Unfolding<true>;
      readonly start: number;
      readonly span: number;
    }
  /** Puts rows of other trees, or rows in another arrangement, in the place of those that are shown. */
  | ({ readonly type: 'rebuild'; readonly task: Task<Rebuilt> } & Earlier)
  /** Opens a row, or the heaviest path below it. */
  | {
      readonly type: 'descend';
      readonly part: Part;
      readonly row: number;
      readonly path: HeaviestPath;
      readonly isOneLevel: boolean;
    }
  /** Looks for a text, and goes to the match. */
  | { readonly type: 'search'; readonly text: string; readonly task: Task<Match> }
  /** Looks for the row with the n-th largest flat value. */
  | { readonly type: 'seek'; readonly flats: HeaviestFlats; readonly rank: number };

/** It is over before one could read what is told of it: a row is opened. */
export function isBrief(job: Job): boolean {
  return job.type === 'descend' && job.isOneLevel;
}

/** What rows that are worked out anew are to be like. */
export interface Earlier {
  /** What was open then is to be open. */
  readonly before: BrowseState;
  /** The row to go to in the end, of a profile that has become another; undefined for the one that is selected then. */
  readonly selected: SelectedNames | undefined;
}

/** Steps that are done one after the other, and what comes of them. */
export class Task<Result> {
  /** Undefined as long as it is not done. */
  result: Result | undefined;
  readonly #steps: Steps<Result>;

  constructor(steps: Steps<Result>) {
    this.#steps = steps;
  }

  get isDone(): boolean {
    return this.result !== undefined;
  }

  step(): void {
    const { done, value } = this.#steps.next();
    if (done) this.result = value;
  }
}

/** Rows that take the place of others. */
export interface Rebuilt {
  readonly halves: Pick<BrowseState, 'above' | 'below'>;
  readonly arrangement: Arrangement;
  readonly tops: readonly CallNode[];
  /** Not all that was open is. */
  readonly isCut: boolean;
}

/** The selected row by names; no path for the middle of a sandwich. */
export interface SelectedNames {
  readonly part: Part | 'middle';
  readonly path: readonly string[];
}

export interface BrowseState {
  readonly model: TreeModel;
  /** How the rows are to be shown: they follow when they have been worked out. */
  readonly settings: Settings;
  /** The newest trees, which rows follow as well. */
  readonly trees: readonly CallTree[];
  /** That of the rows on show. */
  readonly arrangement: Arrangement;
  /** The functions of sandwiches one has gone to from another, the wanted one last; none in other views. */
  readonly middles: readonly number[];
  /** The nodes that the tree was made to begin at, one inside the other. */
  readonly tops: readonly CallNode[];
  readonly above: Half | undefined;
  readonly below: Half;
  /** The selected row, counted from the top of the screen's list. */
  readonly selected: number;
  /** The first row on the screen. */
  readonly first: number;
  /** Entries whose rows are marked. */
  readonly marked: ReadonlySet<number>;
  readonly job: Job | undefined;
  /** What the last job has to tell; empty for nothing. */
  readonly told: string;
}

/** A row of the list by where it is from. */
export type Place =
  | { readonly part: Part; readonly row: number; readonly node: CallNode }
  | { readonly part: 'middle'; readonly node: CallNode };

export function rowCount({ above, below }: Pick<BrowseState, 'above' | 'below'>): number {
  return below.rows.length + (above === undefined ? 0 : above.rows.length + 1);
}

/** Undefined where there is no such row. */
export function placeAt({ above, below }: Pick<BrowseState, 'above' | 'below'>, index: number): Place | undefined {
  const rowsAbove = above?.rows.length ?? 0;
  if (above !== undefined && index >= 0 && index < rowsAbove) {
    const row = rowsAbove - 1 - index;
    return { part: 'above', row, node: above.rows.node(row) };
  }
  if (above !== undefined && index === rowsAbove) return { part: 'middle', node: above.source.root };
  const row = index - rowsAbove - (above === undefined ? 0 : 1);
  return row < 0 || row >= below.rows.length ? undefined : { part: 'below', row, node: below.rows.node(row) };
}

/** The row of the list for one of a part. */
export function indexOfRow({ above }: Pick<BrowseState, 'above'>, part: Place['part'], row = 0): number {
  const rowsAbove = above?.rows.length ?? 0;
  if (part === 'middle') return rowsAbove;
  return part === 'above' ? rowsAbove - 1 - row : row + rowsAbove + (above === undefined ? 0 : 1);
}

export function selectedPlace(state: BrowseState): Place | undefined {
  return placeAt(state, state.selected);
}

/** The half that a part of the list is from. */
export function halfOf({ above, below }: Pick<BrowseState, 'above' | 'below'>, part: Part): Half {
  return part === 'above' && above !== undefined ? above : below;
}

/** The trees that have to be there for what is wanted. */
export function wantedShapes({ model, settings, middles }: BrowseState): readonly TreeShape[] {
  const { mergesRecursion } = settings;
  if (model.kind === 'sandwich') return sandwichShapes(middles[middles.length - 1], mergesRecursion);
  return [{ direction: model.kind === 'browse' ? 'callees' : 'callers', mergesRecursion, through: undefined }];
}

/** The trees of the rows on show. */
export function treesOf({ above, below }: Pick<BrowseState, 'above' | 'below'>): readonly CallTree[] {
  return above === undefined ? [below.tree] : [above.tree, below.tree];
}

/** Trees with none of their rows open. Their first rows have been worked out, or are now. */
export function closedHalves(
  model: TreeModel,
  columns: ColumnSet,
  trees: readonly CallTree[],
  arrangement = PLAIN,
): Pick<BrowseState, 'above' | 'below'> {
  const halves = trees.map((tree): Half => {
    const whole = arrangedSource(tree, arrangement, model.view.names);
    return { tree, whole, source: whole, rows: rowsOf(whole), sums: sumsFor(model, columns, tree) };
  });
  return { above: halves.length > 1 ? halves[0] : undefined, below: halves[halves.length - 1] };
}

/** The same rows with other columns beside them. */
export function withColumns(state: BrowseState, columns: ColumnSet): BrowseState {
  const { model, settings, above, below } = state;
  const withSums = (half: Half): Half => ({ ...half, sums: sumsFor(model, columns, half.tree) });
  return {
    ...state,
    settings: { ...settings, columns },
    above: above && withSums(above),
    below: withSums(below),
  };
}

function sumsFor(model: TreeModel, columns: ColumnSet, tree: CallTree): ColumnSums | undefined {
  const column = otherColumn(model, columns);
  return column && sumsOfColumn(column)(tree);
}

const sumsOfColumn = memoizeByIdentity((column: Int64Column) =>
  memoizeByIdentity((tree: CallTree) => new ColumnSums(tree, column)),
);

/** The trees of an answer, to be opened further here. */
export function openedTrees({ view, answer }: TreeModel): readonly CallTree[] {
  return answer.trees.map((opened) => new CallTree(view.question, opened));
}

/** The column that is added up besides the one the tree has. */
function otherColumn({ answer, view }: TreeModel, columns: ColumnSet): Int64Column | undefined {
  if (columns === 'change') return answer.base;
  if (columns !== 'types' || answer.companion === undefined) return undefined;
  return view.question.profile.samples.values[answer.companion];
}

/** The first rows, all closed. */
const rowsOf = ({ root, callees }: CallSource) => RowList.of(callees(root));

/** The half with its tree beginning at a node, which is closed; all of it where there is none. */
export function beginningWith(half: Half, top: CallNode | undefined): Half {
  const source = top === undefined ? half.whole : beginningAt(half.whole, top);
  return { ...half, source, rows: rowsOf(source) };
}

/** What is open, by names. */
export interface OpenInParts {
  readonly above: KeptRows;
  readonly below: KeptRows;
  readonly tops: readonly (readonly string[])[];
  readonly mergesRecursion: boolean;
}

export function* openInParts(state: BrowseState): Steps<OpenInParts> {
  const { above, below, tops, model } = state;
  const { names } = model.view;
  return {
    above: yield* openNames(above?.rows ?? RowList.of([]), names),
    below: yield* openNames(below.rows, names),
    tops: tops.map((top) => pathOfNames(top, below.whole.root, names)),
    mergesRecursion: below.tree.shape.mergesRecursion,
  };
}

/** The selected row by names; undefined where there is none. */
export function selectedNames(state: BrowseState): SelectedNames | undefined {
  const place = selectedPlace(state);
  if (place === undefined) return undefined;
  if (place.part === 'middle') return { part: 'middle', path: [] };
  const { source } = halfOf(state, place.part);
  return { part: place.part, path: pathOfNames(place.node, source.root, state.model.view.names) };
}

/** How far inside a row is, from 1 on for the first ones; 0 for the middle of a sandwich. */
export function depthAt(state: BrowseState, { part, node }: Place): number {
  return part === 'middle' ? 0 : node.depth - halfOf(state, part).source.root.depth;
}

/** The values a row shows. In the middle of a sandwich they are those of the function. */
export function valuesAt({ model }: BrowseState, { part, node }: Place): { readonly flat: Int64; readonly cum: Int64 } {
  return part === 'middle' ? { flat: shownFlat(model.view.values, node.entry), cum: node.cum } : node;
}

/** What commands are for: the marked functions, or the selected one. */
export function targetOf(state: BrowseState): Target | undefined {
  const { model, marked } = state;
  const selected = selectedPlace(state);
  const entries = marked.size > 0 ? [...marked] : selected === undefined ? [] : [selected.node.entry];
  return joinedTargets(entries.map((entry) => targetOfEntry(model.view, entry)));
}

export function isMarked({ marked }: BrowseState, node: CallNode): boolean {
  return marked.size > 0 && linksOf(node).some(({ entry }) => marked.has(entry));
}

/** From this height on the last row tells about the selected one. The first always has the headings of the columns. */
export const ROOM_FOR_DETAILS = 8;

/** How many rows of the tree there is room for. */
export function listHeight({ height }: Room): number {
  return Math.max(1, height - (height >= ROOM_FOR_DETAILS ? 2 : 1));
}

/** The rows on the screen: from `first` up to but not including `end`. */
export function rowsInView(state: BrowseState, room: Room): { readonly first: number; readonly end: number } {
  const length = rowCount(state);
  return windowAround(state.selected, { first: state.first, length, height: listHeight(room) });
}
