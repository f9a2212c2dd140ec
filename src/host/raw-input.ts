/**
 * The keyboard between two drawn prompts. Left to itself the terminal would be in its line mode then: it would echo keys
 * into the output, and take a Ctrl-D for the end of all input.
 */

const INTERRUPT = '\u0003';

/** The keyboard, while the shell has it. */
export interface HeldKeyboard {
  /**
   * Lets somebody else have it while some work is done: another program, or the shell that we run in. Nobody of ours may
   * be listening then.
   */
  lend<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Gives it back as it was. */
  giveBack(): void;
}

/** Keeps the terminal in raw mode, whatever those who draw switch meanwhile. */
export function holdKeyboard(stdin: NodeJS.ReadStream): HeldKeyboard {
  const { setRawMode } = stdin;
  const switchTo = (isRaw: boolean) => void setRawMode.call(stdin, isRaw);
  switchTo(true);
  stdin.setRawMode = () => stdin;
  return {
    async lend(work) {
      // Keys that we read would be taken away from the one it is lent to. A stream whose last reader has just left begins
      // to read again in the next turn, if it is not stopped after that.
      await nextTurn();
      stdin.pause();
      await nextTurn();
      switchTo(false);
      try {
        return await work();
      } finally {
        switchTo(true);
      }
    },
    giveBack() {
      stdin.setRawMode = setRawMode;
      switchTo(false);
      // Nobody waits for keys any more, so the program may end.
      stdin.unref();
    },
  };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

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
