import { bytesOfText } from '../../../src/base/byte-text.ts';
import { UserError } from '../../../src/base/errors.ts';
import type { BinaryFiles } from '../../../src/host/binaries/binary-files.ts';
import type { ProgramResult } from '../../../src/host/symbolize/programs.ts';
import type { SymbolizeMachine } from '../../../src/host/symbolize/symbolize.ts';

/** What a fake program does: what it prints, or all that it leaves behind. */
export type FakeProgram = (args: readonly string[], input: string) => string | ProgramResult;

export interface FakeMachine extends SymbolizeMachine {
  /** The command lines of the programs that ran, with the lines of their input. */
  readonly runs: string[];
}

export function fakeFiles(files: Readonly<Record<string, Uint8Array | string>>): BinaryFiles {
  return {
    readPart(path, position, length) {
      const content = files[path];
      if (content === undefined) throw new UserError(`open ${path}: no such file or directory`);
      return (typeof content === 'string' ? bytesOfText(content) : content).subarray(position, position + length);
    },
    listDirectory: (directory) =>
      Object.keys(files)
        .filter((path) => path.startsWith(`${directory}/`))
        .map((path) => path.slice(directory.length + 1).split('/')[0])
        .reverse(),
  };
}

/** A machine with files, environment variables, and programs by their paths. */
export function fakeMachine({
  files = {},
  env = {},
  programs = {},
}: {
  readonly files?: Readonly<Record<string, Uint8Array | string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly programs?: Readonly<Record<string, FakeProgram>>;
}): FakeMachine {
  const runs: string[] = [];
  return {
    runs,
    env: (name) => env[name],
    files: fakeFiles(files),
    programs: {
      isProgram: (path) => path in programs,
      async run(program, args, { input }) {
        runs.push([program, ...args, '<', ...input.split('\n')].join(' ').trim());
        const result = programs[program](args, input);
        return typeof result === 'string' ? { isOk: true, output: result, complaints: '' } : result;
      },
    },
  };
}
