/** The questions of the flame graph. What answers them is loaded with the first. */
import type { ViewInput } from '../profile-view.ts';

const answers = () => import('./flame.ts');

export const FLAME_WORK = {
  flame: async (input: ViewInput, pattern: string) => (await answers()).flame(input, pattern),
  flameSearch: async (input: ViewInput, text: string) => (await answers()).flameSearch(input, text),
};
