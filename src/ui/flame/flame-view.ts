import { sumOfWeights } from '../../analysis/flame-layout.ts';
import type { FlameFinds } from '../../report/views/flame.ts';
import type { ViewQuestion } from '../../report/views/index.ts';
import type { ScreenRequest } from '../../shell/outcome.ts';
import type { MouseUse, Reply, Room, ScreenSpec, View } from '../screen/spec.ts';
import { functionCommands } from '../widgets/row-commands.ts';
import { matchText, valueTexts, widthText } from './details.ts';
import { drawFlame } from './draw.ts';
import { type FlameAction, flameHints, flameKeys } from './keys.ts';
import {
  type FlameModel,
  type FlameState,
  flameModel,
  graphHeight,
  initialFlame,
  isUnfinished,
  nameOf,
  openPiece,
  pathOf,
  targetOfFrame,
} from './model.ts';
import { searchFlame, searchFor, withFinds } from './search.ts';
import { updateFlame } from './update.ts';

type FlameRequest = Extract<ScreenRequest, { readonly type: 'flame' }>;

const WHEEL_ROWS = 3;

const spec: ScreenSpec<FlameState, FlameAction> = {
  name: 'flame',
  keys: flameKeys,
  hints: flameHints,
  update: updateFlame,
  search: { type: 'jump', help: 'search the whole graph, and show what share of it matches', go: searchFlame },
  commands: functionCommands('flame'),
  target: ({ model, selected: { frame, gathered } }) => (gathered > 0 ? undefined : targetOfFrame(model, frame)),
  draw: drawFlame,
  crumbs: ({ model, zoom }) => pathOf(model, zoom.frame).map(model.view.shorten),
  line: ({ model, zoom }) => {
    return `flame ${targetOfFrame(model, zoom.frame)?.printed ?? ''}`.trimEnd();
  },
  describe,
  onMouse: pointedAt,
  work: { isUnfinished, step: openPiece },
  wants: {
    question: ({ search }) =>
      search === undefined || search.finds !== undefined ? undefined : { type: 'flameSearch', argument: search.text },
    arrived: (own, _question, answer, room) => withFinds(own, answer as FlameFinds | Error, room),
  },
};

/** The graph of all stacks: frames as wide as what they have of the values. */
export const flameView: View<FlameRequest, ViewQuestion<'flame'>, FlameState, FlameAction> = {
  spec,
  question: ({ pattern }) => ({ type: 'flame', argument: pattern }),
  begin(answer, { pattern }, facts, kept) {
    if (kept?.model.answer === answer) return { own: kept };
    const model = flameModel(answer, facts.shorten);
    const isEmpty = answer.question.counted.length === 0;
    if (kept !== undefined) return withNote(again(model, kept), isEmpty);
    const own = initialFlame(model);
    const { path } = answer;
    if (path === undefined) return withNote(own, isEmpty);
    if (path.length === 0) return { own, note: `no function matches ${pattern}` };
    return { own: { ...own, seek: { names: path, zoomDepth: path.length } } };
  },
};

const withNote = (own: FlameState, isEmpty: boolean): Reply<FlameState> =>
  isEmpty ? { own, note: 'no samples' } : { own };

/** The same place in another graph, found again by the names of its frames. */
function again(model: FlameModel, kept: FlameState): FlameState {
  const { zoom, selected, tree, isFlipped, search } = kept;
  const own = initialFlame(model, tree.direction);
  const coloring = kept.model.isDiff === model.isDiff ? kept.coloring : own.coloring;
  const seek = { names: pathOf(kept.model, selected.frame), zoomDepth: zoom.frame.depth };
  const searched = search && searchFor(model, search.text);
  return { ...own, isFlipped, coloring, search: searched, seek: seek.names.length === 0 ? undefined : seek };
}

function describe(own: FlameState): readonly string[] {
  const { model, selected, search } = own;
  const { frame, gathered, from } = selected;
  const weight = gathered === 0 ? frame.weight : sumOfWeights((frame.callees ?? []).slice(from, from + gathered));
  const name = gathered > 0 ? `${gathered} narrow frames on ${nameOf(model, frame)}` : nameOf(model, frame);
  const found = matchText({ model, search });
  const place = `depth ${frame.depth}, ${frame.callees?.length ?? 0} callees`;
  return [name, valueTexts(own, { ...selected, weight }).join(', '), place, found ?? widthText(own)];
}

function pointedAt(_own: FlameState, { type, x, y }: MouseUse, room: Room): FlameAction | undefined {
  if (type === 'wheelup') return { type: 'pan', by: -WHEEL_ROWS };
  if (type === 'wheeldown') return { type: 'pan', by: WHEEL_ROWS };
  return y < graphHeight(room) ? { type: 'point', x, y, zooms: type === 'doubleclick' } : undefined;
}
