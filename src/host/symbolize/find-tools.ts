import { toolPaths } from '../tool-paths.ts';
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

/** The tools that are there, the best first; `toolPaths` tells where they are looked for. */
export function findTools(
  places: string,
  { programs, env }: { readonly programs: Programs; readonly env: (name: string) => string | undefined },
): readonly InstalledTool[] {
  return TOOLS.flatMap((tool) => {
    const program = toolPaths(tool.name, places, env('PATH') ?? '').find((path) => programs.isProgram(path));
    return program === undefined ? [] : [{ tool, program }];
  });
}
