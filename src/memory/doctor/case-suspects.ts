/**
 * The code to look at, out of all that a case has: what a crash points at, growth over snapshots, signs in the last profile,
 * goroutines in logs. Where nothing grows, or holes are what is large, also what is allocated and let go again.
 */
import { at } from '../../base/int64.ts';
import type { Profile } from '../../profile/tables.ts';
import type { MemoryParts } from '../accounting/parts.ts';
import { codeOwner } from '../code-owner.ts';
import type { LeakReport, LeakSuspect } from '../leaks/find-leaks.ts';
import type { Ending } from '../logs/log-report.ts';
import type { SourceFrame, Suspect } from '../statement.ts';
import type { CatalogueEntry } from '../suspects/catalogue.ts';
import { inFunction, sizeText } from '../suspects/evidence.ts';
import { findSuspects } from '../suspects/find-suspects.ts';
import { type HeapColumns, type HeapMode, heapColumns } from '../suspects/heap-columns.ts';
import { nextCommand } from '../suspects/next-command.ts';
import type { Case, Snapshots } from './case.ts';
import { caughtSuspects, crashSuspects, failingSuspect } from './crash-suspects.ts';
import type { Ended } from './ended.ts';
import { crowdSuspects, waitingGoroutines } from './goroutine-crowds.ts';

export interface SuspectSources {
  readonly endings: readonly Ended[];
  /** Whose allocation failed. */
  readonly failing: SourceFrame | undefined;
  readonly memory: MemoryParts | undefined;
  readonly catalogue: readonly CatalogueEntry[];
  readonly goVersion: string | undefined;
  /** The text of a line, undefined where the source is not here. */
  readonly sourceLine?: ((file: string, line: number) => string | undefined) | undefined;
}

export interface CaseSuspect extends Suspect {
  /** What points at it, and so what its bytes are: what it grew by, keeps, or has allocated since the start. */
  readonly seenIn: 'crash' | 'growth' | 'live heap' | 'allocations' | 'goroutines';
  /** When there is nothing wrong, one sentence; undefined where only size or growth speaks. */
  readonly falseAlarm?: string | undefined;
}

export interface CaseSuspects {
  /** Those to look at first, first. */
  readonly suspects: readonly CaseSuspect[];
  /** What could not be known, or has to be known to read this, a sentence each without a full stop. */
  readonly unknown: readonly string[];
}

/** Snapshots that can tell growth from chance. */
const ENOUGH_SNAPSHOTS = 3;

export function caseSuspects(found: Case, sources: SuspectSources): CaseSuspects {
  const { endings, failing } = sources;
  const grown = [found.heap?.leaks, found.goroutines?.leaks].flatMap((leaks) => (leaks ? leakSuspects(leaks) : []));
  const live = suspectsInLast(found, sources, 'retention');
  const isSeries = (found.heap?.files.length ?? 0) >= ENOUGH_SNAPSHOTS;
  const churn = churnOf(found, sources, grown);
  const kept = [
    ...grown.map((suspect) => withSignature(suspect, live.suspects)),
    // What was seen not to grow needs no second look as long as something else does.
    ...(isSeries && grown.length > 0 ? [] : live.suspects.map((one) => (isSeries ? notSeenToGrow(one) : one))),
  ];
  const all = [
    ...crashSuspects(endings),
    ...found.logs.flatMap(caughtSuspects),
    ...ORDERS[churn.order](kept, churn.suspects),
    ...found.logs.flatMap(waitingGoroutines),
    ...crowdSuspects(found, sources.catalogue),
  ];
  const suspects = all.length === 0 && failing !== undefined ? [failingSuspect(failing)] : ordered(all);
  return {
    suspects: suspects.map((suspect) => withFailure(suspect, failing)),
    unknown: [...churn.notes, ...outsideNotes(sources.memory), ...(isSeries ? [] : live.unknown)],
  };
}

function suspectsInLast({ heap, goroutines }: Case, sources: SuspectSources, mode: HeapMode): CaseSuspects {
  if (heap === undefined) return { suspects: [], unknown: [] };
  const { suspects, unknown } = findSuspects({
    ...sources,
    profile: heap.last.profile,
    mode,
    goroutines: goroutines?.last.profile,
  });
  return {
    suspects: suspects.map(({ bytesOutside, ...suspect }) => ({
      ...suspect,
      seenIn: mode === 'churn' ? 'allocations' : bytesOutside > 0 ? 'goroutines' : 'live heap',
    })),
    unknown,
  };
}

const isSure = ({ confidence }: CaseSuspect) => confidence !== 'possible';

/** Growth that is only possible, and of less than this share of the live heap, is next to none. */
const NOTEWORTHY_GROWTH = 0.1;

function isNoteworthy({ leaks }: Snapshots, grown: readonly CaseSuspect[]): boolean {
  const live = leaks?.totals.at(-1) ?? 0;
  return grown.reduce((sum, { bytes }) => sum + bytes, 0) > live * NOTEWORTHY_GROWTH;
}

interface Churn {
  readonly suspects: readonly CaseSuspect[];
  /** Which tells more: what is kept, or this. */
  readonly order: keyof typeof ORDERS;
  readonly notes: readonly string[];
}

const NO_CHURN: Churn = { suspects: [], order: 'kept first', notes: [] };

type Arranged = (kept: readonly CaseSuspect[], churn: readonly CaseSuspect[]) => readonly CaseSuspect[];

const ORDERS = {
  'kept first': (kept, churn) => [...kept, ...churn],
  'churn first': (kept, churn) => [...churn, ...kept],
  'in turn': (kept, churn) => {
    const rounds = Array.from({ length: Math.max(kept.length, churn.length) }, (_, i) => i);
    return rounds.flatMap((i) => [...kept.slice(i, i + 1), ...churn.slice(i, i + 1)]);
  },
} as const satisfies Readonly<Record<string, Arranged>>;

/** Of the memory, this share without objects in it is what a peak has left. */
const MOSTLY_HOLES = 0.5;
/** So many times the live heap was allocated: there is more garbage than anything else. */
const MUCH_GARBAGE = 10;

/**
 * Memory that is let go again is looked at where no leak is likely; it comes first where nothing grows and somebody took an
 * allocs profile, or garbage and what it leaves behind are large. Where snapshots are too few to tell, the two take turns.
 */
function churnOf(found: Case, sources: SuspectSources, grown: readonly CaseSuspect[]): Churn {
  const { heap } = found;
  if (heap === undefined || grown.some(isSure)) return NO_CHURN;
  const holes = holesOf(sources.memory);
  const isGarbage = turnoverOf(heap) >= MUCH_GARBAGE;
  const isAsked = [heap.first, heap.last].some(({ profile }) => profile.defaultValueType.startsWith('alloc'));
  const isGrown = isNoteworthy(heap, grown);
  const isFlat = heap.files.length >= ENOUGH_SNAPSHOTS && !isGrown;
  const isLeftover = holes >= MOSTLY_HOLES;
  if (!isAsked && !isFlat && !isLeftover && !isGarbage) return NO_CHURN;
  const notes = isFlat
    ? [`Nothing is seen to grow over ${heap.files.length} snapshots: see also what is allocated and let go again`]
    : [];
  if (isLeftover) {
    notes.push('Most of the memory has no objects in it: it is left from a peak, which the largest allocations made');
  }
  const { suspects } = suspectsInLast(found, sources, 'churn');
  if (isGrown || sources.endings.some(({ ended }) => OUT_OF_MEMORY.has(ended))) {
    return { suspects, order: 'kept first', notes };
  }
  if (isAsked || isLeftover || (isFlat && isGarbage)) return { suspects, order: 'churn first', notes };
  return { suspects, order: isGarbage ? 'in turn' : 'kept first', notes };
}

/** Then what is kept comes first, whatever else is made. */
const OUT_OF_MEMORY: ReadonlySet<Ending> = new Set<Ending>([
  'heap exhaustion',
  'address space',
  'container limit',
  'host memory',
  'runtime metadata',
  'killed',
]);

const shareOfPart = ({ parts, total }: MemoryParts, ...names: readonly string[]) =>
  parts.reduce((sum, { name, bytes }) => sum + (names.includes(name) ? bytes : 0), 0) / Math.max(1, total);

const holesOf = (memory: MemoryParts | undefined) =>
  memory === undefined ? 0 : shareOfPart(memory, 'fragmentation', 'idle');

/** How many times the live heap was allocated from the first snapshot to the last, or since the start; 0 where nothing tells. */
function turnoverOf({ first, last }: Snapshots): number {
  const before = first.profile === last.profile ? 0 : totalOf(first.profile, 'allocBytes');
  const allocated = totalOf(last.profile, 'allocBytes') - before;
  const live = totalOf(last.profile, 'inuseBytes');
  return live === 0 ? 0 : allocated / live;
}

function totalOf({ samples, valueTypes }: Profile, which: keyof HeapColumns): number {
  const index = heapColumns({ valueTypes })[which];
  if (index === undefined) return 0;
  const column = samples.values[index];
  let sum = 0;
  for (let sample = 0; sample < samples.length; sample++) sum += Number(at(column, sample));
  return sum;
}

const MOSTLY_OUTSIDE = 0.5;

function outsideNotes(memory: MemoryParts | undefined): readonly string[] {
  if (memory === undefined || shareOfPart(memory, 'outside') < MOSTLY_OUTSIDE) return [];
  const { bytes } = memory.parts.find(({ name }) => name === 'outside') ?? { bytes: 0 };
  return [
    `${sizeText(bytes)}, most of the memory, is outside of Go: no Go profile names the code that has it; look for cgo, syscall.Mmap, and libraries that use them`,
  ];
}

function leakSuspects({ suspects }: LeakReport): readonly CaseSuspect[] {
  return suspects.map((leak) => ({
    frame: leak.frame,
    stack: leak.stack,
    seenIn: 'growth',
    signature: undefined,
    meaning: leak.advice?.meaning ?? growthText(leak),
    remedy: leak.advice?.remedy,
    confidence: leak.confidence,
    bytes: leak.bytes,
    objects: leak.objects,
    savesAtMost: Math.max(0, leak.bytes),
    evidence: leak.evidence.map((text) => ({ text })),
    wouldConfirm: leak.wouldConfirm,
    next: nextCommand(leak.frame, codeOwner(leak.frame.function, leak.frame.file) === 'user' ? 'user' : 'library'),
  }));
}

const growthText = ({ bytes }: LeakSuspect) =>
  bytes === 0 ? 'There are more and more of it.' : 'It keeps more and more memory.';

/** With what the names and sizes in the last profile say about the same function. */
function withSignature(suspect: CaseSuspect, others: readonly CaseSuspect[]): CaseSuspect {
  const same = others.find(({ frame }) => frame.function === suspect.frame.function);
  if (same?.signature === undefined) return suspect;
  const { signature, meaning, remedy = suspect.remedy, evidence, falseAlarm } = same;
  return { ...suspect, signature, meaning, remedy, falseAlarm, evidence: [...suspect.evidence, ...evidence] };
}

/** What only is large asks for snapshots to be sure: they are there. */
function notSeenToGrow(suspect: CaseSuspect): CaseSuspect {
  if (suspect.seenIn !== 'live heap') return suspect;
  const evidence = [...suspect.evidence, { text: 'the snapshots do not show that it grows' }];
  if (suspect.signature !== undefined) return { ...suspect, evidence };
  const wouldConfirm = 'whether it is meant to be so large; snapshots over a longer time would show slower growth';
  return { ...suspect, evidence, wouldConfirm };
}

/** What is likely before what is possible, and of each function the first: those before have the better reason. */
function ordered(suspects: readonly CaseSuspect[]): readonly CaseSuspect[] {
  const known = new Set<string>();
  return suspects
    .toSorted((a, b) => Number(isSure(b)) - Number(isSure(a)))
    .filter(({ frame: { function: name } }) => {
      const isNew = !known.has(name);
      known.add(name);
      return isNew;
    });
}

function withFailure(suspect: CaseSuspect, failing: SourceFrame | undefined): CaseSuspect {
  const isHere = failing !== undefined && suspect.stack.some(({ function: name }) => name === failing.function);
  if (!isHere || suspect.seenIn === 'crash') return suspect;
  const evidence = { text: `the allocation that failed was asked for in ${inFunction(failing)}` };
  return { ...suspect, evidence: [...suspect.evidence, evidence] };
}
