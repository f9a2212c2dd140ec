/**
 * The keyboard between two drawn prompts. Left to itself the terminal would be in its line mode then: it would echo keys
 * into the output, and take a Ctrl-D for the end of all input.
 */

const INTERRUPT = '\u0003';

/** Keeps the terminal in raw mode, whatever those who draw switch meanwhile; the result gives it back as it was. */
export function holdRawMode(stdin: NodeJS.ReadStream): () => void {
  const setRawMode = stdin.setRawMode;
  stdin.setRawMode(true);
  stdin.setRawMode = () => stdin;
  return () => {
    stdin.setRawMode = setRawMode;
    stdin.setRawMode(false);
  };
}

/** Watches for Ctrl-C, a plain key in raw mode. The result ends that, and leaves all keys since for the next to read. */
export function watchInterrupt(stdin: NodeJS.ReadStream, onInterrupt: () => void): () => void {
  let typed = '';
  const look = () => {
    for (let piece = stdin.read(); piece !== null; piece = stdin.read()) typed += String(piece);
    const end = typed.lastIndexOf(INTERRUPT);
    if (end === -1) return;
    typed = typed.slice(end + 1);
    onInterrupt();
  };
  stdin.on('readable', look);
  return () => {
    stdin.off('readable', look);
    if (typed !== '') stdin.unshift(typed);
  };
}
