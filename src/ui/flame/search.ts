/** Searching: what is drawn is gone through on the screen, what is in all samples is asked for. */
import type { FlameBox } from '../../analysis/flame-layout.ts';
import { containing } from '../../analysis/flame-matches.ts';
import type { FlameFinds } from '../../report/views/flame.ts';
import type { Reply, Room, SearchDirection } from '../screen/spec.ts';
import { type FlameModel, type FlameSearch, type FlameState, layoutOf, nameOfEntry, selectedBox } from './model.ts';
import { select } from './update.ts';

/**
 * Goes to the heaviest match that is drawn, and from there to the next ones, row after row; where there is none, to the
 * heaviest of all, zooming in.
 */
export function searchFlame(
  state: FlameState,
  text: string,
  { direction, inclusive }: { readonly direction: SearchDirection; readonly inclusive: boolean },
  room: Room,
): Reply<FlameState> {
  const search = state.search?.text === text ? state.search : searchFor(state.model, text);
  const layout = layoutOf(state, room);
  const own = { ...state, search };
  const boxes = layout.rows.flat();
  const at = boxes.indexOf(selectedBox(state, layout));
  if (inclusive) {
    const heaviest = heaviestMatch(boxes, search);
    return heaviest === undefined ? undrawnMatch(own, search, inclusive) : { own: select(own, layout, heaviest, room) };
  }
  const step = direction === 'next' ? 1 : -1;
  for (let i = 1; i <= boxes.length; i++) {
    const place = (at + i * step + boxes.length * 2) % boxes.length;
    if (!isMatching(boxes[place], search)) continue;
    const isWrapped = step > 0 ? place <= at : place >= at;
    const note = direction === 'next' ? 'went on from the outermost' : 'went on from the innermost';
    return { own: select(own, layout, boxes[place], room), ...(isWrapped ? { note } : {}) };
  }
  return undrawnMatch(own, search, inclusive);
}

/** While a text is typed: whichever frame is selected, the same one is found, the outermost of those that weigh most. */
function heaviestMatch(boxes: readonly FlameBox[], search: FlameSearch): FlameBox | undefined {
  let heaviest: FlameBox | undefined;
  for (const box of boxes) {
    if (!isMatching(box, search)) continue;
    if (heaviest === undefined || box.end - box.start > heaviest.end - heaviest.start) heaviest = box;
  }
  return heaviest;
}

function undrawnMatch(state: FlameState, { finds, text }: FlameSearch, isTyping: boolean): Reply<FlameState> {
  if (finds === undefined) return { own: state };
  if (finds.functions === 0 || isTyping) return { own: state, note: findsNote(finds, true) ?? '' };
  if (state.tree.direction === 'callers')
    return { own: state, note: `no match for ${text} is wide enough to be drawn` };
  return { own: { ...state, seek: { names: finds.path, zoomDepth: finds.path.length } } };
}

/** Whether a frame is one that is searched for. */
export function isMatching({ frame, gathered }: FlameBox, search: FlameSearch | undefined): boolean {
  return search !== undefined && gathered === 0 && frame.entry >= 0 && search.isMatch(frame.entry);
}

/** Names are only looked at where they are drawn, and once. */
export function searchFor(model: FlameModel, text: string): FlameSearch {
  const test = containing(text);
  const known = new Map<number, boolean>();
  const isMatch = (entry: number) => {
    let matches = known.get(entry);
    if (matches === undefined) {
      matches = test(nameOfEntry(model, entry));
      known.set(entry, matches);
    }
    return matches;
  };
  return { text, isMatch, finds: undefined };
}

function findsNote({ functions, text }: FlameFinds, isUndrawn: boolean): string | undefined {
  if (functions === 0) return `no match for ${text}`;
  return isUndrawn ? `no match for ${text} is wide enough to be drawn; n zooms in to the heaviest` : undefined;
}

/** What the whole graph has of what is searched for has been found out. */
export function withFinds(state: FlameState, answer: FlameFinds | Error, room: Room): Reply<FlameState> {
  const { search } = state;
  if (answer instanceof Error) return { own: state, note: answer.message };
  if (search?.text !== answer.text) return { own: state };
  const own = { ...state, search: { ...search, finds: answer } };
  const isDrawn = layoutOf(state, room).rows.some((row) => row.some((box) => isMatching(box, search)));
  const note = findsNote(answer, !isDrawn);
  return note === undefined ? { own } : { own, note };
}
