import { unreachable } from '../../base/errors.ts';
import { erase, insert, kill, type LineEditor, move } from '../prompt/line-editor.ts';
import { type RowCommandName, rowCommand, whyNot } from '../widgets/row-commands.ts';
import { windowAround } from '../widgets/scroll.ts';
import type { FindAction } from './keys.ts';
import { markOf, NO_MARKS } from './marks.ts';
import { findOn, MODES, SCOPES } from './matches.ts';
import {
  commandsFor,
  type FindState,
  foundIn,
  matchesIn,
  selectedMatch,
  tagProblem,
  targetFor,
  whyNothingChosen,
  withPlaces,
} from './model.ts';

/** The state behind an action. `height` is that of the list. */
export function update(before: FindState, action: FindAction, height: number): FindState {
  if (before.result !== undefined) return before;
  const state = isUsersDoing(action) ? touched(before) : before;
  switch (action.type) {
    case 'insert':
      return state.menu === undefined ? withQuery(state, insert(state.query, action.text)) : state;
    case 'moveCursor':
      return { ...state, query: move(state.query, action.direction, action.unit) };
    case 'erase':
      return withQuery(state, erase(state.query, action.direction));
    case 'kill':
      return withQuery(state, kill(state.query, action.direction, action.unit));
    case 'select':
      return select(state, state.selected + action.by, height);
    case 'selectPage':
      return select(state, state.selected + action.by * Math.max(1, height - 1), height);
    case 'selectAt':
      return select(state, action.place, height);
    case 'nextScope':
      return searchedAnew({ ...state, scope: next(SCOPES, state.scope, action.by) });
    case 'scope':
      return searchedAnew({ ...state, scope: action.scope });
    case 'nextMode':
      return searchedAnew({ ...state, mode: next(MODES, state.mode, 1) });
    case 'nextPreview':
      return { ...state, preview: state.preview === 'calls' ? 'source' : 'calls' };
    case 'mark':
      return select(marked(state), state.selected + 1, height);
    case 'clearMarks':
      return { ...state, marks: NO_MARKS };
    case 'openMenu':
      return withMenu(state);
    case 'closeMenu':
      return { ...state, menu: undefined };
    case 'selectCommand': {
      const { length } = commandsFor(state);
      return { ...state, menu: ((state.menu ?? 0) + action.by + length) % length };
    }
    case 'runSelectedCommand':
      return run(state, commandsFor(state)[state.menu ?? 0]);
    case 'run':
      return runFirst(state, action.commands);
    case 'change':
      return { ...state, result: { type: 'run', line: action.line, effect: 'change' } };
    case 'nextSampleType':
      return withNextSampleType(state);
    case 'findOn': {
      const { query, mode, scope } = state;
      return { ...state, found: findOn(state.model, { text: query.text, mode, scope }, foundIn(state)) };
    }
    case 'places':
      return withPlaces(state, action.places);
    case 'note':
      return { ...state, note: action.text };
    case 'back':
      return { ...state, result: { type: 'back' } };
    case 'leave':
      return { ...state, result: { type: 'leave' } };
    default:
      return unreachable(action);
  }
}

function isUsersDoing({ type }: FindAction): boolean {
  return type !== 'findOn' && type !== 'places';
}

/** A key takes back what was told about the one before, and what was to be selected without one. */
function touched(state: FindState): FindState {
  return state.note === '' && state.wanted === undefined ? state : { ...state, note: '', wanted: undefined };
}

function next<Value>(values: readonly Value[], value: Value, by: number): Value {
  return values[(values.indexOf(value) + by + values.length) % values.length];
}

/** Another query selects its best match; a moved cursor leaves the selection alone. */
function withQuery(state: FindState, query: LineEditor): FindState {
  return query.text === state.query.text ? { ...state, query } : searchedAnew({ ...state, query });
}

const searchedAnew = (state: FindState): FindState => ({ ...state, found: undefined, selected: 0, first: 0 });

function select(state: FindState, wanted: number, height: number): FindState {
  const { length } = matchesIn(state);
  const selected = Math.max(0, Math.min(wanted, length - 1));
  return { ...state, selected, first: windowAround(selected, { first: state.first, length, height }).first };
}

function marked(state: FindState): FindState {
  const match = selectedMatch(state);
  if (match === undefined) return state;
  const mark = markOf(state.model, match);
  const marks = new Set(state.marks);
  if (!marks.delete(mark)) marks.add(mark);
  return { ...state, marks };
}

function withMenu(state: FindState): FindState {
  if (commandsFor(state).length > 0) return { ...state, menu: 0 };
  return { ...state, note: 'no command takes all that is marked' };
}

function runFirst(state: FindState, commands: readonly RowCommandName[]): FindState {
  const available = commandsFor(state);
  const command = commands.find((name) => available.includes(name));
  if (command !== undefined) return run(state, command);
  return { ...state, note: whyNothingChosen(state) ?? `${commands[0]} is not for what is chosen` };
}

function run(state: FindState, name: RowCommandName): FindState {
  const command = rowCommand(name);
  const { options } = state.facts;
  const target = targetFor(state, name);
  const line = command.lineFor(target, options);
  if (line === undefined) return { ...state, note: tagProblem(state, name) ?? whyNot(command, target, options) ?? '' };
  const { effect } = command;
  const result =
    effect === undefined ? ({ type: 'copy', text: line } as const) : { type: 'run' as const, line, effect };
  return { ...state, menu: undefined, result };
}

function withNextSampleType(state: FindState): FindState {
  const { sampleTypes, sampleType } = state.facts;
  if (sampleTypes.length < 2) return { ...state, note: `the profile has no other sample type than ${sampleType}` };
  const line = `sample_index=${next(sampleTypes, sampleType, 1)}`;
  return { ...state, result: { type: 'run', line, effect: 'change' } };
}
