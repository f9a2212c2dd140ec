/** What the values of a profile mean, by the names producers give them, and which question each answers. */

export interface SampleTypeNote {
  readonly types: readonly string[];
  readonly meaning: string;
  /** Which question it answers: the end of a sentence that begins with the name. */
  readonly question: string;
  /** What is easily misread. */
  readonly mind: string;
  /** Which profile has it, and how to record one. */
  readonly recording: string;
}

const GO_HEAP =
  'The heap profile of Go has it: pprof-shell http://HOST:PORT/debug/pprof/heap asks a program that imports ' +
  'net/http/pprof; pprof.WriteHeapProfile(file) and go test -memprofile write one.';
const GO_CPU =
  'The CPU profile of Go has it: pprof-shell -seconds=30 http://HOST:PORT/debug/pprof/profile asks a running ' +
  'program; pprof.StartCPUProfile(file) and go test -cpuprofile write one.';
const GO_WAITS =
  'The block and mutex profiles of Go have it, at /debug/pprof/block and /debug/pprof/mutex. Both are off until the ' +
  'program calls runtime.SetBlockProfileRate or runtime.SetMutexProfileFraction.';
const IS_ESTIMATE =
  'Go records one block for every 512 kB allocated or so (MemProfileRate) and scales up: small figures are rough.';
const RUNTIME_IS_LEFT_OUT =
  'Growing slices, maps and strings count for the line that made them grow: Go leaves its runtime out of these stacks.';

export const SAMPLE_TYPES: readonly SampleTypeNote[] = [
  {
    types: ['inuse_space', 'space'],
    meaning: 'Bytes that were allocated at this place and not yet freed at the end of the last garbage collection.',
    question: 'tells what holds the memory now. What grows from one profile to the next is a leak.',
    mind:
      'It is less than what the system counts for the process: stacks, garbage not yet collected and free pages kept ' +
      `are not in it. With GOGC=100 the heap grows to about twice as much before the next collection. ${IS_ESTIMATE}`,
    recording: GO_HEAP,
  },
  {
    types: ['inuse_objects', 'objects'],
    meaning: 'Objects that were allocated at this place and not yet freed at the end of the last garbage collection.',
    question: 'tells what there are many of. The collector has to visit each that holds pointers.',
    mind: `A place can be first here and far behind in bytes, and the other way round. ${IS_ESTIMATE}`,
    recording: GO_HEAP,
  },
  {
    types: ['alloc_space'],
    meaning: 'Bytes that were allocated at this place since the program started, whether or not they are freed by now.',
    question:
      'tells what keeps the garbage collector busy: it has to run the more often, the more bytes are allocated.',
    mind: `Much here and little in inuse_space is churn, not a leak. ${RUNTIME_IS_LEFT_OUT}`,
    recording: `${GO_HEAP} The one at /debug/pprof/allocs is the same, and begins with this type.`,
  },
  {
    types: ['alloc_objects'],
    meaning: 'How often something was allocated at this place since the program started.',
    question: 'tells where the time of allocating goes: it depends on how often more than on how much.',
    mind: `Many small allocations often are values that could stay on the stack or be reused. ${RUNTIME_IS_LEFT_OUT}`,
    recording: `${GO_HEAP} The one at /debug/pprof/allocs is the same.`,
  },
  {
    types: ['cpu'],
    meaning: 'Time in which this code was running on a processor.',
    question: 'tells what to make faster so that the program needs less processor time.',
    mind:
      'Waiting is not in it: for locks, disks and networks look at delay or at goroutine. On several processors it ' +
      'can add up to more than the duration.',
    recording: GO_CPU,
  },
  {
    types: ['wall'],
    meaning: 'Time that passed while this code was on the stack, running or waiting.',
    question: 'tells what somebody waits for.',
    mind: 'Idle time is in it as well, so look for your own functions rather than for the largest figure.',
    recording: 'Node’s time profiles have it (@datadog/pprof, pprof-nodejs), and Go programs that use fgprof.',
  },
  {
    types: ['samples', 'sample'],
    meaning: 'How often the profiler found this code running: one for every period.',
    question: 'tells how sure the times are: a function with a handful of samples may have been luck.',
    mind: 'Times are samples multiplied by the period, no more exact than that.',
    recording: GO_CPU,
  },
  {
    types: ['delay'],
    meaning: 'Time spent waiting for other goroutines: at locks, channels, selects and wait groups.',
    question: 'tells what slows the program down although processors are idle. mean_delay is the time of one wait.',
    mind:
      'In a block profile it counts for the one who waits. In a mutex profile it counts for the one who held the ' +
      'lock, at its Unlock. Workers that wait for work are large and harmless.',
    recording: GO_WAITS,
  },
  {
    types: ['contentions'],
    meaning: 'How often a goroutine had to wait for another one.',
    question: 'tells whether there are many short waits or few long ones: compare with delay.',
    mind: 'Counts are scaled up where the program records only every so many.',
    recording: GO_WAITS,
  },
  {
    types: ['goroutine'],
    meaning: 'Goroutines that existed when the profile was made, by what they were doing.',
    question: 'tells what goroutines wait for. Many with one stack, and more each time, are a goroutine leak.',
    mind: 'How long they wait is only known from a dump: /debug/pprof/goroutine?debug=2, which can be opened as well.',
    recording:
      'The goroutine profile of Go has it: pprof-shell http://HOST:PORT/debug/pprof/goroutine, or ' +
      'pprof.Lookup("goroutine").WriteTo(file, 0).',
  },
  {
    types: ['goroutineleak'],
    meaning: 'Goroutines that can never go on: what they wait for cannot be reached by any that runs.',
    question: 'tells which goroutines are leaked for certain.',
    mind: 'It does not find those that wait for something reachable, sleep or loop.',
    recording:
      'Go has it at /debug/pprof/goroutineleak since 1.27; 1.26 does when the program is built with ' +
      'GOEXPERIMENT=goroutineleakprofile.',
  },
  {
    types: ['threadcreate'],
    meaning: 'Threads of the system, by what made Go start them.',
    question: 'tells why there are many threads: calls that block in the system or in C.',
    mind: 'Go records few of these stacks, so most threads have none.',
    recording: 'The threadcreate profile of Go has it: pprof-shell http://HOST:PORT/debug/pprof/threadcreate.',
  },
];

export function noteOfSampleType(type: string): SampleTypeNote | undefined {
  return SAMPLE_TYPES.find(({ types }) => types.includes(type));
}

/** Which sample type to look at, by what one wants to know. */
export const QUESTIONS: readonly (readonly [question: string, types: readonly string[]])[] = [
  ['what holds the memory? what leaks?', ['inuse_space', 'space']],
  ['what are there many of? why does a collection take long?', ['inuse_objects', 'objects']],
  ['why does the collector run so often? what is churn?', ['alloc_space']],
  ['what costs time by allocating?', ['alloc_objects']],
  ['what uses the processors?', ['cpu', 'samples']],
  ['what does somebody wait for?', ['wall', 'delay']],
  ['which lock is fought for?', ['contentions']],
  ['what are goroutines stuck in?', ['goroutine']],
];
