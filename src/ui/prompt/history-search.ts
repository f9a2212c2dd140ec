/** Ctrl-R: a list of the earlier lines that match what is typed, the selected one standing in the line meanwhile. */
import { foldCase } from '../../search/fold-case.ts';
import { spellingOf } from '../../search/spelling.ts';
import { type Direction, setText } from './line-editor.ts';
import {
  EDIT,
  type HistoryMatch,
  type PromptContext,
  type PromptState,
  type SearchedLine,
  type SearchMode,
} from './model.ts';

/** How many matches can be walked through. Who has not found it by then types on. */
const MOST_MATCHES = 200;

/** How many lines that only have the letters in order are compared with each other: the newest, as it takes time. */
const MOST_SPELT = 300;

/** Begins a search: from here on typed text says what to look for. */
export function startSearch(state: PromptState, { history }: PromptContext): PromptState {
  const before = state.mode.type === 'history' ? state.mode.draft : state.editor;
  const lines = searchedLines(history);
  const matches = matchingLines(lines, '');
  return {
    ...state,
    editor: before,
    mode: { type: 'search', query: '', lines, matches, selected: undefined, before },
  };
}

/** Another text to look for. What matches best is selected; nothing is until there is something to look for. */
export function searchFor(state: PromptState, search: SearchMode, query: string): PromptState {
  const matches = matchingLines(search.lines, query);
  const isFound = query.trim() !== '' && matches.length > 0;
  return withSelected(state, { ...search, query, matches }, isFound ? 0 : undefined);
}

/** The next match: `back` to an earlier, mostly, or a worse one. */
export function selectMatch(state: PromptState, search: SearchMode, direction: Direction): PromptState {
  const { matches, selected } = search;
  if (matches.length === 0) return state;
  const next = direction === 'back' ? (selected ?? -1) + 1 : (selected ?? 0) - 1;
  return withSelected(state, search, Math.max(0, Math.min(next, matches.length - 1)));
}

/** The line found is there for editing. */
export function takeMatch(state: PromptState, search: SearchMode): PromptState {
  return { ...state, mode: EDIT, lastQuery: search.query === '' ? state.lastQuery : search.query };
}

function withSelected(state: PromptState, search: SearchMode, selected: number | undefined): PromptState {
  const editor = selected === undefined ? search.before : setText(search.before, search.matches[selected].line);
  return { ...state, editor, mode: { ...search, selected } };
}

/** The newest first, each once. */
function searchedLines(history: readonly string[]): SearchedLine[] {
  return [...new Set(history.toReversed())].map((line) => ({ line, folded: foldCase(line) }));
}

/**
 * The lines that contain the text as it is, then those that contain its words, then those that have the letters of the
 * words in order, the closest together first. Among equals the newest is first. Upper and lower case are the same.
 */
function matchingLines(lines: readonly SearchedLine[], query: string): HistoryMatch[] {
  const text = foldCase(query.trim());
  if (text === '') return lines.slice(0, MOST_MATCHES).map(({ line }) => ({ line, matched: [] }));
  const words = text.split(/\s+/);
  const exact: HistoryMatch[] = [];
  const loose: SearchedLine[] = [];
  for (const searched of lines) {
    const at = searched.folded.indexOf(text);
    if (at === -1) loose.push(searched);
    else exact.push({ line: searched.line, matched: lettersFrom(at, text.length) });
    if (exact.length === MOST_MATCHES) return exact;
  }
  return [...exact, ...looseMatches(loose, words, MOST_MATCHES - exact.length)];
}

/** At most so many matches that do not contain the text as it is. */
function looseMatches(lines: readonly SearchedLine[], words: readonly string[], limit: number): HistoryMatch[] {
  const containing: HistoryMatch[] = [];
  const spelling: (HistoryMatch & { readonly spread: number })[] = [];
  for (const { line, folded } of lines) {
    if (words.every((word) => folded.includes(word))) {
      const letters = words.flatMap((word) => lettersFrom(folded.indexOf(word), word.length));
      containing.push({ line, matched: [...new Set(letters)].sort((a, b) => a - b) });
      if (containing.length === limit) return containing;
      continue;
    }
    const spelt = spelling.length < MOST_SPELT ? spellingOf(line, folded, words) : undefined;
    if (spelt !== undefined) spelling.push({ line, matched: spelt.places, spread: spelt.spread });
  }
  return [...containing, ...spelling.sort((a, b) => a.spread - b.spread)].slice(0, limit);
}

function lettersFrom(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => start + i);
}
