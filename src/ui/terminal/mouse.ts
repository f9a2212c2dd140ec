import type { KeyPress } from './key-press.ts';

/** Asks the terminal to tell of clicks and of the wheel, and to tell where in full (1006). */
export const MOUSE_ON = '\u001b[?1000h\u001b[?1006h';
export const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l';

/** How quickly the second click of a double click comes. */
const DOUBLE_MS = 400;

/** Tells double clicks from others: the second click on a cell within 400 ms is one. */
export class Clicks {
  #last: { readonly x: number; readonly y: number; readonly millis: number } | undefined;

  /** The presses of one input event, with double clicks called `doubleclick`. `millis` is the time it came. */
  named(presses: readonly KeyPress[], millis: number): readonly KeyPress[] {
    return presses.map((press) => (press.name === 'click' ? this.#clicked(press, millis) : press));
  }

  #clicked(press: KeyPress, millis: number): KeyPress {
    const { x, y } = press.at ?? { x: 0, y: 0 };
    const last = this.#last;
    const isDouble = last !== undefined && last.x === x && last.y === y && millis - last.millis <= DOUBLE_MS;
    this.#last = isDouble ? undefined : { x, y, millis };
    return isDouble ? { ...press, name: 'doubleclick' } : press;
  }
}
