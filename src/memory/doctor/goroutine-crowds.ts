/** Goroutines that are many at one place, as logs and dumps show them: each keeps its stack and what it refers to. */
import { codeOwner } from '../code-owner.ts';
import type { GoroutineGroup, LogReport } from '../logs/log-report.ts';
import type { CatalogueEntry } from '../suspects/catalogue.ts';
import { countText, inFunction } from '../suspects/evidence.ts';
import { type GoroutineStack, goroutineStacks } from '../suspects/goroutine-stacks.ts';
import { goroutineSuspects } from '../suspects/goroutine-suspects.ts';
import { nextCommand } from '../suspects/next-command.ts';
import { plainFrame } from '../suspects/search.ts';
import { Signatures } from '../suspects/signature.ts';
import type { HeapSites } from '../suspects/sites.ts';
import type { Case } from './case.ts';
import type { CaseSuspect } from './case-suspects.ts';

/** So many goroutines with one stack are no accident. */
const MANY_GOROUTINES = 1000;

/** Goroutines that the stacks in a log show in large numbers. */
export function waitingGoroutines({ crashes, dumps }: LogReport): readonly CaseSuspect[] {
  const groups = [...crashes, ...dumps].flatMap(({ goroutines }) => goroutines.groups);
  return groups.filter(({ count }) => count >= MANY_GOROUTINES).map(waitingSuspect);
}

function waitingSuspect({ count, state, minutes, createdBy, stack, at }: GoroutineGroup): CaseSuspect {
  const frame = stack.find(({ function: name, file }) => codeOwner(name, file) === 'user') ?? createdBy ?? stack[0];
  const waited = minutes.most === 0 ? '' : `, for up to ${countText(minutes.most, 'minute')}`;
  return {
    frame,
    stack,
    seenIn: 'goroutines',
    signature: 'goroutine-leak',
    meaning: 'Goroutines pile up: each keeps its stack and what it refers to.',
    remedy: 'Let them end: cancel what they wait for, give channels a buffer or a reader, bound how many there are.',
    // Two signs: how many there are, and that they have waited for minutes.
    confidence: minutes.most > 0 ? 'likely' : 'possible',
    bytes: 0,
    objects: count,
    savesAtMost: 0,
    evidence: [
      { text: `${countText(count, 'goroutine')} with the same stack, in ${state}${waited}`, at },
      ...(createdBy === undefined ? [] : [{ text: `created in ${inFunction(createdBy)}` }]),
    ],
    wouldConfirm: 'a second goroutine dump: are there more of them, and the same ones?',
    next: nextCommand(frame, 'user'),
  };
}

/** Fewer may wait at one place in any program. */
const A_CROWD = 100;

/** What the last goroutine profile shows by itself. With a heap profile `findSuspects` sees more in it. */
export function crowdSuspects(
  { heap, goroutines }: Case,
  catalogue: readonly CatalogueEntry[],
): readonly CaseSuspect[] {
  if (heap !== undefined || goroutines === undefined) return [];
  const { profile } = goroutines.last;
  const stacks = goroutineStacks(profile);
  const search = {
    question: { profile, mode: 'retention', catalogue },
    heap: NO_HEAP,
    signatures: new Signatures([]),
    goroutines: stacks,
    entries: catalogue.filter(({ modes }) => modes.includes('retention')),
    through: new Map(),
  } as const;
  const waiting = [...goroutineSuspects(search)].sort((a, b) => b.weight - a.weight);
  return [
    ...waiting.map(({ suspect: { bytesOutside, ...suspect } }): CaseSuspect => ({ ...suspect, seenIn: 'goroutines' })),
    ...stacks.filter(({ count }) => count >= A_CROWD).map(crowdSuspect),
  ];
}

const NO_HEAP: HeapSites = {
  frames: [],
  sites: [],
  total: { inuseBytes: 0, inuseObjects: 0, allocBytes: 0, allocObjects: 0 },
  hasInuse: false,
  hasAlloc: false,
  hasBlockSizes: false,
  samplingPeriod: 0,
};

function crowdSuspect({ frames, count, state }: GoroutineStack): CaseSuspect {
  // Without code of the user's the function they began with says most.
  const own = frames.find(({ owner }) => owner === 'user');
  const frame = plainFrame(own ?? frames.findLast(({ function: name }) => !name.startsWith('runtime.')) ?? frames[0]);
  return {
    frame,
    stack: frames.map(plainFrame),
    seenIn: 'goroutines',
    signature: undefined,
    meaning: 'Many goroutines are at the same place.',
    remedy: 'If they should have ended, see what they wait for; if there may be so many, bound them.',
    confidence: 'possible',
    bytes: 0,
    objects: count,
    savesAtMost: 0,
    evidence: [{ text: `${countText(count, 'goroutine')} with the same stack, in ${state}` }],
    wouldConfirm: 'a second goroutine profile some time later: are there more of them?',
    next: nextCommand(frame, own === undefined ? 'library' : 'user'),
  };
}
