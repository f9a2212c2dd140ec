import { once } from 'node:events';
import { bytesOfText } from '../base/byte-text.ts';
import { type Line, plainText } from '../report/line.ts';
import type { Host } from '../shell/host.ts';
import type { Outcome } from '../shell/outcome.ts';

/** How much text is gathered before it is written. */
const CHUNK = 1 << 16;

/** The reader of our output has gone away: nothing more has to be written, and that is no error. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** Turns lines into bytes, some at a time, so that a long report begins at once. `draw` makes the text of a line. */
export function* outputChunks(lines: Iterable<Line>, draw: (line: Line) => string = plainText): Generator<Uint8Array> {
  let text = '';
  for (const line of lines) {
    text += draw(line);
    text += '\n';
    if (text.length < CHUNK) continue;
    yield bytesOfText(text);
    text = '';
  }
  if (text !== '') yield bytesOfText(text);
}

/** Writes a chunk, waiting where the reader is slow. */
export async function writeChunk(stream: NodeJS.WriteStream, chunk: Uint8Array): Promise<void> {
  if (stream.destroyed || !stream.writable) throw new OutputClosed();
  if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
  // Lets a Ctrl-C come through between chunks.
  await new Promise((resolve) => setImmediate(resolve));
}

/** A report that fails leaves no half file: it is complete before the file is opened. */
export function writeReportFile(
  { lines, file }: Extract<Outcome, { readonly type: 'report' }>,
  { message }: { message(text: string): void },
  host: Host,
): void {
  const content = Buffer.concat([...outputChunks(lines)]);
  message(`Generating report in ${file}`);
  host.writeFile(file, content);
}
