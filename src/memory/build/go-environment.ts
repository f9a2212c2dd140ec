/** The settings of the environment that decide how much memory Go takes, read as Go reads them. */

/** What a setting means; `malformed` where Go does not take it. */
export type MemoryLimit =
  | { readonly type: 'bytes'; readonly bytes: number }
  | { readonly type: 'off' }
  | { readonly type: 'malformed' };

/** GOMEMLIMIT: bytes, also in `KiB`, `MiB`, `GiB` and `TiB`. With anything else, such as `512MB`, programs end at once. */
export function parseGoMemLimit(text: string | undefined): MemoryLimit {
  if (text === undefined || text === '' || text === 'off') return { type: 'off' };
  const [, digits, unit] = /^(\d+)(B|KiB|MiB|GiB|TiB)?$/.exec(text) ?? [];
  if (digits === undefined) return { type: 'malformed' };
  const factor = 1024 ** ['B', 'KiB', 'MiB', 'GiB', 'TiB'].indexOf(unit ?? 'B');
  return { type: 'bytes', bytes: Number(digits) * factor };
}

const USUAL_GOGC = 100;

/** GOGC in percent; undefined where collection is off. Go takes what is no number for 100. */
export function parseGogc(text: string | undefined): number | undefined {
  if (text === 'off') return undefined;
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return USUAL_GOGC;
  return Number(text) < 0 ? undefined : Number(text);
}

/** A setting such as `madvdontneed=1` in GODEBUG; the last of several counts. */
export function hasGodebug(godebug: string, setting: string): boolean {
  const [key] = setting.split('=');
  return godebug.split(',').findLast((part) => part.startsWith(`${key}=`)) === setting;
}

/** A limit as GOMEMLIMIT is written: whole MiB, rounded down. */
export const goMemLimitText = (bytes: number): string => `${Math.floor(bytes / 2 ** 20)}MiB`;
