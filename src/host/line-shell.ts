import { UserError } from '../base/errors.ts';
import type { Session } from '../shell/session.ts';
import { type EngineSurroundings, runLineHere } from './engine.ts';
import type { ReportSink } from './output.ts';

export interface LineShell {
  readonly surroundings: EngineSurroundings;
  readonly sink: ReportSink;
  readonly stdout: NodeJS.WriteStream;
  readonly prompt: string;
}

/** A session without drawing: commands come line by line, each behind a prompt, until they end or one of them quits. */
export async function runLineShell(
  start: Session,
  lines: AsyncIterable<string> | Iterable<string>,
  { surroundings, sink, stdout, prompt }: LineShell,
): Promise<void> {
  let session = start;
  stdout.write(prompt);
  for await (const line of lines) {
    try {
      const { session: next, outcome } = await runLineHere(line, session, sink, surroundings);
      session = next;
      if (outcome.type === 'quit') return;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // A script gets pprof's sentence and nothing else.
      sink.message(error.message);
    }
    stdout.write(prompt);
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
