import { parseQuery, parseUrl, queryText, type Url, urlText, withoutPasswords } from './url-text.ts';

/** A profile that a server has. */
export interface RemoteSource {
  /** As the user wrote it, without a password: for messages about it. */
  readonly name: string;
  /** What is asked for. Holds the password, where there is one. */
  readonly url: string;
  /** How long the server is told to record; 0 where it decides that itself. */
  readonly seconds: number;
  /** How long the server may take to answer, in milliseconds. */
  readonly limitMs: number;
}

/** Where Go's pprof looks on a server when no path is named. */
const DEFAULT_PATH = '/debug/pprof/profile';
const DEFAULT_LIMIT_SECONDS = 60;
/** A server needs some time besides that of recording, and on top of any limit. */
const RECORDING_FACTOR = 1.5;
const SLACK_SECONDS = 5;
/** Timers go no further. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * What to ask a server for when a source of the command line names no file. Undefined where it is no URL either: it is
 * a missing file then. `seconds` and `timeout` are those of the command line; 0 or less stands for "not given".
 */
export function sourceUrl(
  source: string,
  { seconds, timeout }: { readonly seconds: number; readonly timeout: number },
): RemoteSource | undefined {
  const url = sourceAsUrl(source);
  if (url === undefined) return undefined;
  let query = parseQuery(url.query ?? '');
  if (seconds > 0) query = [...query.filter(([key]) => key !== 'seconds'), ['seconds', String(seconds)]];
  const path = url.path === '' || url.path === '/' ? DEFAULT_PATH : url.path;
  // A lone question mark stays, but none is left of a query in which nothing could be read.
  const asked = queryText(query) || (url.query === '' ? '' : undefined);
  const limitSeconds = timeout > 0 ? timeout : recordingSeconds(query) * RECORDING_FACTOR || DEFAULT_LIMIT_SECONDS;
  return {
    name: withoutPasswords(source),
    url: urlText({ ...url, path, query: asked }, 'shown'),
    seconds: Math.max(0, seconds),
    limitMs: Math.min((limitSeconds + SLACK_SECONDS) * 1000, LONGEST_TIMER_MS),
  };
}

/** `host:port/path`, which is how people write it, reads as a scheme without a host; `http://` in front helps. */
function sourceAsUrl(source: string): Url | undefined {
  let url = parseUrl(source);
  if (url === undefined || (url.host === '' && url.scheme !== '' && url.scheme !== 'file')) {
    url = parseUrl(`http://${source}`);
  }
  return url === undefined || url.host === '' ? undefined : url;
}

/** How long a query makes the server record; 0 where it does not say. */
function recordingSeconds(query: readonly (readonly [string, string])[]): number {
  const [, value] = query.find(([key]) => key === 'seconds') ?? ['', ''];
  return /^[+-]?\d+$/.test(value) ? Math.max(0, Number(value)) : 0;
}
