/** What a prompt shows, row by row, in a terminal of some size. */
import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import type { LineMark } from '../../shell/language/line-marks.ts';
import { patternProblem } from '../../shell/language/literal-patterns.ts';
import { suggestionOf } from './history-walk.ts';
import type { LineEditor } from './line-editor.ts';
import { type LinePiece, type StyledPart, styledLine } from './line-window.ts';
import { menuRows } from './menu-rows.ts';
import type { PromptContext, PromptState } from './model.ts';
import { pasteRows } from './paste-rows.ts';
import { lineRow, type PromptLayout, type PromptRow, type PromptRows, roomOf, widthOf } from './prompt-row.ts';
import { searchRows } from './search-rows.ts';
import { type StatusParts, statusText } from './status-text.ts';

/**
 * What to draw. All rows together leave the last row of the screen free, and the last column: that keeps the terminal
 * from scrolling or wrapping by itself.
 */
export function rowsInView(state: PromptState, layout: PromptLayout, context: PromptContext): PromptRows {
  const { mode, editor, hint } = state;
  if (mode.type === 'search') return searchRows(editor, mode, layout);
  if (mode.type !== 'paste') return editRows(state, layout, context);
  const parts = partsOf(context.marksOf(editor.text), editor);
  return pasteRows(mode, hint, lineRow(editor, layout, parts, ''), layout);
}

/** The line, what it works on, and what there is to say or to choose from. */
function editRows(state: PromptState, layout: PromptLayout, context: PromptContext): PromptRows {
  const { mode, hint, editor } = state;
  const { shorten } = layout;
  const width = widthOf(layout);
  const room = roomOf(layout);
  const marks = context.marksOf(editor.text);
  const { row, cursorX } = lineRow(editor, layout, partsOf(marks, editor), suggestionOf(state, context));
  const rows: PromptRow[] = [row];
  if (room > 0) rows.push({ type: 'faint', text: statusText(withMode(layout.status, state), width) });

  const note: PromptRow | undefined =
    hint === '' ? remarkOn(marks, editor, width) : { type: 'faint', text: cutToWidth(hint, width) };
  if (mode.type === 'menu')
    rows.push(...menuRows(mode, note, { room: room - 1, width, shorten, isSteady: context.menu === 'typing' }));
  else if (note !== undefined && room > 1) rows.push(note);
  return { rows, cursor: { x: cursorX, y: 0 } };
}

function withMode(status: StatusParts, { vi }: PromptState): StatusParts {
  if (vi === undefined) return status;
  return { ...status, mode: vi.keys.length === 0 ? vi.mode : `${vi.mode} ${safeText(vi.keys.join(''))}` };
}

/**
 * What is wrong with a word is said once the cursor has left it: until then it is not finished. But what is wrong as a
 * pattern stays wrong until it is corrected, and it is mostly the last word.
 */
function isSaid({ role, start, end }: LineMark, { text, cursor }: LineEditor): boolean {
  if (role !== 'error' || cursor < start || cursor > end) return true;
  return patternProblem(text.slice(start, end)) !== undefined;
}

function partsOf(marks: readonly LineMark[], editor: LineEditor): readonly StyledPart[] {
  return marks.map((mark) => ({
    start: mark.start,
    end: mark.end,
    style: isSaid(mark, editor) ? mark.role : undefined,
  }));
}

/** The first thing to say about the line. At its end nothing is said about what may be put right there. */
function remarkOn(marks: readonly LineMark[], editor: LineEditor, width: number): PromptRow | undefined {
  const isTyping = editor.cursor === editor.text.length;
  const mark = marks.find((one) => one.problem !== undefined && isSaid(one, editor) && !(isTyping && one.isUnfinished));
  if (mark?.problem === undefined) return undefined;
  return { type: mark.role === 'error' ? 'problem' : 'faint', text: cutToWidth(safeText(mark.problem), width) };
}

/**
 * What stays on the screen of a finished line, over as many rows as it takes: a text, of which the prompt is the first
 * part. What is too long even for the whole screen loses its end.
 */
export function finishedLine(
  text: string,
  { prompt, columns, rows }: PromptLayout,
  marks: readonly LineMark[],
): { readonly prompt: string; readonly pieces: readonly LinePiece[] } {
  const shownPrompt = safeText(prompt);
  const room = columns * Math.max(1, rows - 1) - textWidth(shownPrompt);
  const parts = marks.map(({ start, end, role }): StyledPart => ({ start, end, style: role }));
  return { prompt: shownPrompt, pieces: styledLine(text, room, parts) };
}
