/** The questions of the view of sources. What answers them, the highlighter above all, is loaded with the first. */
import type { ViewInput } from '../profile-view.ts';
import type { FileArgument, SourceArgument } from './source.ts';

const answers = () => import('./source.ts');

export const SOURCE_WORK = {
  source: async (input: ViewInput, argument: SourceArgument) => (await answers()).sourceAnswer(input, argument),
  sourceText: async (input: ViewInput, argument: FileArgument) => (await answers()).sourceText(input, argument),
  sourceCallees: async (input: ViewInput, argument: FileArgument) => (await answers()).sourceCallees(input, argument),
  sourceCode: async (input: ViewInput, fn: { readonly name: string; readonly file: string }) =>
    (await answers()).sourceCode(input, fn),
};
