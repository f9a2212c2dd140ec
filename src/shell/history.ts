import type { Host } from './host.ts';
import { stateDirectory } from './user-directories.ts';

/** How many lines are kept. */
export const HISTORY_LIMIT = 10_000;

/** The lines of a history file, oldest first: the newest of them where there are more than are kept. */
export function parseHistory(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-HISTORY_LIMIT);
}

/**
 * The history with a line at its end. The same history where the line is not to be kept: because it is empty, repeats
 * the one before, begins with a space, or has a password or the like in it.
 */
export function withLine(history: readonly string[], line: string): readonly string[] {
  if (!isKept(line) || line === history.at(-1)) return history;
  return [...history.slice(1 - HISTORY_LIMIT), line];
}

function isKept(line: string): boolean {
  return line.trim() !== '' && !line.startsWith(' ') && !/[\r\n]/.test(line) && !hasSecret(line);
}

function hasSecret(line: string): boolean {
  return SECRETS.some((pattern) => pattern.test(line));
}

/** What URLs carry that should not be read by whoever comes to the machine later. */
const SECRETS: readonly RegExp[] = [
  // https://user:password@host, https://token@host, and user:password@host:6060 without a scheme
  /:\/\/[^\s/?#]*@/,
  /(?:^|[\s=])[^\s:/@=]+:[^\s:/@]+@[\w[]/,
  // ?token=…, &access_token=…, ;X-Amz-Signature=…
  /[?&;#][^\s?&;#=]*(?:token|secret|passw|passphrase|credential|signature|api[-_]?key|auth|session)[^\s?&;#=]*=/i,
  /[?&;#](?:key|pass|pwd|pw|sig|jwt|code)=/i,
];

/** Where the history is kept between sessions; undefined where the environment does not tell. */
export function historyPath(host: Host): string | undefined {
  const state = stateDirectory(host);
  return state === undefined ? undefined : `${state}/history`;
}
