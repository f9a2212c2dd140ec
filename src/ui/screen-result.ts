import type { KeyPress } from './terminal/key-press.ts';

/** How a full screen ends: with a line to run, as if it had been typed at the prompt, or without one. */
export interface ScreenResult {
  readonly line: string | undefined;
}

/** What every full screen is given. */
export interface ScreenEnds {
  /** Keys that were typed before the screen was there; they are handled first. */
  readonly typedAhead?: readonly KeyPress[];
  /** Ctrl-Z: stops the program; resolves when it goes on. */
  readonly stop?: () => Promise<void>;
  /** Called once, after the last frame, with the keys that came behind the one that ended the screen. */
  readonly onDone: (result: ScreenResult, typedAhead: readonly KeyPress[]) => void;
}
