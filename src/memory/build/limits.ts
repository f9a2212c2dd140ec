/** GOGC and GOMEMLIMIT against what the program may take. */
import { scaledLabel } from '../../profile/units.ts';
import type { Evidence } from '../statement.ts';
import { goMemLimitText, type MemoryLimit, parseGogc, parseGoMemLimit } from './go-environment.ts';
import { endedByMemory, type Platform, type PlatformFinding } from './platform-facts.ts';

const bytes = (value: number) => scaledLabel(Math.round(value), 'bytes', 'auto');
const GUIDE = 'https://go.dev/doc/gc-guide';

/** What is left of a limit for memory that Go does not manage. */
const ADVISED = 0.9;
/** Go 1.19 brought GOMEMLIMIT. */
const FIRST_WITH_LIMIT = 19;

export function* limitFindings(platform: Platform): Generator<PlatformFinding> {
  const { environment, limitBytes } = platform;
  const limit = parseGoMemLimit(environment?.GOMEMLIMIT);
  if (limit.type === 'malformed') yield malformedFinding(environment?.GOMEMLIMIT ?? '');
  if (limit.type === 'off') yield* collectionOff(platform);
  const peak = expectedPeak(platform);
  if (limit.type === 'bytes' && peak !== undefined) yield* thrashFindings(limit.bytes, peak);
  if (limitBytes === undefined) return;
  if (peak !== undefined) yield* fitFindings(platform, peak, { limitBytes, limit });
  if (hasGoMemLimit(platform) && environment !== undefined) yield* goMemLimitFindings(platform, limitBytes, limit);
}

const hasGoMemLimit = ({ release }: Platform) => release === undefined || release.minor >= FIRST_WITH_LIMIT;

function malformedFinding(text: string): PlatformFinding {
  return {
    id: 'gomemlimit-malformed',
    weight: 'cause',
    statement: `Go does not take GOMEMLIMIT=${text}, and ends such a program at its start`,
    remedy: 'write it in bytes or with KiB, MiB, GiB or TiB, as in GOMEMLIMIT=900MiB; MB and fractions are refused',
    confidence: 'confirmed',
    evidence: [{ text: `the environment has GOMEMLIMIT=${text}` }],
    wouldConfirm: undefined,
    link: 'https://pkg.go.dev/runtime#hdr-Environment_Variables',
  };
}

/** A program can set both itself; MemStats show what holds. */
function* collectionOff({ environment, stats }: Platform): Generator<PlatformFinding> {
  const evidence: Evidence[] = [];
  // NextGC stands before NumGC: where only that is there, there is no goal.
  const isProven = stats?.gcCount !== undefined && stats.nextGc === undefined;
  if (isProven) evidence.push({ text: 'NextGC is larger than any memory' });
  else if (stats?.nextGc !== undefined) return;
  if (parseGogc(environment?.GOGC) === undefined) {
    evidence.push({ text: `the environment has GOGC=${environment?.GOGC} and no GOMEMLIMIT` });
  }
  if (evidence.length === 0) return;
  yield {
    id: 'collection-off',
    weight: 'risk',
    statement: 'garbage is never collected: GOGC is off, and there is no GOMEMLIMIT that would start a collection',
    remedy: 'unset GOGC, or set GOMEMLIMIT beside it; look for debug.SetGCPercent',
    confidence: isProven ? 'confirmed' : 'possible',
    evidence,
    wouldConfirm: isProven ? undefined : 'the same NumGC in two profiles in text form (debug=1)',
    link: `${GUIDE}#GOGC`,
  };
}

/** A live heap that nearly fills GOMEMLIMIT makes the collector run all the time. */
function* thrashFindings(goMemLimit: number, { live, beside, evidence }: Peak): Generator<PlatformFinding> {
  if (live + beside <= ADVISED * goMemLimit) return;
  yield {
    id: 'gomemlimit-below-live',
    weight: 'risk',
    statement:
      'GOMEMLIMIT leaves no room for garbage: the collector runs all the time, up to half of the processor time',
    remedy: 'raise GOMEMLIMIT together with the limit, or hold less (suspects names the lines)',
    confidence: 'possible',
    evidence: [evidence, { text: `${bytes(live)} of it are live at least, and GOMEMLIMIT is ${bytes(goMemLimit)}` }],
    wouldConfirm: 'GODEBUG=gctrace=1: collections one after the other, and a share of the processor time that rises',
    link: `${GUIDE}#Memory_limit`,
  };
}

/** Whether the heap, or the heap with the garbage that GOGC allows for, fits below the limit. */
function* fitFindings(
  platform: Platform,
  peak: Peak,
  { limitBytes, limit }: { readonly limitBytes: number; readonly limit: MemoryLimit },
): Generator<PlatformFinding> {
  const { live, total, evidence } = peak;
  const ended: Evidence[] = endedByMemory(platform) ? [{ text: 'the program ran out of memory' }] : [];
  const against: Evidence = { text: `the limit is ${bytes(limitBytes)}` };
  const isHeld = limit.type === 'bytes' && limit.bytes <= limitBytes;
  if (live > ADVISED * limitBytes) {
    yield {
      id: 'live-above-limit',
      weight: ended.length > 0 ? 'cause' : 'risk',
      statement: `what is live, ${bytes(live)}, leaves no room below the limit: no setting of the collector helps`,
      remedy: 'hold less (suspects names the lines), or raise the limit to twice the live heap',
      confidence: ended.length > 0 ? 'likely' : 'possible',
      evidence: [evidence, against, ...ended],
      wouldConfirm: 'heap profiles over time: growth is a leak, a constant size is simply too large',
      link: GUIDE,
    };
  } else if (total > limitBytes && !isHeld) {
    yield {
      id: 'headroom-above-limit',
      weight: ended.length > 0 ? 'cause' : 'risk',
      statement: `nothing has to leak: the heap may grow to ${bytes(total)} with garbage before it is collected`,
      remedy: headroomRemedy(platform, peak, limitBytes),
      confidence: ended.length > 0 && !peak.isAssumed ? 'likely' : 'possible',
      evidence: [evidence, against, ...ended],
      wouldConfirm: 'GODEBUG=gctrace=1: a live size that stays, and a goal above the limit',
      link: `${GUIDE}#GOGC`,
    };
  }
}

interface Peak {
  readonly live: number;
  /** Stacks, tables of the runtime, room in spans. */
  readonly beside: number;
  readonly total: number;
  /** Whether GOGC is only assumed to be as usual. */
  readonly isAssumed: boolean;
  readonly evidence: Evidence;
}

/** The most memory that Go takes with a steady live heap: the goal of the collector, and what is beside the heap. */
function expectedPeak({ stats, liveBytes, environment }: Platform): Peak | undefined {
  const gogc = parseGogc(environment?.GOGC) ?? Infinity;
  const growth = 1 + gogc / 100;
  if (stats?.nextGc !== undefined) {
    const { nextGc, heapInuse, heapAlloc, sys, heapSys } = stats;
    const beside = sys - heapSys + heapInuse - heapAlloc;
    // The goal was set from what was live; a GOMEMLIMIT lowers it, so this is the least it can have been.
    const live = liveBytes ?? Math.min(heapAlloc, nextGc / growth);
    const evidence = {
      text: `the next collection begins at ${bytes(nextGc)} (NextGC), ${bytes(beside)} are beside the heap`,
    };
    return { live, beside, total: nextGc + beside, isAssumed: false, evidence };
  }
  if (liveBytes === undefined || !Number.isFinite(growth)) return undefined;
  const isAssumed = environment === undefined;
  const source = isAssumed ? ' (the usual value)' : '';
  const evidence = {
    text: `${bytes(liveBytes)} are live, and GOGC=${gogc}${source} lets the heap grow to ${bytes(liveBytes * growth)}`,
  };
  return { live: liveBytes, beside: 0, total: liveBytes * growth, isAssumed, evidence };
}

function headroomRemedy(platform: Platform, { live, beside }: Peak, limitBytes: number): string {
  const room = ADVISED * limitBytes - beside - live;
  // Less than 10 costs more processor time than anybody has.
  const gogc = live > 0 ? `GOGC=${Math.max(10, Math.floor((room / live) * 100))}` : 'a lower GOGC';
  return hasGoMemLimit(platform)
    ? `set GOMEMLIMIT=${goMemLimitText(ADVISED * limitBytes)}, or ${gogc}`
    : `set ${gogc}, or build with Go 1.19 or later for GOMEMLIMIT`;
}

/** Libraries that set it from the limit of the container. */
const SETS_LIMIT = new Set(['github.com/KimMachineGun/automemlimit']);

/** Whether GOMEMLIMIT is set, and to what makes sense below the limit. */
function* goMemLimitFindings(platform: Platform, limitBytes: number, limit: MemoryLimit): Generator<PlatformFinding> {
  const advised = `set GOMEMLIMIT=${goMemLimitText(ADVISED * limitBytes)}, 90 % of the limit`;
  const against: Evidence = { text: `the limit is ${bytes(limitBytes)}` };
  const link = `${GUIDE}#Memory_limit`;
  const modules = platform.build?.info.go?.dependencies;
  if (limit.type === 'off') {
    if (modules?.some(({ path }) => SETS_LIMIT.has(path))) return;
    const library: Evidence[] = modules === undefined ? [] : [{ text: 'the program has no library that sets it' }];
    yield {
      id: 'gomemlimit-unset',
      weight: endedByMemory(platform) ? 'risk' : 'note',
      statement:
        'the collector does not know of the limit: GOMEMLIMIT is not set, and Go does not take it from the container',
      remedy: `${advised}; with a leak it only delays the end, at the cost of processor time`,
      confidence: library.length > 0 ? 'likely' : 'possible',
      evidence: [{ text: 'the environment has no GOMEMLIMIT' }, ...library, against],
      wouldConfirm: 'debug.SetMemoryLimit(-1) in the program tells what holds; math.MaxInt64 is none',
      link,
    };
  } else if (limit.type === 'bytes' && limit.bytes > ADVISED_AT_MOST * limitBytes) {
    const isAbove = limit.bytes >= limitBytes;
    yield {
      id: isAbove ? 'gomemlimit-above-limit' : 'gomemlimit-near-limit',
      weight: 'risk',
      statement: isAbove
        ? 'GOMEMLIMIT is no help: it is not below the limit'
        : 'GOMEMLIMIT leaves too little of the limit for memory that Go does not manage: the program’s code, C libraries, mapped files',
      remedy: advised,
      confidence: 'confirmed',
      evidence: [{ text: `the environment has GOMEMLIMIT=${platform.environment?.GOMEMLIMIT}` }, against],
      wouldConfirm: undefined,
      link,
    };
  }
}

const ADVISED_AT_MOST = 0.97;
