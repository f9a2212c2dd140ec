import type { ViewQuestion } from '../../report/views/index.ts';
import type { TagsAnswer } from '../../report/views/tags.ts';
import type { ScreenRequest } from '../../shell/outcome.ts';
import type { MouseUse, Movement, Reply, ScreenSpec, SessionFacts, View } from '../screen/spec.ts';
import type { Target } from '../widgets/row-commands.ts';
import { describeTags, drawTags, rowTitle } from './draw.ts';
import { type TagsAction, tagsHints, tagsKeys } from './keys.ts';
import {
  keyName,
  markedChoices,
  NOTHING_APPLIED,
  placeOfName,
  rowsOf,
  selectedRow,
  type TagMark,
  type TagsState,
  valueName,
} from './model.ts';
import { type TagChoice, tagFilter } from './tag-filter.ts';
import { choiceOf, filtered, placeAt, tagsLine, updateTags } from './update.ts';

const spec: ScreenSpec<TagsState, TagsAction> = {
  name: 'tags',
  keys: tagsKeys,
  hints: tagsHints,
  update: updateTags,
  search: {
    type: 'filter',
    help: 'show only the tags that contain a text',
    text: ({ filter }) => filter,
    filter: filtered,
  },
  commands: ['tagfocus', 'tagignore', 'browse', 'flame', 'top', 'copy'],
  target,
  draw: drawTags,
  crumbs: (state) => {
    const row = selectedRow(state);
    return row === undefined || row.type === 'key' ? [] : [row.tagKey.key];
  },
  line: tagsLine,
  describe: describeTags,
  onMouse,
};

/** The values that are marked to be kept, or else the selected row. */
function target(state: TagsState): Target | undefined {
  const row = selectedRow(state);
  const kept = markedChoices(state, 'keep');
  if (kept.length > 0) return { name: kept.flatMap(namesOf).join('\n'), tag: filterOf(kept) };
  return row && { name: rowTitle(row), tag: filterOf([choiceOf(row)]) };
}

const namesOf = ({ tagKey, values }: TagChoice) => values.map(({ text }) => `${tagKey.key}=${text}`);

function filterOf(choices: readonly TagChoice[]): string | undefined {
  const filter = tagFilter('tagfocus', choices);
  return filter.type === 'filter' ? filter.value : undefined;
}

function onMouse(state: TagsState, { type, y }: MouseUse): TagsAction | Movement | undefined {
  if (type === 'wheelup' || type === 'wheeldown') return undefined;
  const place = placeAt(state, y);
  if (place === undefined) return undefined;
  return type === 'doubleclick' ? { type: 'toggle', place } : { type: 'move', by: place - state.selected };
}

type TagsRequest = Extract<ScreenRequest, { readonly type: 'tags' }>;

function begin(
  answer: TagsAnswer,
  { key }: TagsRequest,
  facts: SessionFacts,
  kept: TagsState | undefined,
): Reply<TagsState> {
  if (kept !== undefined) return resumed(answer, facts, kept);
  const isKnown = answer.keys.some((tagKey) => tagKey.key === key);
  const [only] = answer.keys.length === 1 ? answer.keys : [];
  const opened = isKnown ? key : only?.key;
  const own: TagsState = {
    answer,
    facts,
    open: new Set(opened === undefined ? [] : [keyName(opened)]),
    marks: new Map(),
    applied: NOTHING_APPLIED,
    order: 'value',
    isReversed: false,
    filter: '',
    selected: 0,
    first: 0,
  };
  const place = opened === undefined ? undefined : placeOfName(rowsOf(own), keyName(opened));
  const note = key === '' || isKnown ? undefined : `no sample has the tag ${key}`;
  return { own: { ...own, selected: place ?? 0 }, ...(note !== undefined && { note }) };
}

/** The view as it was left, on other data: what has the same name is selected, open and marked as before. */
function resumed(answer: TagsAnswer, facts: SessionFacts, kept: TagsState): Reply<TagsState> {
  if (answer === kept.answer) return { own: { ...kept, facts } };
  const { tagfocus, tagignore, tagroot } = facts.options;
  const isStillSet = kept.applied.tagfocus === tagfocus && kept.applied.tagignore === tagignore;
  const isPending = kept.applied === NOTHING_APPLIED;
  const next: TagsState = {
    ...kept,
    answer,
    facts,
    marks: isStillSet || isPending ? marksIn(answer, kept) : new Map(),
    applied: isStillSet ? kept.applied : NOTHING_APPLIED,
  };
  const row = selectedRow(kept);
  const rows = rowsOf(next);
  const place = row && (placeOfName(rows, row.name) ?? placeOfName(rows, keyName(row.tagKey.key)));
  const own = { ...next, selected: place ?? Math.max(0, Math.min(kept.selected, rows.length - 1)) };
  if (tagroot === '' || tagroot === kept.facts.options.tagroot) return { own };
  return { own, note: `stacks begin with their ${tagroot} now: b opens the call tree, u takes it back` };
}

function marksIn({ keys }: TagsAnswer, { marks }: TagsState): ReadonlyMap<string, TagMark> {
  if (marks.size === 0) return marks;
  const names = new Set(keys.flatMap(({ key, values }) => values.map(({ text }) => valueName(key, text))));
  return new Map([...marks].filter(([name]) => names.has(name)));
}

/** Tags: keys and their values, with what the samples weigh that have them. */
export const tagsView: View<TagsRequest, ViewQuestion<'tags'>, TagsState, TagsAction> = {
  spec,
  question: () => ({ type: 'tags', argument: undefined }),
  begin,
};
