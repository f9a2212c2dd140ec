import { Text } from 'ink';
import type { TerminalSize } from '../terminal/use-terminal-size.ts';

const LEAST_COLUMNS = 30;
const LEAST_ROWS = 6;

export function isTooSmall({ columns, rows }: TerminalSize): boolean {
  return columns < LEAST_COLUMNS || rows < LEAST_ROWS;
}

/** What a full screen shows where it has no room; its keys work all the same. */
export function TooSmall({ size }: { readonly size: TerminalSize }) {
  const text = `needs ${LEAST_COLUMNS}x${LEAST_ROWS} cells; Esc leaves`;
  return <Text wrap="truncate-end">{text.slice(0, Math.max(1, size.columns - 1))}</Text>;
}
