/** What a log says about how programs ended and how their memory went, as plain data. */
import type { Confidence, Evidence, Place, SourceFrame } from '../statement.ts';

/**
 * What ended a program. `killed` is a SIGKILL of which the log does not say who sent it, or an OOM killer of which it does
 * not say whether a limit or the machine ran out; `unknown` is a crash whose message is not in the log.
 */
export type Ending =
  | 'heap exhaustion'
  | 'address space'
  | 'container limit'
  | 'host memory'
  | 'stack overflow'
  | 'threads'
  | 'bad size'
  | 'runtime metadata'
  | 'locked memory'
  | 'killed'
  | 'not memory'
  | 'unknown';

export interface LogReport {
  readonly file: string;
  /** In the order of the log. */
  readonly crashes: readonly Crash[];
  /** Stacks of goroutines that no crash goes with: a SIGQUIT that was cut, `debug.PrintStack`, a panic that was caught. */
  readonly dumps: readonly Dump[];
  readonly kills: readonly Kill[];
  readonly gcTraces: readonly GcTrace[];
  /** The programs that the lines looked at belong to; one without a name where lines have no prefix. */
  readonly processes: readonly LogProcess[];
  /** What one has to know about the log itself: cut lines, its encoding, gaps. */
  readonly notes: readonly Evidence[];
  /** Lines in all. */
  readonly lines: number;
  readonly bytes: number;
}

/** A program as prefixes of lines tell it: a service of docker-compose, a pod, `app[123]` of syslog. */
export interface LogProcess {
  /** Empty where lines have no prefix that says. */
  readonly name: string;
  readonly at: Place;
  readonly crashes: number;
  readonly kills: number;
}

export interface Crash {
  /** The line of `message`. */
  readonly at: Place;
  /** As in `LogProcess.name`. */
  readonly process: string;
  /** The decisive line, as printed; empty where it is not in the log. */
  readonly message: string;
  /** An id of `CRASH_FORMS`. */
  readonly form: string;
  readonly ended: Ending;
  readonly confidence: Confidence;
  /** What the message means, in one sentence. */
  readonly meaning: string;
  /** What the runtime asked the system for: the allocation rounded up, in general to 4 MiB. */
  readonly requestedBytes: number | undefined;
  /** What the runtime had got from the system for its heap, free parts included: not what was live. */
  readonly inUseBytes: number | undefined;
  /** What the program asked for, from the arguments of the runtime's frames; rounded up to a size class at most. */
  readonly allocatedBytes: number | undefined;
  /** The system's error number, where the message has one. */
  readonly errno: number | undefined;
  /** The first frame of the user's code below what failed; of the goroutines that took the threads, where those ran out. */
  readonly failing: SourceFrame | undefined;
  /** Of the goroutine that failed, leaf first, with the runtime's own stack in front where that was printed. */
  readonly stack: readonly SourceFrame[];
  /** What grew when it failed, where it was nothing the user's code asked for by itself. */
  readonly growing: 'stack' | 'number of goroutines' | undefined;
  readonly goroutines: GoroutineCounts;
  readonly traceback: Traceback;
  /** Whether something of what Go prints is missing: the end, or lines in between. */
  readonly isCutOff: boolean;
  /** Whether lines of two programs are mixed so that they cannot be told apart; then there is no stack. */
  readonly isMixed: boolean;
  /** `go1.26.1`, where a path in a stack names it. */
  readonly goVersion: string | undefined;
  /** What the form of the stacks says about the version of Go. */
  readonly goVersionRange: GoVersionRange;
  /** `amd64`, by the runtime's assembly in a stack. */
  readonly goarch: string | undefined;
}

/** Minor versions: `atLeast: 22` is Go 1.22 or later. */
export interface GoVersionRange {
  readonly atLeast: number | undefined;
  readonly atMost: number | undefined;
}

/** How much of the stacks was printed; GOTRACEBACK decides for panics, while fatal errors print everything. */
export type Traceback = 'none' | 'one goroutine' | 'all goroutines' | 'all goroutines with runtime frames';

export interface Dump {
  readonly at: Place;
  readonly process: string;
  /** The line that tells that a panic was caught, where there is one. */
  readonly recovered: string | undefined;
  /** The first frame of the user's code in the first stack. */
  readonly failing: SourceFrame | undefined;
  /** The first stack, leaf first. */
  readonly stack: readonly SourceFrame[];
  readonly goroutines: GoroutineCounts;
  readonly isCutOff: boolean;
}

export interface GoroutineCounts {
  /** Headers that were printed; those of threads, `goroutine 0`, included. */
  readonly count: number;
  /** The largest ones first; equal stack, state and creator. */
  readonly groups: readonly GoroutineGroup[];
  readonly otherGroups: number;
  readonly otherGoroutines: number;
}

export interface GoroutineGroup {
  readonly count: number;
  /** In Go's words: `chan receive`. */
  readonly state: string;
  /** How long they have waited, as far as Go knows; 0 is less than a minute, or that it does not say. */
  readonly minutes: { readonly least: number; readonly most: number };
  readonly createdBy: SourceFrame | undefined;
  /** Leaf first. */
  readonly stack: readonly SourceFrame[];
  readonly at: Place;
}

/** A program that was killed, or whose exit status says that it may have been. */
export interface Kill {
  readonly at: Place;
  /** As in `LogProcess.name`; of the line that says so, which may be the kernel's. */
  readonly process: string;
  readonly source: 'kernel' | 'control group' | 'container' | 'kubernetes' | 'systemd' | 'exit status';
  readonly message: string;
  readonly ended: Ending;
  readonly confidence: Confidence;
  /** What would confirm it, where it is not. */
  readonly wouldConfirm: string | undefined;
  /** The name of the program that was killed. */
  readonly task: string | undefined;
  readonly pid: number | undefined;
  /** The program whose allocation made the kernel look for a victim; often another one. */
  readonly invokedBy: string | undefined;
  readonly cgroup: string | undefined;
  readonly container: string | undefined;
  readonly exitCode: number | undefined;
  /** Bytes, all of them. */
  readonly usageBytes: number | undefined;
  readonly limitBytes: number | undefined;
  readonly totalVirtualBytes: number | undefined;
  readonly anonymousBytes: number | undefined;
  readonly fileBytes: number | undefined;
  readonly sharedBytes: number | undefined;
  /** GOMEMLIMIT and GOGC as the container has them. */
  readonly goMemLimit: string | undefined;
  readonly gogc: string | undefined;
}

/** The collections of one run of a program, as `GODEBUG=gctrace=1` prints them. */
export interface GcTrace {
  readonly at: Place;
  readonly process: string;
  readonly count: number;
  /** All of them, or every second, fourth … where there are very many. */
  readonly cycles: GcCycles;
  /** Figures of `GODEBUG=scavtrace=1`. */
  readonly scavenges: Scavenges;
  readonly readings: readonly GcReading[];
}

/** Columns, a row for each collection. Bytes are rounded down to MiB by Go; NaN where a version does not print a figure. */
export interface GcCycles {
  readonly length: number;
  readonly number: Float64Array;
  /** Since the start of the program. */
  readonly seconds: Float64Array;
  /** Share of the CPU time since the start, in percent. */
  readonly cpuPercent: Float64Array;
  readonly beforeBytes: Float64Array;
  readonly afterBytes: Float64Array;
  readonly liveBytes: Float64Array;
  readonly goalBytes: Float64Array;
  readonly stackBytes: Float64Array;
  readonly globalBytes: Float64Array;
  readonly procs: Float64Array;
  /** Whether the program asked for it: 1 or 0. */
  readonly forced: Float64Array;
}

export interface Scavenges {
  readonly count: number;
  /** Bytes that were given back to the system, in all. */
  readonly returnedBytes: number;
  /** How much of what the heap has from the system is in use, in percent, at the last one; NaN where there is none. */
  readonly lastUtilisation: number;
}

/** What a trace of collections shows. */
export interface GcReading {
  readonly type: 'live rises' | 'steady' | 'limit thrash' | 'forced' | 'too short';
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  readonly wouldConfirm: string;
}
