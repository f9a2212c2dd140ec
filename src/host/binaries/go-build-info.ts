import { UserError } from '../../base/errors.ts';
import { readBuildInfo } from '../../memory/build/build-info.ts';
import { mainModuleOf } from '../../memory/build/go-build.ts';
import type { BinaryFiles } from './binary-files.ts';

/** The main module of a binary, by its build info. Undefined where there is no such file, or nothing in it. */
export function goModuleOf(files: BinaryFiles, path: string): string | undefined {
  try {
    const info = readBuildInfo({ size: Infinity, read: (offset, length) => files.readPart(path, offset, length) });
    return info?.go && mainModuleOf(info.go);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
