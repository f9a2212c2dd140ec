/** What a user has of a program that is in trouble, read file by file. Of many snapshots only the first and the last are kept whole. */
import { UserError } from '../../base/errors.ts';
import type { Profile } from '../../profile/tables.ts';
import type { MemStats } from '../accounting/mem-stats.ts';
import type { ResidentMemory } from '../accounting/process-memory.ts';
import type { BuildInfo } from '../build/build-info.ts';
import { findLeaks, type LeakQuestion, type LeakReport } from '../leaks/find-leaks.ts';
import { SnapshotSeries } from '../leaks/snapshot-series.ts';
import type { LogReport } from '../logs/log-report.ts';

export interface Case {
  readonly logs: readonly LogReport[];
  readonly heap: Snapshots | undefined;
  readonly goroutines: Snapshots | undefined;
  /** Profiles of other kinds: nothing is asked of them. */
  readonly otherProfiles: readonly OtherProfile[];
  /** MemStats of the last heap profile that has them. */
  readonly memStats: { readonly file: string; readonly stats: MemStats } | undefined;
  readonly programs: readonly { readonly file: string; readonly build: BuildInfo }[];
  readonly processes: readonly { readonly file: string; readonly memory: ResidentMemory }[];
  readonly unread: readonly UnreadFile[];
}

/** Whether nothing in it says anything about memory: there are no files that could be read, or they are about other things. */
export function isEmptyCase({ logs, heap, goroutines, memStats, programs, processes }: Case): boolean {
  const isEmptyLog = ({ crashes, dumps, kills, gcTraces }: LogReport) =>
    crashes.length + dumps.length + kills.length + gcTraces.length === 0;
  const isNothing = heap === undefined && goroutines === undefined && memStats === undefined && processes.length === 0;
  return isNothing && logs.every(isEmptyLog) && programs.every(({ build }) => !build.isGo);
}

/** The heap profiles, or the goroutine profiles, of a case. */
export interface Snapshots {
  readonly files: readonly string[];
  /** Those of another format, which are not compared with these. */
  readonly leftOut: readonly string[];
  /** The ones that were taken first and last. */
  readonly first: Snapshot;
  readonly last: Snapshot;
  /** What the series shows, where there is more than one. */
  readonly leaks: LeakReport | undefined;
}

export interface Snapshot {
  readonly file: string;
  readonly profile: Profile;
}

export interface OtherProfile {
  readonly file: string;
  /** As pprof writes them: `cpu/nanoseconds`. */
  readonly sampleTypes: readonly string[];
}

export interface UnreadFile {
  readonly file: string;
  /** What is wrong, without a full stop. */
  readonly problem: string;
  readonly hint: string | undefined;
}

export type ProfileKind = 'heap' | 'goroutines' | 'other';

export function profileKind({ valueTypes }: Pick<Profile, 'valueTypes'>): ProfileKind {
  if (valueTypes.some(({ type }) => /^(?:inuse|alloc)_(?:space|objects)$/.test(type))) return 'heap';
  return valueTypes.some(({ type }) => /^goroutine/.test(type)) ? 'goroutines' : 'other';
}

/** Takes in what was read of each file. */
export class CaseCollector {
  readonly #question: LeakQuestion;
  readonly #logs: LogReport[] = [];
  readonly #programs: Case['programs'][number][] = [];
  readonly #processes: Case['processes'][number][] = [];
  readonly #unread: UnreadFile[] = [];
  readonly #otherProfiles: OtherProfile[] = [];
  readonly #heap = new SnapshotCollector();
  readonly #goroutines = new SnapshotCollector();
  #memStats: Case['memStats'];

  constructor(question: LeakQuestion) {
    this.#question = question;
  }

  addLog(log: LogReport): void {
    this.#logs.push(log);
  }

  addProgram(file: string, build: BuildInfo): void {
    this.#programs.push({ file, build });
  }

  addProcess(file: string, memory: ResidentMemory): void {
    this.#processes.push({ file, memory });
  }

  addUnread(file: string, { message, hint }: UserError): void {
    const problem = message.startsWith(`${file}: `) ? message.slice(file.length + 2) : message;
    this.#unread.push({ file, problem, hint });
  }

  /** `memStats` are those of a heap profile as text; `modifiedMs` says when the file was written, since 1970. */
  addProfile(
    file: string,
    profile: Profile,
    { memStats, modifiedMs }: { readonly memStats?: MemStats | undefined; readonly modifiedMs?: number | undefined },
  ): void {
    if (memStats !== undefined) this.#memStats = { file, stats: memStats };
    const kind = profileKind(profile);
    if (kind === 'other') {
      const sampleTypes = profile.valueTypes.map(({ type, unit }) => `${type}/${unit}`);
      this.#otherProfiles.push({ file, sampleTypes });
      return;
    }
    try {
      (kind === 'heap' ? this.#heap : this.#goroutines).add(file, profile, modifiedMs);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.addUnread(file, error);
    }
  }

  end(): Case {
    return {
      logs: this.#logs,
      heap: this.#heap.end(this.#question),
      goroutines: this.#goroutines.end(this.#question),
      otherProfiles: this.#otherProfiles,
      memStats: this.#memStats,
      programs: this.#programs,
      processes: this.#processes,
      unread: this.#unread,
    };
  }
}

/**
 * Profiles that say when they were taken and those that do not are series of their own: the ones are files of
 * profile.proto, the others text (debug=1), which is sampled and rounded in another way.
 */
class SnapshotCollector {
  readonly #timed = new OneSeries();
  readonly #untimed = new OneSeries();

  /** Throws UserError for a profile that does not belong to the others. */
  add(file: string, profile: Profile, modifiedMs: number | undefined): void {
    (profile.timeNanos === 0n ? this.#untimed : this.#timed).add(file, profile, modifiedMs);
  }

  end(question: LeakQuestion): Snapshots | undefined {
    const [timed, untimed] = [this.#timed.end(question), this.#untimed.end(question)];
    if (timed === undefined || untimed === undefined) return timed ?? untimed;
    const [most, fewest] = timed.files.length >= untimed.files.length ? [timed, untimed] : [untimed, timed];
    return { ...most, leftOut: fewest.files };
  }
}

class OneSeries {
  readonly #series = new SnapshotSeries();
  readonly #files: string[] = [];
  #first: Snapshot | undefined;
  #last: Snapshot | undefined;

  add(file: string, profile: Profile, modifiedMs: number | undefined): void {
    this.#series.add(profile, { file, modifiedMs });
    this.#files.push(file);
    // Those without a time are taken in the order given.
    const time = profile.timeNanos;
    if (this.#first === undefined || time < this.#first.profile.timeNanos) this.#first = { file, profile };
    if (this.#last === undefined || time >= this.#last.profile.timeNanos) this.#last = { file, profile };
  }

  end(question: LeakQuestion): Snapshots | undefined {
    if (this.#first === undefined || this.#last === undefined) return undefined;
    const leaks = this.#files.length > 1 ? findLeaks(this.#series.end(), question) : undefined;
    return { files: this.#files, leftOut: [], first: this.#first, last: this.#last, leaks };
  }
}
