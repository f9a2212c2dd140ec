import type { CallNode } from '../../analysis/call-tree.ts';
import type { Steps } from '../../analysis/tree-steps.ts';
import type { Reply, Room, SearchDirection } from '../screen/spec.ts';
import {
  type BrowseState,
  halfOf,
  indexOfRow,
  type Part,
  type Place,
  placeAt,
  type SearchHow,
  selectedPlace,
  treesOf,
} from './model.ts';
import { revealed, select } from './selection.ts';
import { lookingAhead } from './tree-search.ts';

/** A stretch of the list to be searched; `isUpwards` where rows are drawn from the last to the first. */
interface Stretch {
  readonly part: Place['part'];
  readonly isUpwards: boolean;
}

const STRETCHES: readonly Stretch[] = [
  { part: 'above', isUpwards: true },
  { part: 'middle', isUpwards: false },
  { part: 'below', isUpwards: false },
];

/** The row to go to, where there is one, and what there is to tell. */
export interface Match {
  readonly place: { readonly part: 'middle' } | { readonly part: Part; readonly node: CallNode } | undefined;
  readonly note: string;
}

/** Looks for a match from the selected row on, in the whole tree and not only in what is open of it. */
export function* lookingForMatch(state: BrowseState, text: string, how: SearchHow): Steps<Match> {
  const { direction, inclusive } = how;
  const from = selectedPlace(state);
  if (from === undefined) return { place: undefined, note: '' };
  for (const { shape } of treesOf(state)) {
    const search = state.model.searchFor(text, shape.direction);
    for (; !search.isDone; search.step()) yield;
  }
  const stretches = state.above === undefined ? STRETCHES.slice(2) : STRETCHES;
  const at = stretches.findIndex(({ part }) => part === from.part);
  const by = direction === 'next' ? 1 : -1;
  for (let step = 0; step <= stretches.length; step++) {
    const to = at + by * step;
    const stretch = stretches[(to + 2 * stretches.length) % stretches.length];
    const start = step === 0 ? from : undefined;
    const found = yield* lookingIn(state, stretch, start, text, { direction, inclusive: inclusive && step === 0 });
    if (found === 'given up')
      return { place: undefined, note: `no match for ${text} nearby; a focus makes the tree smaller` };
    if (found === undefined) continue;
    const hasWrapped = to < 0 || to >= stretches.length;
    const note = direction === 'next' ? 'went on from the top' : 'went on from the end';
    return { place: found, note: hasWrapped ? note : '' };
  }
  return { place: undefined, note: `no match for ${text}` };
}

function* lookingIn(
  state: BrowseState,
  { part, isUpwards }: Stretch,
  from: Place | undefined,
  text: string,
  { direction, inclusive }: SearchHow,
): Steps<Match['place'] | 'given up'> {
  if (part === 'middle') {
    const node = placeAt(state, indexOfRow(state, 'middle'))?.node;
    if (node === undefined || (from !== undefined && !inclusive)) return undefined;
    return state.model.searchFor(text, 'callees').targets.isMatch[node.entry] === 1 ? { part } : undefined;
  }
  const { source, tree } = halfOf(state, part);
  const targets = state.model.searchFor(text, tree.shape.direction).targets;
  const ahead = isUpwards ? opposite(direction) : direction;
  const found = yield* lookingAhead(source, targets, from?.node ?? source.root, { direction: ahead, inclusive });
  if (found.type === 'given up') return 'given up';
  return found.type === 'found' ? { part, node: found.node } : undefined;
}

const opposite = (direction: SearchDirection): SearchDirection => (direction === 'next' ? 'previous' : 'next');

/** Goes to a match that was found, and tells what there is to tell. */
export function atMatch(state: BrowseState, { place, note }: Match, room: Room): Reply<BrowseState> {
  const own =
    place === undefined
      ? state
      : place.part === 'middle'
        ? select(state, indexOfRow(state, 'middle'), room)
        : revealed(state, place.part, place.node, room);
  return note === '' ? { own } : { own, note };
}
