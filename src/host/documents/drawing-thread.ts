/** The thread that draws one graph: Graphviz, compiled to WebAssembly, and for png a rasteriser. */
import { parentPort, workerData } from 'node:worker_threads';
import { instance } from '@viz-js/viz';
import type { DrawingResult, DrawingTask } from './draw-in-thread.ts';
import { wellFormedXml } from './svg-text.ts';

if (parentPort === null) throw new Error('this module runs in a thread of its own');
const { text, format }: DrawingTask = workerData;
parentPort.postMessage(await draw());

async function draw(): Promise<DrawingResult> {
  try {
    const graphviz = await instance();
    const { output: svg, errors } = graphviz.render(graphText(text), { format: 'svg' });
    // Its warnings are about the widths of characters that are not in its tables, which are always estimates.
    const words = errors.filter(({ level }) => level === 'error').map(({ message }) => message);
    if (svg === undefined) return { type: 'refused', problem: words.join('; ') };
    return { type: 'drawn', picture: await pictureOf(svg), words: words.join('\n') };
  } catch (error) {
    // A graph too large for the stack or the memory that WebAssembly has. (Its RuntimeError is a name to Node's types.)
    const isLimit = error instanceof Error && ['RangeError', 'RuntimeError'].includes(error.name);
    if (isLimit) return { type: 'refused', problem: error.message };
    throw error;
  }
}

async function pictureOf(svg: string): Promise<Uint8Array> {
  if (format === 'svg') return new TextEncoder().encode(svg);
  const { rasterize } = await import('./rasterize.ts');
  return rasterize(wellFormedXml(svg));
}

/** Graphviz takes UTF-8 that ends at a zero byte. */
function graphText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll('\0', '\ufffd');
}
