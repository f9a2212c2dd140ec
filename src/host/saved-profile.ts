/** What came from a server is kept in a file, so that it can be looked at again: pprof's rules for where and how. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../base/errors.ts';
import { baseName } from '../base/path-text.ts';
import type { Profile } from '../profile/tables.ts';
import type { Host } from '../shell/host.ts';
import { makeDirectory } from './make-directory.ts';
import { createNumberedFile } from './numbered-file.ts';

export interface SavingOptions {
  readonly env: Host['env'];
  /** Told where the profile is, or why it is nowhere. */
  readonly notify: (text: string) => void;
}

/**
 * Keeps an encoded profile in a new file, `pprof.<binary>.<value types>.001.pb.gz`. That it cannot be written is told,
 * and no reason to stop; that there is no directory at all throws a UserError, as it ends pprof.
 */
export function saveProfile(profile: Profile, bytes: Uint8Array, { env, notify }: SavingOptions): void {
  const directory = savingDirectory({ env, notify });
  try {
    const file = createNumberedFile({ directory, prefix: savedName(profile), extension: EXTENSION });
    file.write(bytes);
    notify(`Saved profile in ${file.path}`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    notify(`Could not save profile: ${error.message}`);
  }
}

const EXTENSION = '.pb.gz';

/** The first of pprof's directories that is there or can be made. Throws UserError where none can. */
export function savingDirectory({ env, notify }: SavingOptions): string {
  const home = env('HOME') || (process.platform === 'win32' && env('USERPROFILE')) || '';
  const directories = [env('PPROF_TMPDIR') ?? '', home && join(home, 'pprof'), systemTempDirectory(env)];
  for (const directory of directories) {
    if (directory === '') continue;
    const problem = makeDirectory(directory);
    if (problem === undefined) return directory;
    notify(`Could not use temp dir ${directory}: ${problem}`);
  }
  throw new UserError(
    'failed to identify temp dir',
    'name a directory that you may write to in the environment variable PPROF_TMPDIR',
  );
}

/** Where files go that nobody keeps, as Go finds it: only TMPDIR counts outside Windows. */
export function systemTempDirectory(env: Host['env']): string {
  return process.platform === 'win32' ? tmpdir() : env('TMPDIR') || '/tmp';
}

/** The file systems in use take names of 255 bytes; the rest is for the number, of up to four digits. */
const LONGEST_NAME = 255 - '9999'.length - EXTENSION.length;

/** `pprof.<binary>.<value type>.<value type>.`, what stands before the number. */
function savedName({ mappings, valueTypes }: Profile): string {
  const file = mappings.at(0)?.file ?? '';
  const parts = ['pprof', ...(file === '' ? [] : [baseName(file)]), ...valueTypes.map(({ type }) => type)];
  return `${shortened(harmless(parts.join('.')), LONGEST_NAME - 1)}.`;
}

/**
 * A profile's texts come from elsewhere: one may hold what would lead to another directory, end the name, or draw on
 * the terminal that shows it.
 */
function harmless(name: string): string {
  const text = name.replace(process.platform === 'win32' ? /[/\\<>:"|?*]/g : /\//g, '_');
  return text.toWellFormed().replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]/gu, '_');
}

/** As much of the beginning as fits into a number of bytes, in whole characters. */
function shortened(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}
