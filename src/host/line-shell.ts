import { UserError } from '../base/errors.ts';
import type { Interpreter } from './interpreter.ts';
import type { ReportSink } from './output.ts';
import { tell } from './program-io.ts';

export interface LineShell {
  readonly sink: ReportSink;
  readonly stdout: NodeJS.WriteStream;
  readonly prompt: string;
  /** Whether mistakes are told with what to do about them; pprof's scripts get its sentence and nothing else. */
  readonly givesAdvice: boolean;
}

/**
 * A session without drawing: commands come line by line, each behind a prompt, until they end or one of them quits.
 * Resolves to whether any of them went wrong.
 */
export async function runLineShell(
  interpreter: Interpreter,
  lines: AsyncIterable<string> | Iterable<string>,
  { sink, stdout, prompt, givesAdvice }: LineShell,
): Promise<{ readonly hasFailed: boolean }> {
  let hasFailed = false;
  stdout.write(prompt);
  for await (const line of lines) {
    try {
      if (!(await interpreter.run(line))) break;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      tell(error.message, givesAdvice ? error.hint : undefined, sink.message);
      hasFailed = true;
    }
    stdout.write(prompt);
  }
  return { hasFailed };
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
