import { waitingRing } from '../../analysis/goroutine-blocks.ts';
import type { Goroutines } from '../../analysis/goroutines.ts';
import type { Int64 } from '../../base/int64.ts';
import { at } from '../../base/int64.ts';
import { baseName } from '../../base/path-text.ts';
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import { NONE } from '../../profile/tables.ts';
import type { Theme } from '../../report/theme.ts';
import { shareLabel, shareOf, type ValueLabels, valueLabel } from '../../report/value-labels.ts';
import type { Look, Room } from '../screen/spec.ts';
import { windowAround } from '../widgets/scroll.ts';
import { rowDetails } from './details.ts';
import {
  type GoroutinesState,
  GROUPING_NAMES,
  groupName,
  mainFrame,
  rowIdentity,
  rowsOf,
  selectedRow,
  shownGoroutines,
  stateText,
  waitText,
} from './model.ts';
import { candidatesOf, depthOf, type GoroutineRow, membersOf } from './rows.ts';
import { detailRows, headRows, listHeight } from './update.ts';

const MARK_WIDTH = 2;
const COUNT_WIDTH = 8;
const SHARE_WIDTH = 7;
const WAIT_WIDTH = 6;
const STATE_WIDTH = 23;
const LEAST_WIDTH = 30;

/** What there is room and reason for. */
interface Columns {
  readonly hasWait: boolean;
  readonly hasState: boolean;
  /** The cells behind the columns. */
  readonly textWidth: number;
}

function columnsIn({ grouping }: GoroutinesState, goroutines: Goroutines, width: number): Columns {
  const hasWait = width >= 40 && goroutines.groups.stack.longest.some((minutes) => minutes > 0);
  // Where there is little room the state stands behind the name.
  const hasState = width >= 100 && grouping !== 'state';
  const used =
    MARK_WIDTH + COUNT_WIDTH + 1 + SHARE_WIDTH + (hasWait ? WAIT_WIDTH + 1 : 0) + (hasState ? STATE_WIDTH + 2 : 0);
  return { hasWait, hasState, textWidth: Math.max(1, width - used - 2) };
}

/** Whether a cell of a row is the mark that tells if it is open, or the one beside it. */
export function isOnMark(state: GoroutinesState, place: number, x: number, { width }: Room): boolean {
  const goroutines = shownGoroutines(state);
  const row = rowsOf(state).at(place);
  if (goroutines === undefined || (row?.type !== 'group' && row?.type !== 'stack')) return false;
  const mark = width - columnsIn(state, goroutines, width).textWidth + 2 * depthOf(row, state.grouping);
  return width >= LEAST_WIDTH && (x === mark || x === mark + 1);
}

/** The rows of the view. */
export function drawGoroutines(state: GoroutinesState, room: Room, { theme }: Look): readonly string[] {
  const { answer } = state;
  if (answer.type === 'other') {
    return otherText(answer.valueTypes)
      .slice(0, room.height)
      .map((line) => theme.line(cutToWidth(safeText(line), room.width)));
  }
  const { labels } = answer;
  const goroutines = shownGoroutines(state) ?? answer.goroutines;
  const columns = columnsIn(state, goroutines, room.width);
  const rows = rowsOf(state);
  const { first, end } = windowAround(state.selected, {
    first: state.first,
    length: rows.length,
    height: listHeight(state, room),
  });
  const head = [
    theme.heading(cutToWidth(headingText(state, columns), room.width)),
    theme.faint(cutToWidth(safeText(summaryText(goroutines, answer.goroutines, labels)), room.width)),
  ];
  const drawn = rows.slice(first, end).map((row, i) => {
    const isSelected = first + i === state.selected;
    // Where the columns leave no room for names, the names are what is left.
    if (room.width < LEAST_WIDTH) return drawName(state, goroutines, row, isSelected, room.width, theme);
    return drawRow(state, goroutines, labels, row, isSelected, columns, theme);
  });
  if (rows.length === 0) drawn.push(theme.faint(cutToWidth(`  ${safeText(nothingText(state))}`, room.width)));
  const above = [...head.slice(0, headRows(room)).toReversed(), ...drawn];
  const told = detailRows(state, room);
  if (told === 0) return above;
  while (above.length < room.height - told) above.push('');
  const rule = theme.faint('─'.repeat(room.width));
  const details = rowDetails(state, goroutines, room.width).slice(0, told - 1);
  return [...above, rule, ...details.map((line) => theme.line(cutToWidth(safeText(line), room.width)))];
}

/** What to say about a profile of something else. */
function otherText(valueTypes: readonly string[]): readonly string[] {
  const found = valueTypes.length === 0 ? 'nothing' : valueTypes.join(', ');
  return [
    `No goroutines: this profile counts ${found}.`,
    '',
    'What has them, from best to least:',
    '  http://HOST/debug/pprof/goroutine?debug=2   each goroutine, its state, how long it waits, who started it',
    '  what Go prints when it crashes or gets SIGQUIT, in a file of its own',
    '  http://HOST/debug/pprof/goroutine           stacks and how many have each; states are guessed',
    '  http://HOST/debug/pprof/goroutineleak       those that nothing can wake up any more (Go 1.26 and later)',
  ];
}

function nothingText({ filter, pattern }: GoroutinesState): string {
  if (filter !== '') return `no goroutine contains ${filter}`;
  return pattern === '' ? 'the profile has no goroutines' : `no stack matches ${pattern}`;
}

/** What there is in all, in one line. */
export function summaryText(goroutines: Goroutines, all: Goroutines, labels: ValueLabels): string {
  const { groups, frames, isDump, leaked } = goroutines;
  const of = goroutines === all ? '' : ` of ${valueLabel(labels, sumOfGroups(all))}`;
  const stacks = groups.stack.length;
  const longest = groups.stack.longest.reduce((most, minutes) => Math.max(most, minutes), 0);
  return [
    `  ${valueLabel(labels, sumOfGroups(goroutines))}${of} goroutines, ${stacks} ${stacks === 1 ? 'stack' : 'stacks'}`,
    ...(longest > 0 ? [`longest wait ${waitText(longest)}`] : []),
    ...(leaked > 0 ? [`${leaked} leaked`] : []),
    ...(isDump ? [] : [guessText(frames)]),
  ].join(', ');
}

function guessText(frames: Goroutines['frames']): string {
  return frames.some(({ isNamed }) => isNamed)
    ? 'states are guessed from the functions (debug=2 has them)'
    : 'only addresses: name the program before the file, or fetch debug=2';
}

function sumOfGroups({ groups }: Goroutines): Int64 {
  let sum = 0n;
  for (let group = 0; group < groups.stack.length; group++) sum += BigInt(at(groups.stack.value, group));
  return Number.isSafeInteger(Number(sum)) ? Number(sum) : sum;
}

const LAST_HEADINGS = {
  stack: 'your code, and where it waits',
  state: 'state',
  wait: 'waiting for',
  creator: 'created by',
  function: 'your code',
  lock: 'address they wait for',
} as const;

function headingText({ grouping }: GoroutinesState, { hasWait, hasState }: Columns): string {
  const cells = [
    ' '.repeat(MARK_WIDTH) + 'count'.padStart(COUNT_WIDTH),
    'share'.padStart(SHARE_WIDTH),
    ...(hasWait ? ['wait'.padStart(WAIT_WIDTH)] : []),
  ].join(' ');
  return `${cells}${hasState ? `  ${'state'.padEnd(STATE_WIDTH)}` : ''}  ${LAST_HEADINGS[grouping]}`;
}

/** What a row says, before it is coloured. */
interface RowTexts {
  readonly value: Int64 | undefined;
  readonly minutes: number;
  readonly state: string;
  /** What stands in front of the name: how deep the row is, and whether it is open. */
  readonly indent: string;
  /** The function whose colour the row has, or else text. */
  readonly name: string;
  readonly isFunction: boolean;
  readonly rest: string;
}

function drawRow(
  state: GoroutinesState,
  goroutines: Goroutines,
  labels: ValueLabels,
  row: GoroutineRow,
  isSelected: boolean,
  columns: Columns,
  theme: Theme,
): string {
  const texts = textsOf(state, goroutines, row);
  const { value } = texts;
  const share = value === undefined ? 0 : shareOf(labels, value);
  const values = value === undefined ? ' '.repeat(COUNT_WIDTH + 1 + SHARE_WIDTH) : valuesText(labels, value);
  const wait = columns.hasWait ? ` ${waitText(texts.minutes).padStart(WAIT_WIDTH)}` : '';
  const stateCell = columns.hasState ? `  ${padded(safeText(texts.state), STATE_WIDTH)}` : '';
  const name = safeText(texts.isFunction ? state.facts.shorten(texts.name) : texts.name);
  const head = cutToWidth(texts.indent + name, columns.textWidth);
  const isStateBehind = !columns.hasState && texts.state !== '' && state.grouping !== 'state';
  const behind = (isStateBehind ? `  ${texts.state}` : '') + texts.rest;
  const rest = cutToWidth(safeText(behind), Math.max(0, columns.textWidth - textWidth(head)));
  const isMarked = state.marked.size > 0 && state.marked.has(rowIdentity(goroutines, state.grouping, row));
  const mark = isMarked ? theme.accent('*') : ' ';
  if (isSelected) return `>${mark}${theme.selected(`${values}${wait}${stateCell}  ${head}${rest}`)}`;
  const isChange = value !== undefined && value < 0;
  const drawnValues = isChange ? theme.change(values, -1) : theme.heat(values, share);
  const drawnHead = texts.isFunction ? theme.name(texts.name, head) : theme.line(head);
  return ` ${mark}${drawnValues}${theme.accent(wait)}${theme.line(stateCell)}  ${drawnHead}${theme.faint(rest)}`;
}

function drawName(
  state: GoroutinesState,
  goroutines: Goroutines,
  row: GoroutineRow,
  isSelected: boolean,
  width: number,
  theme: Theme,
): string {
  const { indent, name } = textsOf(state, goroutines, row);
  const text = cutToWidth(`${isSelected ? '>' : ' '} ${safeText(indent + name)}`, width);
  return isSelected ? theme.selected(text) : theme.line(text);
}

function valuesText(labels: ValueLabels, value: Int64): string {
  const label = cutToWidth(valueLabel(labels, value), COUNT_WIDTH).padStart(COUNT_WIDTH);
  return `${label} ${shareLabel(labels, value).trim().padStart(SHARE_WIDTH)}`;
}

function padded(text: string, width: number): string {
  const cut = cutToWidth(text, width);
  return cut + ' '.repeat(Math.max(0, width - textWidth(cut)));
}

const NOTHING: Omit<RowTexts, 'indent' | 'name'> = {
  value: undefined,
  minutes: 0,
  state: '',
  isFunction: false,
  rest: '',
};

function textsOf(state: GoroutinesState, goroutines: Goroutines, row: GoroutineRow): RowTexts {
  const { grouping } = state;
  const indent = '  '.repeat(depthOf(row, grouping));
  switch (row.type) {
    case 'group': {
      const { value, longest, state: states } = goroutines.groups[grouping];
      return {
        value: at(value, row.group),
        minutes: longest[row.group],
        state: stateText(goroutines, states[row.group]),
        indent: `${row.isOpen ? '▾' : '▸'} `,
        ...groupTexts(state, goroutines, row.group),
      };
    }
    case 'stack': {
      const { part, isOpen } = row;
      return {
        value: part.value,
        minutes: part.longest,
        state: stateText(goroutines, part.state),
        indent: `${indent}${isOpen ? '▾' : '▸'} `,
        ...stackTexts(goroutines, part.stack),
      };
    }
    case 'frame': {
      const { name, isNamed, file, line } = goroutines.frames[row.frame];
      const isMain = row.frame === mainFrame(goroutines, row.stack);
      const place = file === '' ? '' : `  ${baseName(file)}${line === 0 ? '' : `:${line}`}`;
      return { ...NOTHING, indent: `${indent}${isMain ? '◂' : ' '} `, name, isFunction: isNamed, rest: place };
    }
    case 'candidate': {
      const { name, said } = memberTexts(goroutines, row.member);
      const doubt = row.isStale ? ', by an argument that may be out of date' : '';
      return { ...NOTHING, indent: `${indent}? `, name: `${name} may hold or release it`, rest: doubt + said };
    }
    case 'member': {
      const { name, said } = memberTexts(goroutines, row.member);
      const { texts, state: states, minutes } = goroutines;
      const own = { minutes: minutes[row.member], state: texts[states[row.member]] };
      return { ...NOTHING, ...own, indent: `${indent}· `, name, rest: said };
    }
    case 'more':
      return { ...NOTHING, indent: `${indent}▸ `, name: `${row.count} more` };
  }
}

function groupTexts(state: GoroutinesState, goroutines: Goroutines, group: number) {
  const { grouping } = state;
  if (grouping === 'stack') return stackTexts(goroutines, goroutines.groups.stack.key[group]);
  const stacks = goroutines.groups[grouping].stacks[group];
  const held = grouping === 'lock' ? candidatesOf(goroutines, group).length : 0;
  const rest = [`${stacks} ${stacks === 1 ? 'stack' : 'stacks'}`];
  if (grouping === 'lock') rest.unshift(held === 0 ? 'who holds it is not told' : `${held} may hold or release it`);
  if (grouping === 'lock' && isInRing(goroutines, group)) rest.unshift('may be a deadlock');
  const name = groupName(goroutines, grouping, group);
  const isFunction = grouping === 'function' || grouping === 'creator';
  return { name, isFunction, rest: `  ${rest.join(', ')}` };
}

/** Whether a goroutine that waits for the same as all of a group may wait for itself in the end. */
function isInRing(goroutines: Goroutines, group: number): boolean {
  const candidates = candidatesOf(goroutines, group);
  if (candidates.length === 0) return false;
  return waitingRing(goroutines, membersOf(goroutines, 'lock', group)[0]) !== undefined;
}

function stackTexts(goroutines: Goroutines, stack: number) {
  const { frames, waitsIn } = goroutines;
  const main = mainFrame(goroutines, stack);
  if (main === NONE) return { name: 'no stack', isFunction: false, rest: '' };
  const { name, file, line } = frames[main];
  const place = file === '' || line === 0 ? '' : `  ${baseName(file)}:${line}`;
  const inner = waitsIn[stack] === main ? '' : `  in ${frames[waitsIn[stack]].name}`;
  return { name, isFunction: true, rest: place + inner };
}

function memberTexts({ texts, id, traits, waitsFor, creator }: Goroutines, member: number) {
  const trait = texts[traits[member]];
  const waited = texts[waitsFor[member]];
  const by = texts[creator[member]];
  const said = [
    ...(trait === '' ? [] : [trait]),
    ...(waited === '' ? [] : [`waits for ${waited}`]),
    ...(by === '' ? [] : [`created by ${by}`]),
  ];
  return { name: `goroutine ${id[member]}`, said: said.map((text) => `, ${text}`).join('') };
}

/** The selected row in words. */
export function describeGoroutines(state: GoroutinesState): readonly string[] {
  const { answer } = state;
  if (answer.type === 'other') return otherText(answer.valueTypes).filter((line) => line !== '');
  const row = selectedRow(state);
  if (row === undefined) return [nothingText(state)];
  const { labels } = answer;
  const goroutines = shownGoroutines(state) ?? answer.goroutines;
  const { value, minutes, state: why, name, rest } = textsOf(state, goroutines, row);
  const opened = row.type === 'group' || row.type === 'stack' ? (row.isOpen ? ', open' : ', closed') : '';
  const values = value === undefined ? [] : [`${valueLabel(labels, value)}, ${shareLabel(labels, value).trim()}`];
  const waits = minutes < 1 ? [] : [`waits for ${waitText(minutes)}`];
  return [
    `by ${GROUPING_NAMES[state.grouping]}, row ${state.selected + 1} of ${rowsOf(state).length}${opened}`,
    `${name}${rest}`,
    [...values, ...(why === '' ? [] : [why]), ...waits].join(', '),
    ...(state.hasDetails ? rowDetails(state, goroutines, Number.POSITIVE_INFINITY) : []),
  ].filter((line) => line !== '');
}
