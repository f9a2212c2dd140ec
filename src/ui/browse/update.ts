import { unreachable } from '../../base/errors.ts';
import { erase, insert, kill, type LineEditor, move } from '../prompt/line-editor.ts';
import { functionCommand } from '../widgets/function-commands.ts';
import { windowAround } from '../widgets/scroll.ts';
import { type BrowseAction, browseKeys } from './keys.ts';
import { type BrowseState, emptyQuery, type Place } from './model.ts';
import { callerRow, close, isOpen, openHeaviest, type Rows, reveal } from './open-rows.ts';
import { findMatch, type SearchDirection } from './tree-search.ts';

/** The state behind an action. `height` is how many rows of the tree the screen shows. */
export function update(before: BrowseState, action: BrowseAction, height: number): BrowseState {
  if (before.result !== undefined) return before;
  const state = before.note === '' ? before : { ...before, note: '' };
  const { rows, selected, search, model } = state;
  const isEmpty = rows.length === 0;
  switch (action.type) {
    case 'move':
      return select(state, selected + action.by, height);
    case 'movePages':
      return select(state, selected + Math.trunc(action.by * Math.max(2, height - 1)), height);
    case 'moveTo':
      return select(state, action.end === 'first' ? 0 : rows.length - 1, height);
    case 'open':
      if (isEmpty) return state;
      return isOpen(rows, selected) ? select(state, selected + 1, height) : withRows(state, opened(state, 1), height);
    case 'close':
      if (isEmpty) return state;
      return isOpen(rows, selected)
        ? withRows(state, close(rows, selected), height)
        : select(state, callerRow(rows, selected), height);
    case 'toggle':
      if (isEmpty) return state;
      return withRows(state, isOpen(rows, selected) ? close(rows, selected) : opened(state, 1), height);
    case 'openHeaviest':
      return isEmpty ? state : withRows(state, opened(state), height);
    case 'startSearch':
      return isEmpty ? state : { ...state, search: { query: emptyQuery(), from: placeOf(state) } };
    case 'insert':
      return search === undefined ? state : withQuery(state, search.from, insert(search.query, action.text), height);
    case 'moveCursor':
      if (search === undefined) return state;
      return { ...state, search: { ...search, query: move(search.query, action.direction, action.unit) } };
    case 'erase':
      return search === undefined
        ? state
        : withQuery(state, search.from, erase(search.query, action.direction), height);
    case 'kill':
      return search === undefined
        ? state
        : withQuery(state, search.from, kill(search.query, action.direction, action.unit), height);
    case 'acceptSearch':
      return search === undefined
        ? state
        : { ...state, search: undefined, searched: search.query.text || state.searched };
    case 'cancelSearch':
      return search === undefined ? state : { ...state, ...search.from, search: undefined };
    case 'repeatSearch':
      return goToMatch(state, search?.query.text ?? state.searched, { direction: action.direction }, height);
    case 'run': {
      const line = isEmpty ? undefined : functionCommand(action.command).lineFor(model.view, rows[selected].entry);
      return line === undefined ? state : { ...state, result: { line } };
    }
    case 'showHelp':
      return { ...state, help: 0 };
    case 'scrollHelp':
      return { ...state, help: Math.max(0, Math.min((state.help ?? 0) + action.by, browseKeys.length - height)) };
    case 'hideHelp':
      return { ...state, help: undefined };
    case 'note':
      return { ...state, note: action.text };
    case 'leave':
      return { ...state, result: { line: undefined } };
    default:
      return unreachable(action);
  }
}

function placeOf({ rows, selected, first }: BrowseState): Place {
  return { rows, selected, first };
}

function opened({ rows, model, selected }: BrowseState, levels?: number): Rows {
  return openHeaviest(rows, model.tree, selected, levels);
}

function select(state: BrowseState, wanted: number, height: number): BrowseState {
  const { length } = state.rows;
  const selected = Math.max(0, Math.min(wanted, length - 1));
  return { ...state, selected, first: windowAround(selected, { first: state.first, length, height }).first };
}

function withRows(state: BrowseState, rows: Rows, height: number): BrowseState {
  return select({ ...state, rows }, state.selected, height);
}

/** Another text is searched from where the search began, so that deleting letters goes back. */
function withQuery(state: BrowseState, from: Place, query: LineEditor, height: number): BrowseState {
  const searching = { ...state, ...from, search: { query, from } };
  return goToMatch(searching, query.text, { direction: 'next', inclusive: true }, height);
}

function goToMatch(
  state: BrowseState,
  text: string,
  options: { readonly direction: SearchDirection; readonly inclusive?: boolean },
  height: number,
): BrowseState {
  const { rows, selected, model } = state;
  if (text === '' || rows.length === 0) return state;
  const found = findMatch(model.tree, model.targetsOf(text), rows[selected], options);
  if (found.type === 'none') return { ...state, note: `no match for ${text}` };
  if (found.type === 'given up')
    return { ...state, note: `no match for ${text} nearby; a focus makes the tree smaller` };
  const shown = reveal(rows, model.tree, found.node);
  const wrapped = options.direction === 'next' ? 'went on from the top' : 'went on from the end';
  return select({ ...state, rows: shown.rows, note: found.wrapped ? wrapped : '' }, shown.row, height);
}
