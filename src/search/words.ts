/** The words that names of functions are made of: `ServeHTTP` and `read_line` are two each. */

const isUpper = (code: number) => code >= 65 && code <= 90;
const isLower = (code: number) => code >= 97 && code <= 122;
const isDigit = (code: number) => code >= 48 && code <= 57;
const isWordLetter = (code: number) => isLower(code) || isUpper(code) || isDigit(code) || code > 127;

/** Whether a word begins at this position: behind a sign, or at a hump, as `HTTP` and `Server` do in `newHTTPServer`. */
export function isWordStart(name: string, at: number): boolean {
  if (at === 0) return true;
  if (at >= name.length) return false;
  const before = name.charCodeAt(at - 1);
  const code = name.charCodeAt(at);
  if (!isWordLetter(before)) return isWordLetter(code);
  if (!isUpper(code)) return isLower(code) && isDigit(before);
  return !isUpper(before) || (at + 1 < name.length && isLower(name.charCodeAt(at + 1)));
}

/** Whether an identifier ends just before this position: at the end, or where a sign follows. */
export function isIdentifierEnd(name: string, at: number): boolean {
  return at >= name.length || !isWordLetter(name.charCodeAt(at));
}

/**
 * Where the part of a name begins that tells it from its neighbours: behind the path of its package, so at `json` of
 * `encoding/json.(*Decoder).Decode`. A slash behind a blank or a bracket belongs to a parameter or a file.
 */
export function ownPartStart(name: string): number {
  let start = 0;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code === 47) start = i + 1;
    else if (code === 32 || code === 40 || code === 60 || code === 91) break;
  }
  return start;
}
