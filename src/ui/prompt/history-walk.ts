import { splitLine } from '../../shell/language/words.ts';
import { type Direction, type LineEditor, recallWord, setText } from './line-editor.ts';
import { EDIT, type HistoryMode, type PromptContext, type PromptState } from './model.ts';

/**
 * Up and Down: the next earlier or later line that begins as the unfinished line does and differs from the one shown.
 * Behind the latest comes the unfinished line again.
 */
export function browseHistory(state: PromptState, direction: Direction, { history }: PromptContext): PromptState {
  const { draft } = walkOf(state, history);
  return walkTo(state, direction, history, (line) => line.startsWith(draft.text));
}

/** As `browseHistory`, to lines that contain what was searched for last. */
export function searchAgain(state: PromptState, direction: Direction, { history }: PromptContext): PromptState {
  const query = state.lastQuery.toLowerCase();
  if (query === '') return { ...state, hint: 'nothing was searched for yet' };
  return walkTo(state, direction, history, (line) => line.toLowerCase().includes(query));
}

/** The earliest line, or back to the unfinished one. */
export function browseToEnd(state: PromptState, direction: Direction, { history }: PromptContext): PromptState {
  const { draft } = walkOf(state, history);
  if (direction === 'forward') return { ...state, editor: draft, mode: EDIT };
  return history.length === 0 ? state : shown(state, 0, draft, history);
}

/** Where a walk stands: at its beginning where there is none yet. */
function walkOf({ mode, editor }: PromptState, history: readonly string[]): HistoryMode {
  return mode.type === 'history' ? mode : { type: 'history', index: history.length, draft: editor };
}

function walkTo(
  state: PromptState,
  direction: Direction,
  history: readonly string[],
  isWanted: (line: string) => boolean,
): PromptState {
  const { index, draft } = walkOf(state, history);
  const step = direction === 'back' ? -1 : 1;
  for (let i = index + step; i >= 0 && i < history.length; i += step) {
    if (isWanted(history[i]) && history[i] !== state.editor.text) return shown(state, i, draft, history);
  }
  return direction === 'back' || state.mode.type !== 'history' ? state : { ...state, editor: draft, mode: EDIT };
}

function shown(state: PromptState, index: number, draft: LineEditor, history: readonly string[]): PromptState {
  return { ...state, editor: setText(draft, history[index]), mode: { type: 'history', index, draft } };
}

/** Alt-.: the last word of the line before; once more, that of an earlier one instead. */
export function recallLastWord({ editor }: PromptState, { history }: PromptContext): LineEditor {
  const { last } = editor;
  for (let line = (last.type === 'recalled' ? last.line : history.length) - 1; line >= 0; line--) {
    const word = splitLine(history[line], 'shell').words.at(-1);
    if (word === undefined) continue;
    const text = history[line].slice(word.start, word.end);
    if (last.type !== 'recalled' || text !== editor.text.slice(last.start, editor.cursor)) {
      return recallWord(editor, text, line);
    }
  }
  return editor;
}

/**
 * What is offered behind the cursor: the rest of the newest line that begins with the one being typed. Nothing while
 * something else is going on, and nothing for an empty line.
 */
export function suggestionOf({ editor, mode, vi }: PromptState, context: PromptContext): string {
  const { text, cursor } = editor;
  const isTyping = mode.type === 'edit' || (mode.type === 'menu' && mode.selected === undefined);
  if (!context.suggestions || !isTyping || vi?.mode === 'normal' || text === '' || cursor < text.length) return '';
  const line = context.history.findLast((earlier) => earlier.length > text.length && earlier.startsWith(text));
  return line?.slice(text.length) ?? '';
}
