/** A line that says how far a long piece of work is; only on a terminal, and only once it takes a while. */
export interface Progress {
  /** `share` is what is done, 0 to 1. */
  readonly update: (share: number) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

const SHOWN_AFTER_MS = 300;
const REDRAWN_AFTER_MS = 100;
const BAR_WIDTH = 24;

export function showProgress(stream: NodeJS.WriteStream, task: string): Progress {
  const begun = performance.now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  return {
    update(share) {
      const now = performance.now();
      if (!stream.isTTY || now - begun < SHOWN_AFTER_MS || now - drawnAt < REDRAWN_AFTER_MS) return;
      drawnAt = now;
      isDrawn = true;
      const filled = Math.round(share * BAR_WIDTH);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
      const text = `${bar} ${String(Math.round(share * 100)).padStart(3)} %  ${task}  (Ctrl-C cancels)`;
      stream.write(`\r${text.slice(0, Math.max(1, stream.columns - 1))}\u001b[K`);
    },
    end() {
      if (isDrawn) stream.write('\r\u001b[K');
      isDrawn = false;
    },
  };
}
