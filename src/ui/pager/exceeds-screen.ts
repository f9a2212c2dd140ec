import type { TerminalSize } from '../terminal/use-terminal-size.ts';
import { rowCount, visibleText } from './styled-line.ts';

/** The line that was typed, and the prompt that follows the output. */
const OTHER_ROWS = 2;

/** Whether output takes more rows than a screen has beside the lines before and after it. Stops where that is known. */
export function exceedsScreen(lines: Iterable<string>, { columns, rows }: TerminalSize): boolean {
  let room = rows - OTHER_ROWS;
  for (const line of lines) {
    room -= rowCount(visibleText(line), Math.max(1, columns));
    if (room < 0) return true;
  }
  return false;
}
