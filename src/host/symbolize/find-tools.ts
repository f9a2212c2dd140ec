import { delimiter, resolve } from 'node:path';
import { addr2line } from './addr2line.ts';
import { llvmSymbolizer } from './llvm-symbolizer.ts';
import { nm } from './nm.ts';
import type { Programs } from './programs.ts';
import type { SymbolTool } from './symbol-tool.ts';

/** A tool and where its program is. */
export interface InstalledTool {
  readonly tool: SymbolTool;
  readonly program: string;
}

/** Those that know lines come before the one that only knows names. */
const TOOLS: readonly SymbolTool[] = [llvmSymbolizer, addr2line, nm];

/**
 * The tools that are there, the best first. They are looked for where `places` says, as in `-tools`: directories, or
 * `tool:directory` and `tool:file` for one tool, separated by commas; and then on the path that shells search.
 */
export function findTools(
  places: string,
  { programs, env }: { readonly programs: Programs; readonly env: (name: string) => string | undefined },
): readonly InstalledTool[] {
  const given = places.split(',').filter((place) => place !== '');
  // An empty entry would be the current directory, where anybody may have put a program.
  const searched = (env('PATH') ?? '').split(delimiter).filter((directory) => directory !== '');
  return TOOLS.flatMap((tool) => {
    const own = given.filter((place) => place.startsWith(`${tool.name}:`));
    const ownPaths = own.map((place) => place.slice(tool.name.length + 1));
    const common = given.filter((place) => !TOOLS.some(({ name }) => place.startsWith(`${name}:`)));
    // Absolute, as a bare name would be looked for on the path once more.
    const paths = [
      ...ownPaths.map((path) => resolve(path)),
      ...[...ownPaths, ...common, ...searched].map((directory) => resolve(directory, tool.name)),
    ];
    const program = paths.flatMap(executables).find((path) => programs.isProgram(path));
    return program === undefined ? [] : [{ tool, program }];
  });
}

function executables(path: string): readonly string[] {
  return process.platform === 'win32' ? [path, `${path}.exe`] : [path];
}
