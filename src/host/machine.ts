import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { UserError } from '../base/errors.ts';
import type { Host } from '../shell/host.ts';

/** The machine the program runs on. */
export const machine: Host = {
  env: (name) => process.env[name],
  currentDirectory: () => process.cwd(),
  readFile(path) {
    try {
      return statSync(path).isFile() ? readFileSync(path) : undefined;
    } catch {
      // Whatever the reason, there is nothing to read here; the caller says where it looked.
      return undefined;
    }
  },
  listDirectory(path) {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  },
  writeFile(path, content) {
    try {
      writeFileSync(path, content);
    } catch (error) {
      throw new UserError(`open ${path}: ${systemProblem(error)}`, 'nothing was written; name another file');
    }
  },
};

/** What the system says about a failed call, in the words Go uses. */
export function systemProblem(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return (code && SYSTEM_PROBLEMS[code]) || (error instanceof Error ? error.message : String(error));
}

const SYSTEM_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on device',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'file name too long',
};
