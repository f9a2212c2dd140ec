import type { Goroutines, Grouping } from '../../analysis/goroutines.ts';
import type { GoroutinesAnswer } from '../../report/views/goroutines.ts';
import type { ViewQuestion } from '../../report/views/index.ts';
import type { ScreenRequest } from '../../shell/outcome.ts';
import type { MouseUse, Movement, Reply, Room, ScreenSpec, SessionFacts, View } from '../screen/spec.ts';
import { describeGoroutines, drawGoroutines } from './draw.ts';
import { type GoroutinesAction, goroutinesHints, goroutinesKeys } from './keys.ts';
import {
  FIRST_MEMBERS,
  type GoroutinesState,
  GROUPING_NAMES,
  groupIdentity,
  groupingFor,
  rowsOf,
  selectedRow,
  stackIdentity,
  targetOf,
} from './model.ts';
import { type GoroutineRow, groupingsOf, type Opened } from './rows.ts';
import { filtered, headRows, updateGoroutines } from './update.ts';

const spec: ScreenSpec<GoroutinesState, GoroutinesAction> = {
  name: 'goroutines',
  keys: goroutinesKeys,
  hints: goroutinesHints,
  update: updateGoroutines,
  search: {
    type: 'filter',
    help: 'show only the groups that contain a text: a function, a file, a state, a number',
    text: ({ filter }) => filter,
    filter: filtered,
  },
  commands: [
    'focus',
    'ignore',
    'hide',
    'tagfocus',
    'tagignore',
    'source',
    'browse',
    'bottomup',
    'sandwich',
    'flame',
    'top',
    'tags',
    'peek',
    'list',
    'copy',
  ],
  target: targetOf,
  draw: drawGoroutines,
  crumbs: ({ answer, grouping, pattern }) =>
    answer.type === 'other'
      ? []
      : [`by ${GROUPING_NAMES[grouping]}`, ...(pattern === '' ? [] : [`matching ${pattern}`])],
  line: ({ pattern }) => (pattern === '' ? 'goroutines' : `goroutines ${pattern}`),
  describe: describeGoroutines,
  onMouse,
};

function onMouse(state: GoroutinesState, { type, y }: MouseUse, room: Room): GoroutinesAction | Movement | undefined {
  if (type === 'wheelup' || type === 'wheeldown') return undefined;
  const place = state.first + y - headRows(room);
  if (y < headRows(room))
    return type === 'click' && y === headRows(room) - 1 ? { type: 'nextGrouping', by: 1 } : undefined;
  if (place >= rowsOf(state).length) return undefined;
  return type === 'doubleclick' ? { type: 'toggleAt', place } : { type: 'move', by: place - state.selected };
}

type GoroutinesRequest = Extract<ScreenRequest, { readonly type: 'goroutines' }>;
type GoroutinesQuestion = ViewQuestion<'goroutines'>;

function begin(
  answer: GoroutinesAnswer,
  { pattern }: GoroutinesRequest,
  facts: SessionFacts,
  kept: GoroutinesState | undefined,
): Reply<GoroutinesState> {
  if (kept?.answer === answer) return { own: { ...kept, facts } };
  const fresh: GoroutinesState = {
    answer,
    facts,
    pattern,
    grouping: 'stack',
    order: 'count',
    isReversed: false,
    opened: {},
    hidesRuntime: true,
    memberLimit: FIRST_MEMBERS,
    filter: '',
    selected: 0,
    first: 0,
  };
  if (kept === undefined || kept.answer.type === 'other' || answer.type === 'other') return { own: fresh };
  return { own: resumed(kept, kept.answer.goroutines, fresh, answer.goroutines) };
}

/** The kept state on other data: groups, stacks and the selected row are found again by their names. */
function resumed(
  kept: GoroutinesState,
  before: Goroutines,
  fresh: GoroutinesState,
  goroutines: Goroutines,
): GoroutinesState {
  const grouping = groupingFor(goroutines, kept.grouping);
  const opened = Object.fromEntries(
    groupingsOf(goroutines).flatMap((each) => {
      const openBefore = kept.opened[each];
      return openBefore === undefined || openBefore.size === 0
        ? []
        : [[each, openedAgain(before, openBefore, goroutines, each)]];
    }),
  );
  const { order, isReversed, hidesRuntime, memberLimit, filter, first } = kept;
  const next = { ...fresh, grouping, order, isReversed, hidesRuntime, memberLimit, filter, opened, first };
  const row = grouping === kept.grouping ? selectedRow(kept) : undefined;
  const wanted = row && rowIdentity(before, grouping, row);
  const rows = rowsOf(next);
  const same =
    wanted === undefined ? -1 : rows.findIndex((other) => rowIdentity(goroutines, grouping, other) === wanted);
  return { ...next, selected: Math.max(0, same === -1 ? Math.min(kept.selected, rows.length - 1) : same) };
}

function openedAgain(before: Goroutines, opened: Opened, goroutines: Goroutines, grouping: Grouping): Opened {
  const wanted = new Map(
    Array.from(opened, ([group, stacks]) => [
      groupIdentity(before, grouping, group),
      new Set(Array.from(stacks, (stack) => stackIdentity(before, stack))),
    ]),
  );
  const again = new Map<number, ReadonlySet<number>>();
  const stackCount = goroutines.stackStart.length - 1;
  const isOpenSomewhere = [...wanted.values()].some((stacks) => stacks.size > 0);
  const identities = isOpenSomewhere
    ? Array.from({ length: stackCount }, (_, stack) => stackIdentity(goroutines, stack))
    : [];
  for (let group = 0; group < goroutines.groups[grouping].length; group++) {
    const stacks = wanted.get(groupIdentity(goroutines, grouping, group));
    if (stacks === undefined) continue;
    const open = identities.flatMap((identity, stack) => (stacks.has(identity) ? [stack] : []));
    again.set(group, new Set(open));
  }
  return again;
}

function rowIdentity(goroutines: Goroutines, grouping: Grouping, row: GoroutineRow): string {
  const group = groupIdentity(goroutines, grouping, row.group);
  const { frames, id } = goroutines;
  const parts: readonly (string | number)[] = (() => {
    switch (row.type) {
      case 'group':
        return [];
      case 'stack':
        return [stackIdentity(goroutines, row.part.stack)];
      case 'frame':
        return [stackIdentity(goroutines, row.stack), frames[row.frame].name, frames[row.frame].line];
      case 'more':
        return [stackIdentity(goroutines, row.stack)];
      default:
        return [id[row.member]];
    }
  })();
  return JSON.stringify([row.type, group, ...parts]);
}

/** The goroutines of a profile, in groups. */
export const goroutinesView: View<GoroutinesRequest, GoroutinesQuestion, GoroutinesState, GoroutinesAction> = {
  spec,
  question: ({ pattern }) => ({ type: 'goroutines', argument: pattern }),
  begin,
};
