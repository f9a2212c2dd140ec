import { type GroupOrder, MIXED } from '../../analysis/goroutine-groups.ts';
import { type Goroutines, type Grouping, goroutinesWithin, WAIT_SPANS } from '../../analysis/goroutines.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import { GOROUTINE_LABELS } from '../../profile/legacy/goroutine-dump.ts';
import { NONE } from '../../profile/tables.ts';
import type { GoroutinesAnswer } from '../../report/views/goroutines.ts';
import { foldCase } from '../../search/fold-case.ts';
import type { SessionFacts } from '../screen/spec.ts';
import { joinedTargets, quoted, type Target } from '../widgets/row-commands.ts';
import { type GoroutineRow, goroutineRows, groupingsOf, membersOf, type Opened } from './rows.ts';

export const GROUPING_NAMES: Readonly<Record<Grouping, string>> = {
  stack: 'stack',
  state: 'state',
  wait: 'wait',
  creator: 'creator',
  function: 'function',
  lock: 'what they wait for',
};

export const ORDER_NAMES: Readonly<Record<GroupOrder, string>> = { count: 'count', wait: 'wait', name: 'name' };

/** The spans of waiting in words, in the order of WAIT_SPANS. */
const SPAN_NAMES: readonly string[] = [
  'less than a minute',
  '1 to 5 minutes',
  '5 to 15 minutes',
  '15 minutes to 1 hour',
  '1 to 4 hours',
  '4 hours to 1 day',
  'a day or more',
];

/** The members that are looked at, as long as nothing else is: those of a group, or of one of its stacks. */
export interface GoroutineZoom {
  readonly grouping: Grouping;
  /** By what they are found again in other data, and what they are called. */
  readonly group: string;
  readonly stack: string | undefined;
  readonly name: string;
  readonly members: Int32Array;
}

/** How many goroutines of a stack are listed at first. */
export const FIRST_MEMBERS = 20;

export interface GoroutinesState {
  readonly answer: GoroutinesAnswer;
  readonly facts: SessionFacts;
  /** What stacks had to match when the view was opened; empty for nothing. */
  readonly pattern: string;
  readonly grouping: Grouping;
  readonly order: GroupOrder;
  readonly isReversed: boolean;
  /** What was zoomed in to, one inside the other. */
  readonly zooms: readonly GoroutineZoom[];
  /** What commands are for on marked rows, by what tells the rows from all others. */
  readonly marked: ReadonlyMap<string, Target>;
  /** Whether all that is known of the selected row is told below. */
  readonly hasDetails: boolean;
  /** By grouping, as each keeps what was opened in it. */
  readonly opened: Readonly<Partial<Record<Grouping, Opened>>>;
  readonly hidesRuntime: boolean;
  readonly memberLimit: number;
  /** What rows have to contain. */
  readonly filter: string;
  readonly selected: number;
  /** The first row on the screen. */
  readonly first: number;
}

export const NOTHING_OPEN: Opened = new Map();
const NO_ROWS: readonly GoroutineRow[] = [];

/** The goroutines that are looked at; undefined where the profile has none. */
export function shownGoroutines({
  answer,
  grouping,
  zooms,
}: Pick<GoroutinesState, 'answer' | 'grouping' | 'zooms'>): Goroutines | undefined {
  if (answer.type === 'other') return undefined;
  const zoom = zooms.at(-1);
  return zoom === undefined ? answer.goroutines : zoomed(answer.goroutines, zoom.members, grouping);
}

const zoomed = memoizeRecent(4, goroutinesWithin);

export function rowsOf(state: GoroutinesState): readonly GoroutineRow[] {
  const goroutines = shownGoroutines(state);
  if (goroutines === undefined) return NO_ROWS;
  const { grouping, order, isReversed, opened, hidesRuntime, memberLimit, filter } = state;
  const openHere = opened[grouping] ?? NOTHING_OPEN;
  return rowsFor(goroutines, grouping, order, isReversed, openHere, hidesRuntime, memberLimit, filter);
}

const rowsFor = memoizeRecent(
  3,
  (
    goroutines: Goroutines,
    grouping: Grouping,
    order: GroupOrder,
    isReversed: boolean,
    opened: Opened,
    hidesRuntime: boolean,
    memberLimit: number,
    filter: string,
  ) => {
    const shown = filter === '' ? undefined : matchingGroups(goroutines, grouping, filter);
    return goroutineRows(goroutines, { grouping, order, isReversed, shown, opened, hidesRuntime, memberLimit });
  },
);

export function selectedRow(state: GoroutinesState): GoroutineRow | undefined {
  return rowsOf(state).at(state.selected);
}

/** By group: 1 where a member contains a text, in its frames or in what is said of it. */
function matchingGroups(goroutines: Goroutines, grouping: Grouping, filter: string): Uint8Array {
  const { groups, stack, state, creator, traits, id, waitsFor } = goroutines;
  const { stacks, texts } = matchingParts(goroutines, filter);
  const number = /^\d+$/.test(filter) ? Number(filter) : -1;
  const own = groups[grouping];
  const found = new Uint8Array(own.length);
  for (let group = 0; group < own.length; group++) {
    for (let place = own.memberStart[group]; place < own.memberStart[group + 1]; place++) {
      const member = own.members[place];
      found[group] =
        stacks[stack[member]] |
        texts[state[member]] |
        texts[creator[member]] |
        texts[traits[member]] |
        (id[member] === number ? 1 : 0) |
        texts[waitsFor[member]];
      if (found[group] === 1) break;
    }
  }
  return found;
}

const matchingParts = memoizeRecent(2, ({ frames, texts, stackStart, stackFrames }: Goroutines, filter: string) => {
  const contains = containing(filter);
  const isFrame = Uint8Array.from(frames, ({ name, file }) => (contains(name) || contains(file) ? 1 : 0));
  const stacks = new Uint8Array(stackStart.length - 1);
  for (let stack = 0; stack < stacks.length; stack++) {
    for (let place = stackStart[stack]; place < stackStart[stack + 1]; place++)
      stacks[stack] |= isFrame[stackFrames[place]];
  }
  return { stacks, texts: Uint8Array.from(texts, (text) => (contains(text) ? 1 : 0)) };
});

/** Upper and lower case are one, unless the text has an upper case letter. */
function containing(text: string): (other: string) => boolean {
  const folded = foldCase(text);
  return folded === text ? (other) => foldCase(other).includes(folded) : (other) => other.includes(text);
}

/** What a group has in common, in words. */
export function groupName(goroutines: Goroutines, grouping: Grouping, group: number): string {
  return keyName(goroutines, grouping, goroutines.groups[grouping].key[group]);
}

function keyName(goroutines: Goroutines, grouping: Grouping, key: number): string {
  if (grouping === 'stack') return stackName(goroutines, key);
  if (grouping === 'wait') return SPAN_NAMES[key];
  const text = goroutines.texts[key];
  if (text !== '') return text;
  return grouping === 'creator' ? 'started by the runtime, or not told' : 'no stack';
}

/** The frame that stands for a stack: the user's own code, or where it waits. */
export function mainFrame({ ownCode, waitsIn }: Goroutines, stack: number): number {
  return ownCode[stack] === NONE ? waitsIn[stack] : ownCode[stack];
}

export function stackName(goroutines: Goroutines, stack: number): string {
  const frame = mainFrame(goroutines, stack);
  return frame === NONE ? 'no stack' : goroutines.frames[frame].name;
}

/** What tells a group from all others, in this profile and in others. */
export function groupIdentity(goroutines: Goroutines, grouping: Grouping, group: number): string {
  return keyIdentity(goroutines, grouping, goroutines.groups[grouping].key[group]);
}

/** The same by what the members of a group have in common. */
export function keyIdentity(goroutines: Goroutines, grouping: Grouping, key: number): string {
  return grouping === 'stack' ? stackIdentity(goroutines, key) : keyName(goroutines, grouping, key);
}

export function stackIdentity({ frames, stackStart, stackFrames }: Goroutines, stack: number): string {
  const own = stackFrames.subarray(stackStart[stack], stackStart[stack + 1]);
  return Array.from(own, (frame) => `${frames[frame].name}:${frames[frame].line}`).join('\n');
}

/** What tells a row from all others, in this profile and in others. */
export function rowIdentity(goroutines: Goroutines, grouping: Grouping, row: GoroutineRow): string {
  const group = groupIdentity(goroutines, grouping, row.group);
  return JSON.stringify([row.type, group, ...partsOfIdentity(goroutines, row)]);
}

function partsOfIdentity(goroutines: Goroutines, row: GoroutineRow): readonly (string | number)[] {
  const { frames, id } = goroutines;
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
}

/** The goroutines that a row stands for, or that its stack or group has. */
export function membersOfRow(goroutines: Goroutines, grouping: Grouping, row: GoroutineRow): Int32Array {
  if (row.type === 'stack') return row.part.members;
  if (row.type === 'member' || row.type === 'candidate') return Int32Array.of(row.member);
  const members = membersOf(goroutines, grouping, row.group);
  return row.type === 'group' ? members : members.filter((member) => goroutines.stack[member] === row.stack);
}

/** A state, or that there are several. */
export function stateText({ texts }: Goroutines, state: number): string {
  return state === MIXED ? 'several' : texts[state];
}

/** A wait as short as can be: `5m`, `2h05m`, `3d04h`; empty where it is not known. */
export function waitText(minutes: number): string {
  if (minutes < 1) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours}h${two(minutes % 60)}m` : `${Math.floor(hours / 24)}d${two(hours % 24)}h`;
}

/** The stack that a row is about; undefined for a group of several. */
export function stackOfRow(goroutines: Goroutines, grouping: Grouping, row: GoroutineRow): number | undefined {
  switch (row.type) {
    case 'group':
      return grouping === 'stack' ? goroutines.groups.stack.key[row.group] : undefined;
    case 'stack':
      return row.part.stack;
    case 'candidate':
      return goroutines.stack[row.member];
    default:
      return row.stack;
  }
}

/** What commands are about: the marked rows, or the selected one. */
export function targetOf(state: GoroutinesState): Target | undefined {
  if (state.marked.size > 0) return targetOfMarks([...state.marked.values()]);
  const row = selectedRow(state);
  const goroutines = shownGoroutines(state);
  return row && goroutines && targetOfRow(goroutines, state.grouping, row);
}

/** Any of some targets. Patterns of one tag stand behind one another; ranges of numbers cannot. */
function targetOfMarks(targets: readonly Target[]): Target | undefined {
  const joined = joinedTargets(targets);
  const tags = targets.map(({ tag }) => /^([^=]+=)(\^.*\$)$/s.exec(tag ?? ''));
  const [first] = tags;
  if (joined === undefined || targets.length === 1 || !first || tags.some((tag) => tag?.[1] !== first[1]))
    return joined;
  return { ...joined, tag: first[1] + tags.map((tag) => tag?.[2]).join(',') };
}

export function targetOfRow(goroutines: Goroutines, grouping: Grouping, row: GoroutineRow): Target | undefined {
  if (row.type === 'frame') return frameTarget(goroutines, row.frame);
  if (row.type === 'member' || row.type === 'candidate') {
    const id = String(goroutines.id[row.member]);
    const { tag, ...frame } = frameTarget(goroutines, mainFrame(goroutines, goroutines.stack[row.member]));
    // The goroutine is meant, not all that go through its function.
    return { ...frame, frame: undefined, name: `goroutine ${id}`, tag: tagOf('id', id) };
  }
  const stack = stackOfRow(goroutines, grouping, row);
  return stack === undefined
    ? groupTarget(goroutines, grouping, row.group)
    : frameTarget(goroutines, mainFrame(goroutines, stack));
}

function frameTarget({ frames }: Goroutines, frame: number): Target {
  if (frame === NONE) return { name: 'no stack' };
  const { name, isNamed, file, line } = frames[frame];
  if (!isNamed) return { name };
  const pattern = `^${quoted(name)}$`;
  const place = file === '' || line === 0 || /\s/.test(file) ? undefined : `${file}:${line}`;
  return { name, printed: pattern, function: pattern, frame: pattern, place };
}

function groupTarget(goroutines: Goroutines, grouping: Grouping, group: number): Target {
  const name = groupName(goroutines, grouping, group);
  const key = goroutines.groups[grouping].key[group];
  const text = goroutines.texts[key] ?? '';
  switch (grouping) {
    case 'function': {
      const member = membersOf(goroutines, grouping, group)[0];
      return frameTarget(goroutines, mainFrame(goroutines, goroutines.stack[member]));
    }
    case 'state':
      return goroutines.isDump ? { name, tag: tagOf('state', text) } : { name };
    case 'creator':
      return text === '' ? { name } : { name, function: `^${quoted(text)}$`, tag: tagOf('creator', text) };
    case 'lock':
      return { name, tag: tagOf('waitsFor', text) };
    default:
      return { name, tag: spanTag(key) };
  }
}

function tagOf(label: keyof typeof GOROUTINE_LABELS, text: string): string {
  // A comma would end the pattern: names of generic functions have some.
  return `${GOROUTINE_LABELS[label]}=^${quoted(text).replaceAll(',', '\\x2c')}$`;
}

/** Those that have waited for less than a minute have no label to be found by. */
function spanTag(span: number): string | undefined {
  if (span === 0) return undefined;
  const last = span + 1 < WAIT_SPANS.length ? `${WAIT_SPANS[span + 1] - 1}minutes` : '';
  return `${GOROUTINE_LABELS.wait}=${WAIT_SPANS[span]}minutes:${last}`;
}

/** The grouping nearest to one that the profile may not have. */
export function groupingFor(goroutines: Goroutines, wanted: Grouping): Grouping {
  return groupingsOf(goroutines).includes(wanted) ? wanted : 'stack';
}
