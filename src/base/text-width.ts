import stringWidth from 'string-width';

/**
 * How many cells of a terminal a text takes: two for wide characters, none for combining ones. The text has to be safe
 * for a terminal already (see `safeText`) and carry no colours: measure and cut first, draw with the theme then.
 */
export function textWidth(text: string): number {
  if (ONE_CELL_EACH.test(text)) return text.length;
  // Taking a text apart into characters takes time by the square of its length (in V8): shorter pieces are far faster.
  let width = 0;
  for (const [run] of text.matchAll(RUNS)) width += ONE_CELL_EACH.test(run) ? run.length : stringWidth(run);
  return width;
}

/** Runs of ASCII, and runs of anything else together with the character before, which it may change. */
const RUNS = /[ -~]+(?![^ -~])|[ -~]?[^ -~]+/gu;

/**
 * Characters that are one cell wide whatever stands next to them: Latin, the usual punctuation, arrows, mathematical
 * signs, lines and blocks. The first text outside of these costs 60 ms, as the emoji tables are set up then.
 */
const ONE_CELL_EACH = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2211\u2500-\u25fc]*$/;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Which part of a text is left out where it does not fit. */
export type CutSide = 'start' | 'middle' | 'end';

const ELLIPSIS = '…';

/** The text in at most `width` cells, with `…` for the part left out. Never splits a character. */
export function cutToWidth(text: string, width: number, side: CutSide = 'end'): string {
  if (textWidth(text) <= width) return text;
  if (width <= 0) return '';
  const room = width - 1;
  if (side === 'end') return headOfWidth(text, room) + ELLIPSIS;
  if (side === 'start') return ELLIPSIS + tailOfWidth(text, room);
  const tail = tailOfWidth(text, Math.floor(room / 2));
  return headOfWidth(text, room - textWidth(tail)) + ELLIPSIS + tail;
}

/** The text with spaces behind it up to `width` cells; unchanged where it is wider. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** The longest beginning that fits. */
function headOfWidth(text: string, width: number): string {
  if (ONE_CELL_EACH.test(text)) return text.slice(0, width);
  let head = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text.slice(0, unitsFor(width)))) {
    used += textWidth(segment);
    if (used > width) break;
    head += segment;
  }
  return head;
}

/** The longest end that fits. */
function tailOfWidth(text: string, width: number): string {
  if (ONE_CELL_EACH.test(text)) return text.slice(text.length - width);
  const segments = Array.from(graphemes.segment(text.slice(-unitsFor(width))), ({ segment }) => segment);
  let first = segments.length;
  for (let used = 0; first > 0; first--) {
    used += textWidth(segments[first - 1]);
    if (used > width) break;
  }
  return segments.slice(first).join('');
}

/** How much of a long text to look at for so many cells: plenty, as the longest emoji take eleven units. */
function unitsFor(width: number): number {
  return 32 * (width + 1);
}
