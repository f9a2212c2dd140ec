import { unreachable } from '../../base/errors.ts';
import { memoizeRecent } from '../../base/memoize.ts';
import type { Movement, Reply, Room } from '../screen/spec.ts';
import type { SourceAction } from './keys.ts';
import { hasRoomForCallees, layoutOf, sourceWindow } from './layout.ts';
import {
  calleesOfLine,
  functionOf,
  goingInto,
  goingTo,
  heaviestLine,
  hotLines,
  lineOfRow,
  linesByWeight,
  placeOf,
  rowCount,
  rowOfLine,
  type SourceState,
  selectedCallee,
  textOf,
} from './model.ts';

type Next = Reply<SourceState>;

/** The state behind a key. */
export function updateSource(state: SourceState, action: SourceAction | Movement, room: Room): Next {
  switch (action.type) {
    case 'move':
      return moved(state, action.by, room);
    case 'movePages':
      return moved(state, pageOf(state, action.by, room), room);
    case 'moveTo':
      return moved(state, action.end === 'first' ? -Infinity : Infinity, room);
    case 'aside':
      return action.by === 1 ? inside(state, room) : outside(state);
    case 'hotLine':
      return toHotLine(state, action.by, room);
    case 'nthLine': {
      const line = linesByWeight(functionOf(state)).at(action.nth - 1);
      return { own: line === undefined ? state : atLine(state, line, room) };
    }
    case 'nextFunction':
      return nextFunction(state, action.by);
    case 'scrollAside':
      return { own: { ...state, left: Math.max(0, Math.min(state.left + action.by, longestLine(state))) } };
    case 'scrollToStart':
      return { own: { ...state, left: 0 } };
    case 'goBack':
      return goBack(state);
    case 'selectRow':
      return { own: atLine(state, lineOfRow(state, clampedRow(state, action.row)), room) };
    case 'selectCallee':
      return { own: { ...state, callee: action.callee } };
    case 'toggleDetails':
      return { own: { ...state, hasDetails: !state.hasDetails, callee: undefined } };
    case 'toggleCode':
      return withCodeToggled(state, room);
    case 'edit': {
      const source = textOf(state)?.source;
      if (source?.type !== 'found') return { own: state };
      return { own: state, result: { type: 'edit', file: source.path, line: state.line } };
    }
    default:
      return unreachable(action);
  }
}

function withCodeToggled(state: SourceState, room: Room): Next {
  const own = { ...state, hasCode: !state.hasCode, callee: undefined };
  const { pane, side } = layoutOf(own, room);
  return own.hasCode && pane + side === 0 ? { own: state, note: 'no room for instructions here' } : { own };
}

function clampedRow(state: SourceState, row: number): number {
  return Math.max(0, Math.min(row, rowCount(state) - 1));
}

/** The row of a page: as much as there is of what is moved through, less a row that stays in sight. */
function pageOf(state: SourceState, pages: number, room: Room): number {
  const { body, pane } = layoutOf(state, room);
  const rows = Math.max(1, (state.callee === undefined ? body : pane - 1) - 1);
  return Math.sign(pages) * Math.max(1, Math.round(Math.abs(pages) * rows));
}

/** Moves through the callees while one is selected, else through the lines. */
function moved(state: SourceState, by: number, room: Room): Next {
  if (state.callee !== undefined) {
    const last = (calleesOfLine(state)?.length ?? 1) - 1;
    return { own: { ...state, callee: Math.max(0, Math.min(state.callee + by, last)) } };
  }
  const row = clampedRow(state, rowOfLine(state, state.line) + by);
  if (rowCount(state) === 0) return { own: state };
  const { first } = sourceWindow(state, layoutOf(state, room).body);
  return { own: { ...state, first, line: lineOfRow(state, row) } };
}

/** At a line, which is put in the middle of the screen where it is not on it yet. */
export function atLine(state: SourceState, line: number, room: Room): SourceState {
  const { body } = layoutOf(state, room);
  const { first, end } = sourceWindow(state, body);
  const row = rowOfLine(state, line);
  const isOnScreen = row >= first && row < end;
  return { ...state, line, callee: undefined, first: isOnScreen ? first : Math.max(0, row - (body >> 1)) };
}

function toHotLine(state: SourceState, by: 1 | -1, room: Room): Next {
  const lines = hotLines(functionOf(state));
  const next = by === 1 ? lines.find((line) => line > state.line) : lines.findLast((line) => line < state.line);
  if (next !== undefined) return { own: atLine(state, next, room) };
  const around = by === 1 ? lines[0] : lines[lines.length - 1];
  const note = by === 1 ? 'from the last hot line to the first' : 'from the first hot line to the last';
  return { own: atLine(state, around, room), note: lines.length === 1 ? 'no other line is hot' : note };
}

function nextFunction(state: SourceState, by: 1 | -1): Next {
  const { length } = state.answer.functions;
  const own = atFunction(state, (state.shown + by + length) % length);
  const { name } = functionOf(own);
  return { own, note: `function ${own.shown + 1} of ${length}: ${name}` };
}

/** At a function of the answer, and its heaviest line where no other is wanted. */
export function atFunction(state: SourceState, shown: number, line?: number): SourceState {
  return {
    ...state,
    shown,
    line: line ?? heaviestLine(state.answer.functions[shown]),
    callee: undefined,
    first: undefined,
    left: 0,
  };
}

/** To the callees of the line, or into the one that is selected, or the only one; the heaviest where none can be seen. */
function inside(state: SourceState, room: Room): Next {
  const callees = calleesOfLine(state);
  if (callees === undefined) return { own: state, note: 'what the line calls is still being added up' };
  if (callees.length === 0) return { own: state, note: 'the samples have no call from this line' };
  const needsNoChoice = callees.length === 1 || !hasRoomForCallees(state, room);
  const callee = selectedCallee(state) ?? (needsNoChoice ? callees[0] : undefined);
  if (callee === undefined) return { own: { ...state, callee: 0 } };
  if (callee.name === '') return { own: state, note: 'the profile has no name for it' };
  const visited = [...state.visited, placeOf(state)];
  return { own: { ...state, going: goingInto(callee, visited) } };
}

/** From the callees to their line, or to the caller one came from. */
function outside(state: SourceState): Next {
  if (state.callee !== undefined) return { own: { ...state, callee: undefined } };
  return goBack(state);
}

function goBack(state: SourceState): Next {
  const last = state.visited.at(-1);
  if (last === undefined) return { own: state, note: 'Esc goes back from here' };
  return { own: { ...state, going: goingTo(last, state.visited.slice(0, -1)) } };
}

function longestLine(state: SourceState): number {
  const source = textOf(state)?.source;
  return source?.type === 'found' ? longestOf(source.lines) : 0;
}

/** In UTF-16 units, which is near enough to end scrolling by. */
const longestOf = memoizeRecent(2, (lines: readonly string[]) =>
  lines.reduce((longest, line) => Math.max(longest, line.length), 0),
);
