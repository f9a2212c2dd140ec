import { UserError } from '../base/errors.ts';
import type { Host } from '../shell/host.ts';
import type { CommandContext } from '../shell/language/command.ts';
import type { Outcome } from '../shell/outcome.ts';
import { runLine } from '../shell/run-line.ts';
import type { Session } from '../shell/session.ts';
import { outputChunks, writeChunk, writeReportFile } from './output.ts';

/** Where the text of a session goes. */
export interface ShellStreams {
  readonly stdout: NodeJS.WriteStream;
  message(text: string): void;
  /** For the user's mistakes. */
  error(error: UserError): void;
  readonly draw: Parameters<typeof outputChunks>[1];
}

/** Carries out what a command asks for, apart from screens. Says whether the session goes on. */
export async function carryOut(outcome: Outcome, streams: ShellStreams, host: Host): Promise<boolean> {
  switch (outcome.type) {
    case 'quit':
      return false;
    case 'message':
      streams.message(outcome.lines.map((line) => `${line}\n`).join(''));
      return true;
    case 'report':
      if (outcome.file !== '') writeReportFile(outcome, streams, host);
      else for (const chunk of outputChunks(outcome.lines, streams.draw)) await writeChunk(streams.stdout, chunk);
      return true;
    default:
      return true;
  }
}

/** A session without drawing: commands come line by line, each behind a prompt, until they end or one of them quits. */
export async function runLineShell(
  start: Session,
  lines: AsyncIterable<string> | Iterable<string>,
  {
    streams,
    host,
    context,
    prompt,
  }: {
    readonly streams: ShellStreams;
    readonly host: Host;
    readonly context: Omit<CommandContext, 'session'>;
    readonly prompt: string;
  },
): Promise<void> {
  let session = start;
  streams.stdout.write(prompt);
  for await (const line of lines) {
    try {
      const result = runLine(line, { ...context, session });
      session = result.session;
      if (!(await carryOut(result.outcome, streams, host))) return;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      streams.error(error);
    }
    streams.stdout.write(prompt);
  }
}

/** The lines of a stream of text; a last one without an end counts. */
export async function* linesOf(input: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const piece of input) {
    rest += typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
