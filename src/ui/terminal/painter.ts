/**
 * Draws full screens of rows, past Ink. Ink takes every line of a frame apart whenever anything changes, which takes 30
 * to 80 ms for 200 by 50 cells; here a row that is the same text as before costs a comparison. Ink keeps the alternate
 * screen, the keys and the layout: it draws blank rows where these stand, and leaves them alone as they never change.
 */

/** Where the cursor is shown, counted from 0. */
export interface CursorPlace {
  readonly x: number;
  readonly y: number;
}

const BEGIN_FRAME = '\u001b[?2026h';
const END_FRAME = '\u001b[?2026l';
/** A row that is wider than we think must not scroll the screen. */
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';
const ERASE_REST = '\u001b[K';
const SHOW_CURSOR = '\u001b[?25h';
const HIDE_CURSOR = '\u001b[?25l';

const moveTo = (x: number, y: number) => `\u001b[${y + 1};${x + 1}H`;

/** Draws on one terminal. It knows what it has drawn, and writes what differs. */
export class Painter {
  readonly #stream: Pick<NodeJS.WriteStream, 'write'>;
  #drawn: readonly string[] = [];
  #cursor: CursorPlace | undefined;

  constructor(stream: Pick<NodeJS.WriteStream, 'write'>) {
    this.#stream = stream;
  }

  /** Draws rows from the top of the screen on, each styled text that begins and ends without style. */
  paint(rows: readonly string[], cursor: CursorPlace | undefined): void {
    let changes = '';
    for (let y = 0; y < rows.length; y++) {
      if (rows[y] !== this.#drawn[y]) changes += moveTo(0, y) + rows[y] + ERASE_REST;
    }
    const isCursorMoved = cursor?.x !== this.#cursor?.x || cursor?.y !== this.#cursor?.y;
    if (changes === '' && !isCursorMoved) return;
    const placed = cursor === undefined ? HIDE_CURSOR : moveTo(cursor.x, cursor.y) + SHOW_CURSOR;
    this.#stream.write(BEGIN_FRAME + NO_WRAP + changes + WRAP + placed + END_FRAME);
    this.#drawn = rows;
    this.#cursor = cursor;
  }

  /** What is on the screen is not known any more: the next time all rows are drawn. */
  forget(): void {
    this.#drawn = [];
    this.#cursor = undefined;
  }

  /** Leaves the rows on the screen, without a cursor. */
  end(): void {
    if (this.#cursor !== undefined) this.#stream.write(HIDE_CURSOR);
    this.#cursor = undefined;
  }
}

/** Those who draw on a stream, to be told when somebody else has drawn over it. */
const listeners = new WeakMap<object, Set<() => void>>();

/** Calls back whenever a terminal has to be drawn anew, until the result is called. */
export function onOverdrawn(stream: object, listener: () => void): () => void {
  const all = listeners.get(stream) ?? new Set();
  listeners.set(stream, all.add(listener));
  return () => void all.delete(listener);
}

/** Tells that a terminal was used by somebody else. */
export function tellOverdrawn(stream: object): void {
  for (const listener of listeners.get(stream) ?? []) listener();
}
