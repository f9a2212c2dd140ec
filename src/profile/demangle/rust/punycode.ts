import { bytesAsText } from '../bytes-as-text.ts';
import { malformed } from '../malformed.ts';

const BASE = 36;
const MIN_THRESHOLD = 1;
const MAX_THRESHOLD = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_CODE_POINT = 0x80;
const MAX_CODE_POINT = 0x10ffff;
/** Far more than identifiers have. Each character is inserted among the others, so the time grows with the square. */
const MAX_LENGTH = 4096;

/**
 * Decodes Punycode (RFC 3492, section 6.2) as Rust uses it: with `_` in the place of `-` between the ASCII characters
 * and the deltas that insert the others. The result is in UTF-8, a character for each byte.
 */
export function decodePunycode(encoded: string): string {
  if (encoded.length > MAX_LENGTH) malformed();
  const delimiter = encoded.lastIndexOf('_');
  const codePoints = Array.from(encoded.slice(0, Math.max(0, delimiter)), (char) => char.charCodeAt(0));
  let codePoint = INITIAL_CODE_POINT;
  let bias = INITIAL_BIAS;
  let insertAt = 0;
  let pos = delimiter + 1;
  while (pos < encoded.length) {
    const before = insertAt;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitAt(encoded, pos++);
      insertAt += digit * weight;
      if (insertAt > MAX_CODE_POINT * (codePoints.length + 1)) malformed();
      const threshold = Math.min(MAX_THRESHOLD, Math.max(MIN_THRESHOLD, k - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = codePoints.length + 1;
    bias = adaptedBias(insertAt - before, length, before === 0);
    codePoint += Math.floor(insertAt / length);
    if (codePoint > MAX_CODE_POINT) malformed();
    insertAt %= length;
    codePoints.splice(insertAt++, 0, codePoint);
  }
  return bytesAsText(String.fromCodePoint(...codePoints).toWellFormed());
}

function digitAt(encoded: string, pos: number): number {
  const code = encoded.charCodeAt(pos);
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  return malformed();
}

function adaptedBias(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  while (rest > ((BASE - MIN_THRESHOLD) * MAX_THRESHOLD) / 2) {
    rest = Math.floor(rest / (BASE - MIN_THRESHOLD));
    k += BASE;
  }
  return k + Math.floor(((BASE - MIN_THRESHOLD + 1) * rest) / (rest + SKEW));
}
