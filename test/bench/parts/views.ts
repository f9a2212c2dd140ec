import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileName, functionName } from '../generate/go-names.ts';
import { cachedGoroutineDump } from '../generate/goroutine-dump.ts';
import { percentile } from '../measure.ts';
import { HEAP, referenceSpec } from '../reference-profiles.ts';
import { type Part, profileFor, type Surroundings } from '../surroundings.ts';
import { durationText, type Goal, type Row, withinMillis } from '../table.ts';
import { type KeyResult, type OpeningTimes, TerminalShell, type TerminalSize } from '../terminal-shell.ts';

const SIZE: TerminalSize = { columns: 200, rows: 50 };
const FRAME_MILLIS = 16;
const FRAME_BYTES = 30_000;
const OPENING_MILLIS = 300;

const ROUNDS = 3;
/** Answers from the profile's thread may be that far behind what tells that they are on their way. */
const ANSWER_QUIET_MS = 3000;

const DOWN = '\u001b[B';
const UP = '\u001b[A';
const RIGHT = '\u001b[C';
const LEFT = '\u001b[D';
const PAGE_DOWN = '\u001b[6~';
const PAGE_UP = '\u001b[5~';
const HOME = '\u001b[H';
const END = '\u001b[F';
const HALF_DOWN = '\u0004';
const HALF_UP = '\u0015';
const ENTER = '\r';
const TAB = '\t';
const SHIFT_TAB = '\u001b[Z';
const BACKSPACE = '\u007f';
const CTRL_T = '\u0014';

const KEY_NAMES: Readonly<Record<string, string>> = {
  [DOWN]: '↓',
  [UP]: '↑',
  [RIGHT]: '→',
  [LEFT]: '←',
  [PAGE_DOWN]: 'PgDn',
  [PAGE_UP]: 'PgUp',
  [HOME]: 'Home',
  [END]: 'End',
  [HALF_DOWN]: '^D',
  [HALF_UP]: '^U',
  [ENTER]: 'Enter',
  [TAB]: 'Tab',
  [SHIFT_TAB]: 'Shift-Tab',
  [BACKSPACE]: 'Backspace',
  [CTRL_T]: '^T',
  ' ': 'Space',
};

/** What is pressed in a view, and what it is opened by. */
interface Drill {
  readonly name: string;
  /** The line typed at the prompt. */
  readonly line: string;
  /** What is on the first frame with rows. */
  readonly shown: RegExp;
  /** Pressed before anything is measured, as it takes a while. */
  readonly first?: string;
  /** One round of keys, which ends where it began. */
  readonly keys: readonly string[];
  /** Keys that ask about the whole profile anew, each taken back by the one behind it. */
  readonly questions?: readonly string[];
}

const MOVES = [DOWN, DOWN, PAGE_DOWN, PAGE_DOWN, HALF_DOWN, UP, PAGE_UP, HALF_UP, END, HOME];
/** What the frame of all views draws: its menu of commands, and its help. */
const HELP = ['?', PAGE_DOWN, 'q'];
const OVERLAYS = [ENTER, DOWN, 'q', ...HELP];
const searchFor = (text: string) => ['/', ...text, ENTER, 'n', 'n', 'N', HOME];
const TREE_KEYS = [...MOVES, RIGHT, DOWN, RIGHT, DOWN, LEFT, LEFT, 'm', 'M', 'o', 'o', 'o', 'O', 'O', 'c', 'c'];
const PATTERN = 'ledger';
/** A filter that is typed, and taken away again. */
const filterBy = (text: string) => ['/', ...text, ...Array.from(text, () => BACKSPACE), ENTER];

const TREE_DRILL: Omit<Drill, 'name' | 'line' | 'shown'> = {
  keys: [...TREE_KEYS, HOME, 'e', HOME, 'C', 'z', 'Z', ...searchFor(PATTERN), HOME, 'C', ...OVERLAYS],
  questions: ['R', 'R', 'v', 'V', 'f', 'u'],
};

/** The function with the most samples below it in profiles of the generator. */
const HOT_FUNCTION = 0;

const DRILLS: readonly Drill[] = [
  { ...TREE_DRILL, name: 'browse', line: 'browse', shown: /› browse/ },
  {
    name: 'browse',
    line: 'browse',
    shown: /› browse/,
    first: 'E',
    keys: [
      ...MOVES,
      LEFT,
      RIGHT,
      ' ',
      ' ',
      'm',
      'M',
      'e',
      HOME,
      'o',
      'O',
      'O',
      'o',
      'o',
      ...searchFor(PATTERN),
      'c',
      'c',
    ],
  },
  { ...TREE_DRILL, name: 'bottomup', line: 'bottomup', shown: /› bottomup/ },
  {
    ...TREE_DRILL,
    name: 'sandwich',
    line: `sandwich ${lastPart(functionName(HOT_FUNCTION))}`,
    shown: /› sandwich/,
    keys: [...TREE_KEYS, ...searchFor(PATTERN), ...OVERLAYS],
    questions: ['R', 'R', 'v', 'V'],
  },
  {
    name: 'flame',
    line: 'flame',
    shown: /› flame/,
    keys: [
      ...[...'12', UP, RIGHT, LEFT, DOWN, DOWN, 'e', HOME, PAGE_DOWN, PAGE_UP, '1', 'z', DOWN, 'z', 'Z', '0'],
      ...['o', 'o', 'o', 'I', 'I', ...searchFor(PATTERN), '1', ...OVERLAYS, HOME],
    ],
    questions: [TAB, TAB, 'v', 'V', 'f', 'u'],
  },
  {
    name: 'top -i',
    line: 'top -i',
    shown: /› top/,
    keys: [
      ...[...MOVES, 'o', 'o', 'o', 'O', 'O', 'c', 'c', ' ', 'M', '3', '1', ...`/${PATTERN}`, ENTER, DOWN, '0'],
      ...OVERLAYS,
    ],
    questions: [TAB, TAB, TAB, TAB, 'v', 'V', 'f', 'u'],
  },
  {
    name: 'source',
    line: `source ${lastPart(functionName(HOT_FUNCTION))}`,
    shown: /› source/,
    keys: [...MOVES, ']', ']', '[', '1', '2', '>', '<', '0', 'w', 'w', ...searchFor('return'), ...OVERLAYS],
    questions: [TAB, 'v', 'V'],
  },
  {
    name: 'find',
    line: 'find',
    shown: /fuzzy\/exact\/regex/,
    keys: [
      ...[
        ...PATTERN,
        ' ',
        ...'put',
        DOWN,
        DOWN,
        PAGE_DOWN,
        UP,
        PAGE_UP,
        TAB,
        TAB,
        TAB,
        TAB,
        TAB,
        CTRL_T,
        CTRL_T,
        CTRL_T,
      ],
      ...Array.from({ length: PATTERN.length + 4 }, () => BACKSPACE),
    ],
  },
  {
    name: 'tags -i',
    line: 'tags -i',
    shown: /› tags/,
    keys: [...MOVES, RIGHT, DOWN, ' ', 'M', 'o', 'o', 'O', 'O', 'C', 'E', ...filterBy('128'), HOME, ...HELP],
    questions: ['v', 'V'],
  },
];

const GOROUTINES_DRILL: Drill = {
  name: 'goroutines',
  line: 'goroutines',
  shown: /› goroutines/,
  keys: [
    ...[...MOVES, RIGHT, DOWN, LEFT, 'e', HOME, 'E', END, HOME, 'C', 'o', 'o', 'o', 'O', 'O', 'r', 'r', '2', '1'],
    ...[TAB, TAB, SHIFT_TAB, SHIFT_TAB, ...filterBy(PATTERN), HOME, ...OVERLAYS],
  ],
};

/** Views on a terminal of 200 by 50 cells: opening them, and from a key to the frame it leads to. */
export const views: Part = async function* (surroundings) {
  const { isQuick, progress } = surroundings;
  const size = isQuick ? 'A' : 'B';
  const { path } = await profileFor(surroundings, referenceSpec(size, HEAP));
  const goroutines = isQuick ? 10_000 : 100_000;
  const dump = await cachedGoroutineDump(goroutines, (file) => progress(`generating ${file}`));
  const sources = writeSources();
  try {
    for (const drill of DRILLS) {
      yield* drilled(drill, [`-source_path=${sources}`, `-trim_path=${SOURCE_ROOT}`, path], size, surroundings);
    }
    yield* drilled(GOROUTINES_DRILL, [dump], `${goroutines.toLocaleString('en')}`, surroundings);
  } finally {
    rmSync(sources, { recursive: true });
  }
};

type Measurement = Omit<Row, 'part'>;

/** A key that was pressed, and what came of it. */
interface Pressed {
  readonly key: string;
  readonly result: KeyResult & { readonly firstMillis: number; readonly lastMillis: number };
}

async function* drilled(
  drill: Drill,
  args: readonly string[],
  size: string,
  { isQuick, program, root, progress }: Surroundings,
): AsyncGenerator<Measurement> {
  progress(`${size}: ${drill.line}`);
  const shell = new TerminalShell([...program, ...args], root, SIZE);
  try {
    await shell.ready();
    await shell.type(drill.line);
    const opening = await shell.open(drill.shown);
    let name = `${size}: ${drill.name}`;
    if (drill.first === undefined) {
      yield openingRow(`${name}, opened as the first thing`, opening);
    } else {
      const { lastMillis, text } = await shell.press(drill.first, ANSWER_QUIET_MS);
      name += `, ${openRowsIn(text)} rows`;
      yield { what: `${name}: opening all of them`, ours: { millis: lastMillis ?? Number.NaN } };
    }
    const pressed: Pressed[] = [];
    for (let round = 0; round < (isQuick ? 1 : ROUNDS); round++) pressed.push(...(await pressAll(shell, drill.keys)));
    yield* keyRows(name, pressed);
    const asked = await pressAll(shell, drill.questions ?? [], ANSWER_QUIET_MS);
    if (asked.length > 0) yield questionRow(name, asked);
    // In find all letters go into the query.
    if (drill.first === undefined && drill.name !== 'find') {
      await shell.leave();
      await shell.type(drill.line);
      yield openingRow(`${name}, opened again`, await shell.open(drill.shown));
    }
  } finally {
    shell.end();
  }
}

/** How many rows the view says there are: where it stops opening them, or beside the number of the selected one. */
function openRowsIn(text: string): string {
  const last = [...text.matchAll(/(\d[\d,]*) rows are open|\b\d[\d,]*\/(\d[\d,]*)/g)].at(-1);
  const rows = last?.[1] ?? last?.[2];
  if (rows === undefined) throw new Error(`the view tells nowhere how many rows it has:\n${text}`);
  return rows;
}

/** What keys have drawn. One that changes nothing, as there is nothing further down, draws nothing, and is left out. */
async function pressAll(shell: TerminalShell, keys: readonly string[], quietMillis?: number): Promise<Pressed[]> {
  const pressed: Pressed[] = [];
  for (const [i, key] of keys.entries()) {
    const { firstMillis, lastMillis, ...rest } = await shell.press(key, quietMillis);
    if (rest.hasLeft) throw new Error(`${nameOfKey(key)}, key ${i + 1} of a round, has left the view`);
    if (firstMillis !== undefined && lastMillis !== undefined) {
      pressed.push({ key, result: { ...rest, firstMillis, lastMillis } });
    }
  }
  return pressed;
}

const nameOfKey = (key: string): string => KEY_NAMES[key] ?? key;

function openingRow(what: string, { signMillis, millis }: OpeningTimes): Measurement {
  const toldInTime: Goal = {
    text: `told of within ${OPENING_MILLIS} ms (${durationText(signMillis)})`,
    isMet: () => signMillis < OPENING_MILLIS,
  };
  return { what, ours: { millis }, goals: [withinMillis(OPENING_MILLIS), toldInTime] };
}

function* keyRows(name: string, pressed: readonly Pressed[]): Generator<Measurement> {
  const firsts = pressed.map(({ result }) => result.firstMillis);
  const lasts = pressed.map(({ result }) => result.lastMillis);
  const goals = [withinMillis(FRAME_MILLIS)];
  yield {
    what: `${name}: key to frame, median of ${pressed.length} keys`,
    ours: { millis: percentile(firsts, 0.5) },
  };
  yield {
    what: `${name}: key to frame, p95 (${slowestText(pressed, 'firstMillis')})`,
    ours: { millis: percentile(firsts, 0.95) },
    goals: [...goals, bytesGoal(pressed), clearsGoal(pressed)],
  };
  yield {
    what: `${name}: key to the last frame it leads to, p95 (${slowestText(pressed, 'lastMillis')})`,
    ours: { millis: percentile(lasts, 0.95) },
    goals,
  };
}

function questionRow(name: string, asked: readonly Pressed[]): Measurement {
  const firsts = Math.max(...asked.map(({ result }) => result.firstMillis));
  const lasts = asked.map(({ result }) => result.lastMillis);
  const what = `${name}: another question, slowest (${slowestText(asked, 'lastMillis')})`;
  const millis = Math.max(...lasts);
  return openingRow(what, { signMillis: firsts, millis });
}

const MOST_NAMED = 4;

/** The keys that take longest, each with its longest time. */
function slowestText(pressed: readonly Pressed[], of: 'firstMillis' | 'lastMillis'): string {
  const longest = new Map<string, number>();
  for (const { key, result } of pressed) longest.set(key, Math.max(longest.get(key) ?? 0, result[of]));
  const slowest = [...longest].sort(([, a], [, b]) => b - a).slice(0, MOST_NAMED);
  return slowest.map(([key, millis]) => `${nameOfKey(key)} ${durationText(millis)}`).join(', ');
}

function bytesGoal(pressed: readonly Pressed[]): Goal {
  const bytes = pressed.flatMap(({ result }) => result.frameBytes);
  const kilobytes = (amount: number) => (amount / 1000).toFixed(1);
  const p95 = percentile(bytes, 0.95);
  const text = `< ${FRAME_BYTES / 1000} KB a frame (p95 ${kilobytes(p95)}, at most ${kilobytes(Math.max(...bytes))})`;
  return { text, isMet: () => Math.max(...bytes) < FRAME_BYTES };
}

function clearsGoal(pressed: readonly Pressed[]): Goal {
  const clears = pressed.reduce((sum, { result }) => sum + result.clears, 0);
  return { text: clears === 0 ? 'no full clears' : `no full clears (${clears})`, isMet: () => clears === 0 };
}

const SOURCE_ROOT = '/home/build/go/src';
const SOURCE_LINES = 600;
/** Files of the first functions, which generated call graphs begin with. */
const SOURCE_FILES = 8;

/** A folder with sources for the functions that are looked at; they are the caller's to remove. */
function writeSources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pprof-shell-sources-'));
  for (let file = 0; file < SOURCE_FILES; file++) {
    const path = join(folder, fileName(file).slice(SOURCE_ROOT.length));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Array.from({ length: SOURCE_LINES }, (_, line) => sourceLine(line)).join('\n'));
  }
  return folder;
}

const SOURCE_TEXTS = [
  'func (s *Server) appendPage(entry *Entry, limit int) (Page, error) {',
  '\t// Pages are kept in the order of their keys.',
  '\tif entry == nil || limit <= 0 {',
  '\t\treturn Page{}, fmt.Errorf("append %q: no entry, limit %d", s.name, limit)',
  '\t}',
  '\tfor i, record := range entry.records[:min(limit, len(entry.records))] {',
  '\t\ts.total += record.size + 0x10*uint64(i)',
  '\t}',
  '\treturn s.flush(entry, map[string]int{"limit": limit})',
  '}',
  '',
];

const sourceLine = (line: number): string => SOURCE_TEXTS[line % SOURCE_TEXTS.length];

/** `appendPage` of `acme.io/billing/store/ledger.(*Server).appendPage`. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
