/** The functions that were probably meant where a pattern matches none. */
import { memoizeRecent } from '../../base/memoize.ts';
import { rankNames } from '../../search/rank-names.ts';
import { ownPartStart } from '../../search/words.ts';
import type { FunctionNames } from '../session-names.ts';
import { queryOf } from './completion/pattern-text.ts';

/**
 * At most `count` names that spell or resemble a pattern, the closest first, the heavier of equally close ones. Where
 * nothing is like all of it, its part behind the package is looked for; of several alternatives, the longest. Takes a few milliseconds for
 * 100,000 functions.
 */
export const closestFunctions = memoizeRecent(
  4,
  (functions: FunctionNames, pattern: string, count: number): readonly string[] => {
    const [longest] = pattern.split('|').sort((a, b) => b.length - a.length);
    const query = queryOf(longest).trim();
    // Without anything to go by, the heaviest would come.
    if (query === '') return [];
    const found = rankNames(functions.index, query, count);
    const matches = found.length > 0 ? found : rankNames(functions.index, ownPartOf(query), count);
    return matches.map(({ index }) => functions.index.names[index]);
  },
);

function ownPartOf(query: string): string {
  const own = query.slice(ownPartStart(query));
  const type = own.indexOf('.');
  return type === -1 || type === own.length - 1 ? own : own.slice(type + 1);
}
