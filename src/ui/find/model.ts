import { joinedAt } from '../../base/joined-texts.ts';
import { type NameSearch, nameSearch, type ProfileView } from '../../report/profile-view.ts';
import type { Places } from '../../report/views/places.ts';
import { quotedWord } from '../../shell/language/words.ts';
import { editorOf, type LineEditor } from '../prompt/line-editor.ts';
import type { SessionFacts } from '../screen/spec.ts';
import type { ScreenResult } from '../screen-result.ts';
import { type TagChoice, type TagOption, tagFilter } from '../tags/tag-filter.ts';
import {
  functionCommands,
  joinedTargets,
  type RowCommandName,
  type Target,
  targetOfEntry,
} from '../widgets/row-commands.ts';
import { isWaiting, type Marks, markedMatches, markOf, NO_MARKS } from './marks.ts';
import { type FindModel, type Found, find, type Kind, type Match, type Mode, nameOf, type Scope } from './matches.ts';

export interface FindState {
  readonly model: FindModel;
  readonly facts: SessionFacts;
  readonly query: LineEditor;
  readonly mode: Mode;
  readonly scope: Scope;
  /** A search by pattern that got on since the query was typed. */
  readonly found: Found | undefined;
  /** Commands are for all that is marked. */
  readonly marks: Marks;
  /** What was selected in other data, and is to be again as soon as it is known; a key drops it. As marks are written. */
  readonly wanted: string | undefined;
  /** The place of the selected match. */
  readonly selected: number;
  /** The first match on the screen. */
  readonly first: number;
  /** What is shown of the selected match. */
  readonly preview: 'calls' | 'source';
  /** The selected row of the menu of commands; undefined while it is closed. */
  readonly menu: number | undefined;
  /** Why the last key did nothing; empty for none. */
  readonly note: string;
  readonly result: ScreenResult | undefined;
}

export interface FindStart {
  readonly view: ProfileView;
  readonly search?: NameSearch | undefined;
  readonly facts: SessionFacts;
  readonly query: string;
  /** The state the screen was left with, before what it shows changed or another view was opened over it. */
  readonly kept?: FindState | undefined;
}

export function initialFind({ view, search = nameSearch(view), facts, query, kept }: FindStart): FindState {
  const fresh: FindState = {
    model: { view, search, places: undefined },
    facts,
    query: editorOf(query),
    mode: 'fuzzy',
    scope: 'all',
    found: undefined,
    marks: NO_MARKS,
    wanted: undefined,
    selected: 0,
    first: 0,
    preview: 'calls',
    menu: undefined,
    note: '',
    result: undefined,
  };
  if (kept === undefined) return fresh;
  const { mode, scope, preview, marks, selected, first } = kept;
  const resumed = { ...fresh, query: kept.query, mode, scope, preview, marks };
  if (kept.model.search === search) return { ...resumed, model: { ...kept.model, view }, selected, first };
  const match = selectedMatch(kept);
  const wanted = kept.wanted ?? (match === undefined ? undefined : markOf(kept.model, match));
  return selecting({ ...resumed, wanted }, wanted);
}

/** With the match of a name selected, where it is among those found; else the best. */
function selecting(state: FindState, name: string | undefined): FindState {
  const place = name === undefined ? -1 : matchesIn(state).findIndex((match) => markOf(state.model, match) === name);
  return place === -1 ? { ...state, selected: 0, first: 0 } : { ...state, selected: place };
}

export const idOf = ({ kind, index }: Match) => `${kind} ${index}`;

const queryOf = ({ query, mode, scope }: FindState) => ({ text: query.text, mode, scope });

export function foundIn(state: FindState): Found {
  return state.found ?? find(state.model, queryOf(state));
}

export function matchesIn(state: FindState): readonly Match[] {
  return foundIn(state).matches;
}

export function selectedMatch(state: FindState): Match | undefined {
  return matchesIn(state).at(state.selected);
}

/** The files, packages and tags, now that they are known; the same match stays selected. */
export function withPlaces(state: FindState, places: Places): FindState {
  const selected = state.selected === 0 ? undefined : selectedMatch(state);
  const next = { ...state, model: { ...state.model, places }, found: undefined, wanted: undefined };
  return selecting(next, state.wanted ?? (selected && markOf(state.model, selected)));
}

/** What commands are for: what is marked, or else the selected match. None where that is not known yet. */
export function chosenMatches(state: FindState): readonly Match[] {
  const { model, marks } = state;
  if (isWaiting(model, marks)) return [];
  const marked = markedMatches(model, marks);
  if (marked.length > 0) return marked;
  const match = selectedMatch(state);
  return match === undefined ? [] : [match];
}

/** Why commands have nothing to be for; undefined where they have. */
export function whyNothingChosen(state: FindState): string | undefined {
  if (chosenMatches(state).length > 0) return undefined;
  return isWaiting(state.model, state.marks) ? 'what is marked is still being looked for' : 'nothing is selected';
}

/** What can be done with each kind. */
const COMMANDS: Readonly<Record<Kind, readonly RowCommandName[]>> = {
  functions: functionCommands('tags'),
  files: ['focus', 'ignore', 'hide', 'source', 'top', 'copy'],
  packages: ['focus', 'ignore', 'hide', 'browse', 'bottomup', 'sandwich', 'flame', 'top', 'peek', 'copy'],
  tags: ['tagfocus', 'tagignore', 'tags', 'copy'],
};

/** The commands that all of the chosen matches have. */
export function commandsFor(state: FindState): readonly RowCommandName[] {
  const [first, ...others] = [...new Set(chosenMatches(state).map(({ kind }) => kind))].map((kind) => COMMANDS[kind]);
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
}

/** The chosen matches as a command takes them; undefined where there are none. */
export function targetFor(state: FindState, command: RowCommandName): Target | undefined {
  const matches = chosenMatches(state);
  const tags = matches.filter(({ kind }) => kind === 'tags');
  if (tags.length === 0 || tags.length < matches.length) {
    return joinedTargets(matches.map((match) => targetOf(state.model, match)));
  }
  const filter = tagFilter(tagOption(command), tagChoices(state.model, tags));
  return {
    name: tags.map((match) => nameOf(state.model, match)).join('\n'),
    tag: filter.type === 'filter' ? filter.value : undefined,
  };
}

const tagOption = (command: RowCommandName): TagOption => (command === 'tagignore' ? command : 'tagfocus');

/** Why tags cannot be filtered by; undefined where they can, or nothing else is chosen. */
export function tagProblem(state: FindState, command: RowCommandName): string | undefined {
  const matches = chosenMatches(state);
  if (matches.length === 0 || matches.some(({ kind }) => kind !== 'tags')) return undefined;
  const filter = tagFilter(tagOption(command), tagChoices(state.model, matches));
  return filter.type === 'problem' ? filter.text : undefined;
}

function targetOf({ view, search, places }: FindModel, { kind, index }: Match): Target {
  if (kind === 'functions') return targetOfEntry(view, search.entries[index]);
  const name = places?.[kind].names[index] ?? '';
  if (kind === 'tags' || places === undefined) return { name };
  const frames = joinedAt(places[kind].frames, index);
  const frame = frames === '' ? undefined : frames;
  if (kind === 'packages') return { name, frame, printed: frame, function: frame };
  return { name, frame, place: quotedWord(name) };
}

/** The values of tags, by key. */
export function tagChoices({ places }: FindModel, matches: readonly Match[]): readonly TagChoice[] {
  const choices: TagChoice[] = [];
  let from = 0;
  for (const tagKey of places?.tagKeys ?? []) {
    const { length } = tagKey.values;
    const wanted = new Set(matches.map(({ index }) => index - from).filter((at) => at >= 0 && at < length));
    if (wanted.size > 0) choices.push({ tagKey, values: tagKey.values.filter((_, at) => wanted.has(at)) });
    from += length;
  }
  return choices;
}
