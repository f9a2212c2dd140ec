import { Worker } from 'node:worker_threads';
import { Cancelled, UserError } from '../../base/errors.ts';

export interface DrawingOptions {
  /** Stops the drawing, which then rejects with Cancelled. */
  readonly signal?: AbortSignal;
  /** Told what Graphviz says beside the picture. */
  readonly message?: (text: string) => void;
  /** The built module of the drawing thread. */
  readonly module?: URL;
}

/** What the drawing thread begins with. */
export interface DrawingTask {
  readonly text: Uint8Array;
  readonly format: 'svg' | 'png';
}

/** What it ends with: the picture, and what Graphviz says beside it; or why there is none. */
export type DrawingResult =
  | { readonly type: 'drawn'; readonly picture: Uint8Array; readonly words: string }
  | { readonly type: 'refused'; readonly problem: string };

/**
 * Draws a graph with the Graphviz that is part of the program. A layout is one call that may take minutes and as much
 * memory as there is, so it has a thread of its own: that can be stopped, and may fail, alone. Rejects with UserError.
 */
export async function drawInThread(task: DrawingTask, options: DrawingOptions): Promise<Uint8Array> {
  const { signal, message, module = new URL('./drawing-thread.js', import.meta.url) } = options;
  const worker = new Worker(module, { workerData: task });
  const result = await new Promise<DrawingResult>((resolve, reject) => {
    const stop = () => {
      void worker.terminate();
      reject(new Cancelled());
    };
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    worker.once('message', resolve);
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ type: 'refused', problem: 'out of memory' });
      else reject(error);
    });
    worker.once('exit', () => signal?.removeEventListener('abort', stop));
  });
  if (result.type === 'refused') {
    throw new UserError(
      `cannot draw the graph: ${result.problem}`,
      'try fewer nodes, such as nodecount=50, or look at its text with dot',
    );
  }
  if (result.words !== '') message?.(result.words);
  return result.picture;
}
