/**
 * Text from outside (a profile, a source file, a server) made safe to show on a terminal: control characters, which
 * could move the cursor or recolour the screen, are spelt out, and so are characters that reverse the reading order.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this file is about
const UNSAFE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const EACH = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

export function safeText(text: string): string {
  return UNSAFE.test(text) ? text.replace(EACH, spelt) : text;
}

/** As `safeText`, but keeps line ends: for messages of several lines. */
export function safeLines(text: string): string {
  return UNSAFE.test(text) ? text.split('\n').map(safeText).join('\n') : text;
}

function spelt(char: string): string {
  const code = char.charCodeAt(0);
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
