import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';

/** What the commands typed here work on. */
export interface StatusParts {
  /** The name of the profile: mostly a path. */
  readonly profile: string;
  readonly valueType: string;
  /** The selections that are on, such as `focus=json`: reports show less than there is while there are any. */
  readonly filters: readonly string[];
}

/**
 * The status in one line of at most `width` cells. Where it is narrow the profile loses its beginning, the filters
 * their middles, then filters are only counted; but that there are some is told to the last.
 *
 *     profiles/heap.pb.gz · inuse_space · focus=json · ignore=test
 *     …eap.pb.gz · inuse_space · focus=json · ignore=test
 *     …eap.pb.gz · inuse_space · focus=json · +1 more
 *     inuse_space · 2 filters
 */
export function statusText(parts: StatusParts, width: number): string {
  for (const text of shorterAndShorter(parts)) if (textWidth(text) <= width) return text;
  const { filters, valueType } = parts;
  return cutToWidth(filters.length > 0 ? countOf(filters.length) : safeText(valueType), width);
}

function* shorterAndShorter({ profile, valueType, filters }: StatusParts): Generator<string> {
  const count = filters.length;
  const status = (profileWidth: number, filterWidth: number, shown: number) => {
    const hidden = count - shown;
    return joined([
      cutToWidth(safeText(profile), profileWidth, 'start'),
      safeText(valueType),
      ...filters.slice(0, shown).map((filter) => cutToWidth(safeText(filter), filterWidth, 'middle')),
      hidden === 0 ? '' : shown === 0 ? countOf(count) : `+${hidden} more`,
    ]);
  };
  const whole = Number.POSITIVE_INFINITY;
  for (const profileWidth of [whole, 30, 16]) yield status(profileWidth, whole, count);
  for (const filterWidth of [30, 20, 14]) yield status(16, filterWidth, count);
  for (const profileWidth of [10, 0]) {
    for (let shown = count; shown > 0; shown--) yield status(profileWidth, 14, shown);
  }
  yield status(10, 14, 0);
  yield status(0, 14, 0);
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

function countOf(filters: number): string {
  return filters === 1 ? '1 filter' : `${filters} filters`;
}
