import type { CallNode } from '../../analysis/call-tree.ts';
import type { Reply, Room, SearchDirection } from '../screen/spec.ts';
import {
  type BrowseState,
  halfOf,
  indexOfRow,
  type Place,
  placeAt,
  type SearchHow,
  selectedPlace,
  treesOf,
} from './model.ts';
import { revealed, select } from './selection.ts';
import { findAhead, type TargetsSearch } from './tree-search.ts';

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

/** The searches that have to be done before one can go to a match. */
export function searchesFor(state: BrowseState, text: string): readonly TargetsSearch[] {
  return treesOf(state).map(({ shape }) => state.model.searchFor(text, shape.direction));
}

/** Goes to a match, in the whole tree and not only in what is open of it. Its searches are done. */
export function atMatch(state: BrowseState, text: string, how: SearchHow, room: Room): Reply<BrowseState> {
  const { direction, inclusive } = how;
  const place = selectedPlace(state);
  if (place === undefined || text === '') return { own: state };
  const stretches = state.above === undefined ? STRETCHES.slice(2) : STRETCHES;
  const at = stretches.findIndex(({ part }) => part === place.part);
  const by = direction === 'next' ? 1 : -1;
  for (let step = 0; step <= stretches.length; step++) {
    const to = at + by * step;
    const stretch = stretches[(to + 2 * stretches.length) % stretches.length];
    const from = step === 0 ? place : undefined;
    const found = foundIn(state, stretch, from, text, { direction, inclusive: inclusive && step === 0 });
    if (found === 'given up')
      return { own: state, note: `no match for ${text} nearby; a focus makes the tree smaller` };
    if (found === undefined) continue;
    const hasWrapped = to < 0 || to >= stretches.length;
    const own =
      found.part === 'middle'
        ? select(state, indexOfRow(state, 'middle'), room)
        : revealed(state, found.part, found.node, room);
    return hasWrapped ? { own, note: direction === 'next' ? 'went on from the top' : 'went on from the end' } : { own };
  }
  return { own: state, note: `no match for ${text}` };
}

function foundIn(
  state: BrowseState,
  { part, isUpwards }: Stretch,
  from: Place | undefined,
  text: string,
  { direction, inclusive }: SearchHow,
): { readonly part: Place['part']; readonly node: CallNode } | 'given up' | undefined {
  if (part === 'middle') {
    const node = placeAt(state, indexOfRow(state, 'middle'))?.node;
    if (node === undefined || (from !== undefined && !inclusive)) return undefined;
    return state.model.searchFor(text, 'callees').targets.isMatch[node.entry] === 1 ? { part, node } : undefined;
  }
  const { source, tree } = halfOf(state, part);
  const targets = state.model.searchFor(text, tree.shape.direction).targets;
  const ahead = isUpwards ? opposite(direction) : direction;
  const found = findAhead(source, targets, from?.node ?? source.root, { direction: ahead, inclusive });
  if (found.type === 'given up') return 'given up';
  return found.type === 'found' ? { part, node: found.node } : undefined;
}

const opposite = (direction: SearchDirection): SearchDirection => (direction === 'next' ? 'previous' : 'next');
