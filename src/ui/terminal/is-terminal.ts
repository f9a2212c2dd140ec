/** Whether a stream is a terminal: Ink's type for streams does not say. */
export function isTerminal(stream: NodeJS.WritableStream): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}
