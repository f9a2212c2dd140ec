import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { UserError } from '../base/errors.ts';
import type { Host } from '../shell/host.ts';
import { childProcess } from './child-process.ts';
import { systemProblem } from './system-problem.ts';

export type Environment = Pick<Host, 'env'>;

const IS_WINDOWS = process.platform === 'win32';

/**
 * The file of a program in $PATH, undefined where there is none. Directories that are not absolute are passed over, as Go
 * does: what lies in the current directory, beside a profile somebody sent, is not to be run.
 */
export function findProgram(name: string, { env }: Environment): string | undefined {
  if (basename(name) !== name) return name;
  for (const directory of (env('PATH') ?? '').split(delimiter)) {
    if (!isAbsolute(directory)) continue;
    for (const extension of IS_WINDOWS ? ['.exe', '.com'] : ['']) {
      const file = join(directory, name + extension);
      if (isProgram(file)) return file;
    }
  }
  return undefined;
}

/** Whether a file is there that can be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Whatever the reason, it cannot be run.
    return false;
  }
}

/** Starts a program, without a shell. Rejects with a UserError that says in Go's words why it does not start. */
export async function startProgram(
  name: string,
  args: readonly string[],
  options: SpawnOptions,
  machine: Environment,
): Promise<ChildProcess> {
  const file = findProgram(name, machine);
  if (file === undefined) {
    const path = IS_WINDOWS ? '%PATH%' : '$PATH';
    throw new UserError(`exec: ${JSON.stringify(name)}: executable file not found in ${path}`);
  }
  try {
    const child = childProcess().spawn(file, args, { ...options, windowsHide: true });
    await once(child, 'spawn');
    return child;
  } catch (error) {
    throw new UserError(`fork/exec ${file}: ${systemProblem(error)}`);
  }
}

/** Waits for the end of a program. Resolves to what went wrong in Go's words, undefined where nothing did. */
export async function endOf(child: ChildProcess): Promise<string | undefined> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  if (child.signalCode !== null) return `signal: ${SIGNAL_NAMES[child.signalCode] ?? child.signalCode}`;
  return child.exitCode === 0 ? undefined : `exit status ${child.exitCode}`;
}

const SIGNAL_NAMES: Readonly<Record<string, string>> = {
  SIGHUP: 'hangup',
  SIGINT: 'interrupt',
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};
