import { textOfBytes } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { childProcess } from '../child-process.ts';
import { isProgram } from '../programs.ts';
import { toolPaths } from '../tool-paths.ts';

/** A program of binutils or LLVM on this machine. */
export interface Tool {
  readonly path: string;
  /** LLVM's have some flags of their own. */
  readonly isLlvm: boolean;
}

export interface ToolResult {
  readonly output: string;
  /** What it complains about; it may have written something all the same. */
  readonly complaint: string;
}

/**
 * The tools of a name that are installed, the platform's own before LLVM's; `toolPaths` tells where they are looked for.
 * Throws UserError when there is none.
 */
export function findTools(name: 'objdump' | 'nm', places: string, path = process.env['PATH'] ?? ''): Tool[] {
  const found = [name, `llvm-${name}`].flatMap((program) => {
    const first = toolPaths(program, places, path).find(isProgram);
    return first === undefined ? [] : [{ path: first, isLlvm: isLlvm(first) }];
  });
  if (found.length === 0) {
    throw new UserError(
      `exec: "${name}": executable file not found in $PATH`,
      'install binutils or llvm, or name the directory of their programs in PPROF_TOOLS',
    );
  }
  return found;
}

const kinds = new Map<string, boolean>();

function isLlvm(path: string): boolean {
  let isOne = kinds.get(path);
  if (isOne === undefined) {
    isOne = /LLVM/.test(runTool(path, ['--version']).output);
    kinds.set(path, isOne);
  }
  return isOne;
}

/** Long enough for the largest binaries; a tool that takes longer hangs. */
const TIMEOUT_MS = 180_000;

/**
 * Runs a tool without a shell and waits for it. It speaks English and does not ask the network for debug information.
 * Throws UserError when it cannot be run or does not end.
 */
export function runTool(path: string, args: readonly string[]): ToolResult {
  const { stdout, stderr, error } = childProcess().spawnSync(path, args, {
    env: { ...process.env, LC_ALL: 'C', DEBUGINFOD_URLS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: Number.POSITIVE_INFINITY,
    timeout: TIMEOUT_MS,
  });
  if (error !== undefined) throw new UserError(`${path}: ${error.message}`);
  return { output: textOfBytes(stdout), complaint: textOfBytes(stderr).trim() };
}
