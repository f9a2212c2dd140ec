/** Pasted text: one line goes into the line, several are shown and asked about before they run. */
import { insert, LINE_LIMIT } from './line-editor.ts';
import { EDIT, type PasteMode, type PromptState } from './model.ts';

/** Why something is not put into the line. */
export const TOO_LONG = `a line ends at ${LINE_LIMIT} characters`;

/** Text that may be typed or pasted into the line: without control characters. */
export function printable(text: string): string {
  return text.replace(/\p{Control}/gu, '');
}

/** Puts text in at the cursor, unless the line would be too long. */
export function insertText(state: PromptState, text: string, { pasted = false } = {}): PromptState {
  const { editor } = state;
  // Compared first: taking a megabyte apart into characters would take seconds.
  if (editor.text.length + text.length > LINE_LIMIT) return { ...state, hint: TOO_LONG };
  return { ...state, editor: insert(editor, text, { pasted }) };
}

/** What pasted text puts in: its lines that are not empty, tabs as spaces. */
export function pastedLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => printable(line.replaceAll('\t', ' ')));
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.length === 0 ? [lines[0]] : filled;
}

/**
 * Asks what to do with several pasted lines. They are taken as the line would have them: behind what was typed before
 * the cursor, and in front of what stands behind it.
 */
export function askAboutPaste(state: PromptState, pasted: readonly string[]): PromptState {
  const { text, cursor } = state.editor;
  const lines = [...pasted];
  lines[0] = text.slice(0, cursor) + lines[0];
  lines[lines.length - 1] += text.slice(cursor);
  const tooLong = lines.findIndex((line) => line.length > LINE_LIMIT);
  if (tooLong !== -1) return { ...state, hint: `line ${tooLong + 1} of the paste is too long: ${TOO_LONG}` };
  return { ...state, mode: { type: 'paste', pasted, lines } };
}

/** The pasted lines as one, with blanks in between: mostly they are a long line that was cut where it was copied from. */
export function joinPaste(state: PromptState, { pasted }: PasteMode): PromptState {
  const joined = insertText(state, pasted.map((line) => line.trim()).join(' '), { pasted: true });
  return joined.hint === '' ? { ...joined, mode: EDIT } : joined;
}
