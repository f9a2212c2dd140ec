/**
 * From "out of memory" to the line to change: what ended a program, what its platform has to do with that, which allocation
 * failed, where its memory is, which code holds it, and what to type next.
 */
import { at } from '../../base/int64.ts';
import { type MemoryParts, memoryParts, type ProcessMemory } from '../accounting/parts.ts';
import { roughParts } from '../accounting/rough-parts.ts';
import type { BuildInfo } from '../build/build-info.ts';
import { platformFindings } from '../build/platform.ts';
import type { GoEnvironment, PlatformFinding } from '../build/platform-facts.ts';
import { programText } from '../build/program-text.ts';
import type { GcTrace, Kill } from '../logs/log-report.ts';
import type { CatalogueEntry } from '../suspects/catalogue.ts';
import { countText } from '../suspects/evidence.ts';
import { heapColumns } from '../suspects/heap-columns.ts';
import { type FailedAllocation, failedAllocation } from './allocation.ts';
import type { Case, UnreadFile } from './case.ts';
import { type CaseSuspect, caseSuspects } from './case-suspects.ts';
import { collectorFindings, type Ended, endingsOf } from './ended.ts';
import type { Finding } from './finding.ts';

export interface DiagnosisSurroundings {
  /** `2026-11-23`: which versions of Go are supported depends on it. */
  readonly day: string;
  readonly catalogue: readonly CatalogueEntry[];
  readonly sourceLine?: ((file: string, line: number) => string | undefined) | undefined;
}

export interface ReadFile {
  readonly file: string;
  readonly what: string;
  /** What one has to know about the file, sentences without a full stop. */
  readonly notes?: readonly string[];
}

export interface Diagnosis {
  /** What was looked at, a line for each file or kind of file. */
  readonly read: readonly ReadFile[];
  readonly unread: readonly UnreadFile[];
  /** What ended the program; where logs have several endings the surest first. Never empty. */
  readonly endings: readonly (Ended | Finding)[];
  /** What garbage collection shows. */
  readonly collector: readonly Finding[];
  readonly platform: readonly PlatformFinding[];
  readonly allocation: FailedAllocation | undefined;
  /** Rough where there are no MemStats; undefined where there is no heap profile either. */
  readonly memory: MemoryParts | undefined;
  readonly suspects: readonly CaseSuspect[];
  /** What could not be known, sentences without a full stop. */
  readonly unknown: readonly string[];
  /** What else to bring, sentences without a full stop. */
  readonly missing: readonly string[];
}

export function diagnose(found: Case, { day, catalogue, sourceLine }: DiagnosisSurroundings): Diagnosis {
  const { logs, programs, memStats } = found;
  const build = programs.find(({ build: info }) => info.isGo) ?? programs.at(0);
  const endings = endingsOf(logs, build?.build.wordBits);
  const first = endings.at(0);
  const crash = endings.find((ending) => ending.crash !== undefined)?.crash;
  const kill = endings.find((ending) => ending.kill !== undefined)?.kill;
  const traces = logs.flatMap(({ gcTraces }) => gcTraces);
  const allocation = failedAllocation(endings);
  const liveBytes = liveBytesOf(found);
  const process = processMemory(found, kill, liveBytes);
  const memory =
    memStats === undefined ? roughMemory(liveBytes, traces, process) : memoryParts(memStats.stats, process);
  const platform = platformFindings({
    day,
    build: build && { info: build.build, file: build.file },
    ended: first?.ended,
    crash,
    environment: environmentOf(kill),
    limitBytes: process.limitBytes,
    stats: memStats?.stats,
    memory,
    liveBytes,
    goroutines: crash?.goroutines.count,
    resident: found.processes.at(-1)?.memory,
  });
  const goVersion = build?.build.go?.version ?? crash?.goVersion;
  const { suspects, unknown } = caseSuspects(found, {
    endings,
    failing: allocation?.frame,
    memory,
    catalogue,
    goVersion,
    sourceLine,
  });
  return {
    read: readFiles(found),
    unread: found.unread,
    endings: first === undefined ? [unknownEnding(found)] : endings,
    collector: collectorFindings(traces),
    platform,
    allocation,
    memory,
    suspects,
    unknown,
    missing: missing(found),
  };
}

function unknownEnding({ logs }: Case): Finding {
  const text =
    logs.length === 0
      ? 'no log was given, so what ended the program is not known'
      : 'the logs say nothing of a crash, of a kill, or of running out of memory';
  const wouldConfirm = 'the end of what it printed (journalctl -u, kubectl logs --previous), or dmesg for a kill';
  return { text, confidence: 'unknown', evidence: [], wouldConfirm };
}

/** What was live when the last heap profile was taken. */
function liveBytesOf({ heap }: Case): number | undefined {
  if (heap === undefined) return undefined;
  const { samples, valueTypes } = heap.last.profile;
  const { inuseBytes } = heapColumns({ valueTypes });
  if (inuseBytes === undefined) return undefined;
  const column = samples.values[inuseBytes];
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += Number(at(column, i));
  return sum;
}

function processMemory({ processes }: Case, kill: Kill | undefined, liveBytes: number | undefined): ProcessMemory {
  const process = processes.at(-1)?.memory;
  const atKill = kill?.anonymousBytes === undefined ? kill?.usageBytes : kill.anonymousBytes + (kill.fileBytes ?? 0);
  return {
    rssBytes: process?.rssBytes ?? atKill,
    isRssLater: process === undefined && atKill !== undefined,
    lazyFreeBytes: process?.lazyFreeBytes,
    maxRss: process?.maxRss,
    limitBytes: kill?.limitBytes,
    liveBytes,
  };
}

/** The variables that a container's description has; undefined where there is none. */
function environmentOf(kill: Kill | undefined): GoEnvironment | undefined {
  if (kill === undefined || (kill.source !== 'container' && kill.source !== 'kubernetes')) return undefined;
  return { GOGC: kill.gogc, GOMEMLIMIT: kill.goMemLimit };
}

/** Without MemStats: what is live, and the garbage that GOGC allows for, by the last trace or its usual 100. */
function roughMemory(
  liveBytes: number | undefined,
  traces: readonly GcTrace[],
  { rssBytes, limitBytes }: ProcessMemory,
): MemoryParts | undefined {
  const cycles = traces.at(-1)?.cycles;
  const last = cycles === undefined ? -1 : cycles.length - 1;
  const live = liveBytes ?? cycles?.liveBytes[last];
  if (live === undefined) return undefined;
  const goalBytes = cycles?.goalBytes[last] ?? live * 2;
  return roughParts({ liveBytes: live, goalBytes: Math.max(live, goalBytes), rssBytes, limitBytes });
}

/** Of a program that is not Go's only its header tells something; the notes on it say the rest. */
function whatProgram(build: BuildInfo): string {
  return build.isGo
    ? programText(build)
    : `a program for ${build.architecture || 'an unknown processor'} (${build.format})`;
}

function readFiles(found: Case): readonly ReadFile[] {
  const { logs, heap, goroutines, memStats, programs, processes, otherProfiles } = found;
  const profiles = (of: Case['heap'], noun: string) => {
    if (of === undefined) return [];
    const what = of.files.length === 1 ? noun : `the last of ${countText(of.files.length, noun)}`;
    return [{ file: of.last.file, what, notes: of.leaks?.notes.map(({ text }) => text) ?? [] }];
  };
  return [
    ...logs.map(({ file, lines, crashes, kills, gcTraces, dumps, notes }) => {
      const parts = [
        countText(lines, 'line'),
        ...(crashes.length === 0 ? [] : [countText(crashes.length, 'crash').replace(/crashs$/, 'crashes')]),
        ...(kills.length === 0 ? [] : [countText(kills.length, 'kill')]),
        ...(gcTraces.length === 0 ? [] : ['a trace of garbage collections']),
        ...(dumps.length === 0 ? [] : ['stacks of goroutines']),
      ];
      return { file, what: parts.join(', '), notes: [...new Set(notes.map(({ text }) => text))] };
    }),
    ...profiles(heap, 'heap profile'),
    ...(memStats === undefined ? [] : [{ file: memStats.file, what: 'MemStats' }]),
    ...profiles(goroutines, 'goroutine profile'),
    ...programs.map(({ file, build }) => ({ file, what: whatProgram(build), notes: build.problems })),
    ...processes.map(({ file }) => ({ file, what: 'memory of the process, as Linux tells it' })),
    ...otherProfiles.map(({ file, sampleTypes }) => ({
      file,
      what: `not used, a profile of ${sampleTypes.join(' ')}`,
    })),
  ];
}

function missing({ logs, heap, memStats, programs }: Case): readonly string[] {
  const wanted: string[] = [];
  if (logs.length === 0) wanted.push('what the program printed when it ended: it says what ran out, and where');
  if (heap === undefined) {
    wanted.push('a heap profile (/debug/pprof/heap): it says which code holds the memory');
  } else if (heap.files.length < 3) {
    wanted.push('three or more heap profiles, minutes apart: they tell leaks from caches');
  }
  if (heap !== undefined && memStats === undefined) {
    wanted.push('the heap profile as text (/debug/pprof/heap?debug=1): its MemStats tell what is not in the profile');
  }
  if (programs.length === 0) wanted.push('the program itself: its build info says GOARCH, the version of Go and flags');
  return wanted;
}
