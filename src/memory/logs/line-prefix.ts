/** What log drivers put in front of and around the lines of programs. Lines have one character per byte. */

export interface ProgramLine {
  /** The program the line is from, as the prefix says; empty where it does not. */
  readonly process: string;
  /** What the program itself printed. */
  readonly text: string;
}

interface Prefix {
  readonly pattern: RegExp;
  /** The name of the program, from the groups of the pattern. */
  readonly process?: (groups: Readonly<Record<string, string>>) => string;
}

const TIME = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?`;
const named = ({ name }: Readonly<Record<string, string>>) => name;

/** Several may stand behind each other: `foreman` writes a time before the name, `journalctl` the kernel's own times behind. */
const PREFIXES: readonly Prefix[] = [
  // Syslog, RFC 5424: <13>1 2026-11-23T08:00:00.021Z host app 123 - - text
  {
    pattern: /^<\d{1,3}>1 \S+ \S+ (?<name>\S+) (?<pid>\S+) \S+ (?:-|(?:\[(?:[^\]"]|"[^"]*")*\])+) ?/,
    process: ({ name, pid }) => (/^\d+$/.test(pid) ? `${name}[${pid}]` : name),
  },
  // The priority of a line of the kernel: <6>[ 7063.247407] text, or kern  :info  : [ 7063.247407] text
  { pattern: /^(?:<\d{1,3}>(?=\S)|[a-z]{3,8} *:(?:emerg|alert|crit|err|warn|notice|info|debug) *: )/ },
  // The kernel's time: [ 7063.247407] or, of dmesg -T, [Mon Nov 23 08:02:17 2026]
  { pattern: /^\[(?: *\d+\.\d{6}|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\] ?/ },
  // Kubernetes: [pod/report-5f7d8c9b6d-h4kpz/report] text
  { pattern: /^\[pod\/(?<name>[^\]\s]+)\] ?/, process: named },
  // The files of containerd and CRI-O: 2026-11-23T08:00:00.021187311Z stderr F text
  { pattern: new RegExp(`^${TIME} (?:stdout|stderr) [FP] ?`) },
  // Syslog and journalctl: Nov 23 10:00:00 host app[123]: text; journalctl -o short-iso; Heroku: time app[web.1]: text
  {
    pattern: new RegExp(
      String.raw`^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? \S+|${TIME} [\w.-]+) (?<name>[\w@./-]+(?:\[[\w.]+\])?): ?`,
    ),
    process: named,
  },
  { pattern: new RegExp(String.raw`^${TIME} (?<name>[\w-]+\[[\w.]+\]): ?`), process: named },
  // Times alone, as of kubectl logs --timestamps and GitHub Actions, perhaps in brackets.
  { pattern: new RegExp(String.raw`^(?:${TIME}|\[${TIME}\])(?: |$)`) },
  // docker compose: app-1  | text; foreman: 08:00:00 web.1  | text
  { pattern: /^(?:\d\d:\d\d:\d\d )?(?<name>[A-Za-z][\w./@-]*) +\| ?/, process: named },
  // A quotation in a message.
  { pattern: /^> ?/ },
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what ANSI sequences and holes in files are made of.
const CONTROL = /\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x00+/g;
const MESSAGE_KEYS = ['log', 'message', 'msg', 'MESSAGE', 'text', 'textPayload', 'line'];
const PROCESS_KEYS = ['container_name', 'container', 'pod', 'service', 'SYSLOG_IDENTIFIER', 'app', 'logger_name'];
/** What nothing but Go prints … */
const CERTAIN = /(?:runtime: (?:out of memory: cannot|goroutine stack exceeds)|fatal error: |goroutine \d+ (?:gp=|\[))/;
const CERTAIN_TO_ITS_END =
  /^(?:runtime: .*|fatal error: (?:runtime: )?(?:out of memory|stack overflow|all goroutines are asleep.*|cannot allocate memory|pageAlloc.*)|goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[[^\]]+\]:)$/;
/** … behind what ends like a prefix, and has no words in quotes as messages have. */
const LIKE_A_PREFIX = /^[^"'`]{0,200}(?:[\])|>:;-] +|\t)$/;
const LOGFMT = /^(?:[\w.]+=(?:"(?:[^"\\]|\\.)*"|[^\s"]\S*|) )*?(?:msg|message|log)=("(?:[^"\\]|\\.)*")/;

/** Takes lines apart, with what has been learnt from those before. */
export class PrefixReader {
  /** The prefix of the line before, where it was none with a time in it: most lines have the same one. */
  #last = '';
  #lastProcess = '';
  readonly #learnt: RegExp[] = [];

  /** The lines of a program that one line holds: several where a whole crash is one JSON text. */
  read(line: string): readonly ProgramLine[] {
    const plain = line.includes('\x1b') || line.includes('\0') ? line.replace(CONTROL, '') : line;
    if (plain.charCodeAt(0) === TAB) return [{ process: '', text: plain }];
    if (this.#last !== '' && plain.startsWith(this.#last)) {
      return [{ process: this.#lastProcess, text: plain.slice(this.#last.length) }];
    }
    const { process, text } = this.#without(plain);
    const wrapped = text.startsWith('{') ? readJson(text) : text.includes('="') ? readLogfmt(text) : undefined;
    if (wrapped !== undefined) {
      return wrapped.text.split('\n').map((part) => ({ process: wrapped.process || process, text: part }));
    }
    const prefix = plain.slice(0, plain.length - text.length);
    if (prefix !== '' && /^[A-Za-z[][^:]*$/.test(prefix)) {
      this.#last = prefix;
      this.#lastProcess = process;
    }
    return [{ process, text }];
  }

  /**
   * Learns a prefix that nobody has told us about, from a line that certainly ends with what Go printed; digits in it may
   * differ from line to line.
   */
  learnFrom(line: string): void {
    if (this.#learnt.length === MOST_LEARNT) return;
    const { text } = this.#without(line);
    const at = text.search(CERTAIN);
    if (at <= 0 || text.startsWith('{')) return;
    const prefix = text.slice(0, at);
    if (!LIKE_A_PREFIX.test(prefix) || !CERTAIN_TO_ITS_END.test(text.slice(at))) return;
    const pattern = prefix
      .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      .replace(/\d+/g, '\\d+')
      .replace(/ +$/, ' ?');
    this.#learnt.push(new RegExp(`^${pattern}`));
  }

  #without(line: string): ProgramLine {
    let process = '';
    let text = line;
    for (let taken = 0; taken < MOST_PREFIXES && mayHavePrefix(text); taken++) {
      const found = firstMatch(text);
      if (found === undefined) break;
      const [prefix, match] = found;
      process = prefix.process?.(match.groups ?? {}) ?? process;
      text = text.slice(match[0].length);
    }
    for (const learnt of this.#learnt) {
      const match = learnt.exec(text);
      if (match !== null) return { process, text: text.slice(match[0].length) };
    }
    return { process, text };
  }
}

const TAB = 9;
const MOST_PREFIXES = 4;
const MOST_LEARNT = 8;

/** Sorts out most lines of stacks before any pattern is tried. */
function mayHavePrefix(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first >= LOWER_A) return text.includes('| ') || text.endsWith('|') || PRIORITY_NAME.test(text);
  // Months have three letters, names of services may begin like anything.
  if (first >= UPPER_A && first <= UPPER_Z) return text.charCodeAt(3) === SPACE || text.includes('|');
  return first > SPACE;
}

const SPACE = 0x20;
const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
const LOWER_A = 0x61;
const PRIORITY_NAME = /^[a-z]{3,8} *:[a-z]/;

function firstMatch(text: string): readonly [Prefix, RegExpExecArray] | undefined {
  for (const prefix of PREFIXES) {
    const match = prefix.pattern.exec(text);
    if (match !== null) return [prefix, match];
  }
  return undefined;
}

function readJson(text: string): ProgramLine | undefined {
  const object = parsedObject(text);
  if (object === undefined) return undefined;
  const message = MESSAGE_KEYS.map((key) => object[key]).find((value) => typeof value === 'string');
  if (message === undefined) return undefined;
  const process = PROCESS_KEYS.map((key) => object[key]).find((value) => typeof value === 'string');
  return { process: process ?? '', text: Buffer.from(message.replace(/\n$/, ''), 'utf8').toString('latin1') };
}

/** A line may be cut or be no JSON at all, and then it is an ordinary one. */
function parsedObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readLogfmt(text: string): ProgramLine | undefined {
  const quoted = LOGFMT.exec(text)?.[1];
  if (quoted === undefined) return undefined;
  const said = quoted.slice(1, -1).replace(/\\([nt"\\])/g, (_, letter: string) => ESCAPED[letter] ?? letter);
  return { process: '', text: said };
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t' };
