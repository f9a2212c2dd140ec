import { unreachable } from '../../base/errors.ts';
import { editorOf, erase, insert, kill, type LineEditor, move } from '../prompt/line-editor.ts';
import type { MousePress } from '../terminal/keymap.ts';
import { type RowCommand, rowCommand, whyNot } from '../widgets/row-commands.ts';
import type { ScreenAction } from './keys.ts';
import { keysOf } from './keys.ts';
import type { MenuItem, Overlay, ScreenState } from './model.ts';
import type { MouseUse, Movement, Reply, Room, ScreenSpec, SearchDirection, SessionFacts } from './spec.ts';

/** How many rows a step of the wheel moves. */
const WHEEL_ROWS = 3;

/** The state a screen begins with. */
export function initialScreen<Own>({ own, note = '' }: Reply<Own>, facts: SessionFacts): ScreenState<Own> {
  return { own, facts, overlay: undefined, searched: '', note, result: undefined };
}

/** The state behind an action. */
export function updateScreen<Own, Action>(
  spec: ScreenSpec<Own, Action>,
  before: ScreenState<Own>,
  action: ScreenAction<Action>,
  room: Room,
): ScreenState<Own> {
  if (before.result !== undefined) return before;
  const state = before.note === '' ? before : { ...before, note: '' };
  const { overlay } = state;
  switch (action.type) {
    case 'own':
      return withReply(state, spec.update(state.own, action.action, room));
    case 'startSearch':
      return { ...state, overlay: { type: 'search', query: editorOf(filterText(spec, state.own)), from: state.own } };
    case 'insert':
      return edited(spec, state, (query) => insert(query, action.text), room);
    case 'moveCursor':
      return edited(spec, state, (query) => move(query, action.direction, action.unit), room);
    case 'erase':
      return edited(spec, state, (query) => erase(query, action.direction), room);
    case 'kill':
      return edited(spec, state, (query) => kill(query, action.direction, action.unit), room);
    case 'acceptSearch':
      if (overlay?.type !== 'search') return state;
      return { ...state, overlay: undefined, searched: overlay.query.text || state.searched };
    case 'cancelSearch':
      return overlay?.type === 'search' ? { ...state, own: overlay.from, overlay: undefined } : state;
    case 'repeatSearch':
      return repeated(spec, state, action.direction, room);
    case 'openMenu':
      return withMenu(spec, state);
    case 'moveInMenu': {
      if (overlay?.type !== 'menu') return state;
      const { length } = overlay.items;
      return { ...state, overlay: { ...overlay, selected: (overlay.selected + action.by + length) % length } };
    }
    case 'runSelected': {
      if (overlay?.type !== 'menu') return state;
      return run(spec, { ...state, overlay: undefined }, overlay.items[overlay.selected].command);
    }
    case 'run':
      return run(spec, { ...state, overlay: undefined }, rowCommand(action.command));
    case 'change':
      return { ...state, result: { type: 'run', line: action.line, effect: 'change' } };
    case 'nextSampleType':
      return withNextSampleType(state, action.by);
    case 'showHelp':
      return { ...state, overlay: { type: 'help', first: 0 } };
    case 'scrollHelp': {
      if (overlay?.type !== 'help') return state;
      const last = Math.max(0, keysOf(spec).length - room.height);
      return { ...state, overlay: { ...overlay, first: Math.max(0, Math.min(overlay.first + action.by, last)) } };
    }
    case 'closeOverlay':
      return { ...state, overlay: undefined };
    case 'mouse':
      return withMouse(spec, state, action.press, room);
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

/** The state behind something that a view did. */
export function withReply<Own>(state: ScreenState<Own>, { own, note, result }: Reply<Own>): ScreenState<Own> {
  if (own === state.own && note === undefined && result === undefined) return state;
  return { ...state, own, note: note ?? state.note, result: result ?? state.result };
}

function filterText<Own, Action>({ search }: ScreenSpec<Own, Action>, own: Own): string {
  return search?.type === 'filter' ? search.text(own) : '';
}

/** Another text is searched from where the search began, so that deleting letters goes back. */
function edited<Own, Action>(
  { search }: ScreenSpec<Own, Action>,
  state: ScreenState<Own>,
  edit: (query: LineEditor) => LineEditor,
  room: Room,
): ScreenState<Own> {
  const { overlay } = state;
  if (overlay?.type !== 'search' || search === undefined) return state;
  const query = edit(overlay.query);
  const searching: ScreenState<Own> = { ...state, overlay: { ...overlay, query } };
  if (query.text === overlay.query.text) return searching;
  if (search.type === 'filter') return { ...searching, own: search.filter(state.own, query.text, room) };
  const from = { ...searching, own: overlay.from };
  if (query.text === '') return from;
  return withReply(from, search.go(overlay.from, query.text, { direction: 'next', inclusive: true }, room));
}

function repeated<Own, Action>(
  spec: ScreenSpec<Own, Action>,
  state: ScreenState<Own>,
  direction: SearchDirection,
  room: Room,
): ScreenState<Own> {
  const { search } = spec;
  if (search?.type === 'filter') {
    return withReply(state, spec.update(state.own, { type: 'move', by: direction === 'next' ? 1 : -1 }, room));
  }
  const text = state.overlay?.type === 'search' ? state.overlay.query.text : state.searched;
  if (search === undefined || text === '') return state;
  return withReply(state, search.go(state.own, text, { direction, inclusive: false }, room));
}

function withMenu<Own, Action>(spec: ScreenSpec<Own, Action>, state: ScreenState<Own>): ScreenState<Own> {
  const target = spec.target(state.own);
  if (target === undefined) return { ...state, note: 'nothing is selected' };
  const items = spec.commands.map((name): MenuItem => {
    const command = rowCommand(name);
    return { command, reason: whyNot(command, target, state.facts.options) };
  });
  const overlay: Overlay<Own> = { type: 'menu', items, selected: Math.max(0, items.findIndex(isUsable)) };
  return { ...state, overlay };
}

const isUsable = ({ reason }: MenuItem) => reason === undefined;

function run<Own, Action>(
  spec: ScreenSpec<Own, Action>,
  state: ScreenState<Own>,
  command: RowCommand,
): ScreenState<Own> {
  const { options } = state.facts;
  const target = spec.target(state.own);
  const line = command.lineFor(target, options);
  if (line === undefined) return { ...state, note: whyNot(command, target, options) ?? '' };
  const { effect } = command;
  return { ...state, result: effect === undefined ? { type: 'copy', text: line } : { type: 'run', line, effect } };
}

function withNextSampleType<Own>(state: ScreenState<Own>, by: number): ScreenState<Own> {
  const { sampleTypes, sampleType } = state.facts;
  const { length } = sampleTypes;
  if (length < 2) return { ...state, note: `the profile has no other sample type than ${sampleType}` };
  const next = sampleTypes[(sampleTypes.indexOf(sampleType) + by + length) % length];
  return { ...state, result: { type: 'run', line: `sample_index=${next}`, effect: 'change' } };
}

function withMouse<Own, Action>(
  spec: ScreenSpec<Own, Action>,
  state: ScreenState<Own>,
  { name, at }: MousePress,
  room: Room,
): ScreenState<Own> {
  const { overlay } = state;
  const isWheel = name === 'wheelup' || name === 'wheeldown';
  const by = name === 'wheelup' ? -1 : 1;
  if (overlay?.type === 'help') return isWheel ? updateScreen(spec, state, { type: 'scrollHelp', by }, room) : state;
  if (overlay?.type === 'menu') {
    if (isWheel) return updateScreen(spec, state, { type: 'moveInMenu', by }, room);
    const item = at.y - 1 - menuTop(overlay.items.length, room) - 1;
    if (item < 0) return { ...state, overlay: undefined };
    const { length } = overlay.items;
    return item < length
      ? updateScreen(spec, { ...state, overlay: { ...overlay, selected: item } }, { type: 'runSelected' }, room)
      : state;
  }
  const y = at.y - 1;
  if (y < 0 || y >= room.height) return state;
  const use: MouseUse = { type: name as MouseUse['type'], x: at.x, y };
  const action = spec.onMouse?.(state.own, use, room) ?? (isWheel ? wheel(by) : undefined);
  return action === undefined ? state : withReply(state, spec.update(state.own, action, room));
}

const wheel = (by: number): Movement => ({ type: 'move', by: by * WHEEL_ROWS });

/** The row of the view's room where a menu begins, with a line for what it is about. */
export function menuTop(items: number, { height }: Room): number {
  return Math.max(0, height - items - 1);
}
