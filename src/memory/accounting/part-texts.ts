/** What the parts of a program's memory are, and what to do about them, for people. */
import type { MemoryPartName } from './parts.ts';

export interface PartText {
  readonly title: string;
  /** Stands for the part in the bar; each has a different look-alike in ASCII. */
  readonly sign: string;
  /** A few words. */
  readonly meaning: string;
  /** What it can be and what to do where it is the large one. */
  readonly whenLarge: string;
}

export const PART_TEXTS: Readonly<Record<MemoryPartName, PartText>> = {
  live: {
    title: 'live heap',
    sign: '█',
    meaning: 'reachable at the last collection',
    whenLarge:
      'The program holds this memory itself: `suspects` on the heap profile names the lines, `leaks` on several tells growth from size.',
  },
  garbage: {
    title: 'garbage, or new',
    sign: '▆',
    meaning: 'allocated since the last collection',
    whenLarge:
      'Normal up to the live heap (GOGC=100). A lower GOGC, or GOMEMLIMIT at 90 % of the limit, trades processor time for it; fewer allocations lower both: sample_index=alloc_space.',
  },
  objects: {
    title: 'heap objects',
    sign: '█',
    meaning: 'live, or garbage not collected yet',
    whenLarge:
      'How much of it is live only the heap profile tells (inuse_space): with GOGC=100 garbage may be up to half. `suspects` names the lines that hold the live part.',
  },
  fragmentation: {
    title: 'free in spans',
    sign: '▄',
    meaning: 'room between objects, by size class',
    whenLarge:
      'Either fragmentation: few objects survive in each span, and keep it; or, for a moment, a sweep after many objects died. If a second collection does not lower it, copy the survivors into memory of their own, or keep them apart from short-lived objects of their size.',
  },
  idle: {
    title: 'idle, kept',
    sign: '░',
    meaning: 'free spans not given back yet',
    whenLarge:
      'What is left of a peak: Go gives it back slowly, and keeps what the next collection cycle may need. debug.FreeOSMemory() shows whether it can go; GOMEMLIMIT makes Go give it back earlier. Find the peak: sample_index=alloc_space.',
  },
  stacks: {
    title: 'stacks',
    sign: '▌',
    meaning: 'of goroutines, and of threads with cgo',
    whenLarge:
      'Many goroutines or deep ones: look at a goroutine profile. Stacks shrink at collections, to no less than 2kB each.',
  },
  runtime: {
    title: 'runtime',
    sign: '─',
    meaning: 'of the collector, allocator, profiler',
    whenLarge:
      'Grows with the heap at its peak and with MemProfileRate set low. `memstats` has its parts; none of them is given back.',
  },
  lazy: {
    title: 'lazily freed',
    sign: '▾',
    meaning: 'given back, not taken yet (LazyFree)',
    whenLarge:
      'Free in truth: Linux takes it when it needs memory, and counts it until then. Go 1.12 to 1.15 do so; GODEBUG=madvdontneed=1 or a later Go makes it go at once.',
  },
  outside: {
    title: 'outside of Go',
    sign: '▒',
    meaning: 'C code, mapped files, the program',
    whenLarge:
      'No Go profile shows it: malloc of C libraries (cgo), syscall.Mmap and databases that map files. /proc/PID/smaps tells files from anonymous memory; C memory needs a heap profiler of its own, such as that of jemalloc.',
  },
  peak: {
    title: 'gone, or outside',
    sign: '▸',
    meaning: 'resident at the peak, not Go’s any more',
    whenLarge:
      'MaxRSS is the peak since the start: the heap was larger then, or there was memory outside of Go. VmRSS in /proc/PID/status tells how much is resident now.',
  },
  since: {
    title: 'since then',
    sign: '↑',
    meaning: 'grown after the profile, or outside',
    whenLarge:
      'The profile is older than the resident memory it is compared with. A profile that is taken closer to the end, or resident memory of the time of the profile (/proc/PID/status), tells growth from memory outside of Go.',
  },
  unknown: {
    title: 'not told apart',
    sign: '…',
    meaning: 'kept by Go, runtime, or outside of Go',
    whenLarge:
      'The heap profile in text form tells more: /debug/pprof/heap?debug=1 ends with MemStats. Memory that Go keeps, its own tables, C libraries and mapped files are all in here.',
  },
};
