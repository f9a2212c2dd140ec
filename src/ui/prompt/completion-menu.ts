import type { Completion } from '../../shell/language/complete.ts';
import { type Direction, type LineEditor, moveTo, replace } from './line-editor.ts';
import { EDIT, type MenuMode, type PromptContext, type PromptState } from './model.ts';
import { TOO_LONG } from './paste.ts';

/**
 * Tab: puts in what is certain. A single candidate goes in whole, of several the beginning they share; then a menu
 * shows them. Where nothing is certain and the menu is open, the first one is selected.
 */
export function complete(state: PromptState, context: PromptContext): PromptState {
  const { mode } = state;
  if (mode.type === 'menu' && mode.selected !== undefined) return selectCandidate(state, mode, 'forward');
  const completed = withCertain(state, context);
  if (mode.type !== 'menu' || completed.editor !== state.editor || completed.mode.type !== 'menu') return completed;
  return selectCandidate(completed, completed.mode, 'forward');
}

function withCertain(state: PromptState, context: PromptContext): PromptState {
  const { editor } = state;
  const completion = context.complete(editor.text, editor.cursor);
  const { start, end, candidates } = completion;
  if (candidates.length === 0) return { ...state, mode: EDIT, hint: 'nothing to complete here' };
  if (candidates.length === 1) return taken(state, editor, completion, 0);
  const typed = editor.text.slice(start, end);
  const shared = isWhole(completion) ? sharedBeginning(candidates.map(({ text }) => text)) : '';
  // Candidates need not begin with what was typed; then there is nothing to add to it.
  const isLonger = shared.length > typed.length && shared.toLowerCase().startsWith(typed.toLowerCase());
  const before = isLonger ? replace(editor, { start, end, text: shared }) : editor;
  const newEnd = isLonger ? start + shared.length : end;
  return {
    ...state,
    editor: before,
    isMenuClosed: false,
    mode: {
      type: 'menu',
      completion: { ...completion, end: newEnd },
      selected: undefined,
      before,
      isByItself: false,
    },
  };
}

/** Whether the candidates are all there are. */
function isWhole({ candidates, total = candidates.length }: Completion): boolean {
  return total <= candidates.length;
}

/** How many candidates there are besides those that are listed. */
export function unlisted({ candidates, total = candidates.length }: Completion): number {
  return Math.max(0, total - candidates.length);
}

/** Tab and the arrows in the menu: selects a candidate, which stands in the line while it is selected. */
export function selectCandidate(state: PromptState, menu: MenuMode, direction: Direction): PromptState {
  const { completion, before, selected } = menu;
  const count = completion.candidates.length;
  const next = direction === 'forward' ? ((selected ?? -1) + 1) % count : ((selected ?? 0) - 1 + count) % count;
  const { start, end } = completion;
  const editor = replace(before, { start, end, text: completion.candidates[next].text });
  const hint = editor === before ? TOO_LONG : state.hint;
  return { ...state, editor, hint, mode: { ...menu, selected: next, isByItself: false } };
}

/** Enter in the menu. */
export function takeSelected(state: PromptState, { completion, before, selected = 0 }: MenuMode): PromptState {
  return taken(state, before, completion, selected);
}

/** Escape in the menu. */
export function closeMenu(state: PromptState, { before }: MenuMode): PromptState {
  return { ...state, editor: before, mode: EDIT, isMenuClosed: true };
}

/** The menu after typing: it shows what still fits, goes, or comes by itself. */
export function followTyping(state: PromptState, context: PromptContext): PromptState {
  if (!state.isMenuDue) return state;
  const { editor, mode } = state;
  const followed: PromptState = { ...state, mode: mode.type === 'menu' ? EDIT : mode, isMenuDue: false };
  const isAskedFor = mode.type === 'menu' && !mode.isByItself;
  const comesByItself = context.menu === 'typing' && !state.isMenuClosed && isWordTyped(editor);
  if (!isAskedFor && !comesByItself) return followed;
  const completion = context.complete(editor.text, editor.cursor);
  const isSameWord = isAskedFor && completion.start === mode.completion.start;
  const isOpen = isSameWord ? completion.candidates.length > 0 : comesByItself && saysMore(completion, editor);
  if (!isOpen) return followed;
  return {
    ...followed,
    mode: { type: 'menu', completion, selected: undefined, before: editor, isByItself: !isSameWord },
  };
}

/** Whether something is being typed that completions help with: the end of a word, but no number. */
function isWordTyped({ text, cursor }: LineEditor): boolean {
  // What stands behind the cursor would stay there behind the candidate.
  if (/^[\p{L}\p{N}_]/u.test(text.slice(cursor))) return false;
  const word = /\S*$/.exec(text.slice(0, cursor))?.[0] ?? '';
  return word !== '' && !/(?:^|=)[-+]?[\d.]+%?$/.test(word);
}

/** Whether there is anything among the candidates that is not typed already. */
function saysMore({ start, end, candidates }: Completion, { text }: LineEditor): boolean {
  const typed = text.slice(start, end);
  return candidates.some((candidate) => candidate.text !== typed);
}

/** The line with a candidate, ready for the next word. After `=`, `/` and `(` the same word goes on. */
function taken(
  state: PromptState,
  editor: LineEditor,
  { start, end, candidates }: Completion,
  index: number,
): PromptState {
  const { text } = candidates[index];
  if (/[=/(]$/.test(text)) {
    return {
      ...state,
      editor: replace(editor, { start, end, text }),
      mode: EDIT,
      isMenuDue: true,
      isMenuClosed: false,
    };
  }
  const hasSpace = editor.text.startsWith(' ', end);
  const whole = replace(editor, { start, end, text: hasSpace ? text : `${text} ` });
  if (whole === editor) return { ...state, mode: EDIT, hint: TOO_LONG };
  const next = hasSpace ? moveTo(whole, whole.cursor + 1) : whole;
  return { ...state, editor: next, mode: EDIT, isMenuClosed: false };
}

/** The longest text all of them begin with, in whole characters. */
function sharedBeginning(texts: readonly string[]): string {
  const [first, ...others] = texts;
  let shared = '';
  for (const char of first) {
    if (!others.every((other) => other.startsWith(shared + char))) break;
    shared += char;
  }
  return shared;
}
