import { delimiter } from 'node:path';
import { compareText } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { baseName, directoryOf, joinPath } from '../../base/path-text.ts';
import type { Mapping, Profile } from '../../profile/tables.ts';
import type { BinaryFiles } from './binary-files.ts';
import type { ObjectFile } from './object-file.ts';
import { openObjectFile } from './open-object-file.ts';

export interface LocateOptions {
  /** The binary that the command line names for the main mapping; empty for none. */
  readonly executable: string;
  /** A build id for a main mapping that has none; empty for none. */
  readonly buildId: string;
  readonly env: (name: string) => string | undefined;
  readonly files: BinaryFiles;
  /** Whether binaries are asked for their build ids. pprof in Go 1.26 takes all of them for empty. */
  readonly readsBuildIds: boolean;
  readonly notify: (message: string) => void;
}

/**
 * The profile with the files of its mappings as they are found on this machine: in the directories that
 * `PPROF_BINARY_PATH` lists, `~/pprof/binaries` by default, whether or not anybody will look into them. A mapping of
 * which no file is found keeps what it says. What the command line says about the main mapping comes last.
 */
export function locateBinaries(profile: Profile, options: LocateOptions): Profile {
  const { executable, buildId, env } = options;
  const listed = (env('PPROF_BINARY_PATH') || defaultDirectory(env)).split(delimiter);
  const directories = listed.filter((directory) => options.files.listDirectory(directory).length > 0);
  const mappings = profile.mappings.map((mapping, index) => {
    const file = locatedFile(mapping, directories, options) ?? mapping.file;
    return index === 0
      ? { ...mapping, file: executable || file, buildId: mapping.buildId || buildId }
      : { ...mapping, file };
  });
  return { ...profile, mappings };
}

function defaultDirectory(env: LocateOptions['env']): string {
  const home = process.platform === 'win32' ? env('USERPROFILE') : env('HOME');
  return joinPath(home ?? '', 'pprof', 'binaries');
}

/** The first binary among the candidates that has the build id of the mapping, or any where the mapping has none. */
function locatedFile(
  mapping: Mapping,
  directories: readonly string[],
  { files, readsBuildIds, notify }: LocateOptions,
): string | undefined {
  for (const directory of directories) {
    for (const path of candidates(mapping, directory, files)) {
      const object = openedOrNone(files, path);
      if (object === undefined) continue;
      const found = readsBuildIds ? object.buildId : '';
      if (mapping.buildId === '' || mapping.buildId === found) return path;
      notify(`Ignoring local file ${path}: build-id mismatch (${mapping.buildId} != ${found})`);
    }
  }
  return undefined;
}

/** Where a binary or its debug information may be below a directory, as package managers and debuggers lay them out. */
function* candidates({ file, buildId }: Mapping, directory: string, files: BinaryFiles): Generator<string> {
  const name = baseName(file);
  if (buildId !== '') {
    if (file !== '') yield joinPath(directory, buildId, name);
    const names = files.listDirectory(joinPath(directory, buildId)).toSorted(compareText);
    for (const other of names) yield joinPath(directory, buildId, other);
    if (file !== '') yield joinPath(directory, file, buildId);
    yield joinPath(directory, buildId.slice(0, 2), `${buildId.slice(2)}.debug`);
  }
  if (file === '') return;
  yield joinPath(directory, name);
  yield joinPath(directory, file);
  yield joinPath(directory, `${file}.debug`);
  yield joinPath(directory, directoryOf(file), '.debug', `${name}.debug`);
  yield joinPath(directory, 'usr/lib/debug', directoryOf(file), `${name}.debug`);
}

/** Undefined where there is no binary. */
function openedOrNone(files: BinaryFiles, path: string): ObjectFile | undefined {
  try {
    return openObjectFile(files, path);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
