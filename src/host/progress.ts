/** A line that says that a long piece of work is under way; only on a terminal, and only once it takes a while. */
export interface Progress {
  /** Tells how much is done, 0 to 1. Before the first time the line only shows that something is going on. */
  readonly update: (share: number) => void;
  /** Takes the line away, for something to be told; it comes again. */
  readonly hide: () => void;
  /** Takes the line away for good. */
  readonly end: () => void;
}

const SHOWN_AFTER_MS = 150;
const REDRAWN_AFTER_MS = 100;
const BAR_WIDTH = 24;
/** How many cells of the bar move along while the share is not known. */
const RUNNER_WIDTH = 6;

export function showProgress(stream: NodeJS.WriteStream, task: string): Progress {
  if (!stream.isTTY) return { update: () => undefined, hide: () => undefined, end: () => undefined };
  const begun = performance.now();
  let drawnAt = begun + SHOWN_AFTER_MS - REDRAWN_AFTER_MS;
  let steps = 0;
  let share: number | undefined;
  let isDrawn = false;

  const draw = () => {
    const now = performance.now();
    if (now - drawnAt < REDRAWN_AFTER_MS) return;
    drawnAt = now;
    isDrawn = true;
    const state = share === undefined ? runningBar(steps++) : `${filledBar(share)} ${percent(share)}`;
    stream.write(`\r${`${state}  ${task}  (Ctrl-C stops it)`.slice(0, Math.max(1, stream.columns - 1))}\u001b[K`);
  };
  const hide = () => {
    if (isDrawn) stream.write('\r\u001b[K');
    isDrawn = false;
  };
  const timer = setInterval(draw, REDRAWN_AFTER_MS);
  return {
    update(done) {
      share = done;
      draw();
    },
    hide,
    end() {
      clearInterval(timer);
      hide();
    },
  };
}

function filledBar(share: number): string {
  const filled = Math.round(share * BAR_WIDTH);
  return '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
}

const percent = (share: number) => `${String(Math.round(share * 100)).padStart(3)} %`;

function runningBar(step: number): string {
  const free = BAR_WIDTH - RUNNER_WIDTH;
  const at = free - Math.abs((step % (2 * free)) - free);
  return '░'.repeat(at) + '█'.repeat(RUNNER_WIDTH) + '░'.repeat(free - at);
}
