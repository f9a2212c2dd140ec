import { once } from 'node:events';
import { bytesOfText } from '../base/byte-text.ts';
import type { DocumentKind } from '../report/document.ts';
import { type Line, plainText } from '../report/line.ts';
import type { ReportBody } from '../report/report.ts';
import type { Host } from '../shell/host.ts';
import type { Outcome } from '../shell/outcome.ts';

/** How much text is gathered before it is written. */
const CHUNK = 1 << 16;

/** The reader of our output has gone away: nothing more has to be written, and that is no error. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** Turns a report into bytes, some at a time, so that a long one begins at once. `draw` makes the text of a line. */
function* outputChunks(body: ReportBody, draw: (line: Line) => string = plainText): Generator<Uint8Array> {
  let text = '';
  for (const part of body) {
    if (part instanceof Uint8Array) {
      if (text !== '') yield bytesOfText(text);
      text = '';
      yield part;
      continue;
    }
    text += draw(part);
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
  /** Told how much of what is being loaded has been read, 0 to 1. */
  progress?(share: number): void;
  /** Brings a document to where it belongs, where another thread does that. */
  deliver?(content: Uint8Array, kind: DocumentKind, file: string): Promise<void>;
}

export interface ReportWriter {
  readonly machine: Host;
  /** Makes the text of a line; plain where it is left out. */
  readonly draw: ((line: Line) => string) | undefined;
  /** Whether more commands follow: then nobody waits until a viewer is closed. */
  readonly isShell: boolean;
  /** Whether documents go to standard output; where it is a terminal or a shell's they go to files instead. */
  readonly takesDocuments: boolean;
  /** Stops the drawing of a document. */
  readonly signal?: AbortSignal;
}

/** How reports are written between the prompts of a shell. */
export const IN_SHELL = { isShell: true, takesDocuments: false } as const;

export type ReportOutcome = Extract<Outcome, { readonly type: 'report' }>;

/** Writes a report to its sink, to the file it names, or for a document to where documents go. */
export async function writeReport(report: ReportOutcome, sink: ReportSink, writer: ReportWriter): Promise<void> {
  const { body, document, file } = report;
  if (file === '' && document === undefined) {
    for (const chunk of outputChunks(body, writer.draw)) await sink.write(chunk);
    return;
  }
  // A file is opened when all of the report is there, so none is left half.
  const content = Buffer.concat([...outputChunks(body)]);
  if (document !== undefined) {
    if (sink.deliver !== undefined) return sink.deliver(content, document, file);
    const { deliverDocument } = await import('./documents/deliver.ts');
    await deliverDocument(content, document, file, sink, writer);
    return;
  }
  writeToFile(content, file, sink, writer.machine);
}

/** Says where a report goes and writes it there. */
export function writeToFile(content: Uint8Array, file: string, sink: ReportSink, machine: Host): void {
  sink.message(`Generating report in ${file}`);
  machine.writeFile(file, content);
}
