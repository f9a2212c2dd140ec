import { delimiter, join, resolve } from 'node:path';

/**
 * The files a tool may be, the likeliest first: where `places` says, as `-tools` and PPROF_TOOLS do (directories, or
 * `tool:directory` and `tool:file` for one tool, separated by commas), and then in the directories of `path`. They are
 * absolute, as a bare name would be looked for on the path once more.
 */
export function toolPaths(tool: string, places: string, path: string): string[] {
  const given = places.split(',').filter((place) => place !== '');
  const own = given.filter((place) => place.startsWith(`${tool}:`)).map((place) => place.slice(tool.length + 1));
  // One letter in front of a colon is a drive.
  const common = given.filter((place) => !/^[\w-]{2,}:/.test(place));
  // An empty entry would be the current directory, where anybody may have put a program.
  const searched = path.split(delimiter).filter((directory) => directory !== '');
  const paths = [...own, ...[...own, ...common, ...searched].map((directory) => join(directory, tool))];
  const absolute = paths.map((candidate) => resolve(candidate));
  return process.platform === 'win32' ? absolute.flatMap((candidate) => [candidate, `${candidate}.exe`]) : absolute;
}
