import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { bytesOfText, textOfBytes } from '../../base/byte-text.ts';
import { Cancelled, UserError } from '../../base/errors.ts';
import type { BinaryFiles } from '../binaries/binary-files.ts';
import { childProcess } from '../child-process.ts';
import { isProgram } from '../programs.ts';
import { systemProblem } from '../system-problem.ts';
import type { ProgramResult, Programs, RunOptions } from './programs.ts';

/** Debug information of a browser takes minutes to read; a tool that takes longer hangs. */
const TIME_LIMIT_MS = 5 * 60_000;
/** What a tool prints about a million addresses stays far below. */
const OUTPUT_LIMIT = 2 ** 29;

/** The files of the machine the program runs on. Paths are bytes, as file systems see them. */
export const localBinaryFiles: BinaryFiles = {
  readPart(path, position, length) {
    const file = openForReading(path);
    try {
      if (!fstatSync(file).isFile()) return new Uint8Array();
      const bytes = new Uint8Array(length);
      let size = 0;
      for (let got = -1; got !== 0 && size < length; size += got) {
        got = readSync(file, bytes, size, length - size, position + size);
      }
      return bytes.subarray(0, size);
    } finally {
      closeSync(file);
    }
  },
  listDirectory(path) {
    try {
      return readdirSync(pathBytes(path), { encoding: 'buffer' }).map(textOfBytes);
    } catch {
      // Whatever the reason, there is nothing to be found here.
      return [];
    }
  },
};

/** Opening a pipe would wait for someone to write to it, were it not for the flag. */
function openForReading(path: string): number {
  try {
    return openSync(pathBytes(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw new UserError(`open ${path}: ${isBadPath(error) ? 'invalid argument' : systemProblem(error)}`);
  }
}

const pathBytes = (path: string) => (path.isWellFormed() ? path : Buffer.from(bytesOfText(path)));

/** No path holds a zero byte. */
const isBadPath = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ERR_INVALID_ARG_VALUE';

/** The programs of the machine the program runs on. */
export const localPrograms: Programs = {
  isProgram,
  run: (program, args, options) => runProgram(program, args, options, TIME_LIMIT_MS),
};

/** Exported for tests, which have no minutes to wait. */
export function runProgram(
  program: string,
  args: readonly string[],
  { input, signal }: RunOptions,
  timeLimitMs: number,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new Cancelled());
      return;
    }
    // Messages in the user's language would not be understood.
    const env = { ...process.env, LC_ALL: 'C' };
    const child = childProcess().spawn(program, args, { stdio: 'pipe', windowsHide: true, env });
    const stop = (reason: Error) => {
      child.kill('SIGKILL');
      settle(() => reject(reason));
    };
    const cancel = () => stop(new Cancelled());
    const timer = setTimeout(() => stop(new UserError('it takes too long')), timeLimitMs);
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      finish();
    };
    signal?.addEventListener('abort', cancel);

    let size = 0;
    const collect = (stream: NodeJS.ReadableStream): Buffer[] => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > OUTPUT_LIMIT) stop(new UserError('it prints too much'));
        else pieces.push(piece);
      });
      return pieces;
    };
    const output = collect(child.stdout);
    const complaints = collect(child.stderr);
    child.on('error', (error) => settle(() => reject(new UserError(`it cannot be started: ${systemProblem(error)}`))));
    child.on('close', (status) => {
      const textOf = (pieces: readonly Buffer[]) => textOfBytes(Buffer.concat(pieces));
      settle(() => resolve({ isOk: status === 0, output: textOf(output), complaints: textOf(complaints) }));
    });
    // A program that ends before it has read everything says why by its status.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
