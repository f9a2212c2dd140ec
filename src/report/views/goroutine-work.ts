/** The question of the view of goroutines. What answers it is loaded with the first. */
import type { ViewInput } from '../profile-view.ts';

export const GOROUTINE_WORK = {
  goroutines: async (input: ViewInput, pattern: string) =>
    (await import('./goroutines.ts')).goroutinesAnswer(input, pattern),
};
