import { Box, render, useApp } from 'ink';
import { Fragment, type ReactElement, useEffect, useEffectEvent } from 'react';
import { safeText } from '../base/safe-text.ts';
import { cutToWidth } from '../base/text-width.ts';
import type { ScreenEnds, ScreenResult } from './screen-result.ts';
import type { KeyPress } from './terminal/key-press.ts';
import { useKeyPresses } from './terminal/use-keymap.ts';
import { useTerminalSize } from './terminal/use-terminal-size.ts';

/** How a screen ended, with the state it was left with. */
export interface ScreenEnd {
  readonly result: ScreenResult;
  readonly state: unknown;
}

export interface StageStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

type Suspend = (work: () => Promise<void>) => Promise<void>;

/** Work that is told of once it takes longer than this. */
const TOLD_AFTER_MS = 150;

/**
 * The alternate screen, with one screen on it after the other. It is entered once, so that nothing flickers in between:
 * the last frame of a screen stands until the next one draws over it.
 */
export class Stage {
  readonly #instance: ReturnType<typeof render>;
  readonly #streams: StageStreams;
  readonly #onInterrupt: () => void;
  /** Keys that came while nobody listened, or behind the one that ended a screen. */
  #typedAhead: readonly KeyPress[];
  #shown = 0;
  #suspend: Suspend | undefined;

  constructor(streams: StageStreams, typedAhead: readonly KeyPress[], onInterrupt: () => void) {
    this.#streams = streams;
    this.#typedAhead = typedAhead;
    this.#onInterrupt = onInterrupt;
    this.#instance = render(this.#between(), {
      ...streams,
      // Said outright, as Ink guesses from the environment: CI in it would switch all drawing off.
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
      maxFps: 60,
      alternateScreen: true,
      incrementalRendering: true,
    });
  }

  /** Shows a screen until it ends. */
  show(draw: (ends: Pick<ScreenEnds, 'typedAhead' | 'onDone'>) => ReactElement): Promise<ScreenEnd> {
    return new Promise((resolve) => {
      const typedAhead = this.#typedAhead;
      this.#typedAhead = [];
      const onDone: ScreenEnds['onDone'] = (result, later, state) => {
        this.#typedAhead = later;
        this.#instance.rerender(this.#between());
        resolve({ result, state });
      };
      this.#instance.rerender(<Fragment key={++this.#shown}>{draw({ typedAhead, onDone })}</Fragment>);
    });
  }

  /** Does something between two screens; where it takes a while the last row tells so. Ctrl-C stops it. */
  async whileWorking<Value>(task: string, work: () => Promise<Value>): Promise<Value> {
    const { stdout } = this.#streams;
    const timer = setTimeout(() => {
      const text = cutToWidth(`${safeText(task)} …  (Ctrl-C stops it)`, Math.max(1, stdout.columns - 1));
      stdout.write(`\u001b[${stdout.rows};1H${text}\u001b[K`);
    }, TOLD_AFTER_MS);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Leaves the terminal to somebody else, between two screens. */
  async suspended(work: () => Promise<void>): Promise<void> {
    if (this.#suspend === undefined) throw new Error('a stage that was never mounted');
    await this.#suspend(work);
  }

  /** Back to the normal screen; resolves to the keys that nobody has taken. */
  async close(): Promise<readonly KeyPress[]> {
    this.#instance.unmount();
    await this.#instance.waitUntilExit();
    return this.#typedAhead;
  }

  #between(): ReactElement {
    const onKeys = (presses: readonly KeyPress[]) => {
      if (presses.some(({ name }) => name === 'ctrl+c')) this.#onInterrupt();
      else this.#typedAhead = [...this.#typedAhead, ...presses];
    };
    const onReady = (suspend: Suspend) => {
      this.#suspend = suspend;
    };
    return <Between key="between" onKeys={onKeys} onReady={onReady} />;
  }
}

interface BetweenProps {
  readonly onKeys: (presses: readonly KeyPress[]) => void;
  readonly onReady: (suspend: Suspend) => void;
}

/** Blank rows, as all screens have them: what was painted stays. */
function Between({ onKeys, onReady }: BetweenProps) {
  const { rows } = useTerminalSize();
  const { suspendTerminal } = useApp();
  useKeyPresses(onKeys, () => undefined);
  const tellReady = useEffectEvent(() => onReady(suspendTerminal));
  useEffect(() => tellReady(), []);
  return <Box height={rows} />;
}
