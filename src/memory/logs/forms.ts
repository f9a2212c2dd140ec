/** The lines that say what ended a Go program: what each looks like and what it means. */
import type { Ending } from './log-report.ts';

export interface CrashForm {
  readonly id: string;
  /** Matches from the start of a line without its prefix. Groups: `requested`, `inUse` (bytes) and `errno`. */
  readonly pattern: RegExp;
  readonly ended: Ending;
  /** One sentence without a full stop. */
  readonly meaning: string;
  /**
   * `reason`: a line before the one that ends it, and more telling; `end`: the `fatal error:` or `panic:` itself;
   * `only`: all that is printed, there is no stack.
   */
  readonly place: 'reason' | 'end' | 'only';
  /** Go's minor versions that print it, where known: `{ since: 11 }` is Go 1.11. */
  readonly since?: number;
  readonly until?: number;
  /** Where the form is from. `recorded`: a fixture in test/memory/messages was printed by a real program. */
  readonly origin: 'recorded' | 'documented';
}

/** The form that has the most to tell. */
export const CANNOT_ALLOCATE_BLOCK = 'cannot allocate block';

/** In the order they are tried. */
export const CRASH_FORMS: readonly CrashForm[] = [
  {
    id: CANNOT_ALLOCATE_BLOCK,
    // What is behind may be cut off; a number counts only where its unit stands behind it.
    pattern: /^runtime: out of memory(?:: cannot allocate (?<requested>\d+)-byte(?: block \((?<inUse>\d+) in use\))?)?/,
    ended: 'heap exhaustion',
    meaning:
      'the system refused address space for the heap: a limit (ulimit -v, overcommit) or, on 32 bits, its end; container limits never print this',
    place: 'reason',
    origin: 'recorded',
  },
  {
    id: 'VirtualAlloc',
    pattern: /^runtime: VirtualAlloc of (?<requested>\d+) bytes failed with errno=(?<errno>\d+)?/,
    ended: 'heap exhaustion',
    meaning: 'Windows refused to commit memory: errno 1455 is the end of the page file, 8 of memory',
    place: 'reason',
    origin: 'documented',
  },
  {
    id: 'cannot map pages',
    pattern: /^runtime: mmap\(0x[0-9a-f]+, (?<requested>\d+)\) returned 0x[0-9a-f]+, (?<errno>\d+)?/,
    ended: 'address space',
    meaning: 'the system refused to map pages the runtime had reserved: errno 11 is the limit of locked memory',
    place: 'reason',
    origin: 'recorded',
  },
  {
    id: 'stack limit',
    pattern: /^runtime: goroutine stack exceeds \d+-byte limit/,
    ended: 'stack overflow',
    meaning: 'the stack of one goroutine outgrew its limit, nearly always by a recursion without an end',
    place: 'reason',
    origin: 'recorded',
  },
  {
    id: 'thread limit',
    pattern: /^runtime: program exceeds \d+-thread limit/,
    ended: 'threads',
    meaning: 'too many goroutines block in system calls or C at once, each of which takes a thread',
    place: 'reason',
    origin: 'recorded',
  },
  {
    id: 'no new thread',
    pattern: /^runtime: failed to create new OS thread \(have \d+ already; errno=(?<errno>\d+)\)/,
    ended: 'threads',
    meaning:
      'the system refused another thread: the limit of processes (ulimit -u, pids.max), or no memory for its stack',
    place: 'reason',
    origin: 'recorded',
  },
  {
    id: 'pthread_create',
    pattern: /^runtime\/cgo: pthread_create failed: /,
    ended: 'threads',
    meaning: 'the C library could not make another thread: the limit of processes, or no memory for its stack',
    place: 'reason',
    origin: 'recorded',
  },
  {
    id: 'locked memory',
    pattern: /^runtime: mmap: too much locked memory/,
    ended: 'locked memory',
    meaning: 'memory may not be locked beyond ulimit -l, and the program locks all it maps',
    place: 'only',
    origin: 'recorded',
  },
  {
    id: 'mmap denied',
    pattern: /^runtime: mmap: access denied/,
    ended: 'not memory',
    meaning:
      'a policy such as SELinux forbids the program to map memory, which has nothing to do with how much there is',
    place: 'only',
    origin: 'recorded',
  },
  {
    id: 'bad_alloc',
    pattern: /^terminate called after throwing an instance of 'std::bad_alloc'/,
    ended: 'heap exhaustion',
    meaning: 'C++ code in the program could not allocate memory, which is outside of what Go counts',
    place: 'reason',
    origin: 'documented',
  },
  {
    id: 'arena reservation',
    pattern:
      /^(?:runtime: (?:cannot reserve arena virtual address space|address space conflict)|fatal error: runtime: cannot reserve (?:arena|heap) virtual address space)/,
    ended: 'address space',
    meaning: 'the runtime found no room for its heap in the address space',
    place: 'reason',
    // Heaps in one piece ended with Go 1.10.
    until: 10,
    origin: 'documented',
  },
  {
    id: 'address space collision',
    pattern: /^fatal error: (?:memory reservation exceeds address space limit|too many address space collisions)/,
    ended: 'address space',
    meaning: 'what the system offered for the heap is out of reach of the runtime',
    place: 'end',
    since: 11,
    origin: 'documented',
  },
  {
    id: 'cannot map memory',
    pattern: /^fatal error: runtime: out of memory/,
    ended: 'heap exhaustion',
    meaning: 'the system refused to map memory for the heap: a limit, overcommit, or an absurd size',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'out of memory',
    pattern: /^fatal error: out of memory(?: \(stack\w+\))?$/,
    ended: 'heap exhaustion',
    meaning: 'the runtime could not get memory for the heap or a stack; the line with the size is missing',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'commit pages',
    pattern: /^fatal error: runtime: failed to (?:commit|decommit|release) pages/,
    ended: 'heap exhaustion',
    meaning: 'Windows refused to commit memory',
    place: 'end',
    origin: 'documented',
  },
  {
    id: 'persistent memory',
    pattern: /^fatal error: runtime: cannot allocate (?:memory|heap metadata)/,
    ended: 'runtime metadata',
    meaning:
      'the system refused memory for what the runtime itself keeps, such as tables of the profiler and of finalizers',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'page summary',
    pattern: /^fatal error: (?:pageAlloc: out of memory|failed to reserve page summary memory)/,
    ended: 'address space',
    meaning:
      'the address space is limited (ulimit -v) below what the tables of the heap reserve: hundreds of megabytes on 64 bits',
    place: 'end',
    since: 14,
    origin: 'recorded',
  },
  {
    id: 'arena metadata',
    pattern:
      /^fatal error: (?:out of memory allocating (?:heap arena|allArenas|checkmarks)|(?:trace|traceRegion|heapdump): out of memory|runtime: cannot (?:allocate|reserve) )/,
    ended: 'runtime metadata',
    meaning: 'the system refused memory for what the runtime itself keeps',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'arena mapping',
    pattern: /^fatal error: runtime: cannot map pages in arena address space/,
    ended: 'address space',
    meaning: 'the system refused to map pages the runtime had reserved',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'stack overflow',
    pattern: /^(?:fatal error: stack overflow|(?:fatal: |runtime: )?morestack on g[0s]\w*)/,
    ended: 'stack overflow',
    meaning: 'a stack outgrew its limit, nearly always by a recursion without an end',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'threads',
    pattern: /^fatal error: (?:thread exhaustion|newosproc|runtime\.newosproc)/,
    ended: 'threads',
    meaning: 'the program could not make another thread',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'size out of range',
    pattern:
      /^panic: (?:runtime error: )?(?:(?:makeslice|growslice|unsafe\.(?:Slice|String)): (?:len|cap|ptr)\b.*out of range|growslice: (?:cap|len) out of range|(?:makechan|makemap): size out of range|runtime: allocation size out of range|plugin: allocation size out of range)/,
    ended: 'bad size',
    meaning:
      'a length or size that no memory could hold: an overflow, a negative number, or a length that was read and not checked',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'size in the standard library',
    pattern:
      /^panic: (?:bytes\.Buffer: too large|(?:bytes\.Buffer|strings\.Builder)\.\w+: negative count|(?:strings|bytes): (?:negative Repeat count|(?:Repeat|Join) output length overflow)|cannot be negative|the result of \(len\(x\) \* count\) overflows)/,
    ended: 'bad size',
    meaning:
      'a length or count that no memory could hold: an overflow, a negative number, or one that was read and not checked',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'fatal error',
    pattern: /^fatal error: ./,
    ended: 'not memory',
    meaning: 'the runtime ended the program for a reason that is not memory',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'panic',
    pattern: /^panic: ./,
    ended: 'not memory',
    meaning: 'the program panicked for a reason that is not memory',
    place: 'end',
    origin: 'recorded',
  },
  {
    id: 'signal',
    pattern: /^SIG[A-Z]+: /,
    ended: 'not memory',
    meaning: 'a signal ended the program; SIGQUIT is sent on purpose, to see the stacks',
    place: 'end',
    origin: 'recorded',
  },
];

/** Stands for a crash whose message is not in the log: only its stack tells. */
export const NO_MESSAGE: Omit<CrashForm, 'pattern'> = {
  id: 'no message',
  ended: 'unknown',
  meaning: 'the log has the stacks of a crash, but not the line that says why',
  place: 'end',
  origin: 'recorded',
};

/** The form of a line without its prefix; the first that fits. */
export function crashFormOf(line: string): { readonly form: CrashForm; readonly match: RegExpExecArray } | undefined {
  if (!BEGINNING.test(line)) return undefined;
  for (const form of CRASH_FORMS) {
    const match = form.pattern.exec(line);
    if (match !== null) return { form, match };
  }
  return undefined;
}

const BEGINNING = /^(?:runtime|fatal|panic: |SIG[A-Z]+: |terminate called|morestack)/;
