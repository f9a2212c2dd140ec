/** Makes what Go prints for `goroutine?debug=2`: many goroutines with few different stacks, as servers have them. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileName, fileOf, functionName, startLine } from './go-names.ts';
import { makeRandom, type Random } from './random.ts';

/** Counts up whenever the same count makes other bytes. */
const DUMP_VERSION = 1;
const SEED = 7;
const FUNCTIONS = 5000;
const STACKS = 400;
const CREATORS = 60;
const MOST_FRAMES = 20;
const LONGEST_WAIT = 600;
const STATES = ['chan receive', 'select', 'IO wait', 'sync.Mutex.Lock', 'semacquire', 'sleep', 'chan send', 'syscall'];

/** The dump, goroutine by goroutine. */
export function* goroutineDump(goroutines: number): Generator<string> {
  const random = makeRandom(SEED);
  const stacks = Array.from({ length: STACKS }, () => makeStack(random));
  for (let id = 1; id <= goroutines; id++) {
    // Most goroutines wait in a few places.
    const at = Math.floor(random.unit() ** 3 * STACKS);
    const waited = random.unit() < 0.5 ? '' : `, ${1 + random.below(LONGEST_WAIT)} minutes`;
    const frames = stacks[at].map((place) => frameText(place, random)).join('');
    const creator = at % CREATORS;
    const parent = 1 + random.below(id);
    yield `goroutine ${id} [${STATES[at % STATES.length]}${waited}]:\n${frames}created by ${functionName(creator)} in goroutine ${parent}\n${placeText(creator, 3)}\n`;
  }
}

interface FramePlace {
  readonly functionIndex: number;
  readonly line: number;
}

function makeStack(random: Random): readonly FramePlace[] {
  return Array.from({ length: 3 + random.below(MOST_FRAMES - 3) }, () => ({
    functionIndex: random.below(FUNCTIONS),
    line: 1 + random.below(60),
  }));
}

const frameText = ({ functionIndex, line }: FramePlace, random: Random) =>
  `${functionName(functionIndex)}(0xc${(random.below(2 ** 24) * 16).toString(16).padStart(9, '0')})\n${placeText(functionIndex, line)}`;

const placeText = (functionIndex: number, line: number) =>
  `\t${fileName(fileOf(functionIndex))}:${startLine(functionIndex) + line} +0x5a\n`;

/** The file with a dump, written unless an earlier run has left it. */
export async function cachedGoroutineDump(goroutines: number, onGenerate: (path: string) => void): Promise<string> {
  const folder = join(tmpdir(), 'pprof-shell-bench');
  const path = join(folder, `v${DUMP_VERSION}-goroutines-${goroutines}.txt`);
  if ((await stat(path).catch(() => undefined)) !== undefined) return path;
  await mkdir(folder, { recursive: true });
  onGenerate(path);
  // Under another name until it is complete.
  const part = `${path}.${process.pid}`;
  try {
    await pipeline(Readable.from(goroutineDump(goroutines)), createWriteStream(part));
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return path;
}
