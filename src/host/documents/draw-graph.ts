import { buffer, text as textOf } from 'node:stream/consumers';
import { Cancelled, UserError } from '../../base/errors.ts';
import type { ImageFormat } from '../../report/document.ts';
import { type Environment, endOf, findProgram, startProgram } from '../programs.ts';
import { type DrawingOptions, drawInThread } from './draw-in-thread.ts';
import { zoomableSvg } from './svg-text.ts';

/**
 * Draws the text of a graph. An installed Graphviz is asked first, so that the picture is the one pprof makes there;
 * without one, the Graphviz that is part of the program draws svg and png. Rejects with UserError.
 */
export async function drawGraph(
  text: Uint8Array,
  format: ImageFormat,
  machine: Environment,
  options: DrawingOptions = {},
): Promise<Uint8Array> {
  const isInstalled = findProgram('dot', machine) !== undefined;
  const picture =
    !isInstalled && (format === 'svg' || format === 'png')
      ? await drawInThread({ text, format }, options)
      : await drawWithDot(text, format, machine, options);
  return format === 'svg' ? zoomableSvg(picture) : picture;
}

/** Draws with the `dot` that is installed. */
async function drawWithDot(
  text: Uint8Array,
  format: ImageFormat,
  machine: Environment,
  { signal, message }: DrawingOptions,
): Promise<Uint8Array> {
  const child = await startProgram('dot', [`-T${format}`], { stdio: 'pipe' }, machine).catch((error: UserError) => {
    throw dotFailed(error.message, machine);
  });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('dot was started without pipes');
  const stop = () => child.kill('SIGKILL');
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  // Where it ends before it has read everything, its exit status says why.
  stdin.on('error', () => undefined);
  stdin.end(text);
  const [picture, words, problem] = await Promise.all([buffer(stdout), textOf(stderr), endOf(child)]);
  signal?.removeEventListener('abort', stop);
  if (signal?.aborted) throw new Cancelled();
  if (words !== '') message?.(words);
  if (problem !== undefined) throw dotFailed(problem, machine);
  return picture;
}

function dotFailed(problem: string, machine: Environment): UserError {
  const isInstalled = findProgram('dot', machine) !== undefined;
  return new UserError(
    `failed to execute dot. Is Graphviz installed? Error: ${problem}`,
    isInstalled
      ? 'svg and png can be drawn without Graphviz: leave its directory out of $PATH'
      : 'svg and png are drawn without Graphviz; install it for the other formats: https://graphviz.org',
  );
}
