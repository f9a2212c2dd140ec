/**
 * Text that may not be UTF-8. pprof passes the bytes of a name through untouched; so do we: a byte that is not part
 * of valid UTF-8 becomes the lone surrogate U+DC80..U+DCFF and turns back into that byte on output (the "surrogate
 * escape" of Python's PEP 383).
 */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ESCAPE = 0xdc00;

export function textOfBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return escapedTextOf(bytes);
    throw error;
  }
}

function escapedTextOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = validSequenceLength(bytes, at);
    text += length === 0 ? String.fromCharCode(ESCAPE + bytes[at]) : strict.decode(bytes.subarray(at, at + length));
    at += Math.max(1, length);
  }
  return text;
}

/** How many bytes the well-formed UTF-8 sequence at a position takes, 0 where there is none. */
function validSequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) if ((bytes[at + i] & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1];
  const overlongOrSurrogate =
    (first === 0xe0 && second < 0xa0) ||
    (first === 0xed && second >= 0xa0) ||
    (first === 0xf0 && second < 0x90) ||
    (first === 0xf4 && second >= 0x90);
  return overlongOrSurrogate ? 0 : length;
}

export function bytesOfText(text: string): Uint8Array {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  const parts: Uint8Array[] = [];
  for (const run of text.split(/([\udc80-\udcff]+)/u)) {
    const isEscaped = run !== '' && !run.isWellFormed();
    parts.push(isEscaped ? Uint8Array.from(run, (char) => char.charCodeAt(0) - ESCAPE) : Buffer.from(run, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** The order of the bytes, as pprof sorts: differs from JavaScript's order above U+FFFF. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codeUnitRank(x) - codeUnitRank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for characters above every other code unit. */
function codeUnitRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Pads on the left to a width counted in code points, as Go's `%10s` does. */
export function padLeft(text: string, width: number): string {
  return text.length >= width * 2 ? text : ' '.repeat(Math.max(0, width - codePoints(text))) + text;
}

/** Pads on the right to a width counted in code points, as Go's `%-10s` does. */
export function padRight(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - codePoints(text)));
}

export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) count--;
  }
  return count;
}
