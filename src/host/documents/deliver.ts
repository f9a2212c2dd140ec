import type { DocumentKind } from '../../report/document.ts';
import { createNumberedFile } from '../numbered-file.ts';
import { type ReportSink, type ReportWriter, writeToFile } from '../output.ts';
import { drawGraph } from './draw-graph.ts';
import { showDocument } from './viewers.ts';

/**
 * Brings a document to where it belongs: the file the user names, the program that shows it, standard output where that
 * takes documents, else a new file in the current directory.
 */
export async function deliverDocument(
  text: Uint8Array,
  { drawnAs, extension, viewer }: DocumentKind,
  file: string,
  sink: ReportSink,
  { machine, isShell, takesDocuments, signal }: ReportWriter,
): Promise<void> {
  const content =
    drawnAs === undefined
      ? text
      : await drawGraph(text, drawnAs, machine, { message: sink.message, ...(signal && { signal }) });
  if (file !== '') {
    writeToFile(content, file, sink, machine);
  } else if (viewer !== undefined) {
    await showDocument(content, { extension, viewer, waits: !isShell }, machine);
  } else if (takesDocuments) {
    await sink.write(content);
  } else {
    const numbered = createNumberedFile({ directory: '', prefix: 'profile', extension: `.${extension}` });
    sink.message(`Generating report in ${numbered.path}`);
    numbered.write(content);
  }
}
