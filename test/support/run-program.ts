import { PassThrough } from 'node:stream';
import { machine } from '../../src/host/machine.ts';
import { runProgram } from '../../src/program.ts';
import type { Host } from '../../src/shell/host.ts';

export interface ProgramRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both as they came. */
  readonly both: string;
}

export interface ProgramSurroundings {
  /** The whole of standard input; nothing where it is left out. */
  readonly stdin?: string;
  readonly host?: Partial<Host>;
}

/** Runs the program in this process, without a terminal. */
export async function run(
  args: readonly string[],
  { stdin = '', host = {} }: ProgramSurroundings = {},
): Promise<ProgramRun> {
  const written: { readonly to: 'stdout' | 'stderr'; readonly bytes: Buffer }[] = [];
  const stream = (to: 'stdout' | 'stderr') => {
    const sink = new PassThrough();
    sink.write = (bytes: unknown) => {
      written.push({ to, bytes: Buffer.from(bytes as Uint8Array) });
      return true;
    };
    return sink as unknown as NodeJS.WriteStream;
  };
  const status = await runProgram(args, {
    stdin: PassThrough.from(stdin === '' ? [] : [stdin]) as unknown as NodeJS.ReadStream,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    machine: { ...machine, ...host },
    version: 'test',
    onInterrupt: () => () => undefined,
  });
  const textTo = (wanted?: 'stdout' | 'stderr') =>
    Buffer.concat(written.filter(({ to }) => wanted === undefined || to === wanted).map(({ bytes }) => bytes)).toString(
      'latin1',
    );
  return { status, stdout: textTo('stdout'), stderr: textTo('stderr'), both: textTo() };
}
