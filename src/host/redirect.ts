/** Output that goes to a program or a file. */
import type { ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { UserError } from '../base/errors.ts';
import { childProcess } from './child-process.ts';
import { OutputClosed, type ReportSink, writeChunk } from './output.ts';
import { systemProblem } from './system-problem.ts';

/**
 * Runs a command line of the user's in their system's shell, with what `write` writes as its input. What it prints goes to
 * our standard output as it is, or to `sink`. Resolves when it has ended.
 */
export async function throughProgram(
  command: string,
  write: (input: ReportSink['write']) => Promise<void>,
  sink: ReportSink | 'inherit',
): Promise<void> {
  const child = childProcess().spawn(command, {
    shell: true,
    stdio: ['pipe', sink === 'inherit' ? 'inherit' : 'pipe', 'inherit'],
    windowsHide: true,
  });
  const { stdin, stdout } = child;
  if (stdin === null) throw new Error('a program was started without its input');
  const ended = endOf(child);
  // A program such as head may have enough before we are done. What follows from that is told by `writeChunk`.
  stdin.on('error', () => undefined);
  const printed = sink === 'inherit' || stdout === null ? undefined : passOn(stdout, sink);
  try {
    await write((chunk) => writeChunk(stdin as NodeJS.WritableStream as NodeJS.WriteStream, chunk));
  } catch (error) {
    if (!isClosedPipe(error)) throw error;
  } finally {
    stdin.end();
    await printed;
    await ended;
  }
  const problem = await ended;
  if (problem !== undefined) throw new UserError(`${command}: ${problem}`, 'check the command behind the |');
}

/** What kept a program from running; undefined where it ran, whatever it found. */
function endOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(systemProblem(error)));
    child.once('close', (status) => resolve(status === null ? undefined : SHELL_PROBLEMS.get(status)));
  });
}

/** The statuses by which a system's shell says that it could not start a program. */
const SHELL_PROBLEMS: ReadonlyMap<number, string> = new Map([
  [126, 'cannot be run'],
  [127, 'not found'],
]);

/** Whether a program has stopped reading what it is given. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof OutputClosed || (error instanceof Error && 'code' in error && error.code === 'EPIPE');
}

async function passOn(from: AsyncIterable<Uint8Array>, sink: ReportSink): Promise<void> {
  for await (const chunk of from) await sink.write(chunk);
}

/** Adds to the end of a file, which is made where there is none. Throws UserError where that fails. */
export function appendToFile(file: string, content: Uint8Array): void {
  try {
    appendFileSync(file, content);
  } catch (error) {
    throw new UserError(`open ${file}: ${systemProblem(error)}`, 'choose a file that you may write');
  }
}
