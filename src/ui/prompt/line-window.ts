import { safeText } from '../../base/safe-text.ts';
import { textWidth } from '../../base/text-width.ts';

/** The part of a line that is on the screen, in two pieces, and the cell the cursor stands on. */
export interface LineWindow {
  readonly before: string;
  /** From the cursor on. */
  readonly after: string;
  readonly cursorX: number;
}

/**
 * The part of a line around its cursor that fits into `width` cells, with `…` where it goes on. A line that is too long
 * moves by half a window at a time, and where it stands follows from the cursor alone:
 *
 *     focus=runtime.mallocgc top -cum 20▏      in 24 cells:
 *     …top -cum 20▏
 */
export function lineWindow(text: string, cursor: number, width: number): LineWindow {
  const before = drawnText(text.slice(0, cursor));
  const after = drawnText(text.slice(cursor));
  const beforeWidth = textWidth(before);
  // The cursor needs a cell of its own behind the end.
  const room = Math.max(2, width - 1);
  if (beforeWidth + textWidth(after) <= room) return { before, after, cursorX: beforeWidth };

  const step = Math.max(1, Math.floor(room / 2));
  const start = beforeWidth < room ? 0 : Math.ceil((beforeWidth - room + 1) / step) * step;
  const shownBefore = start === 0 ? before : fromCell(before, start);
  const cursorX = beforeWidth - start;
  return { before: shownBefore, after: upToWidth(after, room - cursorX), cursorX };
}

/** How a line looks while it is edited: the line ends that a paste can bring are one arrow each. */
function drawnText(text: string): string {
  return text.split('\n').map(safeText).join('↵');
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text from a cell on, its first cell taken by `…`. A wide character cut in two is blank. */
function fromCell(text: string, start: number): string {
  let x = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    if (x > start) return `…${' '.repeat(x - start - 1)}${text.slice(index)}`;
    x += textWidth(segment);
  }
  return `…${' '.repeat(Math.max(0, x - start - 1))}`;
}

/** As much as fits; the last cell is `…` where that is not all. */
function upToWidth(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let x = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    x += textWidth(segment);
    if (x > width - 1) return `${text.slice(0, index)}…`;
  }
  return text;
}
