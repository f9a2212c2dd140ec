/** The code to look at, out of all that a case has: growth over snapshots, signs in the last profile, goroutines in logs. */

import { codeOwner } from '../code-owner.ts';
import type { LeakReport, LeakSuspect } from '../leaks/find-leaks.ts';
import type { GoroutineGroup, LogReport } from '../logs/log-report.ts';
import type { SourceFrame, Suspect } from '../statement.ts';
import type { CatalogueEntry } from '../suspects/catalogue.ts';
import { countText, inFunction } from '../suspects/evidence.ts';
import { findSuspects } from '../suspects/find-suspects.ts';
import { nextCommand } from '../suspects/next-command.ts';
import type { Case } from './case.ts';

export interface SuspectSources {
  readonly catalogue: readonly CatalogueEntry[];
  readonly goVersion: string | undefined;
  /** The text of a line, undefined where the source is not here. */
  readonly sourceLine?: ((file: string, line: number) => string | undefined) | undefined;
}

export interface CaseSuspect extends Suspect {
  /** When there is nothing wrong, one sentence; undefined where only size or growth speaks. */
  readonly falseAlarm?: string | undefined;
}

export interface CaseSuspects {
  /** Those to look at first, first. */
  readonly suspects: readonly CaseSuspect[];
  /** What could not be known, a sentence each without a full stop. */
  readonly unknown: readonly string[];
}

/** Snapshots that can tell growth from chance. */
const ENOUGH_SNAPSHOTS = 3;
/** So many goroutines with one stack are no accident. */
const MANY_GOROUTINES = 1000;

export function caseSuspects(found: Case, failing: SourceFrame | undefined, sources: SuspectSources): CaseSuspects {
  const grown = [found.heap?.leaks, found.goroutines?.leaks].flatMap((leaks) => (leaks ? leakSuspects(leaks) : []));
  const inLast = suspectsInLast(found, sources);
  const isGrowthKnown = (found.heap?.files.length ?? 0) >= ENOUGH_SNAPSHOTS && grown.length > 0;
  const signed = grown.map((suspect) => withSignature(suspect, inLast.suspects));
  const known = new Set(signed.map(({ frame }) => frame.function));
  // What was seen not to grow needs no second look as long as something else does.
  const others = isGrowthKnown ? [] : inLast.suspects.filter(({ frame }) => !known.has(frame.function));
  const waiting = found.logs.flatMap(waitingGoroutines).filter(({ frame }) => !known.has(frame.function));
  const all = [...signed, ...others, ...waiting];
  const suspects = all.length === 0 && failing !== undefined ? [failingSuspect(failing)] : all;
  return {
    suspects: suspects.map((suspect) => withFailure(suspect, failing)),
    unknown: isGrowthKnown ? [] : inLast.unknown,
  };
}

function suspectsInLast({ heap, goroutines }: Case, sources: SuspectSources): CaseSuspects {
  if (heap === undefined) return { suspects: [], unknown: [] };
  return findSuspects({
    ...sources,
    profile: heap.last.profile,
    mode: 'retention',
    goroutines: goroutines?.last.profile,
  });
}

function leakSuspects({ suspects }: LeakReport): readonly Suspect[] {
  return suspects.map((leak) => ({
    frame: leak.frame,
    stack: leak.stack,
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
  bytes === 0 ? 'there are more and more of it' : 'it keeps more and more memory';

/** With what the names and sizes in the last profile say about the same function. */
function withSignature(suspect: Suspect, others: readonly CaseSuspect[]): CaseSuspect {
  const same = others.find(({ frame }) => frame.function === suspect.frame.function);
  if (same?.signature === undefined) return suspect;
  const { signature, meaning, remedy = suspect.remedy, evidence, falseAlarm } = same;
  return { ...suspect, signature, meaning, remedy, falseAlarm, evidence: [...suspect.evidence, ...evidence] };
}

function waitingGoroutines({ crashes, dumps }: LogReport): readonly Suspect[] {
  const groups = [...crashes, ...dumps].flatMap(({ goroutines }) => goroutines.groups);
  return groups.filter(({ count }) => count >= MANY_GOROUTINES).map(waitingSuspect);
}

function waitingSuspect({ count, state, minutes, createdBy, stack, at }: GoroutineGroup): Suspect {
  const frame = stack.find(({ function: name, file }) => codeOwner(name, file) === 'user') ?? createdBy ?? stack[0];
  const waited = minutes.most === 0 ? '' : `, for up to ${countText(minutes.most, 'minute')}`;
  return {
    frame,
    stack,
    signature: 'goroutine-leak',
    meaning: 'goroutines pile up: each keeps its stack and what it refers to',
    remedy: 'let them end: cancel what they wait for, give channels a buffer or a reader, bound how many there are',
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

/** All that there is where nobody took a profile. */
function failingSuspect(frame: SourceFrame): Suspect {
  return {
    frame,
    stack: [frame],
    signature: undefined,
    meaning: 'the allocation that failed was made here; whether it is also what fills the memory, only a profile tells',
    remedy: undefined,
    confidence: 'possible',
    bytes: 0,
    objects: 0,
    savesAtMost: 0,
    evidence: [],
    wouldConfirm:
      'a heap profile from shortly before: /debug/pprof/heap, or pprof.WriteHeapProfile at a high-water mark',
    next: nextCommand(frame, 'user'),
  };
}

function withFailure(suspect: CaseSuspect, failing: SourceFrame | undefined): CaseSuspect {
  const isHere = failing !== undefined && suspect.stack.some(({ function: name }) => name === failing.function);
  if (!isHere || suspect.evidence.length === 0) return suspect;
  const evidence = { text: `the allocation that failed was asked for in ${inFunction(failing)}` };
  return { ...suspect, evidence: [...suspect.evidence, evidence] };
}
