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
function* outputChunks(lines: Iterable<Line>, draw: (line: Line) => string = plainText): Generator<Uint8Array> {
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

/** Where a report goes. */
export interface ReportSink {
  /** A piece of the report. Resolves when there is room for more; rejects to stop the report. */
  write(chunk: Uint8Array): Promise<void>;
  /** Text beside the report. */
  message(text: string): void;
}

export interface ReportWriter {
  readonly machine: Host;
  /** Makes the text of a line; plain where it is left out. */
  readonly draw: ((line: Line) => string) | undefined;
}

/** Writes a report to its sink, or to the file it names: that is opened when all of it is there, so none is left half. */
export async function writeReport(
  { lines, file }: Extract<Outcome, { readonly type: 'report' }>,
  sink: ReportSink,
  { machine, draw }: ReportWriter,
): Promise<void> {
  if (file === '') {
    for (const chunk of outputChunks(lines, draw)) await sink.write(chunk);
    return;
  }
  const content = Buffer.concat([...outputChunks(lines)]);
  sink.message(`Generating report in ${file}`);
  machine.writeFile(file, content);
}
