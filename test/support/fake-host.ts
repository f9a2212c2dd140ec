import type { FoundBinary } from '../../src/analysis/instructions.ts';
import type { Host } from '../../src/shell/host.ts';

/** A machine made of a few files, given by their absolute paths. Remembers what was read and written. */
export function fakeHost({
  files = {},
  env = {},
  currentDirectory = '/home/me/app',
  binaries = {},
  goModules = {},
}: {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly currentDirectory?: string;
  /** What is found for the files of mappings; nothing for others. */
  readonly binaries?: Readonly<Record<string, FoundBinary>>;
  /** The main modules of Go binaries. */
  readonly goModules?: Readonly<Record<string, string>>;
}): Host & { readonly written: ReadonlyMap<string, string> } {
  const written = new Map<string, string>();
  return {
    written,
    env: (name) => env[name],
    currentDirectory: () => currentDirectory,
    readFile: (path) => (path in files ? Buffer.from(files[path]) : undefined),
    listDirectory: (path) => {
      const names = Object.keys(files)
        .filter((file) => file.startsWith(`${path}/`))
        .map((file) => file.slice(path.length + 1).split('/')[0]);
      return [...new Set(names)];
    },
    openBinary: ({ file }) => binaries[file] ?? { type: 'missing', reason: `open ${file}: no such file or directory` },
    goModule: (path) => goModules[path],
    writeFile: (path, content) => void written.set(path, Buffer.from(content).toString()),
  };
}
