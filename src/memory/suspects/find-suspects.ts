/**
 * Suspects in one heap profile: code that keeps memory (retention) or makes much of it (churn), and which fault of the
 * catalogue it looks like. One profile knows no growth, so it can say *likely* only where signs of two different kinds agree
 * that something is wrong, and never because something is large: warm caches and tables that are meant to stay look like leaks.
 */
import { type BlamedSite, blameAssemblers, blameKeepers, blameNearest, functionAt, groupBy } from './blame.ts';
import { sizeText } from './evidence.ts';
import { isOfVersion } from './go-versions.ts';
import { goroutineStacks } from './goroutine-stacks.ts';
import { goroutineSuspects } from './goroutine-suspects.ts';
import { heapSuspect } from './heap-suspect.ts';
import { libraryDepth } from './place-to-look.ts';
import {
  amountOf,
  type FoundSuspects,
  type HeapSuspect,
  type RankedSuspect,
  type Search,
  type SuspectQuestion,
} from './search.ts';
import { Signatures } from './signature.ts';
import { allocationSites, amountsOfSites, type HeapSites } from './sites.ts';
import { throughFrame } from './through.ts';

/** Less is not worth a look. */
const LEAST_SHARE = 0.005;

/** Finds the suspects of a heap profile. Throws UserError where it is none. */
export function findSuspects(question: SuspectQuestion): FoundSuspects {
  const { mode, catalogue, goVersion } = question;
  const heap = allocationSites(question.profile, question.mine);
  const signatures = new Signatures(heap.frames);
  const goroutines = question.goroutines === undefined ? [] : goroutineStacks(question.goroutines, question.mine);
  const entries = catalogue.filter((entry) => entry.modes.includes(mode) && isOfVersion(entry, goVersion));
  const search: Search = { question, heap, signatures, goroutines, entries, through: new Map() };

  const nearest = blameNearest(heap, signatures, entries);
  const blamed = mode === 'retention' && heap.hasAlloc ? blameAssemblers(heap, blameKeepers(heap, nearest)) : nearest;
  const total = amountOf(mode, heap.total);
  const ranked: RankedSuspect[] = [];
  for (const [, group] of groupBy(blamed, (one) => groupKey(search, one))) {
    const amount = amountOf(mode, amountsOfSites(group.map(({ site }) => site)));
    if (amount.bytes === 0 || amount.bytes < total.bytes * LEAST_SHARE) continue;
    ranked.push(heapSuspect(search, group));
  }
  const waiting = mode === 'retention' ? goroutineSuspects(search) : [];
  return {
    mode,
    ...total,
    suspects: ordered(joined(waiting, ranked)),
    unknown: unknowns(question, heap),
  };
}

/** A function of the user's; without one, what names fit, or the library's function itself. */
function groupKey(search: Search, { site, entries, depth }: BlamedSite): string {
  if (depth !== -1) return functionAt(search.heap, site, depth);
  const [entry] = entries;
  if (entry === undefined) return `\0${functionAt(search.heap, site, libraryDepth(search, site, undefined))}`;
  return throughFrame(search, entry)?.function ?? `\0${entry.id}`;
}

/**
 * Goroutines that wait keep what they allocated: a suspect of the heap in the same function is a part of theirs, and what it
 * looks like one more sentence of evidence.
 */
function joined(waiting: readonly RankedSuspect[], ofHeap: readonly RankedSuspect[]): readonly RankedSuspect[] {
  const parts = new Map<string, HeapSuspect>();
  const own = new Set(waiting.map(({ suspect }) => suspect.frame.function));
  const others = ofHeap.filter(({ suspect }) => {
    const isPart = own.has(suspect.frame.function);
    if (isPart && !parts.has(suspect.frame.function)) parts.set(suspect.frame.function, suspect);
    return !isPart;
  });
  const all = waiting.map((one): RankedSuspect => {
    const part = parts.get(one.suspect.frame.function);
    if (part?.signature === undefined) return one;
    const evidence = [...one.suspect.evidence, { text: `what it allocates looks like ${part.signature}` }];
    return { ...one, suspect: { ...one.suspect, evidence } };
  });
  return [...all, ...others];
}

function ordered(ranked: readonly RankedSuspect[]): readonly HeapSuspect[] {
  return ranked
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ suspect }) => suspect);
}

function unknowns({ mode, goroutines }: SuspectQuestion, heap: HeapSites): readonly string[] {
  const sentences: string[] = [];
  if (mode === 'retention') {
    sentences.push(
      'One profile does not tell what grows: what is kept on purpose looks like a leak; leaks A B tells them apart',
    );
    if (!heap.hasInuse) sentences.push('The profile does not tell what is in use, only what was allocated');
    if (goroutines === undefined)
      sentences.push('Without a goroutine profile, goroutines that wait for ever are not found');
  }
  if (!heap.hasAlloc) sentences.push('The profile does not tell what was let go, so that churn is not seen');
  if (!heap.hasBlockSizes)
    sentences.push(
      'The profile does not tell the sizes of blocks, so that growing slices, buffers and maps are not recognised',
    );
  if (heap.samplingPeriod > 0 && amountOf(mode, heap.total).bytes < 20 * heap.samplingPeriod) {
    sentences.push(
      `With a sample every ${sizeText(heap.samplingPeriod)}, a profile of ${sizeText(amountOf(mode, heap.total).bytes)} is rough`,
    );
  }
  return sentences;
}
