import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { textOfBytes } from '../../base/byte-text.ts';
import { UserError } from '../../base/errors.ts';
import { childProcess } from '../child-process.ts';

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
 * The tools of a name that are installed, the platform's own before LLVM's. They are looked for where `places` says, as
 * `-tools` and PPROF_TOOLS do: directories, or `tool:directory` and `tool:file` for one tool, separated by commas; and
 * then in the directories of `path`. Throws UserError when there is none.
 */
export function findTools(name: 'objdump' | 'nm', places: string, path = process.env['PATH'] ?? ''): Tool[] {
  const found = [name, `llvm-${name}`].flatMap((program) => {
    const first = candidates(program, places, path).find(isProgram);
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

function candidates(program: string, places: string, path: string): string[] {
  const given = places.split(',').filter((place) => place !== '');
  const own = given.filter((place) => place.startsWith(`${program}:`)).map((place) => place.slice(program.length + 1));
  // One letter in front of a colon is a drive.
  const common = given.filter((place) => !/^[\w-]{2,}:/.test(place));
  // An empty entry would be the current directory, where anybody may have put a program.
  const searched = path.split(delimiter).filter((directory) => directory !== '');
  const paths = [...own, ...[...own, ...common, ...searched].map((directory) => join(directory, program))];
  const absolute = paths.map((candidate) => resolve(candidate));
  return process.platform === 'win32' ? absolute.flatMap((candidate) => [candidate, `${candidate}.exe`]) : absolute;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Whatever the reason, it cannot be run.
    return false;
  }
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
