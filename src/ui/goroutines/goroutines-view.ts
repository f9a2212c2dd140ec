import { type Goroutines, type Grouping, goroutinesWithin } from '../../analysis/goroutines.ts';
import type { GoroutinesAnswer } from '../../report/views/goroutines.ts';
import type { ViewQuestion } from '../../report/views/index.ts';
import type { ScreenRequest } from '../../shell/outcome.ts';
import type { MouseUse, Movement, Reply, Room, ScreenSpec, SessionFacts, View } from '../screen/spec.ts';
import { describeGoroutines, drawGoroutines, isOnMark } from './draw.ts';
import { type GoroutinesAction, goroutinesHints, goroutinesKeys } from './keys.ts';
import {
  FIRST_MEMBERS,
  type GoroutinesState,
  type GoroutineZoom,
  GROUPING_NAMES,
  groupIdentity,
  groupingFor,
  keyIdentity,
  rowIdentity,
  rowsOf,
  selectedRow,
  shownGoroutines,
  stackIdentity,
  targetOf,
} from './model.ts';
import { groupingsOf, membersOf, type Opened } from './rows.ts';
import { filtered, headRows, listHeight, updateGoroutines } from './update.ts';

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
  crumbs,
  line: ({ pattern }) => (pattern === '' ? 'goroutines' : `goroutines ${pattern}`),
  describe: describeGoroutines,
  onMouse,
};

/** What was zoomed in to, and what is grouped by. */
function crumbs({ answer, facts, grouping, pattern, zooms }: GoroutinesState): readonly string[] {
  if (answer.type === 'other') return [];
  return [
    ...(pattern === '' ? [] : [`matching ${pattern}`]),
    ...zooms.map((zoom) => facts.shorten(zoom.name)),
    `by ${GROUPING_NAMES[grouping]}`,
  ];
}

/** A click selects a row, or opens and closes it at its mark; a double click zooms. The headings lead to others. */
function onMouse(
  state: GoroutinesState,
  { type, x, y }: MouseUse,
  room: Room,
): GoroutinesAction | Movement | undefined {
  if (type === 'wheelup' || type === 'wheeldown') return undefined;
  const place = state.first + y - headRows(room);
  if (y < headRows(room))
    return type === 'click' && y === headRows(room) - 1 ? { type: 'nextGrouping', by: 1 } : undefined;
  if (place >= rowsOf(state).length || y >= headRows(room) + listHeight(state, room)) return undefined;
  if (isOnMark(state, place, x, room)) return { type: 'toggleAt', place };
  return type === 'doubleclick' ? { type: 'zoomAt', place } : { type: 'move', by: place - state.selected };
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
    zooms: [],
    marked: new Map(),
    hasDetails: false,
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
  const zooms = zoomsAgain(kept.zooms, goroutines);
  const next: GoroutinesState = { ...kept, answer: fresh.answer, facts: fresh.facts, grouping, zooms, opened };
  const row = grouping === kept.grouping ? selectedRow(kept) : undefined;
  const wanted = row && rowIdentity(shownGoroutines(kept) ?? before, grouping, row);
  const shown = shownGoroutines(next) ?? goroutines;
  const rows = rowsOf(next);
  const same = wanted === undefined ? -1 : rows.findIndex((other) => rowIdentity(shown, grouping, other) === wanted);
  return { ...next, selected: Math.max(0, same === -1 ? Math.min(kept.selected, rows.length - 1) : same) };
}

function openedAgain(before: Goroutines, opened: Opened, goroutines: Goroutines, grouping: Grouping): Opened {
  const wanted = new Map(
    Array.from(opened, ([key, stacks]) => [
      keyIdentity(before, grouping, key),
      new Set(Array.from(stacks, (stack) => stackIdentity(before, stack))),
    ]),
  );
  const again = new Map<number, ReadonlySet<number>>();
  const stackCount = goroutines.stackStart.length - 1;
  const isOpenSomewhere = [...wanted.values()].some((stacks) => stacks.size > 0);
  const identities = isOpenSomewhere
    ? Array.from({ length: stackCount }, (_, stack) => stackIdentity(goroutines, stack))
    : [];
  for (const key of goroutines.groups[grouping].key) {
    const stacks = wanted.get(keyIdentity(goroutines, grouping, key));
    if (stacks === undefined) continue;
    const open = identities.flatMap((identity, stack) => (stacks.has(identity) ? [stack] : []));
    again.set(key, new Set(open));
  }
  return again;
}

/** The same zooms on other data, as far in as there is something left to zoom in to. */
function zoomsAgain(zooms: readonly GoroutineZoom[], goroutines: Goroutines): readonly GoroutineZoom[] {
  const again: GoroutineZoom[] = [];
  let within = goroutines;
  for (const zoom of zooms) {
    const { grouping, stack } = zoom;
    const { length } = within.groups[grouping];
    const group = Array.from({ length }, (_, i) => groupIdentity(within, grouping, i)).indexOf(zoom.group);
    if (group === -1) break;
    const isWanted = (member: number) =>
      stack === undefined || stackIdentity(goroutines, goroutines.stack[member]) === stack;
    const members = membersOf(within, grouping, group).filter(isWanted);
    if (members.length === 0) break;
    again.push({ ...zoom, members });
    within = goroutinesWithin(goroutines, members, zooms[again.length]?.grouping ?? grouping);
  }
  return again;
}

/** The goroutines of a profile, in groups. */
export const goroutinesView: View<GoroutinesRequest, GoroutinesQuestion, GoroutinesState, GoroutinesAction> = {
  spec,
  question: ({ pattern }) => ({ type: 'goroutines', argument: pattern }),
  begin,
};
