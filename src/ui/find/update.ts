import { unreachable } from '../../base/errors.ts';
import { erase, insert, kill, type LineEditor, move } from '../prompt/line-editor.ts';
import { FUNCTION_COMMANDS, type FunctionCommand, functionCommand, whyNot } from '../widgets/function-commands.ts';
import { windowAround } from '../widgets/scroll.ts';
import type { FindAction } from './keys.ts';
import { type FindState, matchesIn, selectedEntry } from './model.ts';

/** The state behind an action. `height` is that of the list. */
export function update(before: FindState, action: FindAction, height: number): FindState {
  if (before.result !== undefined) return before;
  const state = before.note === '' ? before : { ...before, note: '' };
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
    case 'openMenu':
      return { ...state, menu: 0 };
    case 'closeMenu':
      return { ...state, menu: undefined };
    case 'selectCommand':
      return { ...state, menu: ((state.menu ?? 0) + action.by + FUNCTION_COMMANDS.length) % FUNCTION_COMMANDS.length };
    case 'runSelectedCommand':
      return run(state, FUNCTION_COMMANDS[state.menu ?? 0]);
    case 'run':
      return run(state, functionCommand(action.command));
    case 'note':
      return { ...state, note: action.text };
    case 'leave':
      return { ...state, result: { line: undefined } };
    default:
      return unreachable(action);
  }
}

/** Another query selects its best match; a moved cursor leaves the selection alone. */
function withQuery(state: FindState, query: LineEditor): FindState {
  return query.text === state.query.text ? { ...state, query } : { ...state, query, selected: 0, first: 0 };
}

function select(state: FindState, wanted: number, height: number): FindState {
  const { length } = matchesIn(state);
  const selected = Math.max(0, Math.min(wanted, length - 1));
  return { ...state, selected, first: windowAround(selected, { first: state.first, length, height }).first };
}

function run(state: FindState, command: FunctionCommand): FindState {
  const entry = selectedEntry(state);
  if (entry === undefined) return state;
  const line = command.lineFor(state.model.view, entry);
  if (line === undefined) return { ...state, note: whyNot(command, state.model.view, entry) ?? '' };
  return { ...state, result: { line } };
}
