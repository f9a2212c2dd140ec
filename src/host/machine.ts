import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Host } from '../shell/host.ts';
import { goModuleOf } from './binaries/go-build-info.ts';
import { openBinary } from './object-tools/binary.ts';
import { localBinaryFiles } from './symbolize/local-machine.ts';
import { writeWholeFile } from './write-file.ts';

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
  openBinary,
  goModule: (path) => goModuleOf(localBinaryFiles, path),
  writeFile: writeWholeFile,
};
