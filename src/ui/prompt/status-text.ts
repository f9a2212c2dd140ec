import { safeText } from '../../base/safe-text.ts';
import { cutToWidth, textWidth } from '../../base/text-width.ts';
import type { WorkspaceStatus } from '../../shell/status.ts';

/** What the commands typed here work on, and what the keys do. */
export interface StatusParts extends WorkspaceStatus {
  /** What the keys do now, where that changes: `insert` or `normal`. */
  readonly mode?: string;
}

/**
 * The status in one line of at most `width` cells. Where it is narrow the profile loses its beginning, the filters
 * their middles, then filters are only counted; but that there are some is told to the last.
 *
 *     #2 of 3 profiles/heap.pb.gz · inuse_space · focus=json · ignore=test · 12.3% of 463.42MB
 *     2/3 …eap.pb.gz · inuse_space · focus=json · +1 more · 12.3% of 463.42MB
 *     2/3 · inuse_space · 2 filters
 */
export function statusText(parts: StatusParts, width: number): string {
  for (const text of shorterAndShorter(parts)) if (textWidth(text) <= width) return text;
  const { filters, valueType } = parts;
  return cutToWidth(filters.length > 0 ? countOf(filters.length) : safeText(valueType), width);
}

function* shorterAndShorter(parts: StatusParts): Generator<string> {
  const { profile, valueType, filters, left = '', mode = '', profiles } = parts;
  const count = filters.length;
  const place = profiles === undefined || profiles.count < 2 ? '' : `#${profiles.current} of ${profiles.count}`;
  const joined = (texts: readonly string[]) => texts.filter((text) => text !== '').join(' · ');
  const status = (profileWidth: number, filterWidth: number, shown: number, saysLeft = true) => {
    const hidden = count - shown;
    const name = cutToWidth(safeText(profile), profileWidth, 'start');
    return joined([
      mode,
      `${place} ${name}`.trim(),
      safeText(valueType),
      ...filters.slice(0, shown).map((filter) => cutToWidth(safeText(filter), filterWidth, 'middle')),
      hidden === 0 ? '' : shown === 0 ? countOf(count) : `+${hidden} more`,
      saysLeft ? safeText(left) : '',
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
  yield status(0, 14, 0, false);
  const least = count > 0 ? countOf(count) : safeText(valueType);
  yield joined([mode, place, least]);
  yield joined([mode, least]);
}

function countOf(filters: number): string {
  return filters === 1 ? '1 filter' : `${filters} filters`;
}
