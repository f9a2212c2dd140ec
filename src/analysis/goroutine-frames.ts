/**
 * What the names of frames tell about a goroutine: why it waits, where, and which code of the user's own that is in.
 * Binary and debug=1 profiles say no more than that.
 */
import { goPackage } from './my-go-code.ts';

/** The reasons to wait in Go's own words, by the function that stands for them, the innermost first. */
const STATES: readonly (readonly [name: RegExp, state: string])[] = [
  [/^runtime\.chanrecv\d?$/, 'chan receive'],
  [/^runtime\.chansend\d?$/, 'chan send'],
  [/^runtime\.selectgo$/, 'select'],
  [/^runtime\.block$/, 'select (no cases)'],
  [/^(?:time\.Sleep|runtime\.timeSleep)$/, 'sleep'],
  [/^(?:runtime\.netpollblock|internal\/poll\.runtime_pollWait)$/, 'IO wait'],
  [/^sync\.runtime_notifyListWait$/, 'sync.Cond.Wait'],
  [/^(?:internal\/)?sync\.runtime_SemacquireMutex$/, 'sync.Mutex.Lock'],
  [/^sync\.runtime_SemacquireRWMutexR$|^sync\.\(\*RWMutex\)\.RLock$/, 'sync.RWMutex.RLock'],
  [/^sync\.runtime_SemacquireRWMutex$/, 'sync.RWMutex.Lock'],
  [/^sync\.runtime_SemacquireWaitGroup$|^sync\.\(\*WaitGroup\)\.Wait$/, 'sync.WaitGroup.Wait'],
  [/^runtime\.gcBgMarkWorker$/, 'GC worker (idle)'],
  [/^runtime\.bgsweep$/, 'GC sweep wait'],
  [/^runtime\.bgscavenge$/, 'GC scavenge wait'],
  [/^runtime\.forcegchelper$/, 'force gc (idle)'],
  [/^runtime\.(?:runfinq|runFinalizers)$/, 'finalizer wait'],
  [/^runtime\.\(\*cleanupQueue\)\.|^runtime\.runCleanups$/, 'cleanup wait'],
  [/^runtime\.(?:coroswitch\w*|corostart)$/, 'coroutine'],
  [/^os\/signal\.signal_recv$/, 'syscall'],
  [/^(?:runtime\/|internal\/runtime\/)?syscall\.(?:\w*[sS]yscall\w*|RawSyscall\w*)$|^runtime\.cgocall$/, 'syscall'],
];

/** How far from the leaf a reason is looked for; it stands within the runtime's part of a stack. */
const RUNTIME_DEPTH = 12;

/**
 * Why a goroutine with these frames, leaf first, waits: a guess, as what the function waits for is not always why it was
 * called. `running` where it does not wait, `waiting` where nobody knows for what.
 */
export function guessedState(names: readonly string[]): string {
  const near = names.slice(0, RUNTIME_DEPTH);
  for (const name of near) {
    const known = STATES.find(([pattern]) => pattern.test(name));
    if (known !== undefined) return known[1];
  }
  if (near.some((name) => /^(?:sync\.runtime_Semacquire|runtime\.semacquire1?)$/.test(name))) return 'semacquire';
  return near[0] === 'runtime.gopark' ? 'waiting' : 'running';
}

/** Whether a function is how Go waits, rather than what waits: `runtime.gopark`, `internal/sync.(*Mutex).lockSlow`. */
export function isPlumbing(name: string): boolean {
  return /^(?:runtime|internal\/[\w/]+)\.|^sync\.(?:runtime_|\(\*\w+\)\.\w*Slow$)/.test(name);
}

/** Whether a function is of Go's standard library: import paths of others have a dot in their first element. */
export function isStandard(name: string): boolean {
  const path = goPackage(name);
  return path !== 'main' && !path.split('/', 1)[0].includes('.');
}
