/** How a full screen ends: with a line to run, as if it had been typed at the prompt, or without one. */
export interface ScreenResult {
  readonly line: string | undefined;
}
