import type { Completion } from '../../shell/language/complete.ts';
import { type Direction, type LineEditor, moveTo, replace } from './line-editor.ts';
import { EDIT, type MenuMode, type PromptContext, type PromptState } from './model.ts';

/**
 * Tab: puts in what is certain. A single candidate goes in whole, of several the beginning they share; then a menu
 * shows them.
 */
export function complete(state: PromptState, { complete }: PromptContext): PromptState {
  const { editor } = state;
  const completion = complete(editor.text, editor.cursor);
  const { start, end, candidates } = completion;
  if (candidates.length === 0) return { ...state, mode: EDIT, hint: 'nothing to complete here' };
  if (candidates.length === 1) return { ...state, editor: withCandidate(editor, completion, 0), mode: EDIT };
  const typed = editor.text.slice(start, end);
  const shared = sharedBeginning(candidates.map(({ text }) => text));
  // Candidates need not begin with what was typed; then there is nothing to add to it.
  const isLonger = shared.length > typed.length && shared.toLowerCase().startsWith(typed.toLowerCase());
  const before = isLonger ? replace(editor, { start, end, text: shared }) : editor;
  const newEnd = isLonger ? start + shared.length : end;
  return {
    ...state,
    editor: before,
    mode: { type: 'menu', completion: { ...completion, end: newEnd }, selected: undefined, before },
  };
}

/** Tab and the arrows in the menu: selects a candidate, which stands in the line while it is selected. */
export function selectCandidate(
  state: PromptState,
  menu: MenuMode,
  direction: Direction,
  context: PromptContext,
): PromptState {
  const { completion, before, selected } = menu;
  if (selected === undefined && direction === 'forward') {
    // What was typed since the menu opened can have made more of the line certain.
    const further = complete(state, context);
    if (further.editor !== state.editor) return further;
  }
  const count = completion.candidates.length;
  const next = direction === 'forward' ? ((selected ?? -1) + 1) % count : ((selected ?? 0) - 1 + count) % count;
  const { start, end } = completion;
  const editor = replace(before, { start, end, text: completion.candidates[next].text });
  return { ...state, editor, mode: { ...menu, selected: next } };
}

/** Enter in the menu. */
export function takeSelected(state: PromptState, { completion, before, selected = 0 }: MenuMode): PromptState {
  return { ...state, editor: withCandidate(before, completion, selected), mode: EDIT };
}

/** After an edit with the menu open: the menu shows what still fits, as long as it is about the same word. */
export function narrowed(state: PromptState, menu: MenuMode, { complete }: PromptContext): PromptState {
  const { editor } = state;
  const completion = complete(editor.text, editor.cursor);
  const isOpen = completion.candidates.length > 0 && completion.start === menu.completion.start;
  return { ...state, mode: isOpen ? { type: 'menu', completion, selected: undefined, before: editor } : EDIT };
}

/** The line with a candidate, ready for the next word. After `=` and `/` the same word goes on. */
function withCandidate(editor: LineEditor, { start, end, candidates }: Completion, index: number): LineEditor {
  const { text } = candidates[index];
  const isOpenEnded = /[=/]$/.test(text);
  if (isOpenEnded) return replace(editor, { start, end, text });
  const hasSpace = editor.text.startsWith(' ', end);
  const taken = replace(editor, { start, end, text: hasSpace ? text : `${text} ` });
  return hasSpace ? moveTo(taken, taken.cursor + 1) : taken;
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
