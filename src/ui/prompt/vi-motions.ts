/**
 * Where the motions of vi lead in one line. They go by characters as a reader sees them; places are given and returned
 * as the cursor's are, in UTF-16 units.
 */

/** `f` and its relatives: looking for a character. */
export interface CharFind {
  /** `f` to it, `t` up to it, on or back (`F`, `T`). */
  readonly key: 'f' | 'F' | 't' | 'T';
  readonly char: string;
}

export interface Motion {
  /** As typed; `cw` and `cW` for the end of the word at the cursor, even where the cursor is on that already. */
  readonly key: string;
  readonly count: number;
  /** For `f F t T`, and what `;` and `,` repeat. */
  readonly find: CharFind | undefined;
}

export interface MotionEnd {
  readonly to: number;
  /** Whether an operator takes the character there as well. */
  readonly isInclusive: boolean;
}

/** The keys that are motions, besides those that look for a character. */
export const MOTION_KEYS: ReadonlySet<string> = new Set('hlwbeWBE0^$;, ');

/** The end of a motion; undefined where it leads nowhere. It can be the end of the line, behind all characters. */
export function motionEnd(text: string, cursor: number, motion: Motion): MotionEnd | undefined {
  const line = charsOf(text);
  const from = line.starts.indexOf(cursor);
  const end = endIn(line, from === -1 ? line.chars.length : from, motion);
  return end === undefined ? undefined : { to: line.starts[end.at], isInclusive: end.isInclusive };
}

/** The first place that is not blank; the beginning where all is. */
export function firstWord(text: string): number {
  const line = charsOf(text);
  return line.starts[firstWordIn(line)];
}

/** What text objects are called by: words, and what stands between quotes or brackets. */
export const OBJECT_KEYS: ReadonlySet<string> = new Set('wW"\'`()b[]{}B');

/**
 * The text object at the cursor, such as the word or what is in brackets; with `isAround` together with the blanks or
 * the signs around it. Undefined where there is none.
 */
export function objectSpan(
  text: string,
  cursor: number,
  { key, isAround }: { readonly key: string; readonly isAround: boolean },
): readonly [start: number, end: number] | undefined {
  const line = charsOf(text);
  const at = line.starts.indexOf(cursor);
  if (at === -1 || at >= line.chars.length) return undefined;
  const span = /[wW]/.test(key)
    ? wordSpan(line, at, { kind: kindBy(key), isAround })
    : pairSpan(line, at, key, isAround);
  return span && [line.starts[span[0]], line.starts[span[1]]];
}

interface Chars {
  readonly chars: readonly string[];
  /** Where each begins, and where the line ends. */
  readonly starts: readonly number[];
}

interface End {
  readonly at: number;
  readonly isInclusive: boolean;
}

function endIn(line: Chars, from: number, { key, count, find }: Motion): End | undefined {
  const length = line.chars.length;
  const exclusive = (at: number) => (at === from ? undefined : { at, isInclusive: false });
  switch (key) {
    case 'h':
      return exclusive(Math.max(0, from - count));
    case 'l':
    case ' ':
      return exclusive(Math.min(length, from + count));
    case '0':
      return { at: 0, isInclusive: false };
    case '^':
      return { at: firstWordIn(line), isInclusive: false };
    case '$':
      return { at: length, isInclusive: false };
    case 'w':
    case 'W':
      return exclusive(repeated(count, from, (at) => nextWord(line, at, kindBy(key))));
    case 'b':
    case 'B':
      return exclusive(repeated(count, from, (at) => wordBefore(line, at, kindBy(key))));
    case 'e':
    case 'E':
    case 'cw':
    case 'cW': {
      const before = key.startsWith('c') ? from - 1 : from;
      const at = repeated(count, before, (start) => wordEnd(line, start, kindBy(key)));
      return at >= length ? undefined : { at, isInclusive: true };
    }
    case ';':
      return find && findChar(line, from, find, { count, again: true });
    case ',':
      return find && findChar(line, from, { ...find, key: OPPOSITE[find.key] }, { count, again: true });
    default:
      return find && findChar(line, from, find, { count, again: false });
  }
}

function firstWordIn({ chars }: Chars): number {
  return Math.max(
    0,
    chars.findIndex((char) => !isBlank(char)),
  );
}

const OPPOSITE = { f: 'F', F: 'f', t: 'T', T: 't' } as const;

function repeated(count: number, from: number, step: (at: number) => number): number {
  let at = from;
  for (let i = 0; i < count; i++) {
    const next = step(at);
    if (next === at) break;
    at = next;
  }
  return at;
}

type Kind = 'blank' | 'name' | 'sign';
type KindOf = (char: string) => Kind;

const isBlank = (char: string) => /^\s/.test(char);
const kindOf: KindOf = (char) => (isBlank(char) ? 'blank' : /^[\p{L}\p{M}\p{N}_]/u.test(char) ? 'name' : 'sign');
const bigKindOf: KindOf = (char) => (isBlank(char) ? 'blank' : 'name');

/** A word of the small motions is a run of letters or of signs; one of the big ones all between blanks. */
const kindBy = (key: string) => (/[WBE]$/.test(key) ? bigKindOf : kindOf);

function nextWord({ chars }: Chars, from: number, kind: KindOf): number {
  let at = from;
  if (at < chars.length) for (const own = kind(chars[from]); at < chars.length && kind(chars[at]) === own; ) at++;
  while (at < chars.length && isBlank(chars[at])) at++;
  return at;
}

function wordBefore({ chars }: Chars, from: number, kind: KindOf): number {
  let at = from - 1;
  while (at >= 0 && isBlank(chars[at])) at--;
  if (at < 0) return 0;
  const own = kind(chars[at]);
  while (at > 0 && kind(chars[at - 1]) === own) at--;
  return at;
}

/** The last character of the word behind `from`. */
function wordEnd({ chars }: Chars, from: number, kind: KindOf): number {
  let at = from + 1;
  while (at < chars.length && isBlank(chars[at])) at++;
  if (at >= chars.length) return Math.max(from, chars.length - 1);
  const own = kind(chars[at]);
  while (at + 1 < chars.length && kind(chars[at + 1]) === own) at++;
  return at;
}

type CharSpan = readonly [start: number, end: number];

function wordSpan(
  { chars }: Chars,
  at: number,
  { kind, isAround }: { readonly kind: KindOf; readonly isAround: boolean },
): CharSpan {
  const own = kind(chars[at]);
  let [start, end] = [at, at + 1];
  while (start > 0 && kind(chars[start - 1]) === own) start--;
  while (end < chars.length && kind(chars[end]) === own) end++;
  if (!isAround) return [start, end];
  const wordEnd = end;
  while (end < chars.length && isBlank(chars[end])) end++;
  if (end === wordEnd) while (start > 0 && isBlank(chars[start - 1])) start--;
  return [start, end];
}

const BRACKETS: readonly (readonly [keys: string, open: string, close: string])[] = [
  ['()b', '(', ')'],
  ['[]', '[', ']'],
  ['{}B', '{', '}'],
];

function pairSpan({ chars }: Chars, at: number, key: string, isAround: boolean): CharSpan | undefined {
  const [, open, close] = BRACKETS.find(([keys]) => keys.includes(key)) ?? [];
  const pair = open === undefined ? quotesAt(chars, at, key) : bracketsAt(chars, at, open, close ?? '');
  if (pair === undefined) return undefined;
  return isAround ? [pair[0], pair[1] + 1] : [pair[0] + 1, pair[1]];
}

/** The quotes around a place, or the next ones behind it. They pair up from the beginning of the line. */
function quotesAt(chars: readonly string[], at: number, quote: string): CharSpan | undefined {
  let open: number | undefined;
  for (let i = 0; i < chars.length; i++) {
    if (chars[i] !== quote) continue;
    if (open === undefined) open = i;
    else if (i >= at) return [open, i];
    else open = undefined;
  }
  return undefined;
}

function bracketsAt(chars: readonly string[], at: number, open: string, close: string): CharSpan | undefined {
  let start = at;
  for (let depth = 0; chars[start] !== open || depth > 0; start--) {
    if (start < 0) return undefined;
    if (chars[start] === close && start < at) depth++;
    else if (chars[start] === open) depth--;
  }
  let end = start + 1;
  for (let depth = 0; chars[end] !== close || depth > 0; end++) {
    if (end >= chars.length) return undefined;
    if (chars[end] === open) depth++;
    else if (chars[end] === close) depth--;
  }
  return [start, end];
}

function findChar(
  { chars }: Chars,
  from: number,
  { key, char }: CharFind,
  { count, again }: { readonly count: number; readonly again: boolean },
): End | undefined {
  const isForward = key === 'f' || key === 't';
  const step = isForward ? 1 : -1;
  const stopsBefore = key === 't' || key === 'T';
  // Repeated, `t` would find the character it stands before once more.
  let at = from + (again && stopsBefore ? step : 0);
  for (let found = 0; found < count; ) {
    at += step;
    if (at < 0 || at >= chars.length) return undefined;
    if (chars[at] === char) found++;
  }
  return { at: stopsBefore ? at - step : at, isInclusive: isForward };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function charsOf(text: string): Chars {
  const segments = [...graphemes.segment(text)];
  return {
    chars: segments.map(({ segment }) => segment),
    starts: [...segments.map(({ index }) => index), text.length],
  };
}
