import { baseName } from '../base/path-text.ts';

/** Prefixes of build systems' sandboxes; never part of the name a user knows a file by. */
const SANDBOX_PREFIXES = ['/proc/self/cwd/./', '/proc/self/cwd/'];

/**
 * A file name as a report shows it: without the prefixes of `prefixes` (separated by `:`). Where no prefix is given, a
 * directory of `searchPath` whose last element occurs in the name cuts it there.
 */
export function trimPath(path: string, prefixes: string, searchPath: string): string {
  if (prefixes === '') {
    for (const directory of searchPath === '' ? [] : searchPath.split(':')) {
      const mark = `/${baseName(directory)}/`;
      const at = path.indexOf(mark);
      if (at !== -1) return path.slice(at + mark.length);
    }
  }
  const listed = prefixes === '' ? [] : prefixes.split(':');
  for (const prefix of [...listed, ...SANDBOX_PREFIXES]) {
    const directory = prefix.endsWith('/') ? prefix : `${prefix}/`;
    if (path.startsWith(directory)) return path.slice(directory.length);
  }
  return path;
}

/** A source file that was found, or where it was looked for. */
export type SourceFile =
  | { readonly type: 'found'; readonly path: string; readonly lines: readonly string[] }
  | {
      readonly type: 'missing';
      /** The failure as pprof words it. */
      readonly reason: string;
      /** The paths that were tried. */
      readonly tried: readonly string[];
    };
