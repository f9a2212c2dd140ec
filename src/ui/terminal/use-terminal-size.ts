import { useWindowSize } from 'ink';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The size of the terminal now; draws again when that changes. 80 by 24 where it cannot be told. */
export function useTerminalSize(): TerminalSize {
  return useWindowSize();
}
