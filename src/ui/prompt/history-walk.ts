import { type Direction, type LineEditor, moveTo, setText } from './line-editor.ts';
import { EDIT, type HistoryMode, type PromptContext, type PromptState, type SearchMode } from './model.ts';

/**
 * Up and Down: the next earlier or later line that begins as the unfinished line does and differs from the one shown.
 * Behind the latest comes the unfinished line again.
 */
export function browseHistory(state: PromptState, direction: Direction, { history }: PromptContext): PromptState {
  const { editor, mode } = state;
  const { index, draft }: HistoryMode =
    mode.type === 'history' ? mode : { type: 'history', index: history.length, draft: editor };
  const isNext = (line: string) => line.startsWith(draft.text) && line !== editor.text;
  const found = nextIndex(history, index, direction, isNext);
  if (found !== undefined) {
    return { ...state, editor: setText(draft, history[found]), mode: { type: 'history', index: found, draft } };
  }
  return direction === 'back' || mode.type !== 'history' ? state : { ...state, editor: draft, mode: EDIT };
}

/** Ctrl-R: from here on typed text says what to look for. */
export function startSearch(state: PromptState, { history }: PromptContext): PromptState {
  const before = state.mode.type === 'history' ? state.mode.draft : state.editor;
  return {
    ...state,
    editor: before,
    mode: { type: 'search', query: '', index: history.length, isFailed: false, before },
  };
}

/** Another text to look for. A longer one stays at the line found so far where it can. */
export function searchFor(
  state: PromptState,
  search: SearchMode,
  query: string,
  { history }: PromptContext,
): PromptState {
  if (query === '')
    return { ...state, editor: search.before, mode: { ...search, query, index: history.length, isFailed: false } };
  const from = query.startsWith(search.query) ? search.index + 1 : history.length;
  const found = nextIndex(history, Math.min(from, history.length), 'back', (line) => matchAt(line, query) >= 0);
  return withFound(state, { ...search, query }, found, history);
}

/** The next earlier or later line that matches and differs from the one shown. */
export function searchOn(
  state: PromptState,
  search: SearchMode,
  direction: Direction,
  { history }: PromptContext,
): PromptState {
  if (search.query === '') return state;
  const isNext = (line: string) => matchAt(line, search.query) >= 0 && line !== state.editor.text;
  return withFound(state, search, nextIndex(history, search.index, direction, isNext), history);
}

function withFound(
  state: PromptState,
  search: SearchMode,
  found: number | undefined,
  history: readonly string[],
): PromptState {
  if (found === undefined) return { ...state, mode: { ...search, isFailed: true } };
  return {
    ...state,
    editor: atMatch(search.before, history[found], search.query),
    mode: { ...search, index: found, isFailed: false },
  };
}

function atMatch(before: LineEditor, line: string, query: string): LineEditor {
  return moveTo(setText(before, line), matchAt(line, query));
}

/** Where a line contains the text, -1 where it does not. Capital letters count only when there are some in the text. */
function matchAt(line: string, query: string): number {
  return query === query.toLowerCase() ? line.toLowerCase().indexOf(query) : line.indexOf(query);
}

function nextIndex(
  history: readonly string[],
  index: number,
  direction: Direction,
  isNext: (line: string) => boolean,
): number | undefined {
  const step = direction === 'back' ? -1 : 1;
  for (let i = index + step; i >= 0 && i < history.length; i += step) if (isNext(history[i])) return i;
  return undefined;
}
