import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import type { PasteMode } from './model.ts';
import {
  type LineRow,
  moreText,
  type PromptLayout,
  type PromptRow,
  type PromptRows,
  roomOf,
  widthOf,
} from './prompt-row.ts';

/** The lines of a paste that are shown at most. */
const PASTE_ROWS = 5;

/** The lines that were pasted, and what can be done with them. */
export function pasteRows({ lines }: PasteMode, hint: string, line: LineRow, layout: PromptLayout): PromptRows {
  const width = widthOf(layout);
  const room = roomOf(layout);
  const question: PromptRow = { type: 'plain', text: pasteQuestion(lines.length, hint, width) };
  if (room === 0) return { rows: [question], cursor: { x: 0, y: 0 } };
  const size = lines.length <= Math.min(PASTE_ROWS, room - 1) ? lines.length : Math.min(PASTE_ROWS, room - 2);
  const shown = lines
    .slice(0, Math.max(0, size))
    .map((text): PromptRow => ({ type: 'faint', text: `  ${cutToWidth(safeText(text), width - 2)}` }));
  const hidden = lines.length - shown.length;
  if (hidden > 0 && shown.length < room - 1) {
    shown.push({ type: 'faint', text: cutToWidth(`  ${moreText(hidden)}`, width) });
  }
  return { rows: [line.row, question, ...shown], cursor: { x: line.cursorX, y: 0 } };
}

function pasteQuestion(count: number, hint: string, width: number): string {
  const wordings = [
    `${count} lines pasted: Enter runs them, e makes one line, Escape drops them`,
    `${count} lines: Enter runs, e: one line, Esc drops`,
    `${count} lines: Enter/e/Esc`,
  ];
  const texts = hint === '' ? wordings : [hint];
  return cutToWidth(texts.find((text) => textWidth(text) <= width) ?? texts[texts.length - 1], width);
}
