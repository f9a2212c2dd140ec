/** The questions of the interactive table. What answers them is loaded with the first. */
import type { ViewInput } from '../profile-view.ts';
import type { TableAsked, TableSearch } from './table.ts';

const answers = () => import('./table.ts');

export const TABLE_WORK = {
  table: async (input: ViewInput, asked: TableAsked) => (await answers()).table(input, asked),
  tableBeside: async (input: ViewInput, asked: TableAsked) => (await answers()).tableBeside(input, asked),
  tableMatches: async (input: ViewInput, search: TableSearch) => (await answers()).tableMatches(input, search),
};
