/** What the tools say about each recorded program, beside what they should say (programs/README.md). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoizeRecent } from '../../../src/base/memoize.ts';
import type { MemoryParts } from '../../../src/memory/accounting/parts.ts';
import type { Case } from '../../../src/memory/doctor/case.ts';
import { type Diagnosis, diagnose } from '../../../src/memory/doctor/diagnose.ts';
import type { Confidence, SourceFrame } from '../../../src/memory/statement.ts';
import { CATALOGUE } from '../../../src/memory/suspects/catalogue.ts';
import { findSuspects } from '../../../src/memory/suspects/find-suspects.ts';
import type { HeapMode } from '../../../src/memory/suspects/heap-columns.ts';
import { caseOf, DAY } from './read-files.ts';

/** `expected.json` beside a program. */
interface Expected {
  readonly kind: string;
  readonly isHealthy: boolean;
  readonly shows: 'retention' | 'churn' | 'crash' | 'fragmentation' | 'outside the heap' | null;
  readonly function: string | null;
  readonly alsoAccepted: readonly string[];
  readonly files: {
    readonly snapshots: readonly string[];
    readonly goroutineSnapshots?: readonly string[];
    readonly heapDebug1: string;
    readonly allocs?: string;
    readonly goroutines?: string;
    readonly log?: string;
  };
}

/** What people have of a program where they do not have all of it. */
const PARTS = {
  'one heap profile': ({ snapshots }) => snapshots.slice(-1),
  'one heap profile as text': ({ heapDebug1 }) => [heapDebug1],
  'two heap profiles': ({ snapshots }) => [...snapshots.slice(0, 1), ...snapshots.slice(-1)],
  'all heap profiles': ({ snapshots }) => snapshots,
  'an allocs profile': ({ allocs }) => [allocs],
  'a goroutine profile': ({ goroutines }) => [goroutines],
  'heap and goroutines': ({ snapshots, goroutines }) => (goroutines ? [...snapshots.slice(-1), goroutines] : []),
  'the log': ({ log }) => [log],
} as const satisfies Readonly<Record<string, (files: Expected['files']) => readonly (string | undefined)[]>>;

export type Part = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as readonly Part[];

export interface ExaminedProgram {
  readonly name: string;
  readonly kind: string;
  readonly isHealthy: boolean;
  readonly shows: Expected['shows'];
  /** The functions that are right. */
  readonly accepted: readonly string[];
  /** All that `doctor` names, the first first. */
  readonly doctor: readonly Named[];
  /** The same with less to go by; without what was not recorded. */
  readonly doctorOf: { readonly [Of in Part]?: readonly Named[] };
  /** What `leaks` names in each kind of snapshots: heap, goroutines. */
  readonly leaks: readonly (readonly Named[])[];
  /** What `suspects` names in the last profile, in each of the modes that are asked. */
  readonly suspects: readonly (readonly Named[])[];
  /** Whether `doctor` names the right ending; undefined where there is no crash. */
  readonly isEndingRight: boolean | undefined;
  /** Whether `doctor` says that the memory is where it is; undefined where that is the live heap. */
  readonly isPlaceRight: boolean | undefined;
}

/** A function that a tool names. */
export interface Named {
  readonly function: string;
  readonly confidence: Confidence;
}

export function programNames(root: string): readonly string[] {
  return readdirSync(root).filter((name) => existsSync(join(root, name, 'expected.json')));
}

/** `root` is the folder of all programs. */
export async function examineProgram(root: string, name: string): Promise<ExaminedProgram> {
  const folder = join(root, name);
  const expected: Expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  const { kind, isHealthy, shows, files } = expected;
  const series = [files.snapshots, files.goroutineSnapshots ?? []].filter(({ length }) => length > 0);
  const recorded = join(folder, 'recorded');
  const all = readdirSync(recorded).map((file) => join(recorded, file));
  const diagnosis = await diagnosisOf(root, all);
  const doctorOf: { [Of in Part]?: readonly Named[] } = {};
  for (const part of PART_NAMES) {
    const some = PARTS[part](files).flatMap((file) => (file === undefined ? [] : [join(folder, file)]));
    if (some.length > 0) doctorOf[part] = (await diagnosisOf(root, some)).suspects.map(named);
  }
  return {
    name,
    kind,
    isHealthy,
    shows,
    accepted: expected.function === null ? [] : [expected.function, ...expected.alsoAccepted],
    doctor: diagnosis.suspects.map(named),
    doctorOf,
    leaks: await Promise.all(series.map((snapshots) => leaksOf(folder, snapshots))),
    suspects: await Promise.all(modesOf(expected).map((mode) => suspectsOf(root, name, files, mode))),
    isEndingRight: shows === 'crash' ? isEnding(kind, diagnosis) : undefined,
    isPlaceRight: placeRight(shows, diagnosis.memory),
  };
}

async function diagnosisOf(root: string, files: readonly string[]): Promise<Diagnosis> {
  return diagnose(await caseOf(files), { day: DAY, catalogue: CATALOGUE, sourceLine: sourceLineIn(root) });
}

const named = ({ frame, confidence }: { readonly frame: SourceFrame; readonly confidence: Confidence }): Named => ({
  function: frame.function,
  confidence,
});

/** Programs that are said to be healthy have to be so in both. */
function modesOf({ isHealthy, shows }: Expected): readonly HeapMode[] {
  if (isHealthy) return ['retention', 'churn'];
  return [shows === 'churn' ? 'churn' : 'retention'];
}

async function leaksOf(folder: string, files: readonly string[]): Promise<readonly Named[]> {
  const { heap, goroutines } = await caseOf(files.map((file) => join(folder, file)));
  const leaks = (heap ?? goroutines)?.leaks;
  return [...(leaks?.suspects ?? []), ...(leaks?.others.filter(({ shape }) => shape.change > 0) ?? [])].map(named);
}

async function suspectsOf(root: string, name: string, files: Expected['files'], mode: HeapMode) {
  const { snapshots, allocs, goroutines } = files;
  const asked = [(mode === 'churn' ? allocs : undefined) ?? snapshots[snapshots.length - 1]];
  if (goroutines !== undefined) asked.push(goroutines);
  const found: Case = await caseOf(asked.map((file) => join(root, name, file)));
  if (found.heap === undefined) throw new Error(`${name}: ${asked[0]} is no heap profile`);
  const question = {
    profile: found.heap.last.profile,
    goroutines: found.goroutines?.last.profile,
    mode,
    catalogue: CATALOGUE,
    sourceLine: sourceLineIn(root),
  };
  return findSuspects(question).suspects.map(named);
}

/** Programs were built with `-trimpath`: their files are `example.com/faults/NAME/main.go`. */
const sourceLineIn = (root: string) => {
  const linesOf = memoizeRecent(8, (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []));
  return (file: string, line: number): string | undefined =>
    linesOf(join(root, file.replace(/^example\.com\/faults\//, '')))[line - 1];
};

/** What ends a program of each kind, in `doctor`'s words. A limit may be met in the heap or in the runtime's own tables. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'heap-exhaustion': ['heap exhaustion', 'runtime metadata'],
  'gc-headroom': ['heap exhaustion', 'runtime metadata'],
  'address-space': ['address space'],
  'stack-overflow': ['stack overflow'],
  'bad-size': ['bad size'],
  threads: ['threads'],
};

function isEnding(kind: string, { endings: [first] }: Diagnosis): boolean {
  return 'ended' in first && (ENDINGS[kind] ?? []).includes(first.ended);
}

function placeRight(shows: Expected['shows'], memory: MemoryParts | undefined): boolean | undefined {
  if (shows !== 'outside the heap' && shows !== 'fragmentation') return undefined;
  const [largest] = (memory?.parts ?? []).toSorted((a, b) => b.bytes - a.bytes);
  return shows === 'outside the heap' ? largest?.name === 'outside' : ['fragmentation', 'idle'].includes(largest?.name);
}
