import { unreachable } from '../../base/errors.ts';
import { quotedWord } from '../../shell/language/words.ts';
import type { Movement, Reply, Room } from '../screen/spec.ts';
import { windowAround } from '../widgets/scroll.ts';
import type { TagsAction } from './keys.ts';
import {
  type AppliedFilters,
  keyName,
  markedChoices,
  markOfRow,
  NOTHING_APPLIED,
  placeOfName,
  rangeName,
  rangesOf,
  rowAt,
  rowsOf,
  selectedRow,
  type TagMark,
  type TagRow,
  type TagsState,
  valueName,
  valuesOfRow,
} from './model.ts';
import { type TagChoice, type TagOption, tagFilter } from './tag-filter.ts';

/** The headings of the columns. */
export const HEADING_ROWS = 1;

export const listHeight = ({ height }: Room) => Math.max(1, height - HEADING_ROWS);

/** The state behind an action. */
export function updateTags(state: TagsState, action: TagsAction | Movement, room: Room): Reply<TagsState> {
  const moved = (place: number): Reply<TagsState> => ({ own: select(state, place, room) });
  switch (action.type) {
    case 'move':
      return moved(state.selected + action.by);
    case 'movePages':
      return moved(state.selected + Math.round(action.by * Math.max(1, listHeight(room) - 1)));
    case 'moveTo':
      return moved(action.end === 'first' ? 0 : rowsOf(state).length - 1);
    case 'aside':
      return { own: action.by > 0 ? inside(state, room) : outside(state, room) };
    case 'toggle':
      return { own: toggled(select(state, action.place, room), room) };
    case 'mark':
      return { own: marked(state, action.as, room) };
    case 'clearMarks':
      return { own: { ...state, marks: new Map() } };
    case 'apply':
      return applied(state);
    case 'nextOrder': {
      const order = state.order === 'value' ? 'name' : 'value';
      return { own: onSameRow(state, { ...state, order }, room), note: `by ${order}` };
    }
    case 'reverse':
      return { own: onSameRow(state, { ...state, isReversed: !state.isReversed }, room) };
    case 'openAll':
      return { own: onSameRow(state, { ...state, open: new Set([...state.open, ...allNames(state)]) }, room) };
    case 'closeAll':
      return { own: closed(state, room) };
    case 'group':
      return grouped(state);
    default:
      return unreachable(action);
  }
}

function select(state: TagsState, wanted: number, room: Room): TagsState {
  const { length } = rowsOf(state);
  const selected = Math.max(0, Math.min(wanted, length - 1));
  const { first } = windowAround(selected, { first: state.first, length, height: listHeight(room) });
  return { ...state, selected, first };
}

/** The next state with the row selected that was before; with its key where it is not there any more. */
export function onSameRow(before: TagsState, next: TagsState, room: Room): TagsState {
  const row = selectedRow(before);
  if (row === undefined) return select(next, 0, room);
  const rows = rowsOf(next);
  const place = placeOfName(rows, row.name) ?? placeOfName(rows, keyName(row.tagKey.key)) ?? 0;
  return select(next, place, room);
}

/** Only the rows that contain a text. */
export function filtered(state: TagsState, filter: string, room: Room): TagsState {
  return onSameRow(state, { ...state, filter }, room);
}

/** The keys, and the ranges of their numbers. */
function allNames({ answer }: TagsState): string[] {
  return answer.keys.flatMap((tagKey) => {
    const ranges = rangesOf(tagKey, answer.labels.shownUnit);
    return [keyName(tagKey.key), ...ranges.map(({ text }) => rangeName(tagKey.key, text))];
  });
}

function closed(state: TagsState, room: Room): TagsState {
  return onSameRow(state, { ...state, open: new Set() }, room);
}

function inside(state: TagsState, room: Room): TagsState {
  const row = selectedRow(state);
  if (row === undefined || row.type === 'value') return state;
  return row.isOpen ? select(state, state.selected + 1, room) : withOpen(state, row.name, true, room);
}

function outside(state: TagsState, room: Room): TagsState {
  const row = selectedRow(state);
  if (row === undefined) return state;
  if (row.type !== 'value' && row.isOpen && state.open.has(row.name)) return withOpen(state, row.name, false, room);
  const place = placeOfName(rowsOf(state), outerName(state, row));
  return place === undefined ? state : select(state, place, room);
}

/** The range that a value stands in where that is among the rows, or else the key. */
function outerName(state: TagsState, row: TagRow): string {
  const { key } = row.tagKey;
  if (row.type !== 'value' || row.depth < 2) return keyName(key);
  const range = rangesOf(row.tagKey, state.answer.labels.shownUnit).find(({ values }) => values.includes(row.value));
  return range === undefined ? keyName(key) : rangeName(key, range.text);
}

function toggled(state: TagsState, room: Room): TagsState {
  const row = selectedRow(state);
  if (row === undefined) return state;
  return row.type === 'value'
    ? marked(state, 'keep', room)
    : withOpen(state, row.name, !state.open.has(row.name), room);
}

function withOpen(state: TagsState, name: string, isOpen: boolean, room: Room): TagsState {
  const open = new Set(state.open);
  if (isOpen) open.add(name);
  else open.delete(name);
  return select({ ...state, open }, state.selected, room);
}

/** All values of the selected row marked, or without their mark where they had it; goes on to the next row. */
function marked(state: TagsState, as: TagMark, room: Room): TagsState {
  const row = selectedRow(state);
  if (row === undefined) return state;
  const isMarked = markOfRow(state, row) === as;
  const marks = new Map(state.marks);
  for (const { text } of valuesOfRow(row)) {
    if (isMarked) marks.delete(valueName(row.tagKey.key, text));
    else marks.set(valueName(row.tagKey.key, text), as);
  }
  return select({ ...state, marks }, state.selected + (row.type === 'value' ? 1 : 0), room);
}

/** What a row stands for, as filters take it. */
export function choiceOf(row: TagRow): TagChoice {
  return { tagKey: row.tagKey, values: valuesOfRow(row) };
}

/** Sets the filters of the marks, and takes back those that the view has set before. */
function applied(state: TagsState): Reply<TagsState> {
  const row = selectedRow(state);
  const isUnmarked = state.marks.size === 0 && state.applied === NOTHING_APPLIED;
  const keep = isUnmarked ? [...(row === undefined ? [] : [choiceOf(row)])] : markedChoices(state, 'keep');
  const wanted = { tagfocus: keep, tagignore: isUnmarked ? [] : markedChoices(state, 'drop') };
  const now: { -readonly [Option in TagOption]: AppliedFilters[Option] } = { ...NOTHING_APPLIED };
  const lines: string[] = [];
  for (const option of ['tagfocus', 'tagignore'] as const) {
    if (wanted[option].length === 0) {
      if (state.applied[option] !== '') lines.push(`${option}=`);
      continue;
    }
    const filter = tagFilter(option, wanted[option]);
    if (filter.type === 'problem') return { own: state, note: filter.text };
    now[option] = filter.value;
    if (state.facts.options[option] !== filter.value) lines.push(`${option}=${filter.value}`);
  }
  if (lines.length === 0) return { own: state, note: 'what is marked is what is filtered by already' };
  const isNothing = now.tagfocus === '' && now.tagignore === '';
  return {
    own: { ...state, applied: isNothing || isUnmarked ? NOTHING_APPLIED : now },
    result: { type: 'run', line: lines.join('; '), effect: 'change' },
  };
}

/** `tagroot` for the key; where that is set already, the tree that is grouped by it. */
function grouped(state: TagsState): Reply<TagsState> {
  const row = selectedRow(state);
  if (row === undefined) return { own: state };
  const { key } = row.tagKey;
  if (state.facts.options.tagroot === key)
    return { own: state, result: { type: 'run', line: 'browse', effect: 'open' } };
  if (key === '' || /,|\/\/:|;|^["'\s]|\s$/.test(key)) {
    return { own: state, note: `tagroot cannot name the key ${JSON.stringify(key)}` };
  }
  return { own: state, result: { type: 'run', line: `tagroot=${key}`, effect: 'change' } };
}

/** The command that opens the view as it stands: at the one key that is open. */
export function tagsLine(state: TagsState): string {
  const [key, ...others] = state.answer.keys.filter((tagKey) => state.open.has(keyName(tagKey.key)));
  return key === undefined || others.length > 0 ? 'tags -i' : `tags -i ${quotedWord(key.key)}`;
}

/** The row at a line of the view's room; undefined for the headings and below the last. */
export function placeAt(state: TagsState, y: number): number | undefined {
  const place = state.first + y - HEADING_ROWS;
  return y >= HEADING_ROWS && rowAt(rowsOf(state), place) !== undefined ? place : undefined;
}
