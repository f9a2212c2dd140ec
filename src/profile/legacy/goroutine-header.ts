/** What stands in the first line of a goroutine's stack, in the dumps that Go prints. Texts have one character per byte. */
import { bytesOfText } from '../../base/byte-text.ts';
import { latin1Of } from './line-reader.ts';
import { isStackHeader } from './stack-lines.ts';

export interface GoroutineHeader {
  readonly id: string;
  readonly facts: HeaderFacts;
}

/** What stands between the brackets. */
export interface HeaderFacts {
  /** Why it waits, in Go's words: `chan receive (nil chan)`, `sync.Mutex.Lock`, `running`. */
  readonly state: string;
  /** How long it has waited; 0 where Go does not say, which is below a minute. */
  readonly minutes: number;
  /** What else is said about it: `leaked`, `locked to thread`, `synctest bubble 3`. */
  readonly traits: readonly string[];
  /** Its profiler labels, keys and values. */
  readonly labels: readonly (readonly [key: string, value: string])[];
}

const HEADER = /^goroutine (\d+)(?: gp=\S+ m=\S+(?: mp=\S+)?)? \[/;
/** `{"tenant": "blue", "path": "/a]:"}`, with Go's quotes. */
const LABELS = /,? labels:\{((?:"(?:[^"\\]|\\.)*"|[^"}])*)\}/s;
const LABEL = /("(?:[^"\\]|\\.)*"): ("(?:[^"\\]|\\.)*")/gs;
/** Labels behind the brackets, as Go writes them since 1.26: `{path: "/a", tenant: seven}`, with quotes where they are needed. */
const LABELS_BEHIND = /\] \{((?:"(?:[^"\\]|\\.)*"|[^"])*)\}:$/s;
const LABEL_BEHIND = /("(?:[^"\\]|\\.)*"|[^\s",:]+): ("(?:[^"\\]|\\.)*"|[^\s",]*)(?:, |$)/gs;
/** Go's marks behind a reason to wait. Others, such as `(nil chan)`, are part of the reason. */
const MARK = / \((leaked|durable|scan)\)$/;

/**
 * Reads a line such as
 *
 *     goroutine 7 [chan receive (leaked), 5 minutes, locked to thread labels:{"tenant": "blue"}]:
 *     goroutine 36 gp=0x26975b740780 m=4 mp=0x26975b679808 [running]:
 *     goroutine 20 [chan receive] {path: "/a", tenant: blue}:
 *
 * `known` keeps what has been read between brackets, as most goroutines have that in common with others.
 */
export function readGoroutineHeader(line: string, known: Map<string, HeaderFacts>): GoroutineHeader | undefined {
  const start = HEADER.exec(line);
  if (start === null || !isStackHeader(line)) return undefined;
  const said = line.slice(start[0].length, -1);
  let facts = known.get(said);
  if (facts === undefined) {
    facts = readFacts(said);
    known.set(said, facts);
  }
  return { id: start[1], facts };
}

function readFacts(said: string): HeaderFacts {
  const behind = LABELS_BEHIND.exec(`${said}:`);
  const inside = behind === null ? said.slice(0, -1) : said.slice(0, behind.index);
  const pairs = behind?.[1].matchAll(LABEL_BEHIND) ?? (LABELS.exec(inside)?.[1] ?? '').matchAll(LABEL);
  const labels = Array.from(pairs, ([, key, value]) => [unquoted(key), unquoted(value)] as const);
  const [reason, ...details] = inside.replace(LABELS, '').split(', ');
  const traits: string[] = [];
  let state = reason;
  for (let mark = MARK.exec(state); mark !== null; mark = MARK.exec(state)) {
    traits.unshift(mark[1]);
    state = state.slice(0, mark.index);
  }
  let minutes = 0;
  for (const detail of details) {
    const waited = /^(\d+) minutes$/.exec(detail);
    if (waited === null) traits.push(detail);
    else minutes = Number(waited[1]);
  }
  return { state, minutes, traits, labels };
}

const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gs;
const ESCAPED: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** What a text stands for that may be in Go's quotes, as the line itself with one character per byte. */
function unquoted(quoted: string): string {
  if (!quoted.startsWith('"')) return quoted;
  return quoted.slice(1, -1).replace(ESCAPE, (_, byte, short, long, letter) => {
    if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
    if (letter !== undefined) return ESCAPED[letter] ?? letter;
    const rune = Number.parseInt(short ?? long, 16);
    return latin1Of(bytesOfText(rune > 0x10ffff ? '\ufffd' : String.fromCodePoint(rune)));
  });
}
