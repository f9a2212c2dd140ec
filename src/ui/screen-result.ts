import type { KeyPress } from './terminal/key-press.ts';

/**
 * What becomes of a line that a screen asks for: `change` changes what is shown and comes back, `open` opens another
 * view, `print` leaves for the prompt, where it is run.
 */
export type Effect = 'change' | 'open' | 'print';

/** How a full screen ends. */
export type ScreenResult =
  /** To the view it was opened from, or to the prompt. */
  | { readonly type: 'back' }
  /** To the prompt, however many views are open. */
  | { readonly type: 'leave' }
  | { readonly type: 'run'; readonly line: string; readonly effect: Effect }
  /** Opens the user's editor at a line, and comes back. */
  | { readonly type: 'edit'; readonly file: string; readonly line: number }
  /** Text for the clipboard; the screen goes on. */
  | { readonly type: 'copy'; readonly text: string };

/** What every full screen is given. */
export interface ScreenEnds {
  /** Keys that were typed before the screen was there; they are handled first. */
  readonly typedAhead?: readonly KeyPress[];
  /** Ctrl-Z: stops the program; resolves when it goes on. */
  readonly stop?: () => Promise<void>;
  /** Whether clicks and the wheel are asked for. */
  readonly hasMouse?: boolean;
  /** Called once, after the last frame, with the keys that came behind the one that ended the screen, and its state. */
  readonly onDone: (result: ScreenResult, typedAhead: readonly KeyPress[], state: unknown) => void;
}
